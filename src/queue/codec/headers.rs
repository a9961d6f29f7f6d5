//! The headers of a message: a status, where the server has something to say, and fields.

use super::CodecError;

/// How headers begin.
const VERSION: &str = "NATS/1.0";

/// The headers of a message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headers {
    /// What the server has to say, as HTTP numbers such things: 404 for no messages, 503 for nobody there.
    pub status: Option<u16>,
    /// The same in words.
    pub description: String,
    /// Names and values, in order.
    pub fields: Vec<(String, String)>,
}

impl Headers {
    /// One field.
    pub fn of(name: &str, value: impl Into<String>) -> Self {
        Self { fields: vec![(name.to_owned(), value.into())], ..Self::default() }
    }

    /// Whether there is nothing to be written.
    pub fn is_empty(&self) -> bool {
        self.status.is_none() && self.fields.is_empty()
    }

    /// As they travel.
    ///
    /// # Errors
    /// A name or value can't be written.
    pub(super) fn encode(&self) -> Result<String, CodecError> {
        let mut text = VERSION.to_owned();
        if let Some(status) = self.status {
            text += &format!(" {status:03}");
            if !self.description.is_empty() {
                text += &format!(" {}", checked(&self.description, is_value)?);
            }
        }
        text += "\r\n";
        for (name, value) in &self.fields {
            text += &format!("{}: {}\r\n", checked(name, is_name)?, checked(value, is_value)?);
        }
        Ok(text + "\r\n")
    }

    /// Reads what [`Headers::encode`] writes, and what servers do.
    ///
    /// # Errors
    /// These bytes are no headers.
    pub(super) fn decode(bytes: &[u8]) -> Result<Self, CodecError> {
        let text = std::str::from_utf8(bytes).map_err(|_| CodecError::NotText)?;
        let lines = text.strip_suffix("\r\n\r\n").ok_or(CodecError::BadHeaders)?;
        let mut lines = lines.split("\r\n");
        let first = lines.next().and_then(|line| line.strip_prefix(VERSION)).ok_or(CodecError::BadHeaders)?;
        let mut headers = Self::default();
        if let Some(status) = first.strip_prefix(' ') {
            let (number, words) = status.split_once(' ').unwrap_or((status, ""));
            let is_number = number.len() == 3 && number.bytes().all(|byte| byte.is_ascii_digit());
            headers.status = number.parse().ok().filter(|_| is_number);
            headers.description = checked(words.trim(), is_value)?.to_owned();
            if headers.status.is_none() {
                return Err(CodecError::BadHeaders);
            }
        } else if !first.is_empty() {
            return Err(CodecError::BadHeaders);
        }
        for line in lines {
            let (name, value) = line.split_once(':').ok_or(CodecError::BadHeaders)?;
            let value = checked(value.trim(), is_value)?;
            headers.fields.push((checked(name, is_name)?.to_owned(), value.to_owned()));
        }
        Ok(headers)
    }
}

fn checked(text: &str, is_fit: fn(&str) -> bool) -> Result<&str, CodecError> {
    if is_fit(text) { Ok(text) } else { Err(CodecError::BadHeaders) }
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b':')
}

/// Words that are read back as they were written: no line ends in them, no blanks around them.
fn is_value(text: &str) -> bool {
    text.trim() == text && !text.contains(['\r', '\n'])
}
