//! Downloads: awaited on an event loop, or blocking a thread.

use std::cell::RefCell;
use std::collections::HashMap;

use js_sys::{Array, ArrayBuffer, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, Request, RequestCache, RequestCredentials, RequestInit, Response, Url, XmlHttpRequest,
    XmlHttpRequestResponseType,
};

use super::worker::text;

#[wasm_bindgen]
extern "C" {
    // The same name in a page and in a worker.
    #[wasm_bindgen(catch)]
    async fn fetch(request: &Request) -> Result<JsValue, JsValue>;
}

/// How long another server may take, ms.
pub const TIMEOUT_MS: u32 = 30_000;

/// Downloads a resource and says how many bytes it had. Sends no credentials.
///
/// # Errors
/// What went wrong, in a few words.
pub async fn download(address: &str) -> Result<u64, String> {
    let options = RequestInit::new();
    options.set_credentials(RequestCredentials::Omit);
    options.set_cache(RequestCache::NoStore);
    let request = Request::new_with_str_and_init(address, &options).map_err(|error| text(&error))?;
    let response: Response = fetch(&request).await.map_err(|error| text(&error))?.unchecked_into();
    if !response.ok() {
        return Err(format!("the server answered {}", response.status()));
    }
    let body = response.array_buffer().map_err(|error| text(&error))?;
    let body = JsFuture::from(body).await.map_err(|error| text(&error))?;
    Ok(u64::from(body.unchecked_into::<ArrayBuffer>().byte_length()))
}

/// The same, but this thread does nothing else until the answer is there. Only in workers.
///
/// # Errors
/// What went wrong, in a few words.
pub fn download_blocking(address: &str) -> Result<u64, String> {
    let attempt = || -> Result<XmlHttpRequest, JsValue> {
        let request = XmlHttpRequest::new()?;
        request.open_with_async("GET", address, false)?;
        request.set_response_type(XmlHttpRequestResponseType::Arraybuffer);
        request.set_timeout(TIMEOUT_MS);
        request.send()?;
        Ok(request)
    };
    let request = attempt().map_err(|error| text(&error))?;
    // A blob answers 200 in every browser of today; 0 was once usual for addresses without a server.
    match request.status() {
        Ok(0 | 200..=299) => {
            let body = request.response().map_err(|error| text(&error))?;
            Ok(body.dyn_ref::<ArrayBuffer>().map_or(0, |body| u64::from(body.byte_length())))
        }
        Ok(status) => Err(format!("the server answered {status}")),
        Err(error) => Err(text(&error)),
    }
}

/// The address of a blob of so many bytes, made once for each thread and size.
///
/// # Errors
/// What the browser said.
pub fn blob_address(size: u64) -> Result<String, String> {
    thread_local! {
        static BLOBS: RefCell<HashMap<u64, String>> = RefCell::default();
    }
    if let Some(address) = BLOBS.with_borrow(|blobs| blobs.get(&size).cloned()) {
        return Ok(address);
    }
    let bytes = Uint8Array::new_with_length(size as u32);
    let address = Blob::new_with_u8_array_sequence(&Array::of1(&bytes))
        .and_then(|blob| Url::create_object_url_with_blob(&blob))
        .map_err(|error| text(&error))?;
    BLOBS.with_borrow_mut(|blobs| blobs.insert(size, address.clone()));
    Ok(address)
}
