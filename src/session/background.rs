//! What goes on beside everything else, for as long as somebody wants it.

use futures::future::{AbortHandle, abortable};
use wasm_bindgen_futures::spawn_local;

/// Work that goes on until this is dropped.
pub(super) struct Background(AbortHandle);

impl Background {
    /// Begins with it.
    pub(super) fn start(work: impl Future<Output = ()> + 'static) -> Self {
        let (work, handle) = abortable(work);
        spawn_local(async move {
            // Whether it came to its end or was ended is all the same.
            let _ = work.await;
        });
        Self(handle)
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        self.0.abort();
    }
}
