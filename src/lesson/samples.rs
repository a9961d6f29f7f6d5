//! What each model looks like in code: a short Python program, and the Rust that runs here.
//!
//! The Rust is cut out of the very files that run, by the beginning of an item, so that what is shown
//! can't drift away from what happens; the tests fail when an item or a marked line is gone.

use crate::experiment::ExecutorId;
use crate::text;

/// One executor's code.
#[derive(Debug)]
pub struct Sample {
    /// The executor.
    pub executor: ExecutorId,
    /// A program of the kind that it stands for.
    pub python: Excerpt,
    /// The items here in which the difference lies.
    pub rust: &'static [Excerpt],
}

/// A stretch of a program.
#[derive(Debug)]
pub struct Excerpt {
    /// The whole file.
    source: &'static str,
    /// What the excerpt's first line holds; it ends with the brace that closes that line's. Empty for
    /// the whole file.
    item: &'static str,
    /// What lines hold that make the difference.
    marks: &'static [&'static str],
}

/// A line of an excerpt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// What stands there, without the excerpt's own indentation.
    pub text: &'static str,
    /// Whether it makes the difference.
    pub marked: bool,
}

impl Sample {
    /// What is to be seen in it, in a sentence.
    pub fn hint(&self) -> String {
        text::of(&["sample", self.executor.id()])
    }
}

text::require!(sample in SAMPLES => ["sample", sample.executor.id()]);

impl Excerpt {
    /// The excerpt's lines; none if its item is gone, which a test excludes.
    pub fn lines(&self) -> Vec<Line> {
        let mut lines = self.source.lines().skip_while(|line| !line.contains(self.item));
        let Some(first) = lines.next() else { return Vec::new() };
        let indentation = first.len() - first.trim_start().len();
        let is_last = |line: &str| {
            !self.item.is_empty() && line.get(indentation..).is_some_and(|rest| rest.starts_with('}'))
        };
        let mut taken = vec![first];
        for line in lines {
            taken.push(line);
            if is_last(line) {
                break;
            }
        }
        let line = |line: &'static str| Line {
            text: line.get(indentation..).unwrap_or_default(),
            marked: self.marks.iter().any(|mark| line.contains(mark)),
        };
        taken.into_iter().map(line).collect()
    }
}

const fn python(source: &'static str, marks: &'static [&'static str]) -> Excerpt {
    Excerpt { source, item: "", marks }
}

const fn rust(source: &'static str, item: &'static str, marks: &'static [&'static str]) -> Excerpt {
    Excerpt { source, item, marks }
}

const RUN: &str = "async fn run(";

/// The code of each executor, in the order of the table of executors.
pub static SAMPLES: &[Sample] = &[
    Sample {
        executor: ExecutorId::Sequential,
        python: python(include_str!("samples/sequential.py"), &["wait_and_count(n)"]),
        rust: &[
            rust(include_str!("../executor/sequential.rs"), "async fn run(", &["Blocking"]),
            rust(include_str!("../executor/blocking_scheduler.rs"), "Wait::Sleep { ms } => {", &["block("]),
        ],
    },
    Sample {
        executor: ExecutorId::EventLoop,
        python: python(include_str!("samples/event_loop.py"), &["await "]),
        rust: &[rust(
            include_str!("../executor/event_loop_scheduler.rs"),
            "async fn wait(",
            &["self.release()", "take_lane", ".await"],
        )],
    },
    Sample {
        executor: ExecutorId::LockedThreads,
        python: python(
            include_str!("samples/locked_threads.py"),
            &["ThreadPoolExecutor(", "setswitchinterval"],
        ),
        rust: &[
            rust(
                include_str!("../executor/locked_threads.rs"),
                "async fn checkpoint(",
                &["LOCK.is_asked_for", "LOCK.hand_over"],
            ),
            rust(
                include_str!("../executor/locked_threads.rs"),
                "async fn wait(",
                &["LOCK.release", "self.acquire"],
            ),
        ],
    },
    Sample {
        executor: ExecutorId::Threads,
        python: python(include_str!("samples/threads.py"), &["ThreadPoolExecutor(", "_is_gil_enabled"]),
        rust: &[rust(include_str!("../executor/threads.rs"), RUN, &["run_on_threads"])],
    },
    Sample {
        executor: ExecutorId::Processes,
        python: python(include_str!("samples/processes.py"), &["ProcessPoolExecutor(", "__main__"]),
        rust: &[
            rust(include_str!("../executor/processes.rs"), RUN, &["run_on_workers"]),
            rust(include_str!("../executor/worker_pool.rs"), "fn give_tasks(", &["post("]),
        ],
    },
    Sample {
        executor: ExecutorId::Offload,
        python: python(include_str!("samples/offload.py"), &["to_thread", "run_in_executor"]),
        rust: &[
            rust(include_str!("../executor/offload.rs"), "Step::Waiting(wait) => {", &["scheduler.wait("]),
            rust(include_str!("../executor/offload.rs"), "let compute = move |", &["context.advance("]),
            rust(include_str!("../executor/offload.rs"), "pool.spawn(", &["pool.spawn(", "sender.send"]),
        ],
    },
    Sample {
        executor: ExecutorId::ProcessLoops,
        python: python(
            include_str!("samples/process_loops.py"),
            &["ProcessPoolExecutor(", "asyncio.run(", "gather("],
        ),
        rust: &[rust(
            include_str!("../executor/process_loops.rs"),
            RUN,
            &["Dealing::InTurn", "LaneKind::Loop"],
        )],
    },
    Sample {
        executor: ExecutorId::Page,
        python: python(include_str!("samples/page.py"), &["count(200_000)"]),
        rust: &[rust(include_str!("../executor/page.rs"), RUN, &["run_looping("])],
    },
    Sample {
        executor: ExecutorId::Queue,
        python: python(include_str!("samples/queue.py"), &["enqueue(", "Redis("]),
        rust: &[
            rust(include_str!("../queue/jobs.rs"), "pub fn pull(", &["self.waiting.pop_front()"]),
            rust(include_str!("../queue/jobs.rs"), "pub fn vanish(", &["self.waiting.push_front(job)"]),
        ],
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_excerpt_is_found_whole_and_short_with_every_mark() {
        for sample in SAMPLES {
            for excerpt in [&sample.python].into_iter().chain(sample.rust) {
                let lines = excerpt.lines();
                let name = format!("{:?} {:?}", sample.executor, excerpt.item);
                assert!((2..=32).contains(&lines.len()), "{name}: {} lines", lines.len());
                assert!(lines.iter().all(|line| line.text.len() <= 110), "{name}");
                for mark in excerpt.marks {
                    assert!(lines.iter().any(|line| line.text.contains(mark)), "{name}: {mark} is gone");
                }
                let braces = |brace| lines.iter().map(|line| line.text.matches(brace).count()).sum::<usize>();
                assert_eq!(braces('{'), braces('}'), "{name}");
            }
        }
    }
}
