//! What was measured for a map, as a table.

use std::io::{Result, Write};

use super::csv::{ms, quoted};
use crate::advice::map::MapFigures;

/// One row for each way that was tried at each place, in the form of the other tables; the first row says with which link
/// it can be seen.
///
/// # Errors
/// What `out` says.
pub fn write_map(figures: &MapFigures, link: &str, out: &mut impl Write) -> Result<()> {
    write!(out, "waiting_percent,tasks,executor,median_ms,runs,link\r\n")?;
    let mut link = Some(link);
    for tried in &figures.tried {
        let (waiting, tasks, executor) =
            (tried.place.wait_percent(), tried.place.tasks(), tried.executor.id());
        let (median, runs) = (ms(tried.median_ms()), tried.walls_ms.len());
        let link = quoted(link.take().unwrap_or_default());
        write!(out, "{waiting},{tasks},{executor},{median},{runs},{link}\r\n")?;
    }
    Ok(())
}
