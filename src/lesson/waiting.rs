//! Lessons on tasks that wait.

use super::{Figure, Lesson, Published, Step, Topic};

pub(super) const LESSONS: &[Lesson] = &[
    Lesson {
        id: "asleep-together",
        topic: Topic::Waiting,
        steps: &[Step {
            id: "sleep",
            query: "workload=sleep&delay=2000&executors=sequential,locked-threads,event-loop,processes&workers=5",
            sooner: &[],
        }],
        published: Some(Published {
            source: "A post on threads, processes and asyncio",
            by: "by arithmetic",
            url: None,
            machine: None,
            figures: &[
                Figure { executor: "sequential", seconds: 10.0 },
                Figure { executor: "locked-threads", seconds: 2.0 },
                Figure { executor: "processes", seconds: 2.0 },
                Figure { executor: "event-loop", seconds: 2.0 },
            ],
        }),
    },
    Lesson {
        id: "downloads",
        topic: Topic::Waiting,
        steps: &[Step {
            id: "download",
            // 160 downloads of 50 ms: 8 s one after the other.
            query: "workload=fetch&delay=50&executors=sequential,locked-threads,event-loop,processes&workers=5",
            sooner: &[],
        }],
        published: Some(Published {
            source: "Speed Up Your Python Program With Concurrency",
            by: "Real Python",
            url: Some("https://realpython.com/python-concurrency/"),
            machine: None,
            figures: &[
                Figure { executor: "sequential", seconds: 14.29 },
                Figure { executor: "locked-threads", seconds: 3.72 },
                Figure { executor: "event-loop", seconds: 2.57 },
                Figure { executor: "processes", seconds: 5.72 },
            ],
        }),
    },
    Lesson {
        id: "pictures",
        topic: Topic::Waiting,
        steps: &[Step {
            id: "download",
            // 91 downloads of 100 ms and 100 KiB: 9 s one after the other.
            query: "workload=fetch&size=102400&tasks=91&executors=sequential,locked-threads&workers=8",
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
                Figure { executor: "sequential", seconds: 19.4 },
                Figure { executor: "locked-threads", seconds: 4.1 },
            ],
        }),
    },
    Lesson {
        id: "loops-in-processes",
        topic: Topic::Waiting,
        steps: &[
            Step {
                id: "limited",
                // 20 waits of 200 ms at a time on each loop: 4 s on one, 2 s on two.
                query: "workload=fetch&delay=200&tasks=400&executors=event-loop,process-loops&workers=2&concurrency=20",
                sooner: &[("process-loops", "event-loop")],
            },
            Step {
                id: "computing",
                query: "workload=parse&size=8388608&tasks=20&executors=event-loop,process-loops&workers=2",
                sooner: &[("process-loops", "event-loop")],
            },
        ],
        published: None,
    },
    Lesson { id: "job-queue", topic: Topic::Waiting, steps: &[], published: None },
];
