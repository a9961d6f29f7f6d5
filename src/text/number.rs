//! Figures as people read them. Units are SI symbols, the same in every language.

use super::filling::of;
use super::plural::Number;
use crate::text;

/// No line ends between a number and its unit.
pub const JOINT: char = '\u{202f}';

/// A duration with about three digits that count: `0.123 ms`, `12.3 ms`, `340 ms`, `1.23 s`, `2 min 5 s`.
pub fn milliseconds(ms: f64) -> String {
    let size = ms.abs();
    let sign = if ms < 0.0 { "\u{2212}" } else { "" };
    let with = |value: f64, decimals: usize, unit: &str| format!("{sign}{value:.decimals$}{JOINT}{unit}");
    match size {
        0.0 => format!("0{JOINT}ms"),
        ..0.9995 => with(size, 3, "ms"),
        ..9.995 => with(size, 2, "ms"),
        ..99.95 => with(size, 1, "ms"),
        ..999.5 => with(size, 0, "ms"),
        ..99_995.0 => with(size / 1000.0, 2, "s"),
        _ => {
            let seconds = (size / 1000.0).round();
            let minutes = (seconds / 60.0).floor();
            format!("{sign}{minutes}{JOINT}min {}{JOINT}s", seconds - 60.0 * minutes)
        }
    }
}

/// A duration that is only known roughly, in whole seconds, then minutes: `3 s`, `34 s`, `12 min`.
pub fn rough(ms: f64) -> String {
    let seconds = (ms / 1000.0).ceil().max(1.0);
    match seconds {
        ..100.0 => format!("{seconds}{JOINT}s"),
        _ => format!("{}{JOINT}min", (seconds / 60.0).ceil()),
    }
}

/// A ratio: `1.97`, `12.3`, `160`.
pub fn times(ratio: f64) -> String {
    // An empty sum is -0, which nobody wants to read.
    let ratio = ratio + 0.0;
    match ratio.abs() {
        ..9.995 => format!("{ratio:.2}"),
        ..99.95 => format!("{ratio:.1}"),
        _ => format!("{ratio:.0}"),
    }
}

/// A share, from 0 to 1, with so many decimals: `12 %`, `12.3 %`.
pub fn percent(share: f64, decimals: usize) -> String {
    text!(figure.percent, number = format!("{:.decimals$}", share * 100.0))
}

/// A number with its digits in groups of three: `100 000`. Four digits stay together.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    if digits.len() < 5 {
        return digits;
    }
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(JOINT);
        }
        grouped.push(digit);
    }
    grouped
}

/// A number with so many decimals at most, and none that say nothing: `0.5`, `12`, never `-0`.
pub fn trimmed(value: f64, decimals: usize) -> String {
    let written = format!("{value:.decimals$}");
    let short = if decimals > 0 { written.trim_end_matches('0').trim_end_matches('.') } else { &written };
    if short == "-0" { "0".into() } else { short.into() }
}

/// A number that is read as [`count`] writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grouped(pub u64);

impl std::fmt::Display for Grouped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&count(self.0))
    }
}

impl Number for Grouped {
    fn amount(&self) -> u64 {
        self.0
    }
}

/// The numbers that there are words for, from 1 on.
const WORDS: [&str; 12] = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"];

text::require!(word in WORDS => ["number", *word]);

/// A number as it is read in a sentence: `four`, and in digits from 13 on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spelled(pub u32);

impl std::fmt::Display for Spelled {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let word = self.0.checked_sub(1).and_then(|place| WORDS.get(place as usize));
        match word {
            Some(word) => f.write_str(&of(&["number", word])),
            None => self.0.fmt(f),
        }
    }
}

impl Number for Spelled {
    fn amount(&self) -> u64 {
        self.0.into()
    }
}

/// A size: `512 B`, `10 KiB`, `1.5 MiB`.
pub fn bytes(bytes: u64) -> String {
    let (value, unit) = match bytes {
        ..1024 => (bytes as f64, "B"),
        1024..1_048_576 => (bytes as f64 / 1024.0, "KiB"),
        1_048_576..1_073_741_824 => (bytes as f64 / 1_048_576.0, "MiB"),
        _ => (bytes as f64 / 1_073_741_824.0, "GiB"),
    };
    format!("{}{JOINT}{unit}", trimmed(value, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures() {
        let plain = |text: String| text.replace(JOINT, " ");
        for (ms, expected) in [
            (0.0, "0 ms"),
            (0.1234, "0.123 ms"),
            (0.9999, "1.00 ms"),
            (12.34, "12.3 ms"),
            (999.4, "999 ms"),
            (999.6, "1.00 s"),
            (12_340.0, "12.34 s"),
            (125_000.0, "2 min 5 s"),
            (-31.2, "−31.2 ms"),
        ] {
            assert_eq!(plain(milliseconds(ms)), expected);
        }
        assert_eq!([10.0, 33_100.0, 690_000.0].map(rough).map(plain), ["1 s", "34 s", "12 min"]);
        assert_eq!(times([0.0; 0].iter().sum()), "0.00");
        assert_eq!([times(1.966), times(12.34), times(159.7)], ["1.97", "12.3", "160"]);
        assert_eq!([count(1000), plain(count(5_000_000))], ["1000", "5 000 000"]);
        assert_eq!(
            [1.0, 1.005, -0.001, 123.456, 100.0].map(|value| trimmed(value, 2)),
            ["1", "1", "0", "123.46", "100"]
        );
        assert_eq!([0.1 + 0.2, -0.0000001, -3.5].map(|value| trimmed(value, 6)), ["0.3", "0", "-3.5"]);
        assert_eq!([1e9, 99.6].map(|value| trimmed(value, 0)), ["1000000000", "100"]);
        let sizes = [1, 10_240, 1_572_864].map(bytes).map(plain);
        assert_eq!(sizes, ["1 B", "10 KiB", "1.5 MiB"]);
    }
}
