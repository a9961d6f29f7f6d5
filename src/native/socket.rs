//! How bytes get to a broker: a WebSocket, with TLS where the room's address says so.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::{self, Message, protocol::WebSocketConfig};

use crate::queue::Room;

/// The largest piece that is taken at once, bytes.
const MOST_PIECE: usize = 4 << 20;

/// Whoever takes a connection and then says nothing is given up after so long.
const OPENING: Duration = Duration::from_secs(10);

/// What bytes go through.
trait Transport: AsyncRead + AsyncWrite + Unpin + Send {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> Transport for T {}

/// An open connection to a broker.
pub struct Socket(WebSocketStream<Box<dyn Transport>>);

/// Why there is no connection, or none any more; in the system's words.
#[derive(Debug)]
pub struct SocketError(String);

impl fmt::Display for SocketError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for SocketError {}

impl From<tungstenite::Error> for SocketError {
    fn from(error: tungstenite::Error) -> Self {
        Self(error.to_string())
    }
}

impl From<std::io::Error> for SocketError {
    fn from(error: std::io::Error) -> Self {
        Self(error.to_string())
    }
}

impl Socket {
    /// Opens a connection to a room's broker.
    ///
    /// # Errors
    /// Nobody is there, or it is no WebSocket, or it says nothing for 10 s.
    pub async fn open(room: &Room) -> Result<Self, SocketError> {
        Self::open_within(room, OPENING).await
    }

    async fn open_within(room: &Room, limit: Duration) -> Result<Self, SocketError> {
        let opened = timeout(limit, Self::shake_hands(room)).await;
        opened.unwrap_or_else(|_| Err(SocketError(format!("no answer within {} s", limit.as_secs()))))
    }

    async fn shake_hands(room: &Room) -> Result<Self, SocketError> {
        let (name, port) = match room.host.split_once(':') {
            Some((name, port)) => (name, port.parse().map_err(|_| SocketError("no such port".into()))?),
            None => (room.host.as_str(), if room.secure { 443 } else { 80 }),
        };
        let stream = TcpStream::connect((name, port)).await?;
        // A job that waits for a full packet waits for 40 ms.
        stream.set_nodelay(true)?;
        let transport: Box<dyn Transport> = if room.secure {
            let server =
                ServerName::try_from(name.to_owned()).map_err(|error| SocketError(error.to_string()))?;
            Box::new(TlsConnector::from(trust()).connect(server, stream).await?)
        } else {
            Box::new(stream)
        };
        let config =
            WebSocketConfig::default().max_message_size(Some(MOST_PIECE)).max_frame_size(Some(MOST_PIECE));
        let (socket, _) =
            tokio_tungstenite::client_async_with_config(room.address(), transport, Some(config)).await?;
        Ok(Self(socket))
    }

    /// Comes back with bytes when some have come in.
    ///
    /// # Errors
    /// The connection is over.
    pub async fn receive(&mut self) -> Result<Vec<u8>, SocketError> {
        loop {
            match self.0.next().await {
                Some(Ok(Message::Binary(bytes))) => return Ok(bytes.into()),
                Some(Ok(Message::Text(text))) => return Ok(text.as_bytes().to_vec()),
                Some(Ok(Message::Close(_))) | None => {
                    return Err(SocketError("the connection was closed".into()));
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => {}
                Some(Err(error)) => return Err(error.into()),
            }
        }
    }

    /// Sends bytes, if there are any.
    ///
    /// # Errors
    /// The connection is over.
    pub async fn send(&mut self, bytes: Vec<u8>) -> Result<(), SocketError> {
        if !bytes.is_empty() {
            self.0.send(Message::Binary(bytes.into())).await?;
        }
        Ok(())
    }

    /// Ends the connection in order.
    pub async fn close(mut self) {
        // Whoever is gone already doesn't mind.
        let _ = self.0.close(None).await;
    }
}

/// Whom this machine trusts.
fn trust() -> Arc<ClientConfig> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    Arc::new(ClientConfig::builder().with_root_certificates(roots).with_no_client_auth())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queue::Role;
    use crate::queue::keys::Key;

    /// Connections are taken by the system as soon as somebody listens; nobody speaks there.
    #[tokio::test]
    async fn who_takes_a_connection_and_says_nothing_is_given_up() {
        let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let host = format!("127.0.0.1:{}", listener.local_addr().unwrap().port());
        let (account, signing) = (Key::new([1; 32]).public(), Key::new([2; 32]));
        let (path, role) = ("/queue".into(), Role::Taker);
        let room = Room { secure: false, host, path, role, account, signing, invitation: None };
        assert!(Socket::open_within(&room, Duration::from_millis(50)).await.is_err());
    }
}
