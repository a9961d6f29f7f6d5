//! Lessons on tasks that wait.

use super::{Lesson, Published, Publisher, Step, Topic};
use crate::experiment::{ExecutorId, lesson_links};
use crate::insight::PublishedFigure;

pub(super) const LESSONS: &[Lesson] = &[
    Lesson {
        id: "asleep-together",
        topic: Topic::Waiting,
        steps: &[Step { id: "sleep", query: lesson_links::ASLEEP_TOGETHER, sooner: &[] }],
        published: Some(Published {
            source: "A post on threads, processes and asyncio",
            by: Publisher::Arithmetic,
            url: None,
            machine: &[],
            figures: &[
                PublishedFigure { executor: ExecutorId::Sequential, seconds: 10.0 },
                PublishedFigure { executor: ExecutorId::LockedThreads, seconds: 2.0 },
                PublishedFigure { executor: ExecutorId::Processes, seconds: 2.0 },
                PublishedFigure { executor: ExecutorId::EventLoop, seconds: 2.0 },
            ],
        }),
    },
    Lesson {
        id: "downloads",
        topic: Topic::Waiting,
        steps: &[Step {
            id: "download",
            // 160 downloads of 50 ms: 8 s one after the other.
            query: lesson_links::DOWNLOADS,
            sooner: &[],
        }],
        published: Some(Published {
            source: "Speed Up Your Python Program With Concurrency",
            by: Publisher::Named("Real Python"),
            url: Some("https://realpython.com/python-concurrency/"),
            machine: &[],
            figures: &[
                PublishedFigure { executor: ExecutorId::Sequential, seconds: 14.29 },
                PublishedFigure { executor: ExecutorId::LockedThreads, seconds: 3.72 },
                PublishedFigure { executor: ExecutorId::EventLoop, seconds: 2.57 },
                PublishedFigure { executor: ExecutorId::Processes, seconds: 5.72 },
            ],
        }),
    },
    Lesson {
        id: "pictures",
        topic: Topic::Waiting,
        steps: &[Step {
            id: "download",
            // 91 downloads of 100 ms and 100 KiB: 9 s one after the other.
            query: lesson_links::PICTURES,
            sooner: &[],
        }],
        published: Some(Published {
            source: "Python Multithreading and Multiprocessing Tutorial",
            by: Publisher::Named("Toptal"),
            url: Some(
                "https://www.toptal.com/python/beginners-guide-to-concurrency-and-parallelism-in-python",
            ),
            machine: &[],
            figures: &[
                PublishedFigure { executor: ExecutorId::Sequential, seconds: 19.4 },
                PublishedFigure { executor: ExecutorId::LockedThreads, seconds: 4.1 },
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
                query: lesson_links::LOOPS_IN_PROCESSES,
                sooner: &[(ExecutorId::ProcessLoops, ExecutorId::EventLoop)],
            },
            Step {
                id: "computing",
                query: "workload=parse&size=8388608&tasks=20&executors=event-loop,process-loops&workers=2",
                sooner: &[(ExecutorId::ProcessLoops, ExecutorId::EventLoop)],
            },
        ],
        published: None,
    },
    Lesson {
        id: "faster-loop",
        topic: Topic::Waiting,
        steps: &[
            Step {
                id: "turns",
                // Two tasks that let go every ms: a loop that waits 4 ms for its turn does half of what it could.
                query: lesson_links::FASTER_LOOP,
                sooner: &[],
            },
            Step {
                id: "starved",
                query: "workload=requests&number=200000000&tasks=50&executors=event-loop&yield=1&sweep=loop:timers,messages,microtasks",
                sooner: &[],
            },
        ],
        published: None,
    },
    Lesson {
        id: "job-queue",
        topic: Topic::Waiting,
        steps: &[
            Step {
                id: "push-and-pull",
                // 80 downloads of 50 ms: 4 s one after the other.
                query: lesson_links::JOB_QUEUE,
                sooner: &[(ExecutorId::Queue, ExecutorId::Sequential)],
            },
            Step {
                id: "a-taker-leaves",
                query: "workload=primes&limit=60000&tasks=40&executors=queue&workers=1",
                sooner: &[],
            },
        ],
        published: None,
    },
];
