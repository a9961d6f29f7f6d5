//! A screen that nobody sees, for a browser that can't do without one.

use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

/// How long it may take to appear.
const START: Duration = Duration::from_secs(20);

/// A running display. It ends with this, or with the last program that it shows: whatever happens to the tests,
/// nothing is left behind.
pub(crate) struct Display {
    number: String,
    _server: Child,
}

impl Display {
    /// Starts one, with a number that is free.
    pub(crate) async fn start() -> Self {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "1280x1024x24", "-nolisten", "tcp", "-terminate"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap_or_else(|error| panic!("Xvfb does not start: {error}; run ./dev test"));
        // It says its number when it can be used.
        let mut said = BufReader::new(server.stdout.take().expect("it is piped"));
        let mut number = String::new();
        let read = timeout(START, said.read_line(&mut number)).await.expect("Xvfb starts in time");
        read.expect("Xvfb says its number");
        Self { number: number.trim().to_owned(), _server: server }
    }

    /// What programs call it.
    pub(crate) fn name(&self) -> String {
        format!(":{}", self.number)
    }
}
