//! Having the strings of a language shown, and sentences with stresses.

use futures::future::try_join_all;
use leptos::prelude::*;

use crate::browser::{page, request};
use crate::text;
use crate::text::Texts;

/// Loads the strings of a language; from then on they are what is shown.
///
/// # Errors
/// What went wrong, in a few words.
pub(in crate::view) async fn load(language: &'static str) -> Result<(), String> {
    let mut texts = Texts::new(language);
    let addresses =
        ["", "lessons/"].map(|folder| format!("{}locales/{folder}{language}.json", page::files()));
    let files = try_join_all(addresses.iter().map(|address| request::text(address))).await;
    for json in files.map_err(|detail| detail.to_string())? {
        texts.add(&json).map_err(|error| error.to_string())?;
    }
    text::show(texts);
    Ok(())
}

/// A sentence in which what stands between asterisks is stressed.
pub(in crate::view) fn stressed(sentence: &str) -> impl IntoView + use<> {
    let parts = sentence.split('*').map(str::to_owned).enumerate();
    parts
        .map(|(n, part)| if n % 2 == 1 { view! { <em>{part}</em> }.into_any() } else { part.into_any() })
        .collect_view()
}
