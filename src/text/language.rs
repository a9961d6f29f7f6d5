//! The languages that there are strings in, and which of them somebody can read.

/// The languages that there are strings in, by their names in links; the first is the one that others
/// fall back on.
pub const LANGUAGES: [&str; 3] = ["en", "zh-Hans", "zh-Hant"];

/// The language for somebody who prefers these, best first, as browsers name them: `zh-TW`, `de-CH`.
pub fn choose<'a>(preferred: impl IntoIterator<Item = &'a str>) -> &'static str {
    preferred.into_iter().find_map(spoken).unwrap_or(LANGUAGES[0])
}

/// The language that somebody who asks for this one can read.
fn spoken(tag: &str) -> Option<&'static str> {
    let tag = tag.to_ascii_lowercase();
    let mut parts = tag.split('-');
    match parts.next()? {
        "en" => Some("en"),
        // Traditional characters are written in Taiwan, Hong Kong and Macau, unless it is said otherwise.
        "zh" => {
            let traditional = parts.find_map(|part| match part {
                "hant" | "tw" | "hk" | "mo" => Some(true),
                "hans" | "cn" | "sg" | "my" => Some(false),
                _ => None,
            });
            Some(if traditional == Some(true) { "zh-Hant" } else { "zh-Hans" })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_language_that_can_be_read_is_chosen() {
        for (preferred, chosen) in [
            (&["en-GB"][..], "en"),
            (&["de-CH", "zh-TW", "en"], "zh-Hant"),
            (&["zh"], "zh-Hans"),
            (&["zh-Hans-HK"], "zh-Hans"),
            (&["ZH-HANT-CN"], "zh-Hant"),
            (&["zh-SG"], "zh-Hans"),
            (&["fr", "it"], "en"),
            (&["", "-", "zh-"], "zh-Hans"),
            (&[], "en"),
        ] {
            assert_eq!(choose(preferred.iter().copied()), chosen, "{preferred:?}");
        }
    }
}
