//! An experiment as it travels from one memory to another. For people there is the link (`permalink`).
//!
//! Parameters are named by their keys and found again in the tables, and their values stand there as in a link; what
//! is read is checked as strictly as one, and refused as a whole where a link would give a notice.

use serde::{Deserialize, Serialize};

use super::sweep::none_twice;
use super::{ExecutorId, Experiment, Sweep};
use crate::workload::{Param, Value, WorkloadId};

/// What an [`Experiment`] is written as.
#[derive(Serialize, Deserialize)]
pub(super) struct EncodedExperiment {
    workload: WorkloadId,
    executors: Vec<ExecutorId>,
    /// What was set, by key: the workload's parameters and the options.
    values: Vec<(String, String)>,
    /// What is stepped, by key, and its values.
    sweep: Option<(String, Vec<String>)>,
}

impl From<Experiment> for EncodedExperiment {
    fn from(experiment: Experiment) -> Self {
        let set = |param: &Param| experiment.values.get(param).or(experiment.options.get(param));
        let written = |param: &'static Param| Some((param.key.to_owned(), set(param)?.to_string()));
        let values = experiment.params().filter_map(written).collect();
        let sweep = experiment.sweep.as_ref();
        Self {
            workload: experiment.workload.id,
            sweep: sweep
                .map(|sweep| (sweep.param.key.into(), sweep.values.iter().map(Value::to_string).collect())),
            executors: experiment.executors,
            values,
        }
    }
}

impl TryFrom<EncodedExperiment> for Experiment {
    type Error = &'static str;

    fn try_from(encoded: EncodedExperiment) -> Result<Self, Self::Error> {
        let EncodedExperiment { workload, executors, values, sweep } = encoded;
        if executors.is_empty() || !none_twice(&executors) {
            return Err("an experiment has one or more executors, none twice");
        }
        let mut experiment = Self { workload: workload.workload(), executors, ..Self::default() };
        for (key, value) in values {
            let param = experiment.param(&key).ok_or(UNKNOWN_KEY)?;
            experiment.set(param, param.read(&value).map_err(|_| NOT_ALLOWED)?);
        }
        if let Some((key, values)) = sweep {
            let param = experiment.param(&key).ok_or(UNKNOWN_KEY)?;
            let values: Result<_, _> = values.iter().map(|value| param.read(value)).collect();
            let sweep = values.ok().and_then(|values| Sweep::new(param, values));
            experiment.sweep = Some(sweep.ok_or(NOT_ALLOWED)?);
        }
        Ok(experiment)
    }
}

const UNKNOWN_KEY: &str = "no parameter of this experiment has that key";
const NOT_ALLOWED: &str = "a value that its parameter doesn't take";

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
            |encoded| encoded.values[0].1 = u64::MAX.to_string(),
            |encoded| encoded.values[0].1 = "copies".into(),
            |encoded| encoded.values[1].1 = "javascript:alert(1)".into(),
            |encoded| encoded.workload = WorkloadId::Primes,
            |encoded| encoded.sweep = Some(("repeat".into(), vec!["1".into(), "2".into()])),
            |encoded| encoded.sweep.as_mut().unwrap().1.truncate(1),
            |encoded| encoded.sweep.as_mut().unwrap().1[1] = "1".into(),
        ];
        for (n, tamper) in bad.into_iter().enumerate() {
            assert!(tampered(link, tamper).is_err(), "number {n}");
        }
    }
}
