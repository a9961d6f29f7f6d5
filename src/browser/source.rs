//! The built-in source of `fetch`: a service worker where one can be had.

use std::cell::OnceCell;

use futures::future::{Either, FutureExt, LocalBoxFuture, Shared, select};
use js_sys::{Function, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{ServiceWorkerContainer, ServiceWorkerRegistration};

use super::features::window;
use super::page;
use super::timer::sleep;
use crate::experiment::Source;

/// How long the page waits for the service worker to take charge before it goes without, ms.
const PATIENCE_MS: u32 = 4_000;

thread_local! {
    static FOUND: OnceCell<Shared<LocalBoxFuture<'static, Source>>> = const { OnceCell::new() };
}

/// Where `fetch` reads from on this page. Whoever asks first has it found out; it may take some seconds, so that
/// only those wait for it who need it.
pub fn find() -> Shared<LocalBoxFuture<'static, Source>> {
    FOUND.with(|found| found.get_or_init(|| prepare().boxed_local().shared()).clone())
}

/// Registers the service worker and waits until it is in charge of this page. Where that is refused (in a cross-site
/// frame, in private browsing, without https) a blob takes its place.
async fn prepare() -> Source {
    let Some(container) = container() else { return Source::Blob };
    let base = page::base();
    let in_charge = Box::pin(take_charge(&container, &base));
    match select(in_charge, Box::pin(sleep(PATIENCE_MS))).await {
        Either::Left((Ok(()), _)) => Source::ServiceWorker,
        _ => Source::Blob,
    }
}

/// Lets go of every request that the service worker still holds for this run.
pub fn release(run: u64) {
    post(&format!("release {run}"));
}

/// Says something to the service worker that is in charge, if there is one.
pub(super) fn post(words: &str) {
    if let Some(controller) = container().and_then(|container| container.controller()) {
        // A string can always be sent.
        let _ = controller.post_message(&words.into());
    }
}

/// Where the browser has them at all; where it may not be asked, it throws.
pub(super) fn container() -> Option<ServiceWorkerContainer> {
    let navigator = window().navigator();
    js_sys::Reflect::get(&navigator, &"serviceWorker".into()).ok()?.dyn_into().ok()
}

async fn take_charge(container: &ServiceWorkerContainer, base: &str) -> Result<(), JsValue> {
    let changed = Promise::new(&mut |resolve: Function, _| container.set_oncontrollerchange(Some(&resolve)));
    JsFuture::from(container.register(&format!("{base}sw.js"))).await?;
    let registration =
        JsFuture::from(container.ready()?).await?.unchecked_into::<ServiceWorkerRegistration>();
    if container.controller().is_none() {
        // A page that was reloaded past its caches has no controller until one claims it.
        if let Some(active) = registration.active() {
            active.post_message(&"claim".into())?;
        }
        JsFuture::from(changed).await?;
    }
    container.set_oncontrollerchange(None);
    Ok(())
}
