//! Having the strings of a language shown, and sentences with stresses.

use std::cell::Cell;

use leptos::prelude::*;

use crate::browser::{page, request};
use crate::text;
use crate::text::Texts;

thread_local! {
    /// Whether the strings that parts of the page bring along are among those that are shown.
    static HAS_ALL: Cell<bool> = const { Cell::new(false) };
}

/// Loads the strings of a language; from then on they are what is shown.
///
/// # Errors
/// What went wrong, in a few words.
pub(in crate::view) async fn load(language: &'static str) -> Result<(), String> {
    let mut texts = Texts::new(language);
    let json = file("", language).await?;
    texts.add(&json).map_err(|error| error.to_string())?;
    text::show(texts);
    HAS_ALL.set(false);
    Ok(())
}

/// Whether the strings are there that parts of the page bring along: of lessons, rooms, the adviser, what authors paste.
pub(in crate::view) fn has_all_strings() -> bool {
    HAS_ALL.get()
}

/// Loads the strings that parts of the page bring along, in the language that is shown.
///
/// # Errors
/// What went wrong, in a few words.
pub(in crate::view) async fn load_all_strings() -> Result<(), String> {
    while !has_all_strings() {
        let language = text::shown_language();
        let json = file("later/", language).await?;
        // Another language may be shown by now.
        HAS_ALL.set(text::add(language, &json).map_err(|error| error.to_string())?);
    }
    Ok(())
}

async fn file(folder: &str, language: &str) -> Result<String, String> {
    let address = format!("{}locales/{folder}{language}.json", page::files());
    request::text(&address).await.map_err(|detail| detail.to_string())
}

/// A sentence in which what stands between asterisks is stressed.
pub(in crate::view) fn stressed(sentence: &str) -> impl IntoView + use<> {
    let parts = sentence.split('*').map(str::to_owned).enumerate();
    parts
        .map(|(n, part)| if n % 2 == 1 { view! { <em>{part}</em> }.into_any() } else { part.into_any() })
        .collect_view()
}
