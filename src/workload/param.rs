//! What can be configured: parameters, their ranges and their values.

use std::collections::BTreeMap;

use super::integer::canonical_integer;
use super::{Phases, PhasesError};
use crate::text;

/// The most tasks of an experiment, beside a poison: as many connections as servers are asked to hold on one loop.
pub const MOST_TASKS: u32 = 10_000;

/// One thing that a person can set, in a form or in a link.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Param {
    /// Its key in links, for ever.
    pub key: &'static str,
    /// What values it takes.
    pub kind: ParamKind,
    /// What an integer counts.
    pub unit: Unit,
}

/// The values that a parameter takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParamKind {
    /// A whole number from `min` to `max`. Without a `default` it may be absent, which has a meaning of its own.
    Integer {
        /// Least value allowed.
        min: u64,
        /// Greatest value allowed.
        max: u64,
        /// The value when none is given.
        default: Option<u64>,
    },
    /// One of a few names; the first is the default.
    Choice(&'static [&'static str]),
    /// The address of a resource, or absent.
    Address,
    /// The phases of a program; [`Phases::default`] where none are given.
    Phases,
}

/// What an integer counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A plain number.
    Count,
    /// Milliseconds.
    Ms,
    /// Percent.
    Percent,
    /// Bytes.
    Bytes,
    /// Pixels.
    Px,
    /// A rate, 1/s.
    PerSecond,
}

/// A value that is not the default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Of [`ParamKind::Integer`].
    Integer(u64),
    /// Of [`ParamKind::Choice`].
    Choice(&'static str),
    /// Of [`ParamKind::Address`]: an address that [`host`] accepts.
    Address(String),
    /// Of [`ParamKind::Phases`].
    Phases(Phases),
}

/// Why a text is no value of a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misread {
    /// It is none of the values that it takes.
    Not(ParamKind),
    /// It is no list of phases.
    Phases(PhasesError),
}

impl Param {
    /// A whole number with a default.
    pub const fn integer(key: &'static str, default: u64, min: u64, max: u64, unit: Unit) -> Self {
        Self { key, kind: ParamKind::Integer { min, max, default: Some(default) }, unit }
    }

    /// A whole number that may be absent.
    pub const fn optional(key: &'static str, min: u64, max: u64, unit: Unit) -> Self {
        Self { key, kind: ParamKind::Integer { min, max, default: None }, unit }
    }

    /// One of a few names, the first of which is the default.
    pub const fn choice(key: &'static str, options: &'static [&'static str]) -> Self {
        Self { key, kind: ParamKind::Choice(options), unit: Unit::Count }
    }

    /// `tasks`, which every workload has: 1 to [`MOST_TASKS`].
    pub const fn tasks(default: u64) -> Self {
        Self::integer("tasks", default, 1, MOST_TASKS as u64, Unit::Count)
    }

    /// Reads a value as it stands in a link. Integers are `0|[1-9][0-9]*`.
    ///
    /// # Errors
    /// Why it is none.
    pub fn read(&self, text: &str) -> Result<Value, Misread> {
        let read = match self.kind {
            ParamKind::Integer { min, max, .. } => {
                canonical_integer(text).filter(|number| (min..=max).contains(number)).map(Value::Integer)
            }
            ParamKind::Choice(options) => {
                options.iter().find(|option| **option == text).map(|option| Value::Choice(option))
            }
            ParamKind::Address => host(text).map(|_| Value::Address(text.to_owned())),
            ParamKind::Phases => return Phases::read(text).map(Value::Phases).map_err(Misread::Phases),
        };
        read.ok_or(Misread::Not(self.kind))
    }

    /// What it is called.
    pub fn label(&self) -> String {
        text::of(&["param", self.key, "name"])
    }

    /// What it changes, in a sentence.
    pub fn hint(&self) -> String {
        text::of(&["param", self.key, "hint"])
    }

    /// What it means to give no value, where that has a meaning of its own.
    pub fn placeholder(&self) -> Option<String> {
        self.may_be_absent().then(|| text::of(&["param", self.key, "placeholder"]))
    }

    /// What one of its choices is called.
    pub fn option_label(&self, option: &str) -> String {
        text::of(&["choice", self.key, option])
    }

    /// Whether it may have no value.
    pub const fn may_be_absent(&self) -> bool {
        matches!(self.kind, ParamKind::Integer { default: None, .. } | ParamKind::Address)
    }

    fn is_default(&self, value: &Value) -> bool {
        match (self.kind, value) {
            (ParamKind::Integer { default, .. }, Value::Integer(number)) => default == Some(*number),
            (ParamKind::Choice(options), Value::Choice(option)) => options.first() == Some(option),
            (ParamKind::Phases, Value::Phases(phases)) => *phases == Phases::default(),
            _ => false,
        }
    }
}

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Integer(number) => number.fmt(f),
            Self::Choice(option) => option.fmt(f),
            Self::Address(address) => address.fmt(f),
            Self::Phases(phases) => phases.fmt(f),
        }
    }
}

/// Sees to it, at compile time, that these have the strings that are shown of them.
pub(crate) const fn require_strings(params: &[Param]) {
    let mut n = 0;
    while n < params.len() {
        let param = &params[n];
        text::keys::require(&["param", param.key, "name"]);
        text::keys::require(&["param", param.key, "hint"]);
        if param.may_be_absent() {
            text::keys::require(&["param", param.key, "placeholder"]);
        }
        if let ParamKind::Choice(options) = param.kind {
            let mut option = 0;
            while option < options.len() {
                text::keys::require(&["choice", param.key, options[option]]);
                option += 1;
            }
        }
        n += 1;
    }
}

