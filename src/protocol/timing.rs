//! How long page, coordinator and lanes wait for each other. Each of these times has to fit the others, and the
//! assertions among them say how: what breaks one does not compile.
//!
//! ```text
//!    page                                coordinator                              lane
//!      │ ◀── a sign: COORDINATOR_SIGN_MS ─── │ ◀──────── a sign: LANE_SIGN_MS ─── │
//!  looks: PAGE_LOOK_MS               looks: COORDINATOR_LOOK_MS           looks: LANE_LOOK_MS
//!  gives up: COORDINATOR_SILENCE_MS  gives up: LANE_SILENCE_MS                      │
//!      │ ─── cancel ───────────────────────▶ │ ─── cancel ──────────────────────▶ │
//!  waits: COORDINATOR_SETTLE_MS      waits: LANE_SETTLE_MS                          │
//! ```
//!
//! All in ms: `f64` where a clock is compared, `u32` where a timer is set.

// ------------------------------------------------------------------ a lane speaks, and looks

/// A lane that has something to tell tells it at most this often: telling takes time from what is measured.
pub const LANE_BATCH_MS: f64 = 100.0;
/// A lane with tasks in hand says something to its coordinator at least this often, when it can.
pub const LANE_SIGN_MS: f64 = 500.0;
/// A lane that nothing wakes looks this often whether its run was called off.
pub const LANE_LOOK_MS: u32 = 50;
/// A lane waits for so long for the answer of a server that isn't the app's own; its coordinator waits as much
/// longer for it.
pub const REQUEST_MS: u32 = 30_000;

/// A loop on the page's own thread that gets its turns by promises alone lets the page have one after so long: else
/// nobody could call the run off.
pub const PAGE_BREATH_MS: u32 = 250;

// ------------------------------------------------------------------ a coordinator listens, and speaks

/// A coordinator looks after its lanes at least this often.
pub const COORDINATOR_LOOK_MS: u32 = 250;
/// A coordinator says something to the page at least this often, when it can.
pub const COORDINATOR_SIGN_MS: f64 = 500.0;
/// A coordinator waits for so long for the next of its lanes to load.
pub const LANE_START_MS: f64 = 4_000.0;
/// Threads load all together: for each of them a coordinator waits so much longer than [`LANE_START_MS`].
pub const EACH_THREAD_START_MS: f64 = 25.0;
/// A coordinator takes a lane with tasks in hand for lost that was silent for so long.
pub const LANE_SILENCE_MS: f64 = 3_000.0;
/// A coordinator gives its lanes so long to stop by themselves when their run ends before its tasks do.
pub const LANE_SETTLE_MS: f64 = 300.0;

// ------------------------------------------------------------------ the page listens

/// The page looks this often whether its coordinator is silent.
pub const PAGE_LOOK_MS: u32 = 100;
/// The page waits for so long for a coordinator to load.
pub const COORDINATOR_START_MS: f64 = 4_000.0;
/// The page takes a coordinator for lost that was silent for so long.
pub const COORDINATOR_SILENCE_MS: f64 = 3_500.0;
/// The page gives a coordinator so long to stop its lanes when a run is called off.
pub const COORDINATOR_SETTLE_MS: f64 = 450.0;
/// A coordinator stays for so long when its run is over, so that its lanes can end before it.
pub const COORDINATOR_RETIRE_MS: u32 = 200;

/// Whoever listens and has not looked for so long was asleep, as when a laptop's lid is closed; and so was
/// everybody else, so that their silence tells nothing.
pub const ASLEEP_MS: f64 = 1_000.0;

// ------------------------------------------------------------------ a page and a room

/// A page's own takers have so long to join its room.
pub const OWN_TAKERS_START_MS: f64 = 10_000.0;
/// A run in a room goes on without its broker for so long: one that is started again has its jobs still.
pub const BROKER_GONE_MS: f64 = 15_000.0;

// ------------------------------------------------------------------ how they fit

/// How many signs somebody has to miss before being taken for lost: a busy machine delays some.
const SIGNS_MISSED: f64 = 6.0;
/// The longest that a reader waits for the word that something was lost.
const TOLD_WITHIN_MS: f64 = 5_000.0;
/// The longest that a reader waits for the end of a run that was called off.
const ENDED_WITHIN_MS: f64 = 1_000.0;

const _: () = assert!(LANE_BATCH_MS < LANE_SIGN_MS, "a lane with something to tell speaks before it has to");
const _: () =
    assert!(LANE_LOOK_MS as f64 <= LANE_BATCH_MS, "a lane that looks can tell all it has to in time");
const _: () = assert!(
    COORDINATOR_LOOK_MS as f64 <= COORDINATOR_SIGN_MS / 2.0,
    "a coordinator is awake to give its signs"
);
const _: () = assert!(
    LANE_SILENCE_MS >= SIGNS_MISSED * LANE_SIGN_MS,
    "a lane that is taken for lost has missed several signs"
);
const _: () = assert!(
    COORDINATOR_SILENCE_MS >= SIGNS_MISSED * COORDINATOR_SIGN_MS,
    "a coordinator that is taken for lost has missed several signs"
);
const _: () = assert!(
    COORDINATOR_SILENCE_MS > LANE_SILENCE_MS + COORDINATOR_LOOK_MS as f64,
    "a coordinator has the time to name the lane that is lost before the page takes itself for left alone"
);
const _: () = assert!(
    COORDINATOR_SILENCE_MS + PAGE_LOOK_MS as f64 <= TOLD_WITHIN_MS
        && LANE_SILENCE_MS + COORDINATOR_LOOK_MS as f64 + LANE_SETTLE_MS <= TOLD_WITHIN_MS
        && COORDINATOR_START_MS + PAGE_LOOK_MS as f64 <= TOLD_WITHIN_MS
        && LANE_START_MS + COORDINATOR_LOOK_MS as f64 + LANE_SETTLE_MS <= TOLD_WITHIN_MS,
    "whatever is lost, its reader hears of it soon"
);
const _: () = assert!(
    LANE_SETTLE_MS >= 4.0 * LANE_LOOK_MS as f64,
    "lanes that are called off look several times before they are given up"
);
const _: () = assert!(
    COORDINATOR_SETTLE_MS > LANE_SETTLE_MS + PAGE_LOOK_MS as f64,
    "a coordinator is done with its lanes before the page gives it up"
);
const _: () = assert!(
    COORDINATOR_SETTLE_MS + PAGE_LOOK_MS as f64 + COORDINATOR_RETIRE_MS as f64 <= ENDED_WITHIN_MS,
    "a run that is called off is over soon, and all its workers are gone"
);
const _: () = assert!(
    2.0 * PAGE_BREATH_MS as f64 <= ENDED_WITHIN_MS,
    "a run on the page that is called off hears of it soon"
);
const _: () = assert!(
    COORDINATOR_RETIRE_MS >= 2 * LANE_LOOK_MS,
    "a lane that is told to close has looked before its coordinator is ended"
);
const _: () = assert!(
    ASLEEP_MS >= 4.0 * COORDINATOR_LOOK_MS as f64 && ASLEEP_MS >= 4.0 * PAGE_LOOK_MS as f64,
    "whoever is late for a look or two isn't taken for asleep"
);
const _: () = assert!(
    ASLEEP_MS + LANE_SIGN_MS < LANE_SILENCE_MS && ASLEEP_MS + COORDINATOR_SIGN_MS < COORDINATOR_SILENCE_MS,
    "a sleep too short to be noticed makes nobody seem lost"
);
