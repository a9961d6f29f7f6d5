//! Canned result documents, read from drawings.

use std::str::FromStr;

use crate::experiment::{ExecutorId, ExecutorName, SweepStep, parse};
use crate::trace::{
    Cores, Detail, Environment, Failure, Lane, LaneKind, LiveRun, Open, Pressure, Reason, ResultDocument,
    Run, RunState, SCHEMA, Span, SpanKind, Totals, Trace, summarise,
};

/// What most browsers call themselves.
const USER_AGENT: &str =
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0";
/// What each task gives, where a drawing doesn't say: the prime numbers below 50 000.
const OUTPUT: &str = "5133";

/// A result document, with runs that go on among those that are over.
///
/// A file begins with the experiment's `link` and where it was measured: `cores`, what `column`s stand for (ms), and
/// what makes it doubtful. A line for each run follows, as in `run threads workers=4`, and below it the run's trace as
/// [`Trace`] is drawn. A run without a drawing is as the one of its executor before, and `wall` (ms) stretches it;
/// where `each` span that computes is a task of its own, digits don't count. [`Head::tell`] and [`tell`] have the
/// other words.
pub(super) struct Canned {
    /// The document.
    pub(super) document: ResultDocument,
    /// What is known of each of its runs so far, where that goes on.
    pub(super) going_on: Vec<Option<LiveRun>>,
}

impl FromStr for Canned {
    type Err = String;

    fn from_str(file: &str) -> Result<Self, String> {
        let mut parts = file.split("\nrun ");
        let head = Head::read(parts.next().unwrap_or_default())?;
        let mut runs = Vec::new();
        let mut going_on = Vec::new();
        let mut drawings: Vec<(&str, &str)> = Vec::new();
        for part in parts {
            let (line, drawing) = part.split_once('\n').unwrap_or((part, ""));
            let executor = line.split(' ').next().unwrap_or_default();
            if !drawing.trim().is_empty() {
                drawings.push((executor, drawing));
            }
            let latest = drawings.iter().rfind(|(name, _)| *name == executor);
            let drawing = latest.map_or("", |(_, drawing)| drawing);
            let (run, live) = head.run(line, drawing).map_err(|why| format!("{why}: run {part}"))?;
            runs.push(run);
            going_on.push(live);
        }
        let summary = summarise(&mut runs).iter().map(Into::into).collect();
        let Head { link, environment, .. } = head;
        let document = ResultDocument { schema: SCHEMA.into(), experiment: link, environment, summary, runs };
        Ok(Self { document, going_on })
    }
}

/// What a file begins with.
struct Head {
    link: String,
    environment: Environment,
    column_ms: f64,
}

impl Head {
    fn read(lines: &str) -> Result<Self, String> {
        let environment = Environment {
            hardware_concurrency: 4,
            measured_cores: None,
            cores: Cores::default(),
            cross_origin_isolated: true,
            clock_resolution_ms: 0.005,
            user_agent: USER_AGENT.into(),
            hidden_while_running: false,
            cpu_pressure: None,
            work_per_ms: None,
            app_version: env!("CARGO_PKG_VERSION").into(),
        };
        let mut head = Self { link: String::new(), environment, column_ms: 1.0 };
        for line in lines.lines().filter(|line| !line.is_empty()) {
            let (word, value) = line.split_once(' ').unwrap_or((line, ""));
            head.tell(word, value).map_err(|why| format!("{why}: {line}"))?;
        }
        Ok(head)
    }

