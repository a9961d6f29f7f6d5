//! What everybody reaches: the page, and at [`PATH`] the broker's WebSocket, passed on as it is.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::serve::ListenerExt;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};

use crate::files::{headers, media_type};

/// Where the broker's WebSocket is.
pub const PATH: &str = "/queue";
/// The longest answer to the request for a WebSocket, bytes.
const MOST_HEAD: usize = 8 << 10;

struct Front {
    dist: PathBuf,
    headers: HeaderMap,
    websocket_port: u16,
}

/// Serves the page in this folder and the broker, until it is dropped.
///
/// # Errors
/// The folder has no page, or the port is lost.
pub async fn serve(listener: TcpListener, dist: &Path, websocket_port: u16) -> io::Result<()> {
    let front = Front { dist: dist.into(), headers: headers(dist).await?, websocket_port };
    let router = Router::new().fallback(answer).with_state(Arc::new(front));
    // A job that waits for a full packet waits for 40 ms.
    let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
    axum::serve(listener, router).await
}

async fn answer(State(front): State<Arc<Front>>, request: Request) -> Response {
    if request.uri().path() == PATH {
        return pass_on(front.websocket_port, request).await;
    }
    (front.headers.clone(), file(&front.dist, request.uri().path()).await).into_response()
}

/// A file of the folder, or of a folder in it its page.
async fn file(dist: &Path, path: &str) -> Response {
    let path = path.trim_start_matches('/');
    let name = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.into() };
    // Names that lead elsewhere are none of ours; nothing of ours has to be decoded.
    if name.contains("..") || name.contains(['\\', '%', ':']) || name.starts_with('/') {
        return StatusCode::NOT_FOUND.into_response();
    }
    match tokio::fs::read(dist.join(&name)).await {
        Ok(bytes) => {
            let caching =
                if name.starts_with("release-") { "public, max-age=31536000, immutable" } else { "no-cache" };
            let kind = [(header::CONTENT_TYPE, media_type(&name)), (header::CACHE_CONTROL, caching)];
            (kind, bytes).into_response()
        }
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Passes a request for a WebSocket on to the broker at this port, and everything that follows, both ways.
pub async fn pass_on(websocket_port: u16, request: Request) -> Response {
    match connect(websocket_port, request).await {
        Ok(response) => response,
        Err(_) => (StatusCode::BAD_GATEWAY, "The broker does not answer.\n").into_response(),
    }
}

async fn connect(port: u16, mut request: Request) -> io::Result<Response> {
    if !request.headers().contains_key(header::SEC_WEBSOCKET_KEY) {
        return Ok((StatusCode::UPGRADE_REQUIRED, "A WebSocket is to be found here.\n").into_response());
    }
    let mut broker = TcpStream::connect(("127.0.0.1", port)).await?;
    broker.set_nodelay(true)?;
    broker.write_all(&head(&request)).await?;
    let (head, rest) = read_head(&mut broker).await?;
    let mut response = Response::new(Body::empty());
    let accepted = read_answer(&head, response.headers_mut()).ok_or_else(unreadable)?;
    *response.status_mut() = accepted;
    if accepted != StatusCode::SWITCHING_PROTOCOLS {
        return Ok(response);
    }
    let upgrade = hyper::upgrade::on(&mut request);
    tokio::spawn(async move {
        let Ok(upgraded) = upgrade.await else { return };
        let mut upgraded = TokioIo::new(upgraded);
        // Either end may be gone at any time; then the other is, too.
        if upgraded.write_all(&rest).await.is_ok() {
            let _ = copy_bidirectional(&mut upgraded, &mut broker).await;
        }
    });
    Ok(response)
}

/// The request as the broker gets it.
fn head(request: &Request) -> Vec<u8> {
    let mut head = format!("GET {PATH} HTTP/1.1\r\n").into_bytes();
    for (name, value) in request.headers() {
        head.extend_from_slice(name.as_str().as_bytes());
        head.extend_from_slice(b": ");
        head.extend_from_slice(value.as_bytes());
        head.extend_from_slice(b"\r\n");
    }
    head.extend_from_slice(b"\r\n");
    head
}

/// What the broker answers, up to the empty line, and what came in behind it.
async fn read_head(broker: &mut TcpStream) -> io::Result<(Vec<u8>, Vec<u8>)> {
    let mut bytes = Vec::new();
    loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            let rest = bytes.split_off(end + 4);
            return Ok((bytes, rest));
        }
        if bytes.len() > MOST_HEAD || broker.read_buf(&mut bytes).await? == 0 {
            return Err(unreadable());
        }
    }
}

/// The status of an answer; its headers are added to `headers`.
fn read_answer(head: &[u8], headers: &mut HeaderMap) -> Option<StatusCode> {
    let head = std::str::from_utf8(head).ok()?;
    let mut lines = head.trim_end().split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    for line in lines {
        let (name, value) = line.split_once(':')?;
        let name: header::HeaderName = name.parse().ok()?;
        if name != header::CONTENT_LENGTH && name != header::TRANSFER_ENCODING {
            headers.append(name, HeaderValue::from_str(value.trim()).ok()?);
        }
    }
    Some(status)
}

fn unreadable() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "the broker's answer can't be read")
}
