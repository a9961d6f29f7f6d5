//! One lock among threads that is handed over fairly on request, as CPython's global interpreter lock is.
//!
//! Here belongs the protocol of the lock alone: who asks for it, when, and who gets it. It is pure, and
//! tested natively with real threads; `executor` uses it for `locked-threads`.
//!
//! The protocol is CPython's since 3.2 (Antoine Pitrou's "new GIL", `Python/ceval_gil.c`): whoever wants
//! the lock waits for one interval; if it did not change hands during that time, the holder is asked to
//! let go. The holder does so at its next checkpoint, and does not take it again before somebody else had
//! it. There is one interval for all waiters: each change of hands begins it anew.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::protocol::timing::LANE_LOOK_MS;

/// How often a waiter looks whether everything was called off, ms.
const LOOK_MS: u64 = LANE_LOOK_MS as u64;

/// The lock.
#[derive(Debug, Default)]
pub struct Handover {
    state: Mutex<State>,
    /// Somebody let go.
    freed: Condvar,
    /// Somebody else has it now.
    taken: Condvar,
    /// The holder is asked to let go.
    asked: AtomicBool,
}

#[derive(Debug, Default)]
struct State {
    held: bool,
    /// Who had it last.
    last: Option<u32>,
    /// How many threads wait for it.
    waiting: u32,
    /// How often it has changed hands.
    switches: u64,
}

impl Handover {
    /// A lock that nobody holds.
    pub const fn new() -> Self {
        Self {
            state: Mutex::new(State { held: false, last: None, waiting: 0, switches: 0 }),
            freed: Condvar::new(),
            taken: Condvar::new(),
            asked: AtomicBool::new(false),
        }
    }

    /// Takes the lock if nobody holds it, at once.
    pub fn try_take(&self, thread: u32) -> bool {
        let mut state = self.lock();
        // Whoever waits comes first.
        let free = !state.held && state.waiting == 0;
        if free {
            self.give(&mut state, thread);
        }
        free
    }

    /// Takes the lock, waiting for it; it is asked for after `interval_ms` without a change of hands.
    /// `false` where it was not taken because `is_over` said that everything was called off.
    pub fn take(&self, thread: u32, interval_ms: u64, is_over: impl Fn() -> bool) -> bool {
        let mut state = self.lock();
        state.waiting += 1;
        let (mut seen, mut left_ms) = (state.switches, interval_ms);
        while state.held && !is_over() {
            let step_ms = left_ms.min(LOOK_MS);
            let (guard, timeout) = self
                .freed
                .wait_timeout(state, Duration::from_millis(step_ms))
                .unwrap_or_else(PoisonError::into_inner);
            state = guard;
            if state.switches != seen {
                (seen, left_ms) = (state.switches, interval_ms);
            } else if timeout.timed_out() {
                left_ms -= step_ms;
                if left_ms == 0 {
                    self.asked.store(true, Ordering::Relaxed);
                    left_ms = interval_ms;
                }
            }
        }
        state.waiting -= 1;
        let taken = !state.held;
        if taken {
            self.give(&mut state, thread);
        }
        taken
    }

    /// Whether the holder is asked to let go: cheap, for every checkpoint.
    pub fn is_asked_for(&self) -> bool {
        self.asked.load(Ordering::Relaxed)
    }

    /// Lets go of the lock; its holder calls this before it waits for something else.
    pub fn release(&self) {
        self.lock().held = false;
        self.freed.notify_one();
    }

    /// Lets go because somebody asked, and comes back when that one, or another, had the lock.
    pub fn hand_over(&self, is_over: impl Fn() -> bool) {
        let mut state = self.lock();
        state.held = false;
        self.freed.notify_one();
        let before = state.switches;
        while state.switches == before && state.waiting > 0 && !is_over() {
            let wait = self.taken.wait_timeout(state, Duration::from_millis(LOOK_MS));
            state = wait.unwrap_or_else(PoisonError::into_inner).0;
        }
        self.asked.store(false, Ordering::Relaxed);
    }

    fn give(&self, state: &mut State, thread: u32) {
        state.held = true;
        if state.last != Some(thread) {
            state.last = Some(thread);
            state.switches += 1;
        }
        self.asked.store(false, Ordering::Relaxed);
        self.taken.notify_all();
    }

    /// A thread that breaks while it holds the inner mutex leaves it in order: nothing can fail halfway.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, AtomicU64};
    use std::thread;

    use super::*;

    /// Works under the lock as a thread of `locked-threads` does; says who held it, in order.
    fn contend(threads: u32, checkpoints: u32, interval_ms: u64) -> Vec<u32> {
        let lock = Handover::new();
        let (inside, order) = (AtomicU32::new(0), Mutex::new(Vec::new()));
        let work = AtomicU64::new(0);
        let holder = |thread: u32| {
            assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0, "two threads hold the lock");
            order.lock().unwrap().push(thread);
        };
        thread::scope(|scope| {
            for thread in 0..threads {
                let (lock, inside, holder, work) = (&lock, &inside, &holder, &work);
                scope.spawn(move || {
                    assert!(lock.take(thread, interval_ms, || false));
                    holder(thread);
                    for _ in 0..checkpoints {
                        for n in 0..20_000u64 {
                            work.fetch_add(n, Ordering::Relaxed);
                        }
                        if lock.is_asked_for() {
                            inside.fetch_sub(1, Ordering::SeqCst);
                            lock.hand_over(|| false);
                            assert!(lock.take(thread, interval_ms, || false));
                            holder(thread);
                        }
                    }
                    inside.fetch_sub(1, Ordering::SeqCst);
                    lock.release();
                });
            }
        });
        order.into_inner().unwrap()
    }

    #[test]
    fn one_thread_holds_it_at_a_time_and_all_get_their_turn() {
        let order = contend(3, 300, 1);
        let changes = order.windows(2).filter(|pair| pair[0] != pair[1]).count();
        assert!(changes >= 4, "it hardly ever changed hands: {order:?}");
        assert!((0..3).all(|thread| order.contains(&thread)));
    }

    #[test]
    fn whoever_lets_go_on_request_does_not_get_it_back_at_once() {
        let order = contend(2, 400, 1);
        // At the very end one of the two is alone.
        let contended = order.len().saturating_sub(2);
        assert!(order[..contended].windows(2).all(|pair| pair[0] != pair[1]), "{order:?}");
    }

    #[test]
    fn nobody_waits_for_a_lock_when_all_is_over() {
        let lock = Handover::new();
        assert!(lock.try_take(0));
        assert!(!lock.try_take(1));
        assert!(!lock.take(1, 1000, || true));
        lock.release();
        assert!(lock.try_take(1));
    }
}
