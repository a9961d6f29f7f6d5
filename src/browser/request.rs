//! Downloads: awaited on an event loop, or blocking a thread.

use std::cell::RefCell;
use std::collections::HashMap;

use js_sys::{Array, ArrayBuffer, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, RequestCache, RequestCredentials, RequestInit, Response, Url, XmlHttpRequest,
    XmlHttpRequestResponseType,
};

use super::memory::Outside;
use super::thrown::text as thrown;
use crate::protocol::timing::REQUEST_MS;
use crate::trace::Detail;
use crate::workload::{Arrived, ContentKind};

#[wasm_bindgen]
extern "C" {
    // The same name in a page and in a worker.
    #[wasm_bindgen(catch)]
    async fn fetch(address: &str, options: &RequestInit) -> Result<JsValue, JsValue>;
}

thread_local! {
    /// How the tasks' downloads are asked for. Made once: a `Request` for each, which the browser makes another of, takes
    /// a tenth of what a download costs.
    static DOWNLOAD: RequestInit = {
        let options = RequestInit::new();
        options.set_credentials(RequestCredentials::Omit);
        options.set_cache(RequestCache::NoStore);
        options
    };
}

/// Downloads a resource; its bytes are kept, or only counted. Sends no credentials.
///
/// # Errors
/// What went wrong.
pub async fn download(address: &str, keep: bool) -> Result<Arrived, Detail> {
    let body = body(address, &DOWNLOAD.with(Clone::clone), Response::array_buffer).await?;
    Ok(arrived(&body.unchecked_into(), keep))
}

/// The text of one of the app's own files.
///
/// # Errors
/// What went wrong.
pub async fn text(address: &str) -> Result<String, Detail> {
    let body = body(address, &RequestInit::new(), Response::text).await?;
    Ok(body.as_string().unwrap_or_default())
}

/// The bytes of one of the app's own files, as JavaScript keeps them.
///
/// # Errors
/// What went wrong.
pub async fn bytes(address: &str) -> Result<JsValue, Detail> {
    body(address, &RequestInit::new(), Response::array_buffer).await
}

/// What a request is answered with, read as `form` reads it.
async fn body(
    address: &str,
    options: &RequestInit,
    form: impl Fn(&Response) -> Result<Promise, JsValue>,
) -> Result<JsValue, Detail> {
    let response: Response = fetch(address, options).await.map_err(|error| thrown(&error))?.unchecked_into();
    if !response.ok() {
        return Err(Detail::Answered(response.status()));
    }
    let body = form(&response).map_err(|error| thrown(&error))?;
    Ok(JsFuture::from(body).await.map_err(|error| thrown(&error))?)
}

/// The same as [`download`], but this thread does nothing else until the answer is there. Only in workers.
///
/// # Errors
/// What went wrong.
pub fn download_blocking(address: &str, keep: bool) -> Result<Arrived, Detail> {
    let attempt = || -> Result<XmlHttpRequest, JsValue> {
        let request = XmlHttpRequest::new()?;
        request.open_with_async("GET", address, false)?;
        request.set_response_type(XmlHttpRequestResponseType::Arraybuffer);
        request.set_timeout(REQUEST_MS);
        request.send()?;
        Ok(request)
    };
    let request = attempt().map_err(|error| thrown(&error))?;
    // A blob answers 200 in every browser of today; 0 was once usual for addresses without a server.
    match request.status() {
        Ok(0 | 200..=299) => {
            let body = request.response().map_err(|error| thrown(&error))?;
            // There is no buffer when there was nothing to put into it.
            Ok(body.dyn_ref().map_or(Arrived::Bytes(0), |body| arrived(body, keep)))
        }
        Ok(status) => Err(Detail::Answered(status)),
        Err(error) => Err(thrown(&error).into()),
    }
}

/// What has come, which is a buffer of the browser's until it is read here.
fn arrived(body: &ArrayBuffer, keep: bool) -> Arrived {
    let _outside = Outside::hold(body.byte_length().into());
    if keep {
        Arrived::Body(Uint8Array::new(body).to_vec())
    } else {
        Arrived::Bytes(u64::from(body.byte_length()))
    }
}

/// The address of a blob of so many bytes, made once for each thread, form and size.
///
/// # Errors
/// What the browser said.
pub fn blob_address(form: ContentKind, size: u64) -> Result<String, String> {
    thread_local! {
        static BLOBS: RefCell<HashMap<(ContentKind, u64), String>> = RefCell::default();
    }
    if let Some(address) = BLOBS.with_borrow(|blobs| blobs.get(&(form, size)).cloned()) {
        return Ok(address);
    }
    let bytes = Uint8Array::from(form.content(size).as_slice());
    let address = Blob::new_with_u8_array_sequence(&Array::of1(&bytes))
        .and_then(|blob| Url::create_object_url_with_blob(&blob))
        .map_err(|error| thrown(&error))?;
    BLOBS.with_borrow_mut(|blobs| blobs.insert((form, size), address.clone()));
    Ok(address)
}
