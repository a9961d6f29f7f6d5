//! Lessons on memory that tasks share, or don't.

use super::{Lesson, Step, Topic};
use crate::experiment::lesson_links;

pub(super) const LESSONS: &[Lesson] = &[
    Lesson {
        id: "lost-updates",
        topic: Topic::Memory,
        steps: &[
            // 80 million additions: long enough for the common lock to change hands in the middle of some.
            Step { id: "none", query: lesson_links::LOST_UPDATES, sooner: &[] },
            Step {
                id: "atomic",
                query: "workload=counter&increments=20000000&guard=atomic&executors=locked-threads,threads&workers=4",
                sooner: &[],
            },
            Step {
                id: "lock",
                query: "workload=counter&increments=20000000&guard=lock&executors=locked-threads,threads&workers=4",
                sooner: &[],
            },
        ],
        published: None,
    },
    Lesson {
        id: "share-or-copy",
        topic: Topic::Memory,
        steps: &[Step { id: "all", query: lesson_links::SHARE_OR_COPY, sooner: &[] }],
        published: None,
    },
];
