//! The parameters that belong to no workload, in the canonical order of links.

use crate::workload::{Param, Unit, require_strings};

/// Threads or isolated workers in a pool; absent: as many as the browser says the machine has cores.
pub const WORKERS: Param = Param::optional("workers", 1, 64, Unit::Count);
/// Most waits in flight on one event loop; absent: no limit.
pub const CONCURRENCY: Param = Param::optional("concurrency", 1, 1000, Unit::Count);
/// A computing task on an event loop lets the others go on after so many ms; 0 for never.
pub const YIELD: Param = Param::integer("yield", 0, 0, 1000, Unit::Ms);
/// The lock of `locked-threads` is asked for after so many ms without a hand-over.
pub const SWITCH: Param = Param::integer("switch", 5, 1, 1000, Unit::Ms);
/// One further task, started first, that computes for so many ms; 0 for none.
pub const POISON: Param = Param::integer("poison", 0, 0, 10_000, Unit::Ms);
/// Measured runs of each executor.
pub const REPEAT: Param = Param::integer("repeat", 1, 1, 50, Unit::Count);

/// All of them.
pub static OPTIONS: &[Param] = &[WORKERS, CONCURRENCY, YIELD, SWITCH, POISON, REPEAT];

const _: () = require_strings(OPTIONS);
