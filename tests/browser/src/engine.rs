//! The engines that the app is tested in, and how each is driven.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

/// An engine of browsers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Debian's `chromium`.
    Chromium,
    /// Debian's `firefox-esr`.
    Firefox,
    /// Safari's engine: the little browser that comes with Debian's WebKitGTK.
    WebKit,
}

impl Engine {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Chromium, Self::Firefox, Self::WebKit];

    /// Its name in the names of journeys.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::WebKit => "webkit",
        }
    }

    /// What the page calls browsers of this engine that say no more of themselves.
    pub fn browser(self) -> &'static str {
        match self {
            Self::Chromium => "Chromium",
            Self::Firefox => "Firefox",
            Self::WebKit => "Safari",
        }
    }

    /// Whether a frame on a page that is not isolated can isolate itself by a header of its own.
    pub fn isolates_frames(self) -> bool {
        self == Self::Chromium
    }

    /// The program that drives it.
    pub(crate) fn driver(self) -> &'static str {
        match self {
            Self::Chromium => "chromedriver",
            Self::Firefox => "geckodriver",
            Self::WebKit => "WebKitWebDriver",
        }
    }

    /// What a session is to be like, with a folder for the files that it saves.
    pub(crate) fn capabilities(self, downloads: &Path) -> Value {
        match self {
            // Without a sandbox, because it can't be had as root or in a container, and every page that is
            // opened here is our own.
            Self::Chromium => json!({ "goog:chromeOptions": { "args": [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage",
                "--no-first-run", "--disable-background-networking", "--disable-component-update",
                "--disable-sync", "--window-size=1200,900",
            ], "prefs": { "download.default_directory": downloads } } }),
            Self::Firefox => json!({ "moz:firefoxOptions": {
                "binary": "/usr/bin/firefox-esr",
                "args": ["-headless", "--width=1200", "--height=900"],
                "prefs": { "browser.download.folderList": 2, "browser.download.dir": downloads },
            } }),
            Self::WebKit => json!({ "webkitgtk:browserOptions": {
                "binary": mini_browser(),
                "args": ["--automation", "--geometry=1200x900"],
            } }),
        }
    }
}

/// Where Debian puts WebKitGTK's browser: in a folder that is named for the machine.
fn mini_browser() -> PathBuf {
    let libraries = Path::new("/usr/lib").read_dir().into_iter().flatten().flatten();
    let found = libraries.map(|folder| folder.path().join("webkit2gtk-4.1/MiniBrowser"));
    found.into_iter().find(|path| path.exists()).expect("WebKitGTK is installed; run ./dev test")
}
