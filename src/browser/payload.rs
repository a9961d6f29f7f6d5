//! Payloads, which are buffers outside of every Wasm memory: kept, sent from one memory to another, and read.
//!
//! Each thread has a stock of them to give away, and holds at most one that it was given.

use std::cell::RefCell;

use js_sys::{Array, ArrayBuffer, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;

use super::features::SharedBuffer;
use super::memory::Outside;
use super::thrown::text;
use crate::workload::{Payload, TransferMode, Window, pattern};

#[wasm_bindgen]
extern "C" {
    type Buffer;
    #[wasm_bindgen(constructor, catch, js_class = "ArrayBuffer")]
    fn own(size: f64) -> Result<Buffer, JsValue>;

    #[wasm_bindgen(catch, js_name = structuredClone)]
    fn structured_clone(value: &JsValue, options: &Object) -> Result<JsValue, JsValue>;
}

thread_local! {
    /// The buffers that this thread can give away.
    static STOCK: RefCell<Vec<(JsValue, Outside)>> = const { RefCell::new(Vec::new()) };
    /// The buffer that this thread was given, and what of it is its own.
    static HELD: RefCell<Option<(Uint8Array, Outside)>> = const { RefCell::new(None) };
}

/// Makes as many buffers as `lanes` that are served at once need: what is moved is gone until it comes
/// back, while what is copied or shared stays.
///
/// # Errors
/// What the browser said: that there is not so much memory, or none to be shared.
pub fn prepare(payload: Payload, lanes: u32) -> Result<(), String> {
    let count = if payload.by == TransferMode::Move { lanes } else { 1 };
    let made = |_| make(payload).map(|buffer| (buffer, Outside::hold(payload.size)));
    let stock = (0..count).map(made).collect::<Result<_, _>>();
    STOCK.set(stock.map_err(|error| text(&error))?);
    Ok(())
}

/// Forgets all buffers that this thread has.
pub fn forget() {
    STOCK.take();
    HELD.take();
}

fn make(payload: Payload) -> Result<JsValue, JsValue> {
    let size = payload.size as f64;
    let buffer: JsValue = match payload.by {
        TransferMode::Copy | TransferMode::Move => Buffer::own(size)?.into(),
        TransferMode::Share => SharedBuffer::new(size)?.into(),
    };
    let bytes = Uint8Array::new(&buffer);
    let pattern = pattern();
    let mut filled = bytes.length().min(pattern.len() as u32);
    bytes.subarray(0, filled).copy_from(&pattern[..filled as usize]);
    // By doubling, so that the browser copies what is there already.
    while filled < bytes.length() {
        let more = filled.min(bytes.length() - filled);
        bytes.copy_within(filled as i32, 0, more as i32);
        filled += more;
    }
    Ok(buffer)
}

/// A buffer of the stock, to be given away, and what has to be transferred with it: the buffer itself where
/// it is moved, which leaves the stock by that.
pub fn give(by: TransferMode) -> Option<(JsValue, Array)> {
    STOCK.with_borrow_mut(|stock| match by {
        TransferMode::Copy | TransferMode::Share => {
            stock.last().map(|(buffer, _)| (buffer.clone(), Array::new()))
        }
        TransferMode::Move => stock.pop().map(|(buffer, _)| (buffer.clone(), Array::of1(&buffer))),
    })
}

/// Has back what was moved.
pub fn take_back(buffer: JsValue) {
    let outside = Outside::hold(Uint8Array::new(&buffer).length().into());
    STOCK.with_borrow_mut(|stock| stock.push((buffer, outside)));
}

/// From now on this thread holds this buffer. One that is shared counts where it is kept to be given away.
pub fn hold(buffer: &JsValue) {
    let bytes = Uint8Array::new(buffer);
    let own = if buffer.is_instance_of::<ArrayBuffer>() { bytes.length() } else { 0 };
    HELD.set(Some((bytes, Outside::hold(own.into()))));
}

/// Gives a thread that no message can reach a buffer of its own stock, the way that a message would.
///
/// # Errors
/// What the browser said: that there is not so much memory.
pub fn hold_own(by: TransferMode) -> Result<(), String> {
    let (buffer, transfer) = give(by).ok_or("there is no buffer left")?;
    let given = match by {
        TransferMode::Share => Ok(buffer),
        TransferMode::Copy | TransferMode::Move => {
            let options = Object::new();
            // A plain object takes any property.
            let _ = Reflect::set(&options, &"transfer".into(), &transfer);
            structured_clone(&buffer, &options)
        }
    };
    hold(&given.map_err(|error| text(&error))?);
    Ok(())
}

/// What this thread holds, which it does no longer.
pub fn put_down() -> Option<JsValue> {
    HELD.take().map(|(bytes, _)| bytes.buffer().into())
}

/// How a task reads what this thread holds.
pub const WINDOW: Window = Window(|from, into| {
    HELD.with_borrow(|held| {
        if let Some((bytes, _)) = held {
            // A payload is at most 256 MiB.
            let from = from as u32;
            bytes.subarray(from, from + into.len() as u32).copy_to(into);
        }
    });
});
