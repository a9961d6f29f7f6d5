//! Which parts the compact page shows: for its host to choose, and so in no link.

/// Which parts the compact page shows, beside the heading, Run and the verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parts {
    /// The timelines, their axis and legend.
    pub timeline: bool,
    /// The figures of each way of running.
    pub figures: bool,
    /// What each way of running looks like in code.
    pub code: bool,
}

impl Default for Parts {
    fn default() -> Self {
        Self { timeline: true, figures: true, code: false }
    }
}

impl Parts {
    /// The names that [`Parts::read`] knows.
    pub const NAMES: [&str; 3] = ["timeline", "figures", "code"];

    /// Reads names with commas between them; no name at all stands for the default. `None` if a name is
    /// not known.
    pub fn read(text: &str) -> Option<Self> {
        if text.is_empty() {
            return Some(Self::default());
        }
        let mut parts = Self { timeline: false, figures: false, code: false };
        for name in text.split(',') {
            *parts.part(name.trim())? = true;
        }
        Some(parts)
    }

    /// Whether the part of this name is shown.
    pub fn has(mut self, name: &str) -> bool {
        self.part(name).is_some_and(|shown| *shown)
    }

    /// Shows the part of this name, or hides it.
    pub fn set(&mut self, name: &str, shown: bool) {
        if let Some(part) = self.part(name) {
            *part = shown;
        }
    }

    fn part(&mut self, name: &str) -> Option<&mut bool> {
        match name {
            "timeline" => Some(&mut self.timeline),
            "figures" => Some(&mut self.figures),
            "code" => Some(&mut self.code),
            _ => None,
        }
    }
}

impl std::fmt::Display for Parts {
    /// As [`Parts::read`] reads it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&Self::NAMES.into_iter().filter(|name| self.has(name)).collect::<Vec<_>>().join(","))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        for text in ["timeline", "figures", "timeline,code", "timeline,figures,code"] {
            assert_eq!(Parts::read(text).unwrap().to_string(), text);
        }
        assert_eq!(Parts::read("code, timeline").unwrap().to_string(), "timeline,code");
        assert_eq!(Parts::read(""), Some(Parts::default()));
        for text in ["timelines", "timeline,", ",", "all"] {
            assert_eq!(Parts::read(text), None, "{text}");
        }
    }
}
