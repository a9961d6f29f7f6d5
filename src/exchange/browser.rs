//! Which browser it was.

use serde::{Deserialize, Serialize};

/// The browsers that are told apart. Their numbers are in links, for ever.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "u8", into = "u8")]
pub enum Browser {
    /// None of the others.
    #[default]
    Other,
    /// Chromium, and what is made of it and says no name of its own.
    Chromium,
    /// Microsoft's.
    Edge,
    /// Mozilla's.
    Firefox,
    /// Opera's.
    Opera,
    /// Apple's.
    Safari,
}

const ALL: [Browser; 6] =
    [Browser::Other, Browser::Chromium, Browser::Edge, Browser::Firefox, Browser::Opera, Browser::Safari];

/// What stands before the version in what a browser calls itself. Many call themselves by the names of
/// others, too: the first that fits counts.
const SIGNS: [(&str, Browser); 8] = [
    ("Edg/", Browser::Edge),
    ("EdgiOS/", Browser::Edge),
    ("OPR/", Browser::Opera),
    ("Firefox/", Browser::Firefox),
    ("FxiOS/", Browser::Firefox),
    ("Chrome/", Browser::Chromium),
    ("CriOS/", Browser::Chromium),
    ("Version/", Browser::Safari),
];

impl Browser {
    /// From what a browser calls itself: which it is, and its major version, 0 where that is not known.
    pub fn of(user_agent: &str) -> (Self, u32) {
        let found = SIGNS.iter().find_map(|(sign, browser)| {
            let (_, after) = user_agent.split_once(sign)?;
            let end = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
            Some((*browser, after[..end].parse().ok()?))
        });
        found.unwrap_or_default()
    }

    /// What it is called; `None` where that is not known.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::Other => None,
            Self::Chromium => Some("Chromium"),
            Self::Edge => Some("Edge"),
            Self::Firefox => Some("Firefox"),
            Self::Opera => Some("Opera"),
            Self::Safari => Some("Safari"),
        }
    }
}

impl From<u8> for Browser {
    /// One that only a later version knows is another one.
    fn from(number: u8) -> Self {
        ALL.get(usize::from(number)).copied().unwrap_or_default()
    }
}

impl From<Browser> for u8 {
    fn from(browser: Browser) -> Self {
        browser as Self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_known_by_their_names() {
        let webkit = "AppleWebKit/537.36 (KHTML, like Gecko)";
        for (user_agent, expected) in [
            (
                format!("Mozilla/5.0 (X11) {webkit} HeadlessChrome/156.0.0.0 Safari/537.36"),
                (Browser::Chromium, 156),
            ),
            (
                format!("Mozilla/5.0 (X11) {webkit} Chrome/156.0.0.0 Safari/537.36 Edg/156.0"),
                (Browser::Edge, 156),
            ),
            ("Mozilla/5.0 (X11; rv:153.0) Gecko/20100101 Firefox/153.0".into(), (Browser::Firefox, 153)),
            (format!("Mozilla/5.0 (Macintosh) {webkit} Version/17.4 Safari/605.1.15"), (Browser::Safari, 17)),
            ("Chrome/".into(), (Browser::Other, 0)),
            ("Chrome/99999999999999".into(), (Browser::Other, 0)),
            (String::new(), (Browser::Other, 0)),
        ] {
            assert_eq!(Browser::of(&user_agent), expected, "{user_agent}");
        }
    }

    #[test]
    fn numbers_lead_back_and_strange_ones_nowhere() {
        for browser in ALL {
            assert_eq!(Browser::from(u8::from(browser)), browser);
        }
        assert_eq!(Browser::from(200), Browser::Other);
    }
}
