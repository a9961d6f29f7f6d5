//! One parameter stepped over several values.

use super::options::WORKERS;
use super::{Allowed, SweepStep};
use crate::workload::{Param, ParamKind, Value};

/// `sweep=workers:1..8`, `sweep=number:1000,10000`, `sweep=phases:w100,c10/w50,c60`: the experiment, once for each value.
#[derive(Clone, Debug, PartialEq)]
pub struct Sweep {
    /// What is stepped.
    pub param: &'static Param,
    /// Its values, 2 to 32, none twice.
    pub values: Vec<Value>,
}

/// Programs to begin with: the same time in all, and ever less of it spent waiting.
const SHARES: [&str; 4] = ["w110", "w100,c10", "w55,c55", "c110"];

/// What stands between two values: a comma, but for values that have commas in them.
fn separator(param: &Param) -> &'static str {
    if param.kind == ParamKind::Phases { "/" } else { "," }
}

/// How many values a sweep may have.
const LENGTH: std::ops::RangeInclusive<usize> = 2..=32;

impl Sweep {
    /// Whether a parameter can be stepped.
    pub fn takes(param: &Param) -> bool {
        !matches!(param.kind, ParamKind::Address) && param.key != "repeat"
    }

    /// Over these values; `None` where the parameter can't be stepped, and unless there are 2 to 32 values, none
    /// twice.
    pub(super) fn new(param: &'static Param, values: Vec<Value>) -> Option<Self> {
        let is_sweep = Self::takes(param) && LENGTH.contains(&values.len()) && none_twice(&values);
        is_sweep.then_some(Self { param, values })
    }

    /// A sweep to begin with, on a machine of so many cores: every choice there is, each number of workers
    /// up to twice the cores, or sizes that grow tenfold up to the default.
    pub fn suggested(param: &'static Param, cores: u32) -> Self {
        let values = match param.kind {
            ParamKind::Choice(options) => options.iter().map(|option| Value::Choice(option)).collect(),
            ParamKind::Integer { min, max, .. } if param.key == WORKERS.key => {
                (min..=u64::from(cores * 2).clamp(min + 1, 8.min(max))).map(Value::Integer).collect()
            }
            ParamKind::Integer { min, max, default } => {
                let last = default.filter(|default| *default >= 1000).unwrap_or(1000).min(max);
                let sizes = [1000, 100, 10, 1].map(|part| (last / part).max(min));
                let mut sizes: Vec<_> = sizes.into_iter().map(Value::Integer).collect();
                sizes.dedup();
                if sizes.len() > 1 { sizes } else { vec![Value::Integer(min), Value::Integer(max)] }
            }
            ParamKind::Phases => SHARES.into_iter().filter_map(|text| param.read(text).ok()).collect(),
            ParamKind::Address => Vec::new(),
        };
        Self { param, values }
    }

    /// What each of its values makes a step, in their order.
    pub fn steps(&self) -> impl Iterator<Item = SweepStep> + '_ {
        self.values.iter().map(|value| SweepStep { key: self.param.key.into(), value: value.to_string() })
    }

    /// Its values, as they stand in a link after the key: `1..8`, `1000,10000`.
    pub fn list(&self) -> String {
        let consecutive = self.values.windows(2).all(
            |pair| matches!(pair, [Value::Integer(a), Value::Integer(b)] if a.checked_add(1) == Some(*b)),
        );
        match self.values.as_slice() {
            [first, .., last] if consecutive && self.values.len() > 2 => format!("{first}..{last}"),
            values => values.iter().map(Value::to_string).collect::<Vec<_>>().join(separator(self.param)),
        }
    }

    /// Reads a sweep as it stands in a link; `find` knows the parameters that can be stepped.
    ///
    /// # Errors
    /// What would have been allowed.
    pub(super) fn read(text: &str, find: impl Fn(&str) -> Option<&'static Param>) -> Result<Self, Allowed> {
        let (key, list) = text.split_once(':').unwrap_or((text, ""));
        let param = find(key).filter(|param| Self::takes(param)).ok_or(Allowed::Sweep)?;
        let values = match list.split_once("..") {
            Some((from, to)) => range(param, from, to)?,
            None => {
                list.split(separator(param)).map(|value| param.read(value)).collect::<Result<Vec<_>, _>>()?
            }
        };
        Self::new(param, values).ok_or(Allowed::SweepValues)
    }
}

fn range(param: &Param, from: &str, to: &str) -> Result<Vec<Value>, Allowed> {
    match (param.read(from)?, param.read(to)?) {
        (Value::Integer(from), Value::Integer(to)) if to.saturating_sub(from) < *LENGTH.end() as u64 => {
            Ok((from..=to).map(Value::Integer).collect())
        }
        _ => Err(Allowed::SweepValues),
    }
}

impl std::fmt::Display for Sweep {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.param.key, self.list())
    }
}

/// Whether a list has no member twice.
pub(super) fn none_twice<T: PartialEq>(list: &[T]) -> bool {
    list.iter().enumerate().all(|(n, member)| !list[..n].contains(member))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Experiment;
    use crate::workload::WORKLOADS;

    #[test]
    fn what_is_suggested_can_be_read_back() {
        for workload in &WORKLOADS {
            let mut experiment = Experiment::default();
            experiment.change_workload(workload);
            for (param, cores) in
                experiment.params().filter(|param| Sweep::takes(param)).zip([1, 2, 64].into_iter().cycle())
            {
                let sweep = Sweep::suggested(param, cores);
                assert_eq!(
                    experiment.read_sweep(&sweep.to_string()),
                    Ok(sweep),
                    "{} {}",
                    workload.name(),
                    param.key
                );
            }
        }
    }
}
