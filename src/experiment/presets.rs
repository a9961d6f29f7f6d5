//! Programs that many readers have, as they would put them together.

use super::{Experiment, POISON, parse};
use crate::text;
use crate::workload::Value;

/// A program that many readers have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preset {
    /// Its name here: for strings and forms, in no link.
    pub id: &'static str,
    /// What it is, as a link has it.
    query: &'static str,
}

/// All of them, in the order in which a form offers them.
pub static PRESETS: [Preset; 7] = [
    // Many slow pages, little parsing.
    preset("scraper", "workload=mix&phases=d300,c3&jitter=50&tasks=60"),
    preset("thumbnailer", "workload=mix&phases=d20,c40&jitter=20&tasks=24"),
    // Requests that wait for a database.
    preset("api", "workload=mix&phases=c1,w30,c1&jitter=30&tasks=100"),
    // The same, with one task among them that computes for long.
    preset("report", "workload=mix&phases=c1,w30,c1&jitter=30&tasks=100&poison=1000"),
    preset("simulation", "workload=mix&phases=c250&tasks=8"),
    // Each looks something up, changes what all share, and answers.
    preset("cache", "workload=mix&phases=c4,l4,w5&tasks=100"),
    // Each file is read, compiled and written.
    preset("build", "workload=mix&phases=w2,c15,w1&jitter=60&tasks=80"),
];

text::require!(preset in PRESETS => ["preset", preset.id]);

const fn preset(id: &'static str, query: &'static str) -> Preset {
    Preset { id, query }
}

impl Preset {
    /// The one of this name.
    pub fn find(id: &str) -> Option<Self> {
        PRESETS.into_iter().find(|preset| preset.id == id)
    }

    /// The one that an experiment does, however it is run.
    pub fn of(experiment: &Experiment) -> Option<Self> {
        PRESETS.into_iter().find(|preset| {
            let its = parse(preset.query).experiment;
            its.workload == experiment.workload
                && its.values == experiment.values
                && its.poison_ms() == experiment.poison_ms()
        })
    }

    /// What it is called.
    pub fn label(self) -> String {
        text::of(&["preset", self.id])
    }
}

impl Experiment {
    /// Has its tasks do what a preset does. How they are run stays.
    pub fn take_preset(&mut self, preset: Preset) {
        let its = parse(preset.query).experiment;
        self.change_workload(its.workload);
        self.options.set(&POISON, Value::Integer(its.poison_ms().into()));
        self.values = its.values;
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Bounds, format};
    use super::*;

    #[test]
    fn each_is_found_again_in_what_it_sets_up() {
        for preset in PRESETS {
            let link = parse(preset.query);
            assert_eq!(
                (link.notices, format(&link.experiment).as_str()),
                (vec![], preset.query),
                "{preset:?}"
            );
            let mut experiment =
                parse("limit=5000&executors=threads,processes&workers=3&poison=7").experiment;
            experiment.take_preset(preset);
            assert_eq!((Preset::of(&experiment), Preset::find(preset.id)), (Some(preset), Some(preset)));
            assert_eq!((experiment.workers(8), experiment.executors.len()), (3, 2));
        }
        assert_eq!(Preset::of(&parse("workload=mix").experiment), None);
        assert_eq!(Preset::of(&parse("").experiment), None);
    }

    /// Seven programs that differ in what fits them; and none takes long to try.
    #[test]
    fn they_are_what_they_are_called() {
        let shares = |id: &str| {
            let experiment = parse(Preset::find(id).unwrap().query).experiment;
            let cost = (experiment.workload.cost)(&experiment.values);
            (cost.compute_ms / (cost.compute_ms + cost.wait_ms), cost.locked_ms / cost.compute_ms)
        };
        assert!(shares("scraper").0 < 0.02 && shares("api").0 < 0.1 && shares("simulation").0 == 1.0);
        assert!(shares("thumbnailer").0 > 0.5 && shares("build").0 > 0.8 && shares("cache").1 == 0.5);
        for preset in PRESETS {
            let bounds = Bounds::of(&parse(preset.query).experiment, 2).unwrap();
            assert!((1000.0..20_000.0).contains(&bounds.alone_ms), "{preset:?}: {bounds:?}");
        }
    }
}
