//! A real nginx that serves a copy of `dist/`, as it is or as another release, and that can be stopped.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use tokio::time::{Duration, Instant, sleep};

use crate::site::{JOURNEY_JS, dist, fresh_port};

/// Debian's, which is not on everybody's PATH.
const PROGRAM: &str = "/usr/sbin/nginx";
/// How long it may take to listen.
const START: Duration = Duration::from_secs(10);

/// A host of its own: an nginx, and the files that it serves.
pub struct Nginx {
    port: u16,
    folder: &'static str,
    /// Its configuration and its files; gone with it.
    home: PathBuf,
    process: Option<Child>,
}

impl Nginx {
    /// Serves `dist/` from a folder, `/` or like `/some/folder/`: as `docs/hosting/nginx.conf` says, or without
    /// any headers, as hosts do where nobody can set them.
    pub async fn serve(headers: bool, folder: &'static str) -> Self {
        let port = fresh_port();
        let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let checkout = checkout.canonicalize().expect("the checkout is there");
        let home = checkout.join(format!("target/journeys/nginx-{port}"));
        fs::create_dir_all(home.join("www")).expect("target/ can be written");
        let include = format!("include {}/docs/hosting/nginx.conf;", checkout.display());
        let configuration = format!(
            "user root;\npid {home}/pid;\ndaemon off;\nerror_log {home}/error.log;\nevents {{}}\n\
             http {{\n  include /etc/nginx/mime.types;\n  access_log off;\n  client_body_temp_path {home}/body;\n  \
             server {{\n    listen 127.0.0.1:{port};\n    root {home}/www;\n    \
             location {folder} {{ {} }}\n  }}\n}}\n",
            if headers { &include } else { "" },
            home = home.display(),
        );
        fs::write(home.join("nginx.conf"), configuration).expect("target/ can be written");
        let mut this = Self { port, folder, home, process: None };
        this.deploy(None);
        this.start().await;
        this
    }

    /// Listens (again).
    pub async fn start(&mut self) {
        let process = Command::new(PROGRAM)
            .arg("-c")
            .arg(self.home.join("nginx.conf"))
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap_or_else(|error| panic!("{PROGRAM} does not start: {error}; run ./dev test"));
        self.process = Some(process);
        let deadline = Instant::now() + START;
        while TcpStream::connect(("127.0.0.1", self.port)).await.is_err() {
            let log = self.home.join("error.log");
            assert!(Instant::now() < deadline, "nginx does not listen; see {}", log.display());
            sleep(Duration::from_millis(20)).await;
        }
    }

    /// Ends it, so that the host can't be reached.
    pub async fn stop(&mut self) {
        if let Some(mut process) = self.process.take() {
            self.signal_end();
            process.wait().await.expect("it ends");
        }
    }

    /// Puts a release in the place of the one before: the one in `dist/`, or one that is called otherwise. Every
    /// engine that starts says of which release it is, in the channel `journey-engines`.
    pub fn deploy(&self, name: Option<&str>) {
        let www = self.www();
        // Not there the first time.
        let _ = fs::remove_dir_all(&www);
        copy(&dist(), &www);
        let own = own_release();
        let release = name.unwrap_or(&own);
        if release != own {
            fs::rename(www.join(&own), www.join(release)).expect("a folder can be renamed");
            change(&www.join("index.html"), |page| page.replace(&own, release));
        }
        let files = www.join(release);
        change(&files.join("start.js"), |script| format!("{JOURNEY_JS}\n{script}"));
        let tell = format!("new BroadcastChannel('journey-engines').postMessage('{release}');");
        change(&files.join("engine.js"), |script| format!("{tell}\n{script}"));
    }

    /// Puts something else in a file's place, or takes it away.
    pub fn spoil(&self, file: &str, content: Option<&str>) {
        let path = self.www().join(file);
        match content {
            Some(content) => {
                fs::create_dir_all(path.parent().expect("it is in a folder"))
                    .expect("target/ can be written");
                fs::write(path, content).expect("target/ can be written");
            }
            None => fs::remove_file(path).expect("the file is there"),
        }
    }

    /// The app's address, with this query.
    pub fn address(&self, query: &str) -> String {
        format!("http://127.0.0.1:{}{}?{query}", self.port, self.folder)
    }

    /// Tells it to end, with its own workers: killed, it would leave them listening.
    fn signal_end(&self) {
        let configuration = self.home.join("nginx.conf");
        let signal = std::process::Command::new(PROGRAM)
            .arg("-c")
            .arg(configuration)
            .args(["-s", "stop"])
            .stderr(Stdio::null())
            .status();
        signal.expect("nginx takes signals");
    }

    fn www(&self) -> PathBuf {
        self.home.join("www").join(self.folder.trim_matches('/'))
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        if self.process.is_some() {
            self.signal_end();
        }
        // What is left lies in target/, where it does no harm.
        let _ = fs::remove_dir_all(&self.home);
    }
}

/// The name of the release in `dist/`.
pub fn own_release() -> String {
    let entries = fs::read_dir(dist()).expect("dist/ is built").flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    names.into_iter().find(|name| name.starts_with("release-")).expect("dist/ has a release")
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("target/ can be written");
    for entry in fs::read_dir(from).expect("dist/ can be read").flatten() {
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs::copy(&from, &to).expect("target/ can be written");
        }
    }
}

fn change(file: &Path, change: impl FnOnce(String) -> String) {
    let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    fs::write(file, change(text)).expect("target/ can be written");
}
