//! How frames are read.

use super::{CodecError, Frame, Headers, MOST_CONTROL_LINE, MOST_PAYLOAD, Publication, is_subject};

/// What ends lines and payloads.
const END: &[u8] = b"\r\n";

/// Reads frames from bytes that come in pieces.
#[derive(Debug)]
pub struct Decoder {
    bytes: Vec<u8>,
    /// So many of them are read.
    read: usize,
    /// So many of them are known to hold no end of a line.
    searched: usize,
    most_payload: usize,
    /// Behind the first fault nothing can be told from anything else.
    fault: Option<CodecError>,
}

impl Default for Decoder {
    fn default() -> Self {
        Self { bytes: Vec::new(), read: 0, searched: 0, most_payload: MOST_PAYLOAD, fault: None }
    }
}

/// A line that a payload follows.
struct PayloadLine {
    sid: Option<u64>,
    subject: String,
    reply: Option<String>,
    headers: usize,
    all: usize,
}

impl Decoder {
    /// Takes payloads, with their headers, up to this size from now on, bytes.
    pub fn set_most_payload(&mut self, bytes: usize) {
        self.most_payload = bytes;
    }

    /// More bytes have come in.
    pub fn push(&mut self, bytes: &[u8]) {
        if self.fault.is_none() {
            self.bytes.drain(..self.read);
            self.searched -= self.read;
            self.read = 0;
            self.bytes.extend_from_slice(bytes);
        }
    }

    /// The next frame; `None` where more bytes have to come in first.
    ///
    /// # Errors
    /// What came in is no such thing. From then on it is always this.
    #[expect(clippy::should_implement_trait, reason = "an iterator's end would be for ever")]
    pub fn next(&mut self) -> Result<Option<Frame>, CodecError> {
        if let Some(fault) = self.fault {
            return Err(fault);
        }
        let frame = self.frame();
        if let Err(fault) = frame {
            self.fault = Some(fault);
            self.bytes = Vec::new();
            (self.read, self.searched) = (0, 0);
        }
        frame
    }

    fn frame(&mut self) -> Result<Option<Frame>, CodecError> {
        let Some(end) = self.line_end()? else { return Ok(None) };
        let line = std::str::from_utf8(&self.bytes[self.read..end]).map_err(|_| CodecError::NotText)?;
        let after = end + END.len();
        let (verb, rest) = line.split_once([' ', '\t']).unwrap_or((line, ""));
        let rest = rest.trim();
        let frame = match verb.to_ascii_uppercase().as_str() {
            "INFO" => Frame::Info(serde_json::from_str(rest).map_err(|_| CodecError::BadOptions)?),
            "CONNECT" => Frame::Connect(serde_json::from_str(rest).map_err(|_| CodecError::BadOptions)?),
            "PING" => Frame::Ping,
            "PONG" => Frame::Pong,
            "+OK" => Frame::Ok,
            "-ERR" => Frame::Error(rest.trim_matches('\'').to_owned()),
            "SUB" => match words(rest)[..] {
                [subject, sid] => Frame::Subscribe { subject: plain(subject)?, sid: number(sid)? },
                _ => return Err(CodecError::Malformed),
            },
            "UNSUB" => match words(rest)[..] {
                [sid] => Frame::Unsubscribe { sid: number(sid)?, after: None },
                [sid, after] => Frame::Unsubscribe { sid: number(sid)?, after: Some(number(after)?) },
                _ => return Err(CodecError::Malformed),
            },
            "PUB" => return self.payload(after, line_of(&words(rest), false, false)?),
            "HPUB" => return self.payload(after, line_of(&words(rest), false, true)?),
            "MSG" => return self.payload(after, line_of(&words(rest), true, false)?),
            "HMSG" => return self.payload(after, line_of(&words(rest), true, true)?),
            _ => return Err(CodecError::UnknownVerb),
        };
        self.take(after);
        Ok(Some(frame))
    }

    /// Where the line that is read next ends, if it is all there.
    fn line_end(&mut self) -> Result<Option<usize>, CodecError> {
        let found = self.bytes[self.searched..].windows(END.len()).position(|bytes| bytes == END);
        let length = match found {
            Some(place) => self.searched + place - self.read,
            // The first byte of an end may be there.
            None => self.bytes.len().saturating_sub(1).max(self.read) - self.read,
        };
        if length > MOST_CONTROL_LINE {
            return Err(CodecError::LineTooLong);
        }
        self.searched = self.read + length;
        Ok(found.map(|_| self.searched))
    }

    /// The frame of a line that ends before `start`, if its payload is all there.
    fn payload(&mut self, start: usize, line: PayloadLine) -> Result<Option<Frame>, CodecError> {
        let PayloadLine { sid, subject, reply, headers: head, all } = line;
        if all > self.most_payload {
            return Err(CodecError::PayloadTooLarge);
        }
        let end = start + all;
        let Some(terminator) = self.bytes.get(end..end + END.len()) else { return Ok(None) };
        if terminator != END {
            return Err(CodecError::Unterminated);
        }
        let body = start + head;
        let headers = match head {
            0 => Headers::default(),
            _ => Headers::decode(&self.bytes[start..body])?,
        };
        let payload = self.bytes[body..end].to_vec();
        let publication = Publication { subject, reply, headers, payload };
        self.take(end + END.len());
        Ok(Some(match sid {
            Some(sid) => Frame::Message { sid, publication },
            None => Frame::Publish(publication),
        }))
    }

    fn take(&mut self, end: usize) {
        self.read = end;
        self.searched = end;
    }
}

fn line_of(words: &[&str], has_sid: bool, has_headers: bool) -> Result<PayloadLine, CodecError> {
    let malformed = CodecError::Malformed;
    let (subject, mut rest) = words.split_first().ok_or(malformed)?;
    let mut sid = None;
    if has_sid {
        let (first, others) = rest.split_first().ok_or(malformed)?;
        sid = Some(number(first)?);
        rest = others;
    }
    let (all, rest) = rest.split_last().ok_or(malformed)?;
    let (headers, rest) = match rest.split_last() {
        Some((headers, rest)) if has_headers => (number(headers)?, rest),
        None if has_headers => return Err(malformed),
        _ => (0, rest),
    };
    let reply = match rest {
        [] => None,
        [reply] => Some(plain(reply)?),
        _ => return Err(malformed),
    };
    let (headers, all) = (size(headers)?, size(number(all)?)?);
    if headers > all || (has_headers && headers == 0) {
        return Err(malformed);
    }
    Ok(PayloadLine { sid, subject: plain(subject)?, reply, headers, all })
}

fn words(rest: &str) -> Vec<&str> {
    rest.split([' ', '\t']).filter(|word| !word.is_empty()).collect()
}

fn plain(subject: &str) -> Result<String, CodecError> {
    if is_subject(subject) { Ok(subject.to_owned()) } else { Err(CodecError::BadSubject) }
}

fn number(word: &str) -> Result<u64, CodecError> {
    let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
    word.parse().ok().filter(|_| is_number).ok_or(CodecError::Malformed)
}

fn size(bytes: u64) -> Result<usize, CodecError> {
    usize::try_from(bytes).ok().filter(|bytes| *bytes <= usize::MAX / 4).ok_or(CodecError::PayloadTooLarge)
}
