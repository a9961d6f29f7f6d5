//! Tasks and spans as tables for spreadsheets and statistics programs: RFC 4180, UTF-8, a header row whose
//! names end with their units.
//!
//! The last column says with which link the runs were made: in the first row only, because a million rows
//! would repeat it a million times.

use std::io::{Result, Write};

use crate::text::trimmed;
use crate::trace::{ResultDocument, Run, SpanKind, task_figures};

/// One row for each task of each run. What a task did not do, or what nobody recorded, is an empty field.
///
/// # Errors
/// What `out` says.
pub fn write_tasks(document: &ResultDocument, link: &str, out: &mut impl Write) -> Result<()> {
    let mut table = Table::begin(
        out,
        link,
        &[
            "task",
            "lanes",
            "start_ms",
            "end_ms",
            "run_ms",
            "wait_ms",
            "blocked_ms",
            "ready_ms",
            "send_ms",
            "output",
        ],
    )?;
    for run in &document.runs {
        let tasks = task_figures(&run.spans, run.outputs.len());
        for (k, task) in tasks.iter().enumerate() {
            let lanes: Vec<String> = task.lanes.iter().map(u32::to_string).collect();
            let (start, end) = task.extent.map_or_else(Default::default, |(from, to)| (ms(from), ms(to)));
            let mut fields = vec![k.to_string(), lanes.join(" "), start, end];
            let spent = [SpanKind::Run, SpanKind::Wait, SpanKind::Blocked, SpanKind::Ready, SpanKind::Send]
                .map(|kind| if lanes.is_empty() { String::new() } else { ms(task.spent[kind as usize]) });
            fields.extend(spent);
            fields.push(run.outputs.get(k).cloned().unwrap_or_default());
            table.row(run, &fields)?;
        }
    }
    Ok(())
}

/// One row for each span of each run.
///
/// # Errors
/// What `out` says.
pub fn write_spans(document: &ResultDocument, link: &str, out: &mut impl Write) -> Result<()> {
    let mut table =
        Table::begin(out, link, &["lane", "lane_name", "task", "kind", "start_ms", "end_ms", "duration_ms"])?;
    for run in &document.runs {
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
            table.row(run, &fields)?;
        }
    }
    Ok(())
}

/// What the rows of both tables have in common: they begin with their run.
struct Table<'a, W> {
    out: &'a mut W,
    /// The link, until a row has said it.
    link: Option<&'a str>,
}

impl<'a, W: Write> Table<'a, W> {
    fn begin(out: &'a mut W, link: &'a str, columns: &[&str]) -> Result<Self> {
        let of_run = ["executor", "workers", "repeat", "warmup", "step", "memory_bytes"];
        let names: Vec<&str> = of_run.iter().chain(columns).copied().chain(["link"]).collect();
        write!(out, "{}\r\n", names.join(","))?;
        Ok(Self { out, link: Some(link) })
    }

    fn row(&mut self, run: &Run, fields: &[String]) -> Result<()> {
        let step = run.step.as_ref().map(|step| format!("{}={}", step.key, step.value)).unwrap_or_default();
        let (workers, repeat, warmup) = (run.workers, run.repeat, run.warmup);
        let memory = run.metrics.memory_bytes.map(|bytes| bytes.to_string()).unwrap_or_default();
        let (executor, step) = (quoted(run.executor.as_str()), quoted(&step));
        write!(self.out, "{executor},{workers},{repeat},{warmup},{step},{memory}")?;
        for field in fields {
            write!(self.out, ",{}", quoted(field))?;
        }
        write!(self.out, ",{}\r\n", quoted(self.link.take().unwrap_or_default()))
    }
}

/// A field, in quotation marks where it has to be.
pub(super) fn quoted(field: &str) -> String {
    if field.contains([',', '"', '\r', '\n']) {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field.to_owned()
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
