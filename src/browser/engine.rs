//! The engine on the page's own thread, for the one executor that runs there. It is loaded when it is
//! first needed: the page itself carries no kernel and no executor.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Function, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::program::Program;
use super::thrown::text;
use super::worker::Incoming;

#[wasm_bindgen(module = "/src/browser/engine.js")]
extern "C" {
    type Module;
    #[wasm_bindgen(catch)]
    async fn load(files: &str, program: &JsValue) -> Result<JsValue, JsValue>;
    // What src/bin/engine.rs exports.
    #[wasm_bindgen(method, js_name = runOnPage)]
    fn run_on_page(this: &Module, assignment: &[u8], report: &Function);
    #[wasm_bindgen(method, js_name = cancelOnPage)]
    fn cancel_on_page(this: &Module);
}

/// A run on the page's own thread. What was not over when this is dropped goes unheard.
pub struct EngineOnPage {
    module: Rc<RefCell<Option<Module>>>,
    _report: Rc<Closure<dyn FnMut(Uint8Array)>>,
}

impl EngineOnPage {
    /// Loads the engine, whose program is compiled, from the release's folder, `files`, and has it make the run that
    /// `assignment` asks for; `receive` gets all that it says.
    pub fn start(
        files: &str,
        program: Program,
        assignment: Vec<u8>,
        receive: impl Fn(Incoming) + Clone + 'static,
    ) -> Self {
        let said = receive.clone();
        let report = Closure::<dyn FnMut(Uint8Array)>::new(move |bytes: Uint8Array| {
            said(Incoming::Message { bytes: bytes.to_vec(), attachment: JsValue::UNDEFINED });
        });
        let (report, files) = (Rc::new(report), files.to_owned());
        let engine = Self { module: Rc::default(), _report: report.clone() };
        let slot = engine.module.clone();
        spawn_local(async move {
            match load(&files, program.as_ref()).await {
                Ok(module) => {
                    let module = module.unchecked_into::<Module>();
                    module.run_on_page(&assignment, (*report).as_ref().unchecked_ref());
                    slot.replace(Some(module));
                }
                Err(reason) => receive(Incoming::Error(text(&reason).into())),
            }
        });
        engine
    }

    /// Says that the run is called off.
    pub fn cancel(&self) {
        self.module.borrow().iter().for_each(Module::cancel_on_page);
    }
}
