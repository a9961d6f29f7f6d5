//! Real browsers, driven by WebDriver, each session with a fresh profile.

use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use fantoccini::wd::{Capabilities, TimeoutConfiguration};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tokio::process::{Child, Command};
use tokio::time::{Instant, sleep, timeout};

/// How long a browser may take to start; a first start on a busy machine is slow.
const START: Duration = Duration::from_secs(60);
/// How long a script may wait for something; journeys have shorter limits of their own.
const SCRIPT: Duration = Duration::from_secs(300);

/// The browsers that the app is tested in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Debian's `chromium`.
    Chromium,
    /// Debian's `firefox-esr`.
    Firefox,
}

impl Kind {
    /// Its name in the names of journeys.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
        }
    }

    fn driver(self) -> &'static str {
        match self {
            Self::Chromium => "chromedriver",
            Self::Firefox => "geckodriver",
        }
    }

    /// What a session is to be like, with a folder for the files that it saves.
    fn capabilities(self, downloads: &Path) -> Value {
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
        }
    }
}

/// A running browser.
pub struct Browser {
    /// Which it is.
    pub kind: Kind,
    /// The session.
    pub client: Client,
    /// Where it saves files.
    pub downloads: PathBuf,
    driver: Child,
}

impl Browser {
    /// Starts a browser with a fresh profile.
    pub async fn start(kind: Kind) -> Self {
        let port = free_port();
        let driver = Command::new(kind.driver())
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap_or_else(|error| panic!("{} does not start: {error}; run ./dev test", kind.driver()));
        let downloads = std::env::temp_dir().join(format!("interleave-journeys-{port}"));
        std::fs::create_dir_all(&downloads).expect("files can be saved");
        let client = connect(kind, port, &downloads).await;
        let patience = TimeoutConfiguration::new(Some(SCRIPT), Some(START), Some(Duration::ZERO));
        client.update_timeouts(patience).await.expect("time limits can be set");
        Self { kind, client, downloads, driver }
    }

    /// The number of the process that all of the browser's descend from.
    pub fn process(&self) -> u32 {
        self.driver.id().expect("the driver runs")
    }

    /// The browser's version.
    pub fn version(&self) -> String {
        let capabilities = self.client.capabilities();
        let version = capabilities.and_then(|found| found.get("browserVersion")).and_then(Value::as_str);
        version.unwrap_or_default().to_owned()
    }

    /// Ends it. One that does not answer any more is killed.
    pub async fn stop(mut self) {
        // Either way the driver goes next, so that it doesn't matter whether this came through.
        let _ = timeout(Duration::from_secs(10), self.client.close()).await;
        let _ = self.driver.kill().await;
        let _ = std::fs::remove_dir_all(&self.downloads);
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port is free");
    listener.local_addr().expect("a bound socket has an address").port()
}

async fn connect(kind: Kind, port: u16, downloads: &Path) -> Client {
    let Value::Object(capabilities) = kind.capabilities(downloads) else {
        unreachable!("they are an object")
    };
    let capabilities: Capabilities = capabilities;
    let deadline = Instant::now() + START;
    loop {
        let address = format!("http://127.0.0.1:{port}");
        match ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities.clone())
            .connect(&address)
            .await
        {
            Ok(client) => return client,
            Err(error) if Instant::now() > deadline => panic!("{} does not start: {error}", kind.name()),
            // The driver is not listening yet.
            Err(_) => sleep(Duration::from_millis(100)).await,
        }
    }
}
