//! The result document as the file that it is.

use std::io::{Result, Write};
use std::mem::take;

use super::file_in_turns::FileInTurns;
use super::json;
use crate::trace::{ResultDocument, Run};

/// So many spans are made into text at once.
const AT_ONCE: usize = 64;

/// Writes what [`json`] makes of the document, list by list, so that others have their turn.
pub(super) async fn write_document(
    mut document: ResultDocument,
    file: &mut FileInTurns<'_, impl Write, impl AsyncFn()>,
) -> Result<()> {
    let runs = take(&mut document.runs);
    let outline = json(&document);
    let (before, after) = around(&outline, "runs");
    file.write(before).await?;
    for (n, run) in runs.into_iter().enumerate() {
        file.write(if n == 0 { "" } else { "," }).await?;
        write_run(run, file).await?;
    }
    file.write(after).await
}

async fn write_run(mut run: Run, file: &mut FileInTurns<'_, impl Write, impl AsyncFn()>) -> Result<()> {
    let spans = take(&mut run.spans);
    let outline = json(&run);
    let (before, after) = around(&outline, "spans");
    file.write(before).await?;
    for (n, some) in spans.chunks(AT_ONCE).enumerate() {
        file.write(if n == 0 { "" } else { "," }).await?;
        file.write(json(&some).trim_matches(['[', ']'])).await?;
    }
    file.write(after).await
}

/// What stands before and after the items of the list of this name, which is empty. Within strings there is nothing like
/// its name: a quotation mark has a backslash before it there.
fn around<'a>(outline: &'a str, list: &str) -> (&'a str, &'a str) {
    let begins = format!("\"{list}\":[");
    let place = outline.find(&begins).map_or(outline.len(), |place| place + begins.len());
    outline.split_at(place)
}
