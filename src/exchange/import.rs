//! Reading a result document that somebody saved: strictly, because it may be anybody's.

use serde::Deserialize;

use super::check::{
    Checked, GREATEST, LONGEST_MS, LONGEST_NAME, LONGEST_TEXT, name, shortened, step, text, unreadable,
    within, wrong,
};
use super::import_error::{FieldRule, ImportError};
use super::read_json;
use crate::experiment::{ExecutorName, MOST_REPEATS, MOST_WORKERS};
use crate::trace::{MOST_OUTPUTS, ResultDocument, Run, SCHEMA, Span};

/// The most spans that are taken along or read in all, however many runs they are of.
pub const MOST_SPANS: usize = 1_000_000;

/// Longest output, characters; the contract shortens numbers beyond 100 digits.
const LONGEST_OUTPUT: usize = 1_000;
/// Executors that this version doesn't know: more would be no result of any version.
const MOST_STRANGERS: usize = 8;
/// Lanes of one run: far more than a pool of 64 and the loop of `offload`, for other takers come to a queue.
const MOST_LANES: usize = 1000;
/// The most memory of a run, bytes: more than any machine has.
const MOST_BYTES: f64 = 1e15;

/// Reads a result document.
///
/// # Errors
/// What is wrong with it.
pub fn read_document(bytes: &[u8]) -> Result<ResultDocument, ImportError> {
    let document: ResultDocument = match read_json(bytes) {
        Ok(document) => document,
        // One that calls itself something else is told that, not which of our fields it lacks.
        Err(error) => return Err(other_kind(bytes).unwrap_or_else(|| unreadable(&error))),
    };
    check_schema(&document.schema)?;
    check_document(&document)?;
    Ok(document)
}

fn other_kind(bytes: &[u8]) -> Option<ImportError> {
    #[derive(Deserialize)]
    struct Named {
        schema: String,
    }
    let named: Named = read_json(bytes).ok()?;
    check_schema(&named.schema).err()
}

fn check_schema(schema: &str) -> Result<(), ImportError> {
    let family = SCHEMA.trim_end_matches(|c: char| c.is_ascii_digit());
    let version = schema.strip_prefix(family).and_then(|version| version.parse::<u32>().ok());
    match version {
        _ if schema == SCHEMA => Ok(()),
        Some(2..) => Err(ImportError::Newer),
        _ => Err(ImportError::OtherSchema(shortened(schema))),
    }
}

fn check_document(document: &ResultDocument) -> Checked {
    text("experiment", &document.experiment, LONGEST_TEXT)?;
    let environment = &document.environment;
    text("environment.userAgent", &environment.user_agent, LONGEST_TEXT)?;
    text("environment.appVersion", &environment.app_version, LONGEST_TEXT)?;
    within("environment.clockResolutionMs", environment.clock_resolution_ms, 0.0, LONGEST_MS)?;
    within("environment.cores.measured", environment.cores.measured.unwrap_or_default(), 0.0, GREATEST)?;
    within("environment.cores.taken", environment.cores.taken.unwrap_or_default(), 0.0, 1.0)?;
    within("environment.measuredCores", environment.measured_cores.unwrap_or_default(), 0.0, GREATEST)?;
    within("environment.workPerMs", environment.work_per_ms.unwrap_or_default() as f64, 0.0, GREATEST)?;
    for (n, summary) in document.summary.iter().enumerate() {
        let at = |field: &str| format!("summary[{n}].{field}");
        name(&at("executor"), summary.executor.as_str())?;
        within(&at("minWallMs"), summary.min_wall_ms, 0.0, LONGEST_MS)?;
        within(&at("medianWallMs"), summary.median_wall_ms, summary.min_wall_ms, LONGEST_MS)?;
        within(&at("maxWallMs"), summary.max_wall_ms, summary.median_wall_ms, LONGEST_MS)?;
        for ratio in summary.speedup.iter().chain(summary.speedup_interval.iter().flatten()) {
            within(&at("speedup"), *ratio, 0.0, GREATEST)?;
        }
        step(&at("step"), summary.step.as_ref())?;
    }
    if document.runs.is_empty() {
        return Err(wrong("runs", FieldRule::NotEmpty));
    }
    if document.runs.iter().map(|run| run.spans.len()).sum::<usize>() > MOST_SPANS {
        return Err(wrong("runs", FieldRule::Spans(MOST_SPANS)));
    }
    let mut strangers: Vec<&str> = Vec::new();
    for (n, run) in document.runs.iter().enumerate() {
        check_run(run, &format!("runs[{n}]"))?;
        if let ExecutorName::Other(name) = &run.executor
            && !strangers.contains(&name.as_str())
        {
            strangers.push(name);
        }
    }
    if strangers.len() > MOST_STRANGERS {
        return Err(wrong("runs", FieldRule::UnknownExecutors(MOST_STRANGERS)));
    }
    Ok(())
}

