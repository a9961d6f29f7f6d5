//! What a browser offers where the page is, and which executors can run there.

use serde::{Deserialize, Serialize};

use super::{ExecutorId, Experiment, Memory};

/// The coarsest clock by which a lane can tell that it had no core, ms: slices take from 0.1 ms on.
const COARSEST_CLOCK_MS: f64 = 0.05;

/// What a browser offers, here and now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Features {
    /// Whether the page is cross-origin isolated, which gives it better clocks. Memory that is shared takes more:
    /// see [`Features::shared_memory`].
    pub isolated: bool,
    /// Whether workers can share a memory. Some browsers isolate a page and have no memory to be shared.
    pub shared_memory: bool,
    /// Whether tabs and workers can find each other, and hear of each other's end, as a queue needs.
    pub queue: bool,
    /// Whether the page has joined a room, whose broker has the jobs of its queue.
    pub room: bool,
    /// Whether the page is at the top of its window, not in a frame.
    pub top_level: bool,
    /// Whether the link asks for the compact page.
    pub embedded: bool,
    /// Whether the connection is one that browsers grant such powers on: https, or this machine itself.
    pub secure: bool,
    /// How many cores the browser says the machine has.
    pub hardware_concurrency: u32,
    /// The smallest step that the clock was seen to take, ms.
    pub clock_resolution_ms: f64,
}

/// The built-in source of `fetch`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Source {
    /// A service worker answers, after the delay.
    ServiceWorker,
    /// A timer, then a blob of the same size.
    Blob,
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
    /// The page is cross-origin isolated, but this browser has no memory to be shared, or it is switched off.
    NoSharedMemory,
    /// Takers of a queue can't find each other: the page was not served over https, or its browser has no locks.
    NoQueue,
    /// Its tasks need what can't be copied to a taker.
    CannotTravel,
    /// Its tasks need what other machines in a room can't be given.
    NotInRoom,
    /// It would freeze the page around the frame that this page is in.
    InFrame,
}

impl Features {
    /// Whether clocks are fine enough for a lane to find out when it had no core.
    pub fn tells_preemption(&self) -> bool {
        self.isolated && self.clock_resolution_ms <= COARSEST_CLOCK_MS
    }

    /// Whether an executor can run this experiment here.
    ///
    /// # Errors
    /// Why it can't.
    pub fn check(&self, executor: ExecutorId, experiment: &Experiment) -> Result<(), Unavailable> {
        let memory = match executor.facts().memory {
            Memory::Isolated if experiment.needs_sharing() => Memory::Shared,
            Memory::Page if experiment.needs_sharing() && !self.shared_memory => Memory::Shared,
            memory => memory,
        };
        match memory {
            Memory::Isolated => Ok(()),
            Memory::Apart if !experiment.can_travel() => Err(Unavailable::CannotTravel),
            Memory::Apart if self.room && experiment.obstacle().is_some() => Err(Unavailable::NotInRoom),
            Memory::Apart if !self.room && !self.queue => Err(Unavailable::NoQueue),
            Memory::Apart => Ok(()),
            Memory::Page if self.embedded || !self.top_level => Err(Unavailable::InFrame),
            Memory::Page => Ok(()),
            Memory::Shared if self.shared_memory => Ok(()),
            Memory::Shared if self.isolated => Err(Unavailable::NoSharedMemory),
            Memory::Shared if !self.secure => Err(Unavailable::NotSecure),
            Memory::Shared if !self.top_level => Err(Unavailable::NotIsolatedInFrame),
            Memory::Shared => Err(Unavailable::NotIsolated),
        }
    }
}

#[cfg(test)]
impl Features {
    /// A page of its own on two cores, in a browser that offers everything.
    pub(crate) const ALL: Self = Self {
        isolated: true,
        shared_memory: true,
        queue: true,
        room: false,
        top_level: true,
        embedded: false,
        secure: true,
        hardware_concurrency: 2,
        clock_resolution_ms: 0.005,
    };
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    const ALL: Features = Features { hardware_concurrency: 8, ..Features::ALL };

    /// The same without the headers.
    const NOT_ISOLATED: Features = Features { isolated: false, shared_memory: false, ..ALL };
    /// One whose browser has no memory to be shared.
    const NOTHING_TO_SHARE: Features = Features { shared_memory: false, ..ALL };

    /// What is said of every executor, in the order of [`ExecutorId::ALL`].
    fn said(features: Features, link: &str) -> [Result<(), Unavailable>; 9] {
        let experiment = parse(link).experiment;
        ExecutorId::ALL.map(|executor| features.check(executor, &experiment))
    }

