//! Tasks and spans as tables for spreadsheets and statistics programs: RFC 4180, UTF-8, a header row whose
//! names end with their units.
//!
//! The last column says with which link the runs were made: in the first row only, because a million rows
//! would repeat it a million times.

use std::borrow::Cow;
use std::io::{Result, Write};

use super::file_in_turns::FileInTurns;
use crate::text::trimmed;
use crate::trace::{ResultDocument, Run, SpanKind, task_figures};

/// What a task's row tells the length of, in the order of its columns.
const SPENT: [SpanKind; 6] =
    [SpanKind::Run, SpanKind::Wait, SpanKind::Blocked, SpanKind::Ready, SpanKind::Send, SpanKind::Preempted];

/// One row for each task of each run. What a task did not do, or what nobody recorded, is an empty field.
pub(super) async fn write_tasks(
    document: &ResultDocument,
    link: &str,
    file: &mut FileInTurns<'_, impl Write, impl AsyncFn()>,
) -> Result<()> {
    let spent = SPENT.map(|kind| format!("{}_ms", kind.name()));
    let spent = spent.iter().map(String::as_str);
    let columns: Vec<&str> =
        ["task", "lanes", "start_ms", "end_ms"].into_iter().chain(spent).chain(["output"]).collect();
    let mut table = Table::begin(file, link, &columns).await?;
    for run in &document.runs {
        table.begin_run(run).await;
        let tasks = task_figures(&run.spans, run.outputs.len());
        for (k, task) in tasks.iter().enumerate() {
            let lanes: Vec<String> = task.lanes.iter().map(u32::to_string).collect();
            let (start, end) = task.extent.map_or_else(Default::default, |(from, to)| (ms(from), ms(to)));
            let mut fields = vec![k.to_string(), lanes.join(" "), start, end];
            let spent = SPENT
                .map(|kind| if lanes.is_empty() { String::new() } else { ms(task.spent[kind as usize]) });
            fields.extend(spent);
            fields.push(run.outputs.get(k).cloned().unwrap_or_default());
            table.row(&fields).await?;
        }
    }
    Ok(())
}

/// One row for each span of each run.
pub(super) async fn write_spans(
    document: &ResultDocument,
    link: &str,
    file: &mut FileInTurns<'_, impl Write, impl AsyncFn()>,
) -> Result<()> {
    let columns = ["lane", "lane_name", "task", "kind", "start_ms", "end_ms", "duration_ms"];
    let mut table = Table::begin(file, link, &columns).await?;
    for run in &document.runs {
        table.begin_run(run).await;
        let name = |id: u32| run.lanes.iter().find(|lane| lane.id == id).map(|lane| lane.name.clone());
        for span in &run.spans {
            let fields = [
                span.lane.to_string(),
                name(span.lane).unwrap_or_default(),
                span.task.map(|task| task.to_string()).unwrap_or_default(),
                span.kind.name().to_owned(),
                ms(span.start_ms),
                ms(span.end_ms),
                ms(span.ms()),
            ];
            table.row(&fields).await?;
        }
    }
    Ok(())
}

/// What the rows of both tables have in common: they begin with their run.
struct Table<'a, 'f, W, T> {
    file: &'a mut FileInTurns<'f, W, T>,
    /// What the next rows begin with.
    of_run: String,
    /// The link, until a row has said it.
    link: Option<&'a str>,
}

impl<'a, 'f, W: Write, T: AsyncFn()> Table<'a, 'f, W, T> {
    async fn begin(file: &'a mut FileInTurns<'f, W, T>, link: &'a str, columns: &[&str]) -> Result<Self> {
        let of_run = ["executor", "workers", "repeat", "warmup", "step", "memory_bytes"];
        let names: Vec<&str> = of_run.iter().chain(columns).copied().chain(["link"]).collect();
        file.write(&format!("{}\r\n", names.join(","))).await?;
        Ok(Self { file, of_run: String::new(), link: Some(link) })
    }

    /// The next rows are of this run.
    async fn begin_run(&mut self, run: &Run) {
        let step = run.step.as_ref().map(|step| format!("{}={}", step.key, step.value)).unwrap_or_default();
        let (workers, repeat, warmup) = (run.workers, run.repeat, run.warmup);
        let memory = run.metrics.memory_bytes.map(|bytes| bytes.to_string()).unwrap_or_default();
        let (executor, step) = (quoted(run.executor.as_str()), quoted(&step));
        self.of_run = format!("{executor},{workers},{repeat},{warmup},{step},{memory}");
        self.file.offer_turn().await;
    }

    async fn row(&mut self, fields: &[String]) -> Result<()> {
        let mut row = self.of_run.clone();
        for field in fields.iter().map(String::as_str).chain([self.link.take().unwrap_or_default()]) {
            row.push(',');
            row.push_str(&quoted(field));
        }
        row.push_str("\r\n");
        self.file.write(&row).await
    }
}

/// A field, in quotation marks where it has to be.
pub(super) fn quoted(field: &str) -> Cow<'_, str> {
    if field.contains([',', '"', '\r', '\n']) {
        format!("\"{}\"", field.replace('"', "\"\"")).into()
    } else {
        field.into()
    }
}

/// To the nanosecond: clocks tell no more.
pub(super) fn ms(ms: f64) -> String {
    trimmed(ms, 6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_quoted_where_they_have_to_be() {
        assert_eq!(quoted("plain text"), "plain text");
        assert_eq!(quoted("a,b"), "\"a,b\"");
        assert_eq!(quoted("say \"a\"\r\n"), "\"say \"\"a\"\"\r\n\"");
    }
}
