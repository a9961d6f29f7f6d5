//! The one lock that all tasks of a memory share, for their critical sections: among threads, and among the tasks of an
//! event loop.
//!
//! Here belong the locks alone: who has one, and who gets it next. Both are pure, and tested natively. Among threads it
//! is a plain lock, as `threading.Lock` and Rust's `Mutex` are: whoever comes when it is free gets it, so that a thread
//! that lets go and asks again may be sooner than one that is being woken. On a loop it goes to whoever asked first, as
//! `asyncio.Lock` does.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::poll_fn;
use std::rc::Rc;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};
use std::time::Duration;

/// The lock, among threads.
#[derive(Debug, Default)]
pub struct SectionLock {
    held: Mutex<bool>,
    freed: Condvar,
}

impl SectionLock {
    /// One that nobody holds.
    pub const fn new() -> Self {
        Self { held: Mutex::new(false), freed: Condvar::new() }
    }

    /// Takes it, if nobody holds it.
    pub fn try_take(&self) -> bool {
        !std::mem::replace(&mut *self.lock(), true)
    }

    /// Takes it, waiting for it for so many ms at most; whether it was to be had. A thread waits for it in short
    /// turns, and looks in between whether everything was called off.
    pub fn take_within(&self, ms: u32) -> bool {
        let mut held = self.lock();
        if *held {
            let wait = self.freed.wait_timeout(held, Duration::from_millis(ms.into()));
            held = wait.unwrap_or_else(PoisonError::into_inner).0;
        }
        !std::mem::replace(&mut *held, true)
    }

    /// Lets go of it.
    pub fn release(&self) {
        *self.lock() = false;
        self.freed.notify_one();
    }

    /// A thread that breaks while it has the inner mutex leaves it in order: nothing can fail halfway.
    fn lock(&self) -> MutexGuard<'_, bool> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The lock, among the tasks of an event loop.
#[derive(Default)]
pub struct LoopLock {
    held: Cell<bool>,
    waiting: RefCell<VecDeque<Rc<Turn>>>,
}

/// A task that waits for its turn.
#[derive(Default)]
struct Turn {
    /// When it came, ms.
    came_ms: Cell<Option<f64>>,
    waker: Cell<Option<Waker>>,
}

impl LoopLock {
    /// Takes it, if nobody holds it.
    pub fn try_take(&self) -> bool {
        !self.held.replace(true)
    }

    /// Comes back when the task has it that asks here; gives since when, ms, by the clock of whoever let it go.
    pub async fn wait(&self) -> f64 {
        let turn = Rc::new(Turn::default());
        self.waiting.borrow_mut().push_back(turn.clone());
        poll_fn(|context| match turn.came_ms.get() {
            Some(ms) => Poll::Ready(ms),
            None => {
                turn.waker.set(Some(context.waker().clone()));
                Poll::Pending
            }
        })
        .await
    }

    /// Lets go of it now, ms: it is the next one's, if anybody waits.
    pub fn release(&self, now_ms: f64) {
        let Some(next) = self.waiting.borrow_mut().pop_front() else { return self.held.set(false) };
        next.came_ms.set(Some(now_ms));
        next.waker.take().into_iter().for_each(Waker::wake);
    }
}

#[cfg(test)]
mod tests {
    use std::pin::{Pin, pin};
    use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
    use std::task::Context;
    use std::thread;

    use super::*;

    #[test]
    fn no_two_threads_are_in_their_sections_at_once() {
        let lock = SectionLock::new();
        let (inside, number) = (AtomicU32::new(0), AtomicU64::new(0));
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..200 {
                        while !lock.take_within(20) {}
                        assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0, "two threads hold the lock");
                        // Loses updates, if ever two sections overlap.
                        let read = number.load(Ordering::Relaxed);
                        thread::yield_now();
                        number.store(read + 1, Ordering::Relaxed);
                        inside.fetch_sub(1, Ordering::SeqCst);
                        lock.release();
                    }
                });
            }
        });
        assert_eq!(number.into_inner(), 800);
        assert!(lock.try_take(), "nobody holds it in the end");
    }

    #[test]
    fn who_waits_looks_up_now_and_then() {
        let lock = SectionLock::new();
        assert!(lock.try_take());
        assert!(!lock.try_take());
        assert!(!lock.take_within(1), "it is still held, and the waiter comes back to say so");
        lock.release();
        assert!(lock.take_within(1));
    }

    #[test]
    fn on_a_loop_it_goes_to_whoever_asked_first() {
        let lock = LoopLock::default();
        let mut context = Context::from_waker(Waker::noop());
        let mut poll = |future: Pin<&mut dyn Future<Output = f64>>| future.poll(&mut context);
        assert!(lock.try_take());
        assert!(!lock.try_take());
        let (mut first, mut second) = (pin!(lock.wait()), pin!(lock.wait()));
        assert!(poll(first.as_mut()).is_pending() && poll(second.as_mut()).is_pending());
        lock.release(3.0);
        assert!(!lock.try_take(), "it is the first one's, though that has not looked yet");
        assert!(poll(second.as_mut()).is_pending());
        assert_eq!(poll(first.as_mut()), Poll::Ready(3.0));
        lock.release(5.0);
        assert_eq!(poll(second.as_mut()), Poll::Ready(5.0));
        lock.release(6.0);
        assert!(lock.try_take());
    }
}
