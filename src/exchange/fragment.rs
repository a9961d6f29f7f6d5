//! What is shared in the fragment of a link, which browsers keep to themselves: a claim, `#r=1…`, or a map, `#m=1…`.
//!
//! After the key comes the version, one digit, and then in base64 for addresses the thing as `postcard` writes
//! it and the CRC-32 of that, four bytes, least first. The checksum finds every change of up to 32 bits in a
//! row: of any one character, or of up to five that follow each other.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{SharedMap, SharedResult};

/// Where a claim begins in a fragment.
const RESULT: &str = "r=";
/// And where a map does.
const MAP: &str = "m=";
/// The version that is written, and the only one so far.
const VERSION: char = '1';
/// The longest fragment that is read, bytes: eight executors in 32 steps take 6000.
const LONGEST: usize = 20_000;
/// Bytes of the checksum.
const CHECKSUM: usize = 4;

/// Why what was shared is not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It was changed or cut off on its way.
    Damaged,
    /// A later version of this program has written it.
    Newer,
    /// It is about another experiment than the link that it came with.
    Foreign,
}

/// A fragment that carries this claim, without its `#`.
pub fn write_fragment(claim: &SharedResult) -> String {
    write(RESULT, claim)
}

/// Whether a fragment, with or without its `#`, is to carry a claim.
pub(super) fn carries_result(fragment: &str) -> bool {
    fragment.strip_prefix('#').unwrap_or(fragment).starts_with(RESULT)
}

/// The claim that a fragment carries, with or without its `#`; `None` where it carries none at all.
///
/// # Errors
/// Why the claim in it can't be shown; never [`Refusal::Foreign`], which only [`SharedResult::about`] can tell.
pub fn read_fragment(fragment: &str) -> Result<Option<SharedResult>, Refusal> {
    read(RESULT, fragment)
}

/// A fragment that carries this map, without its `#`.
pub fn write_map_fragment(map: &SharedMap) -> String {
    write(MAP, map)
}

/// The map that a fragment carries, with or without its `#`; `None` where it carries none at all.
///
/// # Errors
/// Why the map in it can't be shown; never [`Refusal::Foreign`]: a map is about no experiment.
pub fn read_map_fragment(fragment: &str) -> Result<Option<SharedMap>, Refusal> {
    read(MAP, fragment)
}

fn write(key: &str, shared: &impl Serialize) -> String {
    // Fails only where memory does, and then nothing could be done here either.
    let mut bytes = postcard::to_allocvec(shared).unwrap_or_default();
    bytes.extend(crc32fast::hash(&bytes).to_le_bytes());
    format!("{key}{VERSION}{}", BASE64_URL_SAFE_NO_PAD.encode(bytes))
}

fn read<T: DeserializeOwned>(key: &str, fragment: &str) -> Result<Option<T>, Refusal> {
    let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
    let Some(written) = fragment.strip_prefix(key) else { return Ok(None) };
    let mut signs = written.chars();
    match signs.next() {
        Some(VERSION) if written.len() <= LONGEST => decode(signs.as_str()).map(Some).ok_or(Refusal::Damaged),
        Some('2'..='9') => Err(Refusal::Newer),
        _ => Err(Refusal::Damaged),
    }
}

fn decode<T: DeserializeOwned>(text: &str) -> Option<T> {
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).ok()?;
    let (shared, checksum) = bytes.split_at_checked(bytes.len().checked_sub(CHECKSUM)?)?;
    if crc32fast::hash(shared).to_le_bytes() != *checksum {
        return None;
    }
    let (shared, rest) = postcard::take_from_bytes(shared).ok()?;
    rest.is_empty().then_some(shared)
}
