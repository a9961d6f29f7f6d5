//! How much is kept, and what goes first.

use super::{Entry, Head};

/// The most entries.
pub const MOST_ENTRIES: usize = 50;
/// The most room for all documents together, bytes.
pub const MOST_BYTES: u64 = 16 << 20;

/// The newest first.
pub fn newest_first(entries: &mut [Entry]) {
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.id));
}

/// The room that all documents take, bytes.
pub fn total_bytes(entries: &[Entry]) -> u64 {
    entries.iter().map(bytes).sum()
}

/// Which entries have to go before a document of so many bytes comes: the oldest that are not pinned, and no more
/// than is needed. Pinned ones stay, whatever room they take.
pub fn evicted(entries: &[Entry], more: u64) -> Vec<u64> {
    let mut oldest_first: Vec<&Entry> = entries.iter().filter(|entry| !entry.is_pinned()).collect();
    oldest_first.sort_by_key(|entry| entry.id);
    let mut count = entries.len() + 1;
    let mut room = total_bytes(entries).saturating_add(more);
    let goes = |entry: &&Entry| {
        let is_full = count > MOST_ENTRIES || room > MOST_BYTES;
        count -= 1;
        room = room.saturating_sub(bytes(entry));
        is_full
    };
    oldest_first.into_iter().take_while(goes).map(|entry| entry.id).collect()
}

fn bytes(entry: &Entry) -> u64 {
    entry.head.as_ref().map_or(0, |head: &Head| head.bytes)
}