/// The host, with the port where one is given, that an address leads to; `None` for anything but a plain
/// `http(s)://host…`. Stricter than browsers are, so that what we name is surely where they go: no user
/// name, no backslash, no white space, nothing but ASCII in the host.
pub fn host(address: &str) -> Option<&str> {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"))?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let authority = &rest[..end];
    let (name, port) = authority.split_once(':').unwrap_or((authority, "80"));
    let name_is_plain =
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte));
    let port_is_plain = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    let is_clean = address.len() <= 2000
        && address.bytes().all(|byte| byte.is_ascii_graphic() && !b"\\\"<>`{}|^".contains(&byte));
    (name_is_plain && port_is_plain && is_clean).then_some(authority)
}

/// The values of some parameters. Holds just what differs from the defaults, so that two experiments are
/// equal exactly when they mean the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values(BTreeMap<&'static str, Value>);

impl Values {
    /// Sets `param`; its default is kept as "nothing given".
    pub fn set(&mut self, param: &Param, value: Value) {
        if param.is_default(&value) {
            self.0.remove(param.key);
        } else {
            self.0.insert(param.key, value);
        }
    }

    /// Back to the default.
    pub fn clear(&mut self, param: &Param) {
        self.0.remove(param.key);
    }

    /// What was set, if it differs from the default.
    pub fn get(&self, param: &Param) -> Option<&Value> {
        self.0.get(param.key)
    }

    /// An integer parameter's value, or its default, or nothing where it has none.
    pub fn optional(&self, param: &Param) -> Option<u64> {
        match (self.get(param), param.kind) {
            (Some(Value::Integer(number)), _) => Some(*number),
            (_, ParamKind::Integer { default, .. }) => default,
            _ => None,
        }
    }

    /// The value of an integer parameter that has a default.
    pub fn int(&self, param: &Param) -> u64 {
        self.optional(param).unwrap_or_default()
    }

    /// The value of a choice.
    pub fn choice(&self, param: &Param) -> &'static str {
        match (self.get(param), param.kind) {
            (Some(Value::Choice(option)), _) => option,
            (_, ParamKind::Choice([first, ..])) => first,
            _ => "",
        }
    }

    /// The value of an address.
    pub fn address(&self, param: &Param) -> Option<&str> {
        match self.get(param) {
            Some(Value::Address(address)) => Some(address),
            _ => None,
        }
    }

    /// The phases of a program.
    pub fn phases(&self, param: &Param) -> Phases {
        match self.get(param) {
            Some(Value::Phases(phases)) => phases.clone(),
            _ => Phases::default(),
        }
    }

    /// The value as it stands in a link, default included; empty where there is none.
    pub fn text(&self, param: &Param) -> String {
        match (self.get(param), param.kind) {
            (Some(value), _) => value.to_string(),
            (None, ParamKind::Integer { default: Some(default), .. }) => default.to_string(),
            (None, ParamKind::Choice([first, ..])) => (*first).to_owned(),
            (None, ParamKind::Phases) => Phases::default().to_string(),
            (None, _) => String::new(),
        }
    }
}

/// `ms`, made longer or shorter by at most `percent` of it, the same for a task number every time.
pub fn jittered(ms: u64, percent: u64, task: u32) -> u32 {
    (ms as f64 * swing(percent, task.into())).round() as u32
}

/// How many times as long something is that varies by at most `percent`: the same for a number every time.
///
/// The number is mixed by the finaliser of SplitMix64 (Steele, Lea, Flood: *Fast splittable pseudorandom
/// number generators*, OOPSLA 2014), so that neighbours differ as strangers do.
pub fn swing(percent: u64, number: u64) -> f64 {
    let mut mixed = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^= mixed >> 31;
    let swing = (mixed >> 11) as f64 / (1u64 << 53) as f64 * 2.0 - 1.0;
    1.0 + swing * percent as f64 / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_named_only_where_every_browser_goes_there() {
        assert_eq!(host("https://example.com/a?b#c"), Some("example.com"));
        assert_eq!(host("http://127.0.0.1:8080"), Some("127.0.0.1:8080"));
        for bad in [
            "",
            "example.com",
            "ftp://example.com",
            "javascript:alert(1)",
            "https://",
            "https:///path",
            "https://good.example@evil.example/",
            "https://evil.example\\@good.example/",
            "https://exämple.com/",
            "https://example.com:80a/",
            "https://example.com/ space",
            "https://example.com/\u{202e}",
            "HTTPS://example.com",
        ] {
            assert_eq!(host(bad), None, "{bad:?}");
        }
        assert_eq!(host(&format!("https://example.com/{}", "a".repeat(2000))), None);
    }

    #[test]
    fn a_default_is_the_same_as_nothing() {
        let param = Param::integer("limit", 5, 1, 9, Unit::Count);
        let mut values = Values::default();
        values.set(&param, Value::Integer(5));
        assert_eq!(values, Values::default());
        values.set(&param, Value::Integer(6));
        assert_eq!(values.int(&param), 6);
        values.set(&param, Value::Integer(5));
        assert_eq!((values.int(&param), values.get(&param)), (5, None));
        let optional = Param::optional("workers", 1, 64, Unit::Count);
        values.set(&optional, Value::Integer(2));
        assert_eq!(values.optional(&optional), Some(2));
    }

    #[test]
    fn jitter_is_fixed_by_number_and_stays_in_its_range() {
        let delays: Vec<u32> = (0..1000).map(|task| jittered(1000, 20, task)).collect();
        assert_eq!(delays, (0..1000).map(|task| jittered(1000, 20, task)).collect::<Vec<_>>());
        assert!(delays.iter().all(|delay| (800..=1200).contains(delay)));
        assert!(delays.iter().any(|delay| *delay < 850) && delays.iter().any(|delay| *delay > 1150));
        assert!((0..1000).all(|task| jittered(77, 0, task) == 77));
    }
}
