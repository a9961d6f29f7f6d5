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

/// What stands for an operating system in what a browser calls itself; the first that fits counts.
const SYSTEMS: [(&str, &str); 7] = [
    ("Android", "Android"),
    ("iPhone", "iOS"),
    ("iPad", "iPadOS"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

/// A device in a few words, as in `Firefox on Android`.
pub fn device(user_agent: &str) -> String {
    let browser = Browser::of(user_agent).0.name().unwrap_or("Browser");
    let system = SYSTEMS.iter().find(|(sign, _)| user_agent.contains(sign)).map(|(_, system)| *system);
    let on = system.map(|system| format!(" on {system}")).unwrap_or_default();
    format!("{browser}{on}")
}

/// The same with its cores, as lanes have it: `Firefox on Android, 8 cores`.
pub fn with_cores(device: &str, cores: u32) -> String {
    let s = if cores == 1 { "" } else { "s" };
    format!("{device}, {cores} core{s}")
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
    fn a_device_is_told_in_a_few_words() {
        let firefox = "Mozilla/5.0 (Android 15; Mobile; rv:153.0) Gecko/153.0 Firefox/153.0";
        assert_eq!(with_cores(&device(firefox), 8), "Firefox on Android, 8 cores");
        let safari =
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Mobile/15E148 Safari/604.1";
        assert_eq!(with_cores(&device(safari), 1), "Safari on iOS, 1 core");
        assert_eq!(with_cores(&device(""), 2), "Browser, 2 cores");
    }

    #[test]
    fn numbers_lead_back_and_strange_ones_nowhere() {
        for browser in ALL {
            assert_eq!(Browser::from(u8::from(browser)), browser);
        }
        assert_eq!(Browser::from(200), Browser::Other);
    }
}
