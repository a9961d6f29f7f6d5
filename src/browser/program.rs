//! The engine's program: compiled once, then handed to every worker. A worker that had to compile it anew would take
//! longer to start, and in some browsers begin with slower code.

use std::cell::RefCell;

use js_sys::{Object, Reflect, WebAssembly};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::thrown::text;
use super::{features, request};
use crate::trace::Detail;

/// A compiled program; clones are of the same one.
#[derive(Clone)]
pub struct Program(WebAssembly::Module);

/// WebKit gives so many memories of a process room for every address that a program can name, and those beyond only what
/// they hold. Where one program runs in both kinds at once, its code takes about twice as long (WebKitGTK 2.50).
const ROOMY_MEMORIES: u32 = 4;

thread_local! {
    static ENGINE: RefCell<Option<Program>> = const { RefCell::new(None) };
    /// Memories that nobody uses, so that the engine's are all of one kind.
    static UNUSED: RefCell<Vec<WebAssembly::Memory>> = const { RefCell::new(Vec::new()) };
}

impl Program {
    /// The engine, from the release's folder, `files`. What can't be had is tried again the next time.
    ///
    /// # Errors
    /// What went wrong.
    pub async fn engine(files: &str) -> Result<Self, Detail> {
        if let Some(engine) = ENGINE.with_borrow(Clone::clone) {
            return Ok(engine);
        }
        let bytes = request::bytes(&format!("{files}engine_bg.wasm")).await?;
        let compiled = JsFuture::from(WebAssembly::compile(&bytes)).await;
        let engine = Self(compiled.map_err(|error| text(&error))?.unchecked_into());
        if features::is_webkit() {
            UNUSED.set((0..ROOMY_MEMORIES).filter_map(|_| smallest_memory().ok()).collect());
        }
        ENGINE.set(Some(engine.clone()));
        Ok(engine)
    }

    /// The program that this worker runs itself.
    pub fn own() -> Self {
        Self(wasm_bindgen::module().unchecked_into())
    }
}

impl AsRef<JsValue> for Program {
    fn as_ref(&self) -> &JsValue {
        &self.0
    }
}

fn smallest_memory() -> Result<WebAssembly::Memory, JsValue> {
    let description = Object::new();
    Reflect::set(&description, &"initial".into(), &1.into())?;
    WebAssembly::Memory::new(&description)
}
