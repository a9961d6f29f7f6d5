//! A static host for `dist/`, as strict or as careless as a journey needs it.

use std::collections::HashSet;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU16, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use interleave_broker::{PATH, files, pass_on};
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// Put ahead of the app's own scripts; see the file.
pub(crate) const JOURNEY_JS: &str = include_str!("journey.js");

/// What a host page that is isolated sends.
const ISOLATING: [(&str, &str); 2] =
    [("cross-origin-opener-policy", "same-origin"), ("cross-origin-embedder-policy", "require-corp")];

/// Where `dist/` is.
pub fn dist() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../dist")
}

/// A free port that no site had before: what browsers keep of a site, they keep for its address.
pub(crate) fn fresh_port() -> u16 {
    static USED: Mutex<Option<HashSet<u16>>> = Mutex::new(None);
    let mut used = USED.lock().expect("nobody panics while it is held");
    loop {
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port is free");
        let port = listener.local_addr().expect("a bound socket has an address").port();
        if used.get_or_insert_default().insert(port) {
            return port;
        }
    }
}

/// How a site is served.
#[derive(Clone, Debug)]
pub struct Options {
    /// With the headers of `dist/_headers`.
    pub headers: bool,
    /// But for this one.
    pub but: Option<&'static str>,
    /// Whether host pages send the headers that isolate them.
    pub isolated_host: bool,
    /// The folder of the app, `/` or like `/some/folder/`.
    pub folder: &'static str,
    /// What is wrong with the files.
    pub faults: Vec<Fault>,
}

impl Default for Options {
    fn default() -> Self {
        Self { headers: true, but: None, isolated_host: false, folder: "/", faults: Vec::new() }
    }
}

