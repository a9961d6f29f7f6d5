//! Pictures made of drawings.

use js_sys::{Function, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, HtmlImageElement, Url};

use super::features::window;
use super::thrown::text;

/// The longest edge that every browser's canvas can have, px.
const LONGEST: f64 = 16_384.0;

/// Draws an SVG file as a PNG file, this many times as large; less where no canvas is as large as that.
///
/// # Errors
/// What the browser said.
pub async fn png(svg: &Blob, scale: f64) -> Result<Blob, String> {
    let address = Url::create_object_url_with_blob(svg).map_err(|error| text(&error))?;
    let drawn = draw(&address, scale).await;
    // An address that was just made can be revoked.
    let _ = Url::revoke_object_url(&address);
    drawn.map_err(|error| text(&error))
}

async fn draw(address: &str, scale: f64) -> Result<Blob, JsValue> {
    let image = HtmlImageElement::new()?;
    image.set_src(address);
    JsFuture::from(image.decode()).await?;
    let (width, height) = (f64::from(image.natural_width()), f64::from(image.natural_height()));
    let scale = scale.min(LONGEST / width.max(height).max(1.0));
    let (width, height) = ((width * scale).round(), (height * scale).round());
    let document = window().document().ok_or("there is no document")?;
    let canvas: HtmlCanvasElement = document.create_element("canvas")?.unchecked_into();
    canvas.set_width(width as u32);
    canvas.set_height(height as u32);
    let context = canvas.get_context("2d")?.ok_or("there is no canvas")?;
    let context: CanvasRenderingContext2d = context.unchecked_into();
    context.draw_image_with_html_image_element_and_dw_and_dh(&image, 0.0, 0.0, width, height)?;
    let mut failed = Ok(());
    let made = Promise::new(&mut |resolve: Function, _| failed = canvas.to_blob(&resolve));
    failed?;
    Ok(JsFuture::from(made).await?.dyn_into::<Blob>().map_err(|_| crate::text!(take.too_large))?)
}
