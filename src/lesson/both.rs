//! Lessons on tasks that wait and compute, or on those that wait beside those that compute.

use super::{Lesson, Step, Topic};
use crate::experiment::{ExecutorId, lesson_links};

pub(super) const LESSONS: &[Lesson] = &[
    Lesson {
        id: "one-bad-citizen",
        topic: Topic::Both,
        steps: &[
            Step { id: "never-awaits", query: lesson_links::ONE_BAD_CITIZEN, sooner: &[] },
            Step {
                id: "yields",
                query: "workload=sleep&delay=200&tasks=20&executors=event-loop&yield=5&poison=2000",
                sooner: &[],
            },
            Step {
                id: "downloads",
                query: "workload=fetch&delay=200&tasks=20&executors=event-loop,locked-threads,offload&workers=4&poison=2000",
                sooner: &[],
            },
        ],
        published: None,
    },
    Lesson {
        id: "keep-the-loop-free",
        topic: Topic::Both,
        steps: &[
            Step {
                id: "handed-off",
                // Every fifth of a second a request computes for about 0.1 s.
                query: lesson_links::KEEP_THE_LOOP_FREE,
                sooner: &[],
            },
            Step {
                id: "yields",
                query: "workload=requests&number=200000000&executors=event-loop&yield=5",
                sooner: &[],
            },
        ],
        published: None,
    },
    Lesson {
        id: "parse-outside",
        topic: Topic::Both,
        steps: &[
            Step {
                id: "each-where-it-belongs",
                query: lesson_links::PARSE_OUTSIDE,
                sooner: &[(ExecutorId::Offload, ExecutorId::LockedThreads)],
            },
            Step {
                id: "parsing-after",
                query: "workload=parse&size=8388608&where=after&executors=locked-threads,offload&workers=4",
                sooner: &[],
            },
        ],
        published: None,
    },
];
