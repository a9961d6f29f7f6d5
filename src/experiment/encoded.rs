//! An experiment as it travels from one memory to another: typed and short. For people there is the link
//! (`permalink`).
//!
//! Parameters are named by their keys and found again in the tables; what is read is checked as strictly as a
//! link is, and refused as a whole where a link would give a notice.

use serde::{Deserialize, Serialize};

use super::{ExecutorId, Experiment, OPTIONS, Sweep};
use crate::workload::{self, Param, ParamKind, Value, Values, WorkloadId};

/// What an [`Experiment`] is written as.
#[derive(Serialize, Deserialize)]
pub(super) struct EncodedExperiment {
    workload: WorkloadId,
    executors: Vec<ExecutorId>,
    /// What was set, by key: the workload's parameters and the options.
    values: Vec<(String, EncodedValue)>,
    /// What is stepped, by key, and its values.
    sweep: Option<(String, Vec<EncodedValue>)>,
}

/// A [`Value`] that borrows nothing from a table.
#[derive(Clone, Serialize, Deserialize)]
enum EncodedValue {
    Integer(u64),
    Choice(String),
    Address(String),
}

impl From<Experiment> for EncodedExperiment {
    fn from(experiment: Experiment) -> Self {
        let set = |params: &'static [Param], values: &Values| -> Vec<_> {
            let set =
                params.iter().filter_map(|param| Some((param.key.to_owned(), values.get(param)?.into())));
            set.collect()
        };
        let mut values = set(experiment.workload.params, &experiment.values);
        values.extend(set(OPTIONS, &experiment.options));
        let sweep = experiment.sweep.as_ref();
        Self {
            workload: experiment.workload.id,
            executors: experiment.executors,
            values,
            sweep: sweep.map(|sweep| (sweep.param.key.into(), sweep.values.iter().map(Into::into).collect())),
        }
    }
}

impl TryFrom<EncodedExperiment> for Experiment {
    type Error = &'static str;

    fn try_from(encoded: EncodedExperiment) -> Result<Self, Self::Error> {
        let EncodedExperiment { workload, executors, values, sweep } = encoded;
        let none_twice = executors.iter().enumerate().all(|(n, executor)| !executors[..n].contains(executor));
        if executors.is_empty() || !none_twice {
            return Err("an experiment has one or more executors, none twice");
        }
        let mut experiment = Self { workload: workload.workload(), executors, ..Self::default() };
        for (key, value) in values {
            let param = experiment.param(&key).ok_or(UNKNOWN_KEY)?;
            experiment.set(param, value.of(param).ok_or(NOT_ALLOWED)?);
        }
        if let Some((key, values)) = sweep {
            let param = experiment.param(&key).ok_or(UNKNOWN_KEY)?;
            let values: Option<_> = values.into_iter().map(|value| value.of(param)).collect();
            experiment.sweep = Some(Sweep::new(param, values.ok_or(NOT_ALLOWED)?).ok_or(NOT_ALLOWED)?);
        }
        Ok(experiment)
    }
}

const UNKNOWN_KEY: &str = "no parameter of this experiment has that key";
const NOT_ALLOWED: &str = "a value that its parameter doesn't take";

impl From<&Value> for EncodedValue {
    fn from(value: &Value) -> Self {
        match value {
            Value::Integer(number) => Self::Integer(*number),
            Value::Choice(option) => Self::Choice((*option).to_owned()),
            Value::Address(address) => Self::Address(address.clone()),
        }
    }
}

impl EncodedValue {
    /// As a value of this parameter; `None` if it doesn't take it.
    fn of(self, param: &'static Param) -> Option<Value> {
        match (param.kind, self) {
            (ParamKind::Integer { min, max, .. }, Self::Integer(number)) => {
                (min..=max).contains(&number).then_some(Value::Integer(number))
            }
            (ParamKind::Choice(options), Self::Choice(name)) => {
                options.iter().find(|option| **option == name).map(|option| Value::Choice(option))
            }
            (ParamKind::Address, Self::Address(address)) => {
                workload::host(&address).is_some().then_some(Value::Address(address))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    /// What becomes of an experiment when its written form is tampered with.
    fn tampered(link: &str, tamper: impl Fn(&mut EncodedExperiment)) -> Result<Experiment, &'static str> {
        let mut encoded = EncodedExperiment::from(parse(link).experiment);
        tamper(&mut encoded);
        encoded.try_into()
    }

    #[test]
    fn only_what_differs_from_the_defaults_is_written() {
        let encoded = EncodedExperiment::from(Experiment::default());
        assert!(encoded.values.is_empty());
        let bytes = postcard::to_allocvec(&parse("workload=sleep&delay=50&workers=2").experiment).unwrap();
        assert!(bytes.len() < 40, "{} bytes", bytes.len());
    }

    #[test]
    fn what_no_link_could_say_is_refused() {
        let link = "workload=fetch&size=5&url=https://example.org/a&workers=2&sweep=workers:1..3";
        assert_eq!(tampered(link, |_| {}), Ok(parse(link).experiment));
        type Tamper = fn(&mut EncodedExperiment);
        let bad: [Tamper; 11] = [
            |encoded| encoded.executors.clear(),
            |encoded| encoded.executors = vec![ExecutorId::Page, ExecutorId::Page],
            |encoded| encoded.values[0].0 = "sizes".into(),
            |encoded| encoded.values[0].0 = "limit".into(),
            |encoded| encoded.values[0].1 = EncodedValue::Integer(u64::MAX),
            |encoded| encoded.values[0].1 = EncodedValue::Choice("copies".into()),
            |encoded| encoded.values[1].1 = EncodedValue::Address("javascript:alert(1)".into()),
            |encoded| encoded.workload = WorkloadId::Primes,
            |encoded| {
                encoded.sweep =
                    Some(("repeat".into(), vec![1, 2].into_iter().map(EncodedValue::Integer).collect()))
            },
            |encoded| encoded.sweep.as_mut().unwrap().1.truncate(1),
            |encoded| encoded.sweep.as_mut().unwrap().1[1] = EncodedValue::Integer(1),
        ];
        for (n, tamper) in bad.into_iter().enumerate() {
            assert!(tampered(link, tamper).is_err(), "number {n}");
        }
    }
}