/// What is wrong with a file.
#[derive(Clone, Debug)]
pub enum Fault {
    /// It is not there. Files are named as in the release's folder, or beside it.
    Missing(&'static str),
    /// All files whose names end so are sent without their type.
    Untyped(&'static str),
    /// A script starts with these lines.
    Prepended(&'static str, String),
}

/// A running host on a port of its own; it ends when this is dropped.
pub struct Site {
    port: u16,
    folder: &'static str,
    mended: Arc<AtomicBool>,
    broker: Arc<AtomicU16>,
    server: JoinHandle<()>,
}

impl Site {
    /// Starts to serve.
    pub async fn serve(options: Options) -> Self {
        let port = fresh_port();
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.expect("the port is free");
        let mut headers = match options.headers {
            true => files::headers(&dist()).await.expect("dist/ is built"),
            false => HeaderMap::new(),
        };
        if let Some(name) = options.but {
            headers.remove(name).expect("it is among them");
        }
        let folder = options.folder;
        let mended = Arc::new(AtomicBool::new(false));
        let broker = Arc::new(AtomicU16::new(0));
        let tickets = AtomicU32::new(0);
        let app = App { options, headers, tickets, mended: mended.clone(), broker: broker.clone() };
        let router = Router::new().fallback(answer).with_state(Arc::new(app));
        let server = tokio::spawn(async move {
            axum::serve(listener, router).await.expect("serving goes on until it is dropped");
        });
        Self { port, folder, mended, broker, server }
    }

    /// From now on nothing is wrong with the files.
    pub fn mend(&self) {
        self.mended.store(true, Ordering::SeqCst);
    }

    /// From now on a broker is to be found at this site, too: the one whose WebSocket has this port.
    pub fn pass_on_to(&self, broker: u16) {
        self.broker.store(broker, Ordering::SeqCst);
    }

    /// The host that [`Site::address`] names, with its port.
    pub fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// The app's address, with this query.
    pub fn address(&self, query: &str) -> String {
        format!("{}?{query}", self.folder())
    }

    /// The origin that [`Site::address`] is of.
    pub fn origin(&self) -> String {
        format!("http://{}", self.host())
    }

    /// The address of a page of another site than [`Site::address`], which shows `framed` in a frame.
    pub fn host_page(&self, framed: &str) -> String {
        let framed = framed.replace('&', "&amp;").replace('"', "&quot;");
        self.page_with(&format!(
            "<iframe src=\"{framed}\" allow=\"cross-origin-isolated\" width=\"900\" height=\"700\"></iframe>"
        ))
    }

    /// The address of a page of another site than [`Site::address`], with this HTML in its body.
    pub fn page_with(&self, body: &str) -> String {
        format!("http://localhost:{}/journey-host?{}", self.port, utf8_percent_encode(body, NON_ALPHANUMERIC))
    }

    /// The app's folder.
    pub fn folder(&self) -> String {
        format!("{}{}", self.origin(), self.folder)
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.server.abort();
    }
}

struct App {
    options: Options,
    headers: HeaderMap,
    tickets: AtomicU32,
    mended: Arc<AtomicBool>,
    /// The port of a broker's WebSocket; 0 while there is none.
    broker: Arc<AtomicU16>,
}

async fn answer(State(app): State<Arc<App>>, request: Request) -> Response {
    let uri = request.uri().clone();
    match uri.path() {
        PATH => pass_on(app.broker.load(Ordering::SeqCst), request).await,
        // Workers take a number when they load, so that a fault can pick one of them.
        "/journey-ticket" => app.tickets.fetch_add(1, Ordering::SeqCst).to_string().into_response(),
        "/journey-host" => {
            let page = html(host_page(uri.query().unwrap_or_default()));
            if app.options.isolated_host { (ISOLATING, page).into_response() } else { page }
        }
        path => match path.strip_prefix(app.options.folder) {
            Some("journey.js") => script(JOURNEY_JS.to_owned()),
            Some(file) => (app.headers.clone(), app_file(&app, file).await).into_response(),
            None => StatusCode::NOT_FOUND.into_response(),
        },
    }
}

fn host_page(body: &str) -> String {
    let body = percent_decode_str(body).decode_utf8_lossy();
    format!("<!doctype html><title>A host page</title><script>{JOURNEY_JS}</script><body>{body}")
}

async fn app_file(app: &App, file: &str) -> Response {
    let file =
        &if file.is_empty() || file.ends_with('/') { format!("{file}index.html") } else { file.to_owned() };
    let place = file.strip_prefix("release-").and_then(|file| Some(file.split_once('/')?.1)).unwrap_or(file);
    let faults = if app.mended.load(Ordering::SeqCst) { &[] } else { app.options.faults.as_slice() };
    let is_missing = |fault: &Fault| matches!(fault, Fault::Missing(name) if *name == place);
    if file.contains("..") || faults.iter().any(is_missing) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let Ok(mut bytes) = tokio::fs::read(dist().join(file)).await else {
        return StatusCode::NOT_FOUND.into_response();
    };
    for fault in faults {
        match fault {
            Fault::Prepended(name, lines) if *name == place => {
                bytes.splice(0..0, lines.bytes());
            }
            _ => {}
        }
    }
    if file.ends_with("index.html") {
        let page = String::from_utf8(bytes).expect("index.html is UTF-8");
        // The head itself may be left out, as HTML allows; its title is there, and ahead of all scripts.
        assert!(page.contains("<title"), "{file} has a title");
        let script = format!("<script src=\"{}journey.js\"></script><title", app.options.folder);
        return html(page.replacen("<title", &script, 1));
    }
    let is_untyped = |fault: &Fault| matches!(fault, Fault::Untyped(end) if place.ends_with(end));
    typed(
        bytes,
        if faults.iter().any(is_untyped) { "application/octet-stream" } else { files::media_type(file) },
    )
}

fn html(page: String) -> Response {
    typed(page.into_bytes(), "text/html; charset=utf-8")
}

fn script(lines: String) -> Response {
    typed(lines.into_bytes(), "text/javascript")
}

fn typed(bytes: Vec<u8>, media_type: &'static str) -> Response {
    ([(header::CONTENT_TYPE, media_type), (header::CACHE_CONTROL, "no-store")], bytes).into_response()
}