    fn tell(&mut self, word: &str, value: &str) -> Result<(), &'static str> {
        let environment = &mut self.environment;
        match word {
            "link" => self.link = value.into(),
            "column" => self.column_ms = number(value)?,
            "cores" => environment.hardware_concurrency = number(value)?,
            "measured" => {
                environment.measured_cores = Some(number(value)?);
                environment.cores.measured = environment.measured_cores;
            }
            "taken" => environment.cores.taken = Some(number(value)?),
            "hidden" => environment.hidden_while_running = true,
            "not-isolated" => environment.cross_origin_isolated = false,
            "pressure" => environment.cpu_pressure = Pressure::find(value),
            _ => return Err("nothing is known by this word"),
        }
        Ok(())
    }

    /// A run, and what is known of it if it goes on.
    fn run(&self, line: &str, drawing: &str) -> Result<(Run, Option<LiveRun>), String> {
        let mut words = line.split_whitespace().map(|word| word.split_once('=').unwrap_or((word, "")));
        let executor = ExecutorName::from(words.next().unwrap_or_default().0.to_owned());
        let words: Vec<(&str, &str)> = words.collect();
        let said = |word: &str| words.iter().find(|(one, _)| *one == word).map(|(_, value)| *value);
        let drawn: Trace = drawing.parse()?;
        let column_ms = match said("wall") {
            Some(wall_ms) => number::<f64>(wall_ms)? / drawn.wall_ms(),
            None => self.column_ms,
        };
        let mut trace = stretched(&drawn, column_ms, said("each").is_some());
        for lane in &mut trace.lanes {
            *lane = Lane::new(lane.id, kind(&executor, lane.id));
        }
        let mut run = Run {
            lanes: trace.lanes.clone(),
            startup_ms: trace.origin_ms().unwrap_or_default(),
            metrics: trace.metrics().into(),
            wall_ms: trace.wall_ms(),
            outputs: vec![OUTPUT.into()],
            ..Run::new(executor, 1)
        };
        run.add_spans(&trace, usize::MAX);
        words.iter().try_for_each(|(word, value)| tell(&mut run, word, value))?;
        let experiment = parse(&self.link).experiment.at_step(run.step.as_ref());
        run.totals = Totals::of(&experiment, said("total").map(number).transpose()?);
        let tasks = experiment.tasks() as usize;
        run.outputs = run.outputs.iter().cycle().take(tasks).cloned().collect();
        let Some(state) = said("state") else { return Ok((run, None)) };
        // So that it doesn't count yet.
        run.error = Some(Failure::from(Reason::Cancelled).into());
        let columns = drawing.lines().filter_map(|line| line.split_whitespace().nth(2)).map(str::len).max();
        let now_ms = columns.unwrap_or_default() as f64 * column_ms;
        Ok((run, Some(going_on(state, trace, now_ms, tasks)?)))
    }
}

/// Takes in what the line of a run says of it.
fn tell(run: &mut Run, word: &str, value: &str) -> Result<(), &'static str> {
    match word {
        "workers" => run.workers = number(value)?,
        "repeat" => run.repeat = number(value)?,
        "warmup" => run.warmup = true,
        "dropped" => run.dropped_spans = number(value)?,
        "moved" => run.moved_bytes = number(value)?,
        "stall" => run.metrics.longest_page_stall_ms = number(value)?,
        "outputs" => run.outputs = value.split(',').map(str::to_owned).collect(),
        "cancelled" => run.error = Some(Failure::from(Reason::Cancelled).into()),
        "failed" => {
            let reason = Reason::WorkerBroke { task: Some(number(value)?), detail: Detail::ProgramError };
            run.error = Some(Failure::from(reason).into());
        }
        "step" => {
            let (key, value) = value.split_once(':').ok_or("a step is a key, a colon and a value")?;
            run.step = Some(SweepStep { key: key.into(), value: value.into() });
        }
        // These are about its trace, or what is known of it together with its experiment.
        "wall" | "each" | "total" | "state" => {}
        _ => return Err("nothing is known by this word"),
    }
    Ok(())
}

fn number<T: FromStr>(text: &str) -> Result<T, &'static str> {
    text.parse().map_err(|_| "that is no such number")
}

/// What is known of a run in this state.
fn going_on(state: &str, trace: Trace, now_ms: f64, tasks: usize) -> Result<LiveRun, &'static str> {
    let phase = match state {
        "queued" => RunState::Queued,
        "starting" => RunState::Starting,
        "running" => RunState::Running,
        _ => return Err("there is no such state"),
    };
    let startup_ms = trace.origin_ms().unwrap_or_default();
    Ok(LiveRun { phase, trace, now_ms, startup_ms, outputs: vec![None; tasks], ..LiveRun::default() })
}

/// What a lane of this executor is.
fn kind(executor: &ExecutorName, lane: u32) -> LaneKind {
    match executor.known() {
        Some(ExecutorId::EventLoop | ExecutorId::ProcessLoops) => LaneKind::Loop,
        Some(ExecutorId::Offload) if lane == 0 => LaneKind::Loop,
        Some(ExecutorId::LockedThreads | ExecutorId::Threads) => LaneKind::Thread,
        Some(ExecutorId::Page) => LaneKind::Page,
        _ => LaneKind::Process,
    }
}

/// The same trace with columns of so many ms; its tasks as they are drawn, or each span that computes one of its own.
fn stretched(drawn: &Trace, column_ms: f64, is_each_a_task: bool) -> Trace {
    let mut trace = Trace::default();
    trace.lanes.clone_from(&drawn.lanes);
    let mut tasks = 0..;
    for span in drawn.spans() {
        let task = match is_each_a_task && span.kind == SpanKind::Run {
            true => tasks.next(),
            false => span.task,
        };
        let [start_ms, end_ms] = [span.start_ms, span.end_ms].map(|ms| ms * column_ms);
        trace.push(Span { task, start_ms, end_ms, ..*span });
    }
    for lane in &drawn.lanes {
        let its = drawn.open().iter().filter(|open| open.lane == lane.id);
        trace.set_open(lane.id, its.map(|open| Open { start_ms: open.start_ms * column_ms, ..*open }));
    }
    trace
}
