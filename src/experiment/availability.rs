//! Which executors can run where the page is, and why the others can't.

use super::{ExecutorId, Experiment, Memory};

/// What kind of browsing context the page is in, as far as that decides what can run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BrowsingContext {
    /// Whether it is cross-origin isolated, so that threads can share a memory.
    pub isolated: bool,
    /// Whether the page is at the top of its window, not in a frame.
    pub top_level: bool,
    /// Whether the link asks for the compact page.
    pub embedded: bool,
    /// Whether the connection is one that browsers grant such powers on: https, or this machine itself.
    pub secure: bool,
}

/// Why an executor can't run here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unavailable {
    /// The page is not cross-origin isolated: the server doesn't send the headers.
    NotIsolated,
    /// The page is not cross-origin isolated: it is in a frame whose host doesn't allow it.
    NotIsolatedInFrame,
    /// The page was not served over https.
    NotSecure,
    /// It would freeze the page around the frame that this page is in.
    InFrame,
}

impl BrowsingContext {
    /// Whether an executor can run this experiment here.
    ///
    /// # Errors
    /// Why it can't.
    pub fn check(self, executor: ExecutorId, experiment: &Experiment) -> Result<(), Unavailable> {
        let memory = match executor.facts().memory {
            Memory::Isolated if experiment.needs_sharing() => Memory::Shared,
            Memory::Page if experiment.needs_sharing() && !self.isolated => Memory::Shared,
            memory => memory,
        };
        match memory {
            Memory::Isolated => Ok(()),
            Memory::Page if self.embedded || !self.top_level => Err(Unavailable::InFrame),
            Memory::Page => Ok(()),
            Memory::Shared if self.isolated => Ok(()),
            Memory::Shared if !self.secure => Err(Unavailable::NotSecure),
            Memory::Shared if !self.top_level => Err(Unavailable::NotIsolatedInFrame),
            Memory::Shared => Err(Unavailable::NotIsolated),
        }
    }

    /// Whether any of the experiment's executors can run it here.
    pub fn can_run_any(self, experiment: &Experiment) -> bool {
        experiment.executors.iter().any(|executor| self.check(*executor, experiment).is_ok())
    }

    /// The experiment's executors that can't run it here, by why not, in the order of comparison.
    pub fn unavailable(self, experiment: &Experiment) -> Vec<(Unavailable, Vec<ExecutorId>)> {
        let mut reasons: Vec<(Unavailable, Vec<ExecutorId>)> = Vec::new();
        for executor in &experiment.executors {
            let Err(why) = self.check(*executor, experiment) else { continue };
            match reasons.iter_mut().find(|(known, _)| *known == why) {
                Some((_, executors)) => executors.push(*executor),
                None => reasons.push((why, vec![*executor])),
            }
        }
        reasons
    }
}

impl Unavailable {
    /// Whether the page could run it if it were not in a frame; where the server is the reason, another tab is no
    /// way out.
    pub fn is_for_the_frame(self) -> bool {
        matches!(self, Self::NotIsolatedInFrame | Self::InFrame)
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    const TOP: BrowsingContext =
        BrowsingContext { isolated: false, top_level: true, embedded: false, secure: true };

    fn check(context: BrowsingContext, query: &str) -> Result<(), Unavailable> {
        let experiment = parse(query).experiment;
        context.check(experiment.executors[0], &experiment)
    }

    #[test]
    fn a_shared_memory_needs_isolation() {
        let threads = |context| check(context, "executors=threads");
        let framed = BrowsingContext { top_level: false, ..TOP };
        assert_eq!(threads(BrowsingContext { isolated: true, ..TOP }), Ok(()));
        assert_eq!(threads(BrowsingContext { isolated: true, ..framed }), Ok(()));
        assert_eq!(threads(TOP), Err(Unavailable::NotIsolated));
        assert_eq!(threads(framed), Err(Unavailable::NotIsolatedInFrame));
        // Without https no header helps, so that is what is said, in a frame too.
        assert_eq!(threads(BrowsingContext { secure: false, ..TOP }), Err(Unavailable::NotSecure));
        assert_eq!(threads(BrowsingContext { secure: false, ..framed }), Err(Unavailable::NotSecure));
        assert_eq!(check(TOP, "executors=processes"), Ok(()));
    }

    #[test]
    fn the_page_is_frozen_only_where_it_is_the_reader_s_own() {
        let page = |context| check(context, "executors=page");
        assert_eq!(page(TOP), Ok(()));
        assert_eq!(page(BrowsingContext { embedded: true, ..TOP }), Err(Unavailable::InFrame));
        assert_eq!(page(BrowsingContext { top_level: false, ..TOP }), Err(Unavailable::InFrame));
    }

    #[test]
    fn what_shares_a_block_needs_isolation_however_it_is_run() {
        for executor in ["processes", "page", "sequential"] {
            let query = format!("workload=transfer&by=share&executors={executor}");
            assert_eq!(check(TOP, &query), Err(Unavailable::NotIsolated), "{executor}");
            assert_eq!(check(BrowsingContext { isolated: true, ..TOP }, &query), Ok(()), "{executor}");
            let copied = query.replace("by=share", "by=copy");
            assert_eq!(check(TOP, &copied), Ok(()), "{executor}");
        }
    }

    #[test]
    fn reasons_are_told_once_each() {
        let experiment = parse("executors=locked-threads,page,sequential,threads").experiment;
        let framed = BrowsingContext { top_level: false, ..TOP };
        assert_eq!(
            framed.unavailable(&experiment),
            [
                (Unavailable::NotIsolatedInFrame, vec![ExecutorId::LockedThreads, ExecutorId::Threads]),
                (Unavailable::InFrame, vec![ExecutorId::Page]),
            ]
        );
        assert!(framed.can_run_any(&experiment));
        assert!(!framed.can_run_any(&parse("executors=threads,page").experiment));
    }
}
