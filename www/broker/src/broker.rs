//! The server as a process: where it is, and how it is started and ended.

use std::collections::BTreeSet;
use std::fmt;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use interleave::native::secret;
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use tokio::time::{Instant, sleep};

use crate::{Access, Settings, settings};

/// What older servers lack can be abused by anybody who reaches them: they are for trying, among people who trust each
/// other.
pub const OLDEST_ADVISED: Version = Version(2, 12, 0);
/// The server is up after so long, or never.
const START: Duration = Duration::from_secs(10);

/// A version of the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(pub u32, pub u32, pub u32);

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(major, minor, patch) = self;
        write!(f, "{major}.{minor}.{patch}")
    }
}

/// The server's program: what `INTERLEAVE_NATS` says, or what is on the PATH, or where Debian has it.
pub fn find() -> Option<PathBuf> {
    let named = std::env::var_os("INTERLEAVE_NATS").map(PathBuf::from);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&path).map(|folder| folder.join("nats-server"));
    named
        .into_iter()
        .chain(on_path)
        .chain([PathBuf::from("/usr/sbin/nats-server")])
        .find(|file| file.is_file())
}

/// The version of a program, as it says itself; `None` where that is no such server.
pub fn version(program: &Path) -> Option<Version> {
    let said = std::process::Command::new(program).arg("--version").output().ok()?;
    read_version(&String::from_utf8_lossy(&said.stdout))
}

/// Reads `nats-server: v2.9.10`, and what comes after a hyphen is left out.
fn read_version(said: &str) -> Option<Version> {
    let version = said.trim().strip_prefix("nats-server: v")?;
    let mut numbers = version.split('-').next()?.split('.').map(str::parse);
    Some(Version(numbers.next()?.ok()?, numbers.next()?.ok()?, numbers.next()?.ok()?))
}

/// A server that runs; it ends when this is dropped, and leaves nothing behind.
pub struct Broker {
    program: PathBuf,
    folder: Folder,
    server: Child,
    /// The port of its WebSocket, on this machine.
    pub websocket_port: u16,
}

/// A folder of one's own, for as long as it is needed.
struct Folder(PathBuf);

impl Folder {
    fn new() -> io::Result<Self> {
        let name: String = secret().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        let folder = std::env::temp_dir().join(format!("interleave-room-{name}"));
        fs::create_dir(&folder)?;
        #[cfg(unix)]
        fs::set_permissions(&folder, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
        Ok(Self(folder))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What is left after that is for the system to tidy.
        let _ = fs::remove_dir_all(&self.0);
    }
}

impl Broker {
    /// Starts a server of this program, with these rooms, for pages of these origins.
    ///
    /// # Errors
    /// Why it doesn't run, in a sentence.
    pub async fn start(program: &Path, access: &Access, origins: &[String]) -> Result<Self, String> {
        let folder =
            Folder::new().map_err(|error| format!("no folder could be made for the broker: {error}."))?;
        let (port, websocket_port) = free_ports().map_err(|error| format!("no port is free: {error}."))?;
        let store = folder.0.join("streams");
        let file = settings(access, &Settings { store: &store, websocket_port, port, origins });
        fs::write(folder.0.join("nats.conf"), file)
            .map_err(|error| format!("the broker's settings could not be written: {error}."))?;
        let server = spawn(program, &folder.0)?;
        let mut broker = Self { program: program.into(), folder, server, websocket_port };
        broker.wait().await?;
        Ok(broker)
    }

    /// Ends it as a machine does that loses its power, as far as the server can tell.
    pub async fn kill(&mut self) {
        // A server that is gone already is as good.
        let _ = self.server.kill().await;
    }

    /// Starts it again, with what it had kept.
    ///
    /// # Errors
    /// Why it doesn't run, in a sentence.
    pub async fn restart(&mut self) -> Result<(), String> {
        self.kill().await;
        self.server = spawn(&self.program, &self.folder.0)?;
        self.wait().await
    }

    /// Comes back when the server has ended by itself.
    pub async fn ended(&mut self) {
        let _ = self.server.wait().await;
    }

    /// The number of its process, while it runs.
    pub fn process(&self) -> Option<u32> {
        self.server.id()
    }

    /// What it has written about itself, to be read when something is wrong.
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.0.join("log")).unwrap_or_default()
    }

    async fn wait(&mut self) -> Result<(), String> {
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", self.websocket_port)).await.is_err() {
            let has_ended = !matches!(self.server.try_wait(), Ok(None));
            if has_ended || begun.elapsed() > START {
                return Err(format!("the broker does not run. It says:\n{}", self.log()));
            }
            sleep(Duration::from_millis(20)).await;
        }
        Ok(())
    }
}

fn spawn(program: &Path, folder: &Path) -> Result<Child, String> {
    let unable = |error: io::Error| format!("{} can't be started: {error}.", program.display());
    let log = File::options().create(true).append(true).open(folder.join("log")).map_err(unable)?;
    let mut command = Command::new(program);
    command.arg("-c").arg(folder.join("nats.conf")).stdin(Stdio::null()).stdout(Stdio::null());
    // Ctrl C is for us to hear: the server ends when everybody had the time to leave.
    #[cfg(unix)]
    command.process_group(0);
    command.stderr(log).kill_on_drop(true).spawn().map_err(unable)
}

/// Two ports that nobody has at this moment.
fn free_ports() -> io::Result<(u16, u16)> {
    Ok((free_port()?, free_port()?))
}

/// A port that nobody has at this moment, and that this program was not given before: the server that is to have it
/// takes a while to start.
fn free_port() -> io::Result<u16> {
    static GIVEN: Mutex<BTreeSet<u16>> = Mutex::new(BTreeSet::new());
    loop {
        let port = std::net::TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        // Whoever panicked while it had the set has left it whole.
        if GIVEN.lock().unwrap_or_else(PoisonError::into_inner).insert(port) {
            return Ok(port);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_says_its_version() {
        assert_eq!(read_version("nats-server: v2.9.10\n"), Some(Version(2, 9, 10)));
        assert_eq!(read_version("nats-server: v2.12.1-RC.2"), Some(Version(2, 12, 1)));
        for other in ["", "nats-server: v2", "nginx version: nginx/1.22.1"] {
            assert_eq!(read_version(other), None, "{other}");
        }
        assert!(Version(2, 9, 10) < OLDEST_ADVISED && Version(2, 12, 1) > OLDEST_ADVISED);
    }
}
