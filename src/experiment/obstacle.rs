//! What keeps an experiment from being run on other machines.

use super::Experiment;

/// What keeps an experiment from being run on other machines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// Its tasks count in one memory.
    OneMemory,
    /// Its tasks are sent a payload, which no broker would carry.
    Payload,
    /// Its tasks would send requests from other people's machines to somebody else's.
    ForeignRequests,
    /// Its tasks are to go on in one place when all of them have come as far.
    OnePlace,
}

impl Experiment {
    /// What keeps its tasks from being done on other machines; `None` if nothing does.
    pub fn obstacle(&self) -> Option<Obstacle> {
        if self.workload.extras.totals.is_some() {
            Some(Obstacle::OneMemory)
        } else if self.payload().is_some() {
            Some(Obstacle::Payload)
        } else if self.foreign_requests().is_some() {
            Some(Obstacle::ForeignRequests)
        } else if (self.workload.extras.parks)(&self.values) {
            Some(Obstacle::OnePlace)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    #[test]
    fn what_needs_one_machine_does_not_travel() {
        for (link, obstacle) in [
            ("workload=counter", Some(Obstacle::OneMemory)),
            ("workload=transfer&by=share", Some(Obstacle::Payload)),
            ("workload=transfer", Some(Obstacle::Payload)),
            ("workload=fetch&url=https://example.org/a", Some(Obstacle::ForeignRequests)),
            ("workload=parse&where=after", Some(Obstacle::OnePlace)),
            ("workload=parse", None),
            ("workload=fetch", None),
            ("workload=thumbnails", None),
            ("workload=sleep&poison=10", None),
        ] {
            assert_eq!(parse(link).experiment.obstacle(), obstacle, "{link}");
        }
    }
}
