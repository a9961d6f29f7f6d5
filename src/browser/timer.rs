//! Letting time pass without blocking.

use gloo_timers::future::TimeoutFuture;
use js_sys::{Function, Promise};
use wasm_bindgen_futures::JsFuture;
use web_sys::MessageChannel;

/// Until so many ms have passed.
pub async fn sleep(ms: u32) {
    TimeoutFuture::new(ms).await;
}

/// Until everything that waits in this thread's message queue has had its turn. Goes through a message
/// channel, since browsers make nested timers wait for 4 ms.
pub async fn message_loop() {
    let mut ask = |resolve: Function, _: Function| {
        if let Ok(channel) = MessageChannel::new() {
            channel.port1().set_onmessage(Some(&resolve));
            // Posting nothing can't fail: it needs no cloning.
            let _ = channel.port2().post_message(&wasm_bindgen::JsValue::NULL);
        }
    };
    let _ = JsFuture::from(Promise::new(&mut ask)).await;
}
