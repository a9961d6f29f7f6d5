//! An item for each string, made from the English files by `build.rs`; and strings that are found by an id.
#![allow(
    non_camel_case_types,
    non_upper_case_globals,
    reason = "items are named as the strings are in their files"
)]

include!(concat!(env!("OUT_DIR"), "/keys.rs"));

/// Longest key that is asked for at compile time, bytes.
const LONGEST: usize = 120;

/// What is said at compile time before a key that there is no string of.
const LACKS: &str = "www/locales lacks, or has places in, ";

/// Sees to it, at compile time, that there is a string of this key, given in parts, with no places to be filled.
pub const fn require(parts: &[&str]) {
    let mut message = [0; LACKS.len() + LONGEST];
    let mut length = 0;
    length = append(&mut message, length, LACKS);
    let mut n = 0;
    while n < parts.len() {
        if n > 0 {
            length = append(&mut message, length, ".");
        }
        length = append(&mut message, length, parts[n]);
        n += 1;
    }
    let message = message.split_at(length).0;
    if !is_whole(message.split_at(LACKS.len()).1)
        && let Ok(message) = str::from_utf8(message)
    {
        panic!("{}", message);
    }
}

/// Whether there is a string of this key with no places to be filled.
const fn is_whole(key: &[u8]) -> bool {
    let (mut from, mut to) = (0, KEYS.len());
    while from < to {
        let middle = usize::midpoint(from, to);
        let (found, is_whole) = KEYS[middle];
        match order(found.as_bytes(), key) {
            0 => return is_whole,
            ..0 => from = middle + 1,
            _ => to = middle,
        }
    }
    false
}

/// Negative where `a` comes before `b`, positive where it comes after, 0 where they are the same.
const fn order(a: &[u8], b: &[u8]) -> isize {
    let mut n = 0;
    while n < a.len() && n < b.len() {
        if a[n] != b[n] {
            return a[n] as isize - b[n] as isize;
        }
        n += 1;
    }
    a.len() as isize - b.len() as isize
}

/// Writes behind what stands there, and says how long it is now.
const fn append(message: &mut [u8], mut length: usize, text: &str) -> usize {
    let text = text.as_bytes();
    let mut n = 0;
    while n < text.len() {
        message[length] = text[n];
        length += 1;
        n += 1;
    }
    length
}
