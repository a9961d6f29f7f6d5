//! A quiet line about releases of the app.

use leptos::prelude::*;

use crate::browser::page;
use crate::session::{News, Session};
use crate::text;

/// That this page is new, or that there is a newer one.
#[component]
pub(in crate::view) fn Release() -> impl IntoView {
    let session = expect_context::<Session>();
    let line = move || {
        let news = session.news.get()?;
        let close = move |_| session.news.set(None);
        let said = match news {
            News::Updated => text!(release.updated, version = version()),
            News::Ready => text!(release.ready),
        };
        let reload = (news == News::Ready).then(|| {
            view! {
                <button type="button" class="plain" disabled=move || session.is_busy()
                    on:click=|_| page::reload()>{text!(release.reload)}</button>
            }
        });
        Some(view! {
            <p class="hint news">
                {said} " " {reload}
                <button type="button" class="plain" on:click=close>{text!(release.dismiss)}</button>
            </p>
        })
    };
    view! { <div role="status">{line}</div> }
}

/// The version, and which build of it this is.
fn version() -> String {
    let release = page::release();
    let build = release.rsplit('-').next().and_then(|hash| hash.get(..8)).unwrap_or_default();
    format!("{} ({build})", env!("CARGO_PKG_VERSION"))
}
