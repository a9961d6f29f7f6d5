//! The settings of the server, as its configuration file says them.

use std::path::Path;

use crate::Access;

/// What differs from one place to another.
pub struct Settings<'a> {
    /// Where streams are kept.
    pub store: &'a Path,
    /// The port of the WebSocket, on this machine only: whoever serves the page passes it on.
    pub websocket_port: u16,
    /// The port of the server's own protocol, on this machine only; nobody of a room uses it.
    pub port: u16,
    /// Which origins pages may come from.
    pub origins: &'a [String],
}

/// The configuration file.
pub fn settings(access: &Access, settings: &Settings) -> String {
    let Settings { store, websocket_port, port, origins } = settings;
    let origins: Vec<String> = origins.iter().map(|origin| format!("\"{origin}\"")).collect();
    format!(
        "# As Interleave's broker writes it: rooms for jobs. What opens them is in their links only.
server_name: interleave
listen: 127.0.0.1:{port}
max_payload: 256KB
max_pending: 8MB
max_connections: 10000
ping_interval: \"10s\"
ping_max: 2
write_deadline: \"5s\"
websocket {{
  listen: 127.0.0.1:{websocket_port}
  no_tls: true
  compression: false
  allowed_origins: [{}]
}}
jetstream {{
  store_dir: \"{}\"
  max_mem: 64MB
  max_file: 2GB
}}
{}",
        origins.join(", "),
        store.display(),
        access.lines(),
    )
}
