//! Whole numbers, as links have them.

/// A whole number written the one canonical way: no sign, no leading zero.
pub(crate) fn canonical_integer(text: &str) -> Option<u64> {
    let canonical = text == "0" || !text.starts_with('0');
    (canonical && !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_have_one_spelling() {
        for good in ["0", "1", "10", "18446744073709551615"] {
            assert_eq!(canonical_integer(good).map(|n| n.to_string()).as_deref(), Some(good));
        }
        for bad in ["", "00", "01", "+1", "-1", "1.0", "1e3", " 1", "1 ", "0x1", "18446744073709551616", "１"]
        {
            assert_eq!(canonical_integer(bad), None, "{bad:?}");
        }
    }
}