    /// An executor of isolated workers, one of threads, and the page's.
    fn kinds(features: Features, link: &str) -> [Result<(), Unavailable>; 3] {
        let [sequential, event_loop, locked, threads, processes, offload, process_loops, page, _] =
            said(features, link);
        for isolated in [event_loop, processes, offload, process_loops] {
            assert_eq!(isolated, sequential, "workers with a memory each need all the same");
        }
        assert_eq!(locked, threads, "threads need the same, with a lock and without");
        [sequential, threads, page]
    }

    #[test]
    fn a_page_that_is_offered_everything_runs_everything() {
        assert_eq!(kinds(ALL, ""), [Ok(()); 3]);
        assert_eq!(kinds(ALL, "workload=transfer&by=share"), [Ok(()); 3]);
    }

    #[test]
    fn threads_need_shared_memory_and_the_nearest_reason_is_told() {
        let threads = |features| {
            let [isolated, threads, _] = kinds(features, "");
            assert_eq!(isolated, Ok(()), "workers with a memory each run everywhere");
            threads
        };
        assert_eq!(threads(NOT_ISOLATED), Err(Unavailable::NotIsolated));
        let framed = Features { top_level: false, ..NOT_ISOLATED };
        assert_eq!(threads(framed), Err(Unavailable::NotIsolatedInFrame));
        let plain_http = Features { secure: false, ..NOT_ISOLATED };
        assert_eq!(threads(plain_http), Err(Unavailable::NotSecure));
        assert_eq!(threads(Features { secure: false, ..framed }), Err(Unavailable::NotSecure));
        assert_eq!(threads(NOTHING_TO_SHARE), Err(Unavailable::NoSharedMemory));
        let framed = Features { top_level: false, embedded: true, ..NOTHING_TO_SHARE };
        assert_eq!(threads(framed), Err(Unavailable::NoSharedMemory));
        assert_eq!(threads(Features { top_level: false, embedded: true, ..ALL }), Ok(()));
    }

    #[test]
    fn the_page_runs_nothing_where_it_would_freeze_a_host() {
        let page = |features| kinds(features, "")[2];
        assert_eq!(page(NOT_ISOLATED), Ok(()), "it shares its memory with nobody");
        assert_eq!(page(Features { embedded: true, ..ALL }), Err(Unavailable::InFrame));
        assert_eq!(page(Features { top_level: false, ..ALL }), Err(Unavailable::InFrame));
    }

    #[test]
    fn a_queue_needs_takers_that_are_told_of_and_tasks_that_can_be_copied_to_them() {
        let queue = |features, link| said(features, link)[ExecutorId::Queue as usize];
        assert_eq!(queue(NOT_ISOLATED, ""), Ok(()));
        assert_eq!(queue(Features { queue: false, ..ALL }, ""), Err(Unavailable::NoQueue));
        assert_eq!(queue(ALL, "workload=transfer&by=copy"), Ok(()));
        for link in ["workload=counter", "workload=transfer&by=move", "workload=transfer&by=share"] {
            assert_eq!(queue(ALL, link), Err(Unavailable::CannotTravel), "{link}");
        }
    }

    #[test]
    fn a_room_needs_no_locks_and_tasks_that_other_machines_can_do() {
        let room = |link| {
            said(Features { room: true, queue: false, ..NOT_ISOLATED }, link)[ExecutorId::Queue as usize]
        };
        assert_eq!(room(""), Ok(()));
        assert_eq!(room("workload=counter"), Err(Unavailable::CannotTravel));
        assert_eq!(room("workload=transfer&by=copy"), Err(Unavailable::NotInRoom));
    }

    #[test]
    fn tasks_that_share_a_payload_need_shared_memory_whoever_runs_them() {
        let link = "workload=transfer&by=share";
        assert_eq!(kinds(NOT_ISOLATED, link), [Err(Unavailable::NotIsolated); 3]);
        assert_eq!(kinds(NOTHING_TO_SHARE, link), [Err(Unavailable::NoSharedMemory); 3]);
        let framed = kinds(Features { embedded: true, ..ALL }, link);
        assert_eq!(framed, [Ok(()), Ok(()), Err(Unavailable::InFrame)]);
        assert_eq!(kinds(NOTHING_TO_SHARE, "workload=transfer&by=copy")[0], Ok(()));
    }
}
