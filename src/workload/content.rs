//! What the built-in source answers with. `www/sw.js` makes the same bytes; here they are made where there
//! is no service worker.

use std::fmt::Write;

use super::ContentKind;

impl ContentKind {
    /// Exactly `size` bytes, the same every time. JSON takes 1024 or more.
    pub fn content(self, size: u64) -> Vec<u8> {
        let size = size as usize;
        match self {
            Self::Bytes => vec![0; size],
            Self::Json => json(size),
        }
    }
}

const NAMES: [&str; 8] = ["ash", "birch", "cedar", "elm", "hazel", "larch", "maple", "willow"];

/// An array of as many small objects as fit, and spaces after it.
fn json(size: usize) -> Vec<u8> {
    let mut text = String::with_capacity(size);
    let mut object = String::new();
    for id in 0.. {
        object.clear();
        let before = if id == 0 { '[' } else { ',' };
        let name = NAMES[id as usize % NAMES.len()];
        // Writing to a string can't fail.
        let _ = write!(object, r#"{before}{{"id":{id},"value":{},"name":"{name}"}}"#, mixed(id));
        if text.len() + object.len() + 1 > size {
            break;
        }
        text += &object;
    }
    text.push(']');
    let mut bytes = text.into_bytes();
    bytes.resize(size, b' ');
    bytes
}

/// A number that looks like any other, by the finaliser of MurmurHash3 (Austin Appleby, public domain).
pub(super) fn mixed(id: u32) -> u32 {
    let mut mixed = id.wrapping_add(1);
    mixed = (mixed ^ (mixed >> 16)).wrapping_mul(0x85eb_ca6b);
    mixed = (mixed ^ (mixed >> 13)).wrapping_mul(0xc2b2_ae35);
    mixed ^ (mixed >> 16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_has_exactly_the_size_and_is_json() {
        for size in (1024..1200).chain([65_536, 1_048_576]) {
            let bytes = ContentKind::Json.content(size);
            assert_eq!(bytes.len() as u64, size);
            let array: Vec<serde_json::Value> = serde_json::from_slice(&bytes).expect("JSON");
            assert!((0..).zip(&array).all(|(id, object): (u64, _)| object["id"] == id), "{size}");
            // The next object would not have fitted.
            assert!(bytes.trim_ascii_end().len() as u64 + 60 > size, "{size}");
        }
    }

    /// What `www/sw.js` gives for these sizes, run by Node: FNV-1a of all bytes.
    #[test]
    fn the_service_worker_makes_the_same_bytes() {
        let beginning =
            r#"[{"id":0,"value":1364076727,"name":"ash"},{"id":1,"value":821347078,"name":"birch"},"#;
        assert!(ContentKind::Json.content(1024).starts_with(beginning.as_bytes()));
        for (size, expected) in
            [(1024, 0x406c_aeae), (1025, 0xf916_c98a), (65_536, 0x65ab_340b), (1_048_576, 0x8c79_a46a)]
        {
            let hash = ContentKind::Json
                .content(size)
                .iter()
                .fold(0x811c_9dc5u32, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193));
            assert_eq!(hash, expected, "{size}");
        }
    }
}
