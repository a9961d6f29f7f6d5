//! How long requests took to be answered.

use serde::{Deserialize, Serialize};

use super::percentile;
use crate::experiment::Experiment;

/// Percentiles, by nearest rank, of what light tasks took beyond their own wait, ms.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Latencies {
    /// Half of them took no longer.
    pub p50_ms: f64,
    /// 95 % of them took no longer.
    pub p95_ms: f64,
    /// 99 % of them took no longer.
    pub p99_ms: f64,
    /// None of them took longer.
    pub max_ms: f64,
}

impl Latencies {
    /// From the outputs of a run, by task, empty where a task did not end. `None` where the workload gives
    /// no latencies, or none of the light tasks ended.
    pub fn of(experiment: &Experiment, outputs: &[String]) -> Option<Self> {
        let is_light = experiment.workload.extras.latency?;
        let light = (0..).zip(outputs).filter(|(k, _)| is_light(&experiment.values, *k));
        let latencies: Vec<f64> = light.filter_map(|(_, output)| output.parse().ok()).collect();
        Some(Self {
            p50_ms: percentile(&latencies, 50)?,
            p95_ms: percentile(&latencies, 95)?,
            p99_ms: percentile(&latencies, 99)?,
            max_ms: percentile(&latencies, 100)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::parse;

    fn of(query: &str, outputs: &[&str]) -> Option<Latencies> {
        let outputs: Vec<String> = outputs.iter().map(|output| (*output).to_owned()).collect();
        Latencies::of(&parse(query).experiment, &outputs)
    }

    #[test]
    fn only_light_requests_that_were_answered_count() {
        let found = of("workload=requests&heavy=3", &["0.5", "1", "900", "2.25", "", "900"]);
        let expected = Latencies { p50_ms: 1.0, p95_ms: 2.25, p99_ms: 2.25, max_ms: 2.25 };
        assert_eq!(found, Some(expected));
        assert_eq!(of("workload=requests&heavy=1", &["1", "2"]), None);
        assert_eq!(of("workload=requests&heavy=0", &["", ""]), None);
        assert_eq!(of("workload=sleep", &["1000"]), None);
    }

    #[test]
    fn it_is_written_as_the_contract_has_it() {
        let written = serde_json::to_string(&of("workload=requests", &["0.5"])).expect("plain numbers");
        assert_eq!(written, r#"{"p50Ms":0.5,"p95Ms":0.5,"p99Ms":0.5,"maxMs":0.5}"#);
    }
}
