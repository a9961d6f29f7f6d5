//! Real browsers, driven by WebDriver, each session with a fresh profile.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use fantoccini::wd::{Capabilities, TimeoutConfiguration};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::Value;
use tokio::process::{Child, Command};
use tokio::time::{Instant, sleep, timeout};

use crate::display::Display;
use crate::engine::Engine;
use crate::site::fresh_port;

/// How long a browser may take to start; a first start on a busy machine is slow.
const START: Duration = Duration::from_secs(60);
/// How long a script may wait for something; journeys have shorter limits of their own.
const SCRIPT: Duration = Duration::from_secs(300);

/// A running browser.
pub struct Browser {
    /// Which engine it has.
    pub engine: Engine,
    /// The session.
    pub client: Client,
    /// Where it saves files.
    pub downloads: PathBuf,
    /// What it writes down, its files included; gone with it.
    home: PathBuf,
    driver: Child,
    _display: Option<Display>,
}

/// Whether pages can have `SharedArrayBuffer`.
#[derive(Clone, Copy, PartialEq)]
enum SharedMemory {
    /// As people have it.
    Had,
    /// As WebKitGTK has it when nobody asks for more.
    Lacking,
}

impl Browser {
    /// Starts a browser with a fresh profile.
    pub async fn start(engine: Engine) -> Self {
        Self::start_with(engine, SharedMemory::Had).await
    }

    /// Starts one that says it isolates pages, and gives them no shared memory all the same: WebKitGTK, unless it is
    /// told to be like Safari.
    pub async fn start_without_shared_memory() -> Self {
        Self::start_with(Engine::WebKit, SharedMemory::Lacking).await
    }

    async fn start_with(engine: Engine, memory: SharedMemory) -> Self {
        let port = fresh_port();
        let home = std::env::temp_dir().join(format!("interleave-journeys-{port}"));
        let downloads = home.join("downloads");
        std::fs::create_dir_all(&downloads).expect("files can be saved");
        let display = if engine == Engine::WebKit { Some(Display::start().await) } else { None };
        let mut command = Command::new(engine.driver());
        command.arg(format!("--port={port}")).stdout(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true);
        if let Some(display) = &display {
            let folders = format!("XDG_DOWNLOAD_DIR=\"{}\"\n", downloads.display());
            std::fs::write(home.join("user-dirs.dirs"), folders).expect("files can be saved");
            // Without a bus, neither of the session's nor for assistive technology: there is nobody on it.
            let own = [("DBUS_SESSION_BUS_ADDRESS", "disabled:"), ("NO_AT_BRIDGE", "1"), ("LANG", "C.UTF-8")];
            command.envs(own).env("DISPLAY", display.name()).env("XDG_CONFIG_HOME", &home);
            // Drawn by OpenGL without a graphics card, pages would take a third of all that this browser computes.
            command.env("WEBKIT_DISABLE_COMPOSITING_MODE", "1");
            command.env("JSC_useSharedArrayBuffer", if memory == SharedMemory::Had { "1" } else { "0" });
        }
        let driver = command
            .spawn()
            .unwrap_or_else(|error| panic!("{} does not start: {error}; run ./dev test", engine.driver()));
        let client = connect(engine, port, &downloads).await;
        let patience = TimeoutConfiguration::new(Some(SCRIPT), Some(START), Some(Duration::ZERO));
        client.update_timeouts(patience).await.expect("time limits can be set");
        Self { engine, client, downloads, home, driver, _display: display }
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
        let _ = std::fs::remove_dir_all(&self.home);
    }
}

async fn connect(engine: Engine, port: u16, downloads: &Path) -> Client {
    let Value::Object(capabilities) = engine.capabilities(downloads) else {
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
            Err(error) if Instant::now() > deadline => panic!("{} does not start: {error}", engine.name()),
            // The driver is not listening yet.
            Err(_) => sleep(Duration::from_millis(100)).await,
        }
    }
}
