//! A claim in the fragment of a link, which browsers keep to themselves: `#r=1…`.
//!
//! After `r=` comes the version, one digit, and then in base64 for addresses the claim as `postcard` writes
//! it and the CRC-32 of that, four bytes, least first. The checksum finds every change of up to 32 bits in a
//! row: of any one character, or of up to five that follow each other.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

use super::SharedResult;

/// Where a claim begins in a fragment.
const KEY: &str = "r=";
/// The version that is written, and the only one so far.
const VERSION: char = '1';
/// The longest fragment that is read, bytes: eight executors in 32 steps take 6000.
const LONGEST: usize = 20_000;
/// Bytes of the checksum.
const CHECKSUM: usize = 4;

/// Why a shared result is not shown.
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
    // Fails only where memory does, and then nothing could be done here either.
    let mut bytes = postcard::to_allocvec(claim).unwrap_or_default();
    bytes.extend(crc32fast::hash(&bytes).to_le_bytes());
    format!("{KEY}{VERSION}{}", BASE64_URL_SAFE_NO_PAD.encode(bytes))
}

/// The claim that a fragment carries, with or without its `#`; `None` where it carries none at all.
///
/// # Errors
/// Why the claim in it can't be shown; never [`Refusal::Foreign`], which only [`SharedResult::about`] can tell.
pub fn read_fragment(fragment: &str) -> Result<Option<SharedResult>, Refusal> {
    let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
    let Some(written) = fragment.strip_prefix(KEY) else { return Ok(None) };
    let mut signs = written.chars();
    match signs.next() {
        Some(VERSION) if written.len() <= LONGEST => {
            read_claim(signs.as_str()).map(Some).ok_or(Refusal::Damaged)
        }
        Some('2'..='9') => Err(Refusal::Newer),
        _ => Err(Refusal::Damaged),
    }
}

fn read_claim(text: &str) -> Option<SharedResult> {
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).ok()?;
    let (claim, checksum) = bytes.split_at_checked(bytes.len().checked_sub(CHECKSUM)?)?;
    if crc32fast::hash(claim).to_le_bytes() != *checksum {
        return None;
    }
    let (claim, rest) = postcard::take_from_bytes(claim).ok()?;
    rest.is_empty().then_some(claim)
}
