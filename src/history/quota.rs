//! How much is kept, and what goes first.

use super::{Entry, Head};

/// The most entries.
pub const MOST_ENTRIES: usize = 50;
/// The most room for all documents together, bytes.
pub const MOST_BYTES: u64 = 16 << 20;

/// Puts an entry where it belongs among those that are there, the newest first; in place of one of its own number.
pub fn insert(entries: &mut Vec<Entry>, entry: Entry) {
    let place = entries.iter().position(|other| other.id <= entry.id).unwrap_or(entries.len());
    match entries.get_mut(place).filter(|other| other.id == entry.id) {
        Some(other) => *other = entry,
        None => entries.insert(place, entry),
    }
}

/// The room that all documents take, bytes.
pub fn total_bytes(entries: &[Entry]) -> u64 {
    entries.iter().map(bytes).sum()
}

/// Which of these entries, the newest first, have to go before a document of so many bytes comes: the oldest that
/// are not pinned, and no more than is needed. Pinned ones stay, whatever room they take.
pub fn evicted(entries: &[Entry], more: u64) -> Vec<u64> {
    let oldest_first = entries.iter().rev().filter(|entry| !entry.is_pinned());
    let mut count = entries.len() + 1;
    let mut room = total_bytes(entries).saturating_add(more);
    let goes = |entry: &&Entry| {
        let is_full = count > MOST_ENTRIES || room > MOST_BYTES;
        count -= 1;
        room = room.saturating_sub(bytes(entry));
        is_full
    };
    oldest_first.take_while(goes).map(|entry| entry.id).collect()
}

fn bytes(entry: &Entry) -> u64 {
    entry.head.as_ref().map_or(0, |head: &Head| head.bytes)
}
