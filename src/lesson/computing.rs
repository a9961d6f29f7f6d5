//! Lessons on tasks that compute.

use super::{Lesson, Published, Publisher, Step, Topic};
use crate::experiment::{ExecutorId, lesson_links};
use crate::insight::PublishedFigure;

pub(super) const LESSONS: &[Lesson] = &[
    Lesson {
        id: "two-prime-counts",
        topic: Topic::Computing,
        steps: &[Step { id: "count", query: lesson_links::TWO_PRIME_COUNTS, sooner: &[] }],
        published: Some(Published {
            source: "An answer on multiprocessing, threading and asyncio",
            by: Publisher::Named("Stack Overflow"),
            url: None,
            machine: &["Intel Core i7-8700K", "3.7 GHz", "32 GB"],
            figures: &[
                PublishedFigure { executor: ExecutorId::Processes, seconds: 23.87 },
                PublishedFigure { executor: ExecutorId::LockedThreads, seconds: 45.24 },
                PublishedFigure { executor: ExecutorId::EventLoop, seconds: 44.77 },
            ],
        }),
    },
    Lesson {
        id: "sums-of-squares",
        topic: Topic::Computing,
        steps: &[Step {
            id: "sum",
            // Twenty times the numbers of the tutorial: 20 sums of 5 million are done in 50 ms here.
            query: lesson_links::SUMS_OF_SQUARES,
            sooner: &[],
        }],
        published: Some(Published {
            source: "Speed Up Your Python Program With Concurrency",
            by: Publisher::Named("Real Python"),
            url: Some("https://realpython.com/python-concurrency/"),
            machine: &[],
            figures: &[
                PublishedFigure { executor: ExecutorId::Sequential, seconds: 7.83 },
                // One figure stands there for both.
                PublishedFigure { executor: ExecutorId::LockedThreads, seconds: 10.41 },
                PublishedFigure { executor: ExecutorId::EventLoop, seconds: 10.41 },
                PublishedFigure { executor: ExecutorId::Processes, seconds: 2.52 },
            ],
        }),
    },
    Lesson {
        id: "thumbnails",
        topic: Topic::Computing,
        steps: &[Step { id: "scale", query: lesson_links::THUMBNAILS, sooner: &[] }],
        published: Some(Published {
            source: "Python Multithreading and Multiprocessing Tutorial",
            by: Publisher::Named("Toptal"),
            url: Some(
                "https://www.toptal.com/python/beginners-guide-to-concurrency-and-parallelism-in-python",
            ),
            machine: &[],
            figures: &[
                PublishedFigure { executor: ExecutorId::Sequential, seconds: 2.32 },
                PublishedFigure { executor: ExecutorId::Processes, seconds: 1.05 },
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
                query: lesson_links::FOUR_MODELS,
                sooner: &[(ExecutorId::Sequential, ExecutorId::Processes)],
            },
            Step {
                id: "factorials",
                query: "workload=factorial&executors=sequential,processes&workers=3&repeat=5",
                sooner: &[(ExecutorId::Sequential, ExecutorId::Processes)],
            },
            Step {
                id: "pages",
                query: "workload=fetch&tasks=3&executors=sequential,event-loop",
                sooner: &[(ExecutorId::EventLoop, ExecutorId::Sequential)],
            },
            Step {
                id: "size",
                query: "workload=squares&tasks=8&executors=sequential,processes&workers=4&sweep=number:1,10000,1000000,100000000",
                sooner: &[],
            },
            Step {
                id: "chunk",
                // 400 sums of about 0.1 ms each: from one in a message to all of them in one.
                query: "workload=squares&number=200000&tasks=400&executors=sequential,processes&workers=2&sweep=chunk:1,5,20,100,400",
                sooner: &[],
            },
        ],
        published: None,
    },
    // The last of its topic: preemptive multitasking, and after it the cooperative one of `one-bad-citizen`.
    Lesson {
        id: "more-threads-than-cores",
        topic: Topic::Computing,
        steps: &[
            Step {
                id: "turns",
                // More threads than most machines have cores, a task each, and each task long enough for several turns.
                query: lesson_links::MORE_THREADS_THAN_CORES,
                sooner: &[(ExecutorId::Threads, ExecutorId::Sequential)],
            },
            Step {
                id: "workers",
                // Each number of workers divides that of tasks, so that no core is idle at the end; the tasks are
                // small enough for all twelve runs to start without a click.
                query: "workload=primes&limit=20000&tasks=32&executors=threads,processes&sweep=workers:1,2,4,8,16,32",
                sooner: &[],
            },
            Step {
                id: "who-decides",
                // The loop's tasks give way as often as the lock is asked for: all three have 32 tasks in progress.
                query: "workload=primes&limit=40000&tasks=32&executors=event-loop,locked-threads,threads&workers=32&yield=5",
                sooner: &[
                    (ExecutorId::Threads, ExecutorId::EventLoop),
                    (ExecutorId::Threads, ExecutorId::LockedThreads),
                ],
            },
        ],
        published: None,
    },
    Lesson {
        id: "grow-out-of-one-machine",
        topic: Topic::Computing,
        steps: &[
            Step { id: "takers", query: lesson_links::GROW_OUT_OF_ONE_MACHINE, sooner: &[] },
            Step {
                id: "room",
                query: "workload=squares&number=100000000&tasks=60&executors=processes,queue",
                sooner: &[],
            },
        ],
        published: None,
    },
];