fn check_run(run: &Run, at: &str) -> Checked {
    let field = |name: &str| format!("{at}.{name}");
    name(&field("executor"), run.executor.as_str())?;
    step(&field("step"), run.step.as_ref())?;
    if !(1..=MOST_WORKERS).contains(&run.workers) {
        return Err(wrong(field("workers"), FieldRule::Between(1.0, MOST_WORKERS.into())));
    }
    if run.repeat >= MOST_REPEATS {
        return Err(wrong(field("repeat"), FieldRule::Between(0.0, (MOST_REPEATS - 1).into())));
    }
    within(&field("startupMs"), run.startup_ms, 0.0, LONGEST_MS)?;
    within(&field("wallMs"), run.wall_ms, 0.0, LONGEST_MS)?;
    for (n, output) in run.outputs.iter().enumerate() {
        text(&format!("{at}.outputs[{n}]"), output, LONGEST_OUTPUT)?;
    }
    if run.lanes.len() > MOST_LANES {
        return Err(wrong(field("lanes"), FieldRule::AtMost(MOST_LANES)));
    }
    for (n, lane) in run.lanes.iter().enumerate() {
        text(&format!("{at}.lanes[{n}].name"), &lane.name, LONGEST_NAME)?;
        if lane.id as usize != n {
            return Err(wrong(format!("{at}.lanes[{n}].id"), FieldRule::Place(n)));
        }
    }
    for (n, span) in run.spans.iter().enumerate() {
        check_span(span, run, || format!("{at}.spans[{n}]"))?;
    }
    let metrics = &run.metrics;
    for (key, figure) in [
        ("meanConcurrency", metrics.mean_concurrency),
        ("meanParallelism", metrics.mean_parallelism),
        ("busyMs", metrics.busy_ms),
        ("criticalMs", metrics.critical_ms.unwrap_or_default()),
        ("preemptedMs", metrics.preempted_ms),
        ("speedup", metrics.speedup.unwrap_or_default()),
        ("efficiency", metrics.efficiency.unwrap_or_default()),
        ("longestPageStallMs", metrics.longest_page_stall_ms),
    ] {
        within(&field(&format!("metrics.{key}")), figure, 0.0, GREATEST)?;
    }
    within(&field("metrics.memoryBytes"), metrics.memory_bytes.unwrap_or_default() as f64, 0.0, MOST_BYTES)?;
    if let Some(error) = &run.error {
        text(&field("error.message"), &error.message, LONGEST_TEXT)?;
    }
    Ok(())
}

fn check_span(span: &Span, run: &Run, at: impl Fn() -> String) -> Checked {
    if span.lane as usize >= run.lanes.len() {
        return Err(wrong(format!("{}.lane", at()), FieldRule::LaneOfRun));
    }
    if span.task.is_some_and(|task| task as usize >= MOST_OUTPUTS) {
        return Err(wrong(format!("{}.task", at()), FieldRule::Between(0.0, (MOST_OUTPUTS - 1) as f64)));
    }
    if !(span.start_ms.abs() <= LONGEST_MS && span.end_ms.abs() <= LONGEST_MS) {
        return Err(wrong(at(), FieldRule::Moments(LONGEST_MS)));
    }
    if span.end_ms < span.start_ms {
        return Err(wrong(format!("{}.endMs", at()), FieldRule::NotBeforeStart));
    }
    Ok(())
}
