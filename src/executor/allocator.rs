//! The engine's allocator: the standard library's own, dlmalloc, behind a lock that lets others have the core.
//!
//! The standard library's lock is one that spins, because a page's own thread may not block. On a machine with fewer cores
//! than threads that is dear: whoever holds the lock when the operating system takes its core away makes all others
//! spend their turns on waiting. Threads of the engine are workers, and may block. (On a page's own thread the engine
//! is alone in its memory, and never waits.)

#![cfg(all(target_arch = "wasm32", feature = "engine"))]
#![expect(unsafe_code, reason = "an allocator hands out raw memory")]

use std::alloc::{GlobalAlloc, Layout};
use std::sync::{Mutex, MutexGuard, PoisonError};

use dlmalloc::Dlmalloc;

#[global_allocator]
static ALLOCATOR: BlockingAllocator = BlockingAllocator(Mutex::new(Dlmalloc::new()));

struct BlockingAllocator(Mutex<Dlmalloc>);

impl BlockingAllocator {
    /// A thread that broke in here leaves the lock locked, whatever it is called: nothing unwinds.
    fn lock(&self) -> MutexGuard<'_, Dlmalloc> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

// SAFETY: each call goes to dlmalloc, which keeps what this trait promises, with its arguments as they are, and one at
// a time.
unsafe impl GlobalAlloc for BlockingAllocator {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        unsafe { self.lock().malloc(layout.size(), layout.align()) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        unsafe { self.lock().calloc(layout.size(), layout.align()) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { self.lock().free(pointer, layout.size(), layout.align()) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        unsafe { self.lock().realloc(pointer, layout.size(), layout.align(), size) }
    }
}
