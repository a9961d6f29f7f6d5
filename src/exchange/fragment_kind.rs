//! What all that is carried in the fragment of a link is written by: a claim, `#r=1…`, a map, `#m=1…`, and a room,
//! `#room=1…`.
//!
//! After the key comes the version, one digit, and then in base64 for addresses the thing as `postcard` writes
//! it and the CRC-32 of that, four bytes, least first. The checksum finds every change of up to 32 bits in a
//! row: of any one character, or of up to five that follow each other.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The version that is written, and the only one so far.
const VERSION: char = '1';
/// Bytes of the checksum.
const CHECKSUM: usize = 4;

/// One kind of thing that fragments carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FragmentKind {
    /// What such a fragment begins with.
    pub key: &'static str,
    /// The longest that is read after the key, bytes.
    pub longest: usize,
}

/// Why something that is in a fragment can't be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unreadable {
    /// It was changed or cut off on its way.
    Damaged,
    /// A later version of this program has written it.
    Newer,
}

impl FragmentKind {
    /// Whether a fragment, with or without its `#`, is to carry such a thing.
    pub(crate) fn is_in(self, fragment: &str) -> bool {
        fragment.strip_prefix('#').unwrap_or(fragment).starts_with(self.key)
    }

    /// A fragment that carries this, without its `#`.
    pub(crate) fn write(self, carried: &impl Serialize) -> String {
        // Fails only where memory does, and then nothing could be done here either.
        let mut bytes = postcard::to_allocvec(carried).unwrap_or_default();
        bytes.extend(crc32fast::hash(&bytes).to_le_bytes());
        format!("{}{VERSION}{}", self.key, BASE64_URL_SAFE_NO_PAD.encode(bytes))
    }

    /// What a fragment, without its `#`, carries; `None` where it carries no such thing at all.
    ///
    /// # Errors
    /// Why what it carries can't be read.
    pub(crate) fn read<T: DeserializeOwned>(self, fragment: &str) -> Result<Option<T>, Unreadable> {
        let Some(written) = fragment.strip_prefix(self.key) else { return Ok(None) };
        let mut signs = written.chars();
        match signs.next() {
            Some(VERSION) if written.len() <= self.longest => {
                decode(signs.as_str()).map(Some).ok_or(Unreadable::Damaged)
            }
            Some('2'..='9') => Err(Unreadable::Newer),
            _ => Err(Unreadable::Damaged),
        }
    }
}

fn decode<T: DeserializeOwned>(text: &str) -> Option<T> {
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).ok()?;
    let (carried, checksum) = bytes.split_at_checked(bytes.len().checked_sub(CHECKSUM)?)?;
    if crc32fast::hash(carried).to_le_bytes() != *checksum {
        return None;
    }
    let (carried, rest) = postcard::take_from_bytes(carried).ok()?;
    rest.is_empty().then_some(carried)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KIND: FragmentKind = FragmentKind { key: "k=", longest: 12 };

    #[test]
    fn what_is_written_is_read_again_or_said_to_be_spoilt() {
        let written = KIND.write(&(7u8, true));
        // 07 01, and their CRC-32 as any other program reckons it.
        assert_eq!(written, "k=1BwGutJ95");
        assert_eq!(KIND.read(&written), Ok(Some((7u8, true))));
        let read = |fragment: &str| KIND.read::<(u8, bool)>(fragment);
        assert_eq!(read(&written.replace("k=", "l=")), Ok(None));
        assert_eq!(read(&written.replace("k=1", "k=2")), Err(Unreadable::Newer));
        for spoilt in
            ["k=", "k=0", "k=1", "k=1AAAA", &written[..written.len() - 1], &written.replace('w', "x")]
        {
            assert_eq!(read(spoilt), Err(Unreadable::Damaged), "{spoilt}");
        }
        // As a number of one byte: what follows it is no part of it.
        assert_eq!(KIND.read::<u8>(&written), Err(Unreadable::Damaged));
    }

    #[test]
    fn what_is_too_long_is_not_read() {
        let written = KIND.write(&(7u8, true));
        let exact = FragmentKind { longest: written.len() - KIND.key.len(), ..KIND };
        assert_eq!(exact.read(&written), Ok(Some((7u8, true))));
        let shorter = FragmentKind { longest: exact.longest - 1, ..KIND };
        assert_eq!(shorter.read::<(u8, bool)>(&written), Err(Unreadable::Damaged));
    }

    #[test]
    fn a_kind_is_told_by_its_key() {
        assert!(KIND.is_in("k=") && KIND.is_in("#k=1AAAA"));
        assert!(!KIND.is_in("#results") && !KIND.is_in("kk="));
    }
}
