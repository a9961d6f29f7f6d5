//! Lessons on tasks that compute.

use super::{Figure, Lesson, Published, Step, Topic};

pub(super) const LESSONS: &[Lesson] = &[
    Lesson {
        id: "two-prime-counts",
        topic: Topic::Computing,
        steps: &[Step {
            id: "count",
            query: "workload=primes&executors=sequential,event-loop,locked-threads,processes&workers=2",
            sooner: &[],
        }],
        published: Some(Published {
            source: "An answer on multiprocessing, threading and asyncio",
            by: "Stack Overflow",
            url: None,
            machine: Some("Intel Core i7-8700K, 3.7 GHz, 32 GB"),
            figures: &[
                Figure { executor: "processes", seconds: 23.87 },
                Figure { executor: "locked-threads", seconds: 45.24 },
                Figure { executor: "event-loop", seconds: 44.77 },
            ],
        }),
    },
    Lesson {
        id: "sums-of-squares",
        topic: Topic::Computing,
        steps: &[Step {
            id: "sum",
            // Twenty times the numbers of the tutorial: 20 sums of 5 million are done in 50 ms here.
            query: "workload=squares&number=100000000&executors=sequential,event-loop,locked-threads,processes",
            sooner: &[],
        }],
        published: Some(Published {
            source: "Speed Up Your Python Program With Concurrency",
            by: "Real Python",
            url: Some("https://realpython.com/python-concurrency/"),
            machine: None,
            figures: &[
                Figure { executor: "sequential", seconds: 7.83 },
                // One figure stands there for both.
                Figure { executor: "locked-threads", seconds: 10.41 },
                Figure { executor: "event-loop", seconds: 10.41 },
                Figure { executor: "processes", seconds: 2.52 },
            ],
        }),
    },
    Lesson {
        id: "thumbnails",
        topic: Topic::Computing,
        steps: &[Step {
            id: "scale",
            query: "workload=thumbnails&executors=sequential,processes",
            sooner: &[],
        }],
        published: Some(Published {
            source: "Python Multithreading and Multiprocessing Tutorial",
            by: "Toptal",
            url: Some(
                "https://www.toptal.com/python/beginners-guide-to-concurrency-and-parallelism-in-python",
            ),
            machine: None,
            figures: &[
                Figure { executor: "sequential", seconds: 2.32 },
                Figure { executor: "processes", seconds: 1.05 },
            ],
        }),
    },
    Lesson {
        id: "four-models",
        topic: Topic::Computing,
        // Tasks as small as the source has them; what is so short is measured several times.
        steps: &[
            Step {
                id: "squares",
                query: "workload=squares&number=1&tasks=8&executors=sequential,processes&workers=4&repeat=5",
                sooner: &[("sequential", "processes")],
            },
            Step {
                id: "factorials",
                query: "workload=factorial&executors=sequential,processes&workers=3&repeat=5",
                sooner: &[("sequential", "processes")],
            },
            Step {
                id: "pages",
                query: "workload=fetch&tasks=3&executors=sequential,event-loop",
                sooner: &[("event-loop", "sequential")],
            },
            Step {
                id: "size",
                query: "workload=squares&tasks=8&executors=sequential,processes&workers=4&sweep=number:1,10000,1000000,100000000",
                sooner: &[],
            },
        ],
        published: None,
    },
];
