//! Many sleepers, one timer: that of the one who is to be woken first.
//!
//! To set a timer of the browser's for each of ten thousand sleeps, and to be called back for each, takes as long as all
//! the rest that an event loop does for them. So it keeps the times itself, as Python's asyncio does, and whoever is due
//! goes on in the same turn.

use std::cell::RefCell;
use std::collections::BTreeMap;

use futures::channel::oneshot;
use gloo_timers::callback::Timeout;

use super::clock::now_ms;

thread_local! {
    static ALARM: RefCell<Alarm> = RefCell::default();
}

/// Until so many ms have passed.
pub async fn sleep(ms: u32) {
    let woken = ALARM.with_borrow_mut(|alarm| alarm.set(ms));
    // Whoever wakes it lives as long as the thread.
    let _ = woken.await;
}

/// The sleepers of a thread.
#[derive(Default)]
struct Alarm {
    /// By the time at which they are to be woken, µs; of equals the first to fall asleep.
    sleepers: BTreeMap<(u64, u64), oneshot::Sender<()>>,
    /// How many there have been.
    slept: u64,
    /// The timer that is set, and for when, µs.
    timer: Option<(u64, Timeout)>,
}

impl Alarm {
    fn set(&mut self, ms: u32) -> oneshot::Receiver<()> {
        let (sender, woken) = oneshot::channel();
        let due_us = now_us() + u64::from(ms) * 1000;
        self.slept += 1;
        self.sleepers.insert((due_us, self.slept), sender);
        self.set_timer();
        woken
    }

    /// Sets the timer for the first sleeper, unless it is set for as early.
    fn set_timer(&mut self) {
        let Some((due_us, _)) = self.sleepers.first_key_value().map(|(key, _)| *key) else { return };
        if self.timer.as_ref().is_none_or(|(set_us, _)| *set_us > due_us) {
            let ms = due_us.saturating_sub(now_us()).div_ceil(1000) as u32;
            let timer = Timeout::new(ms, || ALARM.with_borrow_mut(Self::ring));
            // Dropping the one before takes it back.
            self.timer = Some((due_us, timer));
        }
    }

    fn ring(&mut self) {
        self.timer = None;
        let later = self.sleepers.split_off(&(now_us() + 1, 0));
        for (_, sleeper) in std::mem::replace(&mut self.sleepers, later) {
            // Whoever was dropped meanwhile sleeps no longer.
            let _ = sleeper.send(());
        }
        self.set_timer();
    }
}

fn now_us() -> u64 {
    (now_ms() * 1000.0) as u64
}
