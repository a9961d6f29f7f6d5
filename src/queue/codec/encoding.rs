//! How frames are written.

use serde::Serialize;

use super::{CodecError, Frame, MOST_CONTROL_LINE, Publication, is_subject};

impl Frame {
    /// Writes it behind what is there; nothing of it where it can't be written.
    ///
    /// # Errors
    /// A subject, header or word in it would break the protocol, or it is too long.
    pub fn encode(&self, out: &mut Vec<u8>) -> Result<(), CodecError> {
        match self {
            Self::Info(info) => line(out, &format!("INFO {}", json(info)?)),
            Self::Connect(options) => line(out, &format!("CONNECT {}", json(options)?)),
            Self::Publish(publication) => publish(out, "PUB", "", publication),
            Self::Message { sid, publication } => publish(out, "MSG", &format!(" {sid}"), publication),
            Self::Subscribe { subject, sid } => line(out, &format!("SUB {} {sid}", plain(subject)?)),
            Self::Unsubscribe { sid, after: None } => line(out, &format!("UNSUB {sid}")),
            Self::Unsubscribe { sid, after: Some(after) } => line(out, &format!("UNSUB {sid} {after}")),
            Self::Ping => line(out, "PING"),
            Self::Pong => line(out, "PONG"),
            Self::Ok => line(out, "+OK"),
            Self::Error(words) if words.contains(['\r', '\n', '\'']) => Err(CodecError::Malformed),
            Self::Error(words) => line(out, &format!("-ERR '{words}'")),
        }
    }
}

fn publish(out: &mut Vec<u8>, verb: &str, sid: &str, publication: &Publication) -> Result<(), CodecError> {
    let Publication { subject, reply, headers, payload } = publication;
    let subject = plain(subject)?;
    let reply = match reply {
        Some(reply) => format!(" {}", plain(reply)?),
        None => String::new(),
    };
    if headers.is_empty() {
        line(out, &format!("{verb} {subject}{sid}{reply} {}", payload.len()))?;
    } else {
        let headers = headers.encode()?;
        let (head, all) = (headers.len(), headers.len() + payload.len());
        line(out, &format!("H{verb} {subject}{sid}{reply} {head} {all}"))?;
        out.extend_from_slice(headers.as_bytes());
    }
    out.extend_from_slice(payload);
    out.extend_from_slice(b"\r\n");
    Ok(())
}

fn line(out: &mut Vec<u8>, text: &str) -> Result<(), CodecError> {
    if text.len() > MOST_CONTROL_LINE {
        return Err(CodecError::LineTooLong);
    }
    out.extend_from_slice(text.as_bytes());
    out.extend_from_slice(b"\r\n");
    Ok(())
}

fn plain(subject: &str) -> Result<&str, CodecError> {
    if is_subject(subject) { Ok(subject) } else { Err(CodecError::BadSubject) }
}

/// JSON has no line ends but in strings, and there they are escaped.
fn json(options: &impl Serialize) -> Result<String, CodecError> {
    serde_json::to_string(options).map_err(|_| CodecError::BadOptions)
}
