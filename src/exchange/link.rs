//! Links with a result: what one says of the experiment that it is a link to, and how one is written.

use super::{Refusal, SharedResult, carries_result, read_fragment, write_fragment};
use crate::experiment::{Experiment, PageOptions, format_page};

/// The result that the fragment of a link to this experiment carries, or why it can't be shown; `None` where it
/// carries none at all.
pub fn read_result_for(experiment: &Experiment, fragment: &str) -> Option<Result<SharedResult, Refusal>> {
    match read_fragment(fragment) {
        Ok(None) => None,
        Ok(Some(result)) if result.about(experiment).is_none() => Some(Err(Refusal::Foreign)),
        Ok(Some(result)) => Some(Ok(result)),
        Err(refusal) => Some(Err(refusal)),
    }
}

/// The fragment that stands in the address bar, with its `#`: one that carries a result stays as long as the form has
/// the experiment of its link, and what carries none, such as the name of a section, for good. `heard` is the former,
/// if it is of that experiment; `current` is what stands there now.
pub fn address_fragment(heard: Option<&str>, current: &str) -> String {
    match heard {
        Some(heard) => heard.to_owned(),
        None if carries_result(current) => String::new(),
        None => current.to_owned(),
    }
}

/// A link to an experiment from the page at this address, with a result if one is given: nothing of how its sender
/// likes the page, but the moment to look at, ms.
pub fn link(
    address: &str,
    experiment: &Experiment,
    at: Option<u32>,
    result: Option<&SharedResult>,
) -> String {
    let query = format_page(experiment, &PageOptions { at, ..PageOptions::default() });
    format!("{address}?{query}{}", result.map(with_result).unwrap_or_default())
}

/// A fragment with its `#`.
pub fn with_result(result: &SharedResult) -> String {
    format!("#{}", write_fragment(result))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::{ExecutorId, format, parse};
    use crate::trace::{Cores, Environment, ResultDocument, Run, SCHEMA, summarise};

    fn experiment() -> Experiment {
        parse("limit=3000&executors=sequential").experiment
    }

    fn result() -> SharedResult {
        let mut runs = vec![Run { wall_ms: 12.0, ..Run::new(ExecutorId::Sequential, 1) }];
        let environment = Environment {
            hardware_concurrency: 8,
            measured_cores: None,
            cores: Cores::default(),
            cross_origin_isolated: true,
            clock_resolution_ms: 0.005,
            user_agent: String::new(),
            hidden_while_running: false,
            cpu_pressure: None,
            work_per_ms: None,
            app_version: String::new(),
        };
        let summary = summarise(&mut runs).iter().map(Into::into).collect();
        let document = ResultDocument {
            schema: SCHEMA.into(),
            experiment: format(&experiment()),
            environment,
            summary,
            runs,
        };
        SharedResult::of(&document).unwrap()
    }

    #[test]
    fn what_a_link_says_is_about_its_own_experiment() {
        let fragment = with_result(&result());
        assert_eq!(read_result_for(&experiment(), &fragment), Some(Ok(result())));
        assert_eq!(read_result_for(&parse("limit=3001").experiment, &fragment), Some(Err(Refusal::Foreign)));
        assert_eq!(read_result_for(&experiment(), &fragment[..20]), Some(Err(Refusal::Damaged)));
        assert_eq!(read_result_for(&experiment(), "#results"), None);
        assert_eq!(read_result_for(&experiment(), ""), None);
    }

    #[test]
    fn a_result_leaves_the_address_with_its_experiment() {
        let fragment = with_result(&result());
        assert_eq!(address_fragment(Some(&fragment), &fragment), fragment);
        assert_eq!(address_fragment(None, &fragment), "");
        assert_eq!(address_fragment(Some(&fragment), ""), fragment, "and comes back with it");
        assert_eq!(address_fragment(None, "#r=damaged"), "");
        for current in ["", "#results", "#m=1"] {
            assert_eq!(address_fragment(None, current), current);
        }
    }

    #[test]
    fn a_link_holds_the_experiment_the_moment_and_the_result() {
        let address = "https://example.org/interleave/";
        let query = "workload=primes&limit=3000&executors=sequential";
        assert_eq!(link(address, &experiment(), None, None), format!("{address}?{query}"));
        let fragment = with_result(&result());
        assert_eq!(
            link(address, &experiment(), Some(7), Some(&result())),
            format!("{address}?{query}&at=7{fragment}")
        );
    }
}
