//! Links with a result: what one says of the experiment that it is a link to, and how one is written.

use super::fragment::carries_result;
use super::{Refusal, SharedResult, read_fragment, write_fragment};
use crate::experiment::{Experiment, PageOptions, format_page};

/// What a link carries that somebody else measured, as long as nobody has looked at it.
#[derive(Clone, Debug)]
pub struct LinkedResult {
    /// With its `#`.
    fragment: String,
    /// The experiment of the link.
    experiment: Experiment,
}

impl LinkedResult {
    /// What the fragment of a link to this experiment, with its `#`, is to carry; `None` where that is no result.
    pub fn new(fragment: &str, experiment: &Experiment) -> Option<Self> {
        let heard = || Self { fragment: fragment.to_owned(), experiment: experiment.clone() };
        carries_result(fragment).then(heard)
    }

    /// The result.
    ///
    /// # Errors
    /// Why it can't be shown.
    pub fn read(&self) -> Result<SharedResult, Refusal> {
        match read_fragment(&self.fragment)? {
            Some(result) if result.about(&self.experiment).is_some() => Ok(result),
            Some(_) => Err(Refusal::Foreign),
            // It said that it is one.
            None => Err(Refusal::Damaged),
        }
    }
}

/// The fragment that stands in the address bar, with its `#`: one that carries a result stays as long as the form has
/// the experiment of its link, whether or not it can be read; what carries none, such as the name of a section, stays
/// for good. `current` is what stands there now.
pub fn address_fragment(experiment: &Experiment, heard: Option<&LinkedResult>, current: &str) -> String {
    if !current.is_empty() && !carries_result(current) {
        return current.to_owned();
    }
    let fits = heard.filter(|heard| heard.experiment == *experiment);
    fits.map_or_else(String::new, |heard| heard.fragment.clone())
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
        let read = |experiment: &Experiment, fragment: &str| {
            LinkedResult::new(fragment, experiment).map(|heard| heard.read())
        };
        assert_eq!(read(&experiment(), &fragment), Some(Ok(result())));
        assert_eq!(read(&parse("limit=3001").experiment, &fragment), Some(Err(Refusal::Foreign)));
        assert_eq!(read(&experiment(), &fragment[..20]), Some(Err(Refusal::Damaged)));
        assert_eq!(read(&experiment(), "#r=2AAAA"), Some(Err(Refusal::Newer)));
        assert_eq!(read(&experiment(), "#results"), None);
        assert_eq!(read(&experiment(), ""), None);
    }

    #[test]
    fn a_result_leaves_the_address_with_its_experiment() {
        let (own, other) = (experiment(), parse("limit=3001").experiment);
        for fragment in [with_result(&result()), "#r=damaged".into()] {
            let heard = LinkedResult::new(&fragment, &own).unwrap();
            assert_eq!(address_fragment(&own, Some(&heard), &fragment), fragment);
            assert_eq!(address_fragment(&other, Some(&heard), &fragment), "");
            assert_eq!(address_fragment(&own, Some(&heard), ""), fragment, "and comes back with it");
            assert_eq!(address_fragment(&own, None, &fragment), "", "it was to be forgotten");
            for current in ["#results", "#look-up", "#m=1"] {
                assert_eq!(address_fragment(&own, Some(&heard), current), current);
            }
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
