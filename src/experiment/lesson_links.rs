//! The lessons' names in links, and the experiments that they stand for. Both are published, and frozen: what a
//! lesson says, and its further steps, belongs to [`crate::lesson`].

/// `asleep-together`.
pub const ASLEEP_TOGETHER: &str =
    "workload=sleep&delay=2000&executors=sequential,locked-threads,event-loop,processes&workers=5";
/// `downloads`.
pub const DOWNLOADS: &str =
    "workload=fetch&delay=50&executors=sequential,locked-threads,event-loop,processes&workers=5";
/// `pictures`.
pub const PICTURES: &str =
    "workload=fetch&size=102400&tasks=91&executors=sequential,locked-threads&workers=8";
/// `loops-in-processes`.
pub const LOOPS_IN_PROCESSES: &str =
    "workload=fetch&delay=200&tasks=400&executors=event-loop,process-loops&workers=2&concurrency=20";
/// `faster-loop`.
pub const FASTER_LOOP: &str = "workload=primes&limit=50000&executors=sequential,event-loop&yield=1&sweep=loop:timers,messages,microtasks";
/// `job-queue`.
pub const JOB_QUEUE: &str = "workload=fetch&delay=50&tasks=80&executors=sequential,processes,queue&workers=4";
/// `grow-out-of-one-machine`.
pub const GROW_OUT_OF_ONE_MACHINE: &str =
    "workload=squares&number=100000000&executors=sequential,queue&sweep=workers:1,2,4";
/// `two-prime-counts`.
pub const TWO_PRIME_COUNTS: &str =
    "workload=primes&executors=sequential,event-loop,locked-threads,processes&workers=2";
/// `sums-of-squares`.
pub const SUMS_OF_SQUARES: &str =
    "workload=squares&number=100000000&executors=sequential,event-loop,locked-threads,processes";
/// `thumbnails`.
pub const THUMBNAILS: &str = "workload=thumbnails&executors=sequential,processes";
/// `four-models`.
pub const FOUR_MODELS: &str =
    "workload=squares&number=1&tasks=8&executors=sequential,processes&workers=4&repeat=5";
/// `more-threads-than-cores`.
pub const MORE_THREADS_THAN_CORES: &str = "workload=primes&limit=40000&tasks=32&workers=32";
/// `one-bad-citizen`.
pub const ONE_BAD_CITIZEN: &str =
    "workload=sleep&delay=200&tasks=20&executors=event-loop,locked-threads,offload&workers=4&poison=2000";
/// `keep-the-loop-free`.
pub const KEEP_THE_LOOP_FREE: &str = "workload=requests&number=200000000&executors=event-loop,offload";
/// `parse-outside`.
pub const PARSE_OUTSIDE: &str = "workload=parse&size=8388608&executors=locked-threads,offload&workers=4";
/// `lost-updates`.
pub const LOST_UPDATES: &str =
    "workload=counter&increments=20000000&executors=locked-threads,threads,processes&workers=4";
/// `share-or-copy`.
pub const SHARE_OR_COPY: &str =
    "workload=transfer&size=33554432&executors=processes&workers=2&sweep=by:copy,move,share";

/// All of them, by their names.
pub const ALL: [(&str, &str); 17] = [
    ("asleep-together", ASLEEP_TOGETHER),
    ("downloads", DOWNLOADS),
    ("pictures", PICTURES),
    ("loops-in-processes", LOOPS_IN_PROCESSES),
    ("faster-loop", FASTER_LOOP),
    ("job-queue", JOB_QUEUE),
    ("two-prime-counts", TWO_PRIME_COUNTS),
    ("sums-of-squares", SUMS_OF_SQUARES),
    ("thumbnails", THUMBNAILS),
    ("four-models", FOUR_MODELS),
    ("more-threads-than-cores", MORE_THREADS_THAN_CORES),
    ("grow-out-of-one-machine", GROW_OUT_OF_ONE_MACHINE),
    ("one-bad-citizen", ONE_BAD_CITIZEN),
    ("keep-the-loop-free", KEEP_THE_LOOP_FREE),
    ("parse-outside", PARSE_OUTSIDE),
    ("lost-updates", LOST_UPDATES),
    ("share-or-copy", SHARE_OR_COPY),
];

/// The experiment that the lesson of this name stands for.
pub fn find(id: &str) -> Option<(&'static str, &'static str)> {
    ALL.into_iter().find(|(name, _)| *name == id)
}
