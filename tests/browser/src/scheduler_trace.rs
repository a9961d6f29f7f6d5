//! Who had a core, by the operating system's own account: Linux's trace of its scheduler.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use crate::document::{Run, Span};

const TRACING: &str = "/sys/kernel/tracing";
/// How coarsely, and then how finely, the moment is looked for at which a run began, ms.
const STEPS_MS: [f64; 2] = [0.2, 0.02];
/// How far beside what was traced it is looked for, ms: a thread that still has its core when tracing ends has no end.
const BESIDE_MS: f64 = 5.0;
/// A lane that computes where its thread had no core, or the other way round, is less likely by so much to be it.
const AGAINST: f64 = 8.0;

/// The scheduler while it is being traced; ends when dropped.
pub struct SchedulerTrace(());

impl SchedulerTrace {
    /// Begins.
    ///
    /// # Errors
    /// Why it can't be had here: it takes root, and a kernel that tells.
    pub fn begin() -> Result<Self, String> {
        // Where it is mounted already, this fails, and writing tells.
        let _ = Command::new("mount").args(["-t", "tracefs", "nodev", TRACING]).output();
        let trace = Self(());
        set("trace_clock", "mono")?;
        set("buffer_size_kb", "40000")?;
        set("set_event", "sched:sched_switch sched:sched_wakeup sched:sched_wakeup_new")?;
        set("trace", "")?;
        set("tracing_on", "1")?;
        Ok(trace)
    }

    /// Ends, and gives what was traced of the threads whose names begin so.
    pub fn end(self, names: &[&str]) -> Account {
        let _ = set("tracing_on", "0");
        let text = fs::read_to_string(format!("{TRACING}/trace")).unwrap_or_default();
        Account::read(&text, names)
    }
}

impl Drop for SchedulerTrace {
    fn drop(&mut self) {
        // It costs all programs on this machine something.
        let _ = set("tracing_on", "0").and_then(|()| set("set_event", ""));
    }
}

fn set(name: &str, value: &str) -> Result<(), String> {
    fs::write(format!("{TRACING}/{name}"), value).map_err(|error| format!("{TRACING}/{name}: {error}"))
}

/// When each thread had a core: beginnings and ends, ms, in order.
#[derive(Debug, Default)]
pub struct Account {
    threads: BTreeMap<u32, Vec<(f64, f64)>>,
}

/// How a run's account of itself agrees with the system's.
#[derive(Debug, Default)]
pub struct Agreement {
    /// What all lanes say that they computed, ms.
    pub told_ms: f64,
    /// What their threads had a core for meanwhile, ms.
    pub had_ms: f64,
    /// What lanes told as time without a core though they had one, ms.
    pub wrong_ms: f64,
    /// How far each beginning and end of a time without a core is from the next one by the system, ms.
    pub edges_ms: Vec<f64>,
}

impl Account {
    fn read(text: &str, names: &[&str]) -> Self {
        let mut account = Self::default();
        let (mut on, mut off, mut woken) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        // Some kernels tell no switch from idle, or from some threads of their own, to a thread: it comes with the
        // thread's wake-up, or after its core was given to idle or to another one for the last time.
        let mut given: BTreeMap<&str, f64> = BTreeMap::new();
        for line in text.lines() {
            let Some((head, event)) = line.split_once(": sched_") else { continue };
            let Some(at_ms) = head.rsplit(' ').next().and_then(|s| s.parse::<f64>().ok()) else { continue };
            let at_ms = at_ms * 1000.0;
            if event.starts_with("wakeup") {
                if let Some(thread) = number(event, " pid=") {
                    woken.insert(thread, at_ms);
                }
                continue;
            }
            let Some((previous, next)) = event.split_once(" ==> ") else { continue };
            let cpu = head.split_once('[').and_then(|(_, rest)| rest.split(']').next()).unwrap_or_default();
            if let (Some(name), Some(thread)) =
                (between(previous, "prev_comm=", " prev_pid="), number(previous, "prev_pid="))
                && thread > 0
            {
                let since = on.remove(&thread).or_else(|| {
                    let signs = [woken.get(&thread), off.get(&thread), given.get(cpu)];
                    signs.into_iter().flatten().copied().reduce(f64::max)
                });
                off.insert(thread, at_ms);
                if names.iter().any(|known| name.starts_with(known)) {
                    account.threads.entry(thread).or_default().extend(since.map(|since| (since, at_ms)));
                }
            }
            given.insert(cpu, at_ms);
            if let Some(thread) = number(next, "next_pid=").filter(|thread| *thread > 0) {
                on.insert(thread, at_ms);
            }
        }
        account
    }

    /// How a run agrees with it; `None` where nothing was traced. The run is looked for where it fits best, for its
    /// clock and the trace's count from different moments.
    pub fn compare(&self, run: &Run) -> Option<Agreement> {
        let first = self.threads.values().filter_map(|on| on.first()).map(|on| on.0).reduce(f64::min)?;
        let last = self.threads.values().filter_map(|on| on.last()).map(|on| on.1).reduce(f64::max)?;
        let lanes: Vec<Vec<&Span>> = run.lanes.iter().map(|lane| of_lane(run, lane.id)).collect();
        let lanes: Vec<_> = lanes.into_iter().filter(|spans| !spans.is_empty()).collect();
        let fit = |zero_ms: f64| -> f64 {
            let best = |spans: &Vec<&Span>| {
                self.threads.values().map(|on| fits(spans, on, zero_ms)).fold(f64::NEG_INFINITY, f64::max)
            };
            lanes.iter().map(best).sum()
        };
        let all = || lanes.iter().flatten();
        let (start, end) =
            (all().map(|s| s.start_ms).reduce(f64::min)?, all().map(|s| s.end_ms).reduce(f64::max)?);
        let mut range = (first - start - BESIDE_MS, last - end + BESIDE_MS);
        let mut zero_ms = first;
        for step in STEPS_MS {
            let steps = ((range.1 - range.0) / step).ceil().max(0.0) as usize;
            let moments = (0..=steps).map(|n| range.0 + n as f64 * step);
            zero_ms = moments.max_by(|a, b| fit(*a).total_cmp(&fit(*b)))?;
            range = (zero_ms - step, zero_ms + step);
        }
        let mut agreement = Agreement::default();
        for spans in &lanes {
            let fits_best = |a: &&Vec<(f64, f64)>, b: &&Vec<(f64, f64)>| {
                fits(spans, a, zero_ms).total_cmp(&fits(spans, b, zero_ms))
            };
            agreement.add(spans, self.threads.values().max_by(fits_best)?, zero_ms);
        }
        Some(agreement)
    }
}

impl Agreement {
    fn add(&mut self, spans: &[&Span], on: &[(f64, f64)], zero_ms: f64) {
        for span in spans {
            let (from, to) = (zero_ms + span.start_ms, zero_ms + span.end_ms);
            let had_ms = had(on, from, to);
            self.had_ms += had_ms;
            if span.kind == "run" {
                self.told_ms += to - from;
            } else {
                self.wrong_ms += had_ms;
                let nearest = |at: f64| {
                    on.iter()
                        .flat_map(|on| [on.0, on.1])
                        .map(|edge| (edge - at).abs())
                        .fold(f64::MAX, f64::min)
                };
                self.edges_ms.extend([nearest(from), nearest(to)]);
            }
        }
    }
}

fn of_lane(run: &Run, lane: u32) -> Vec<&Span> {
    let wants_a_core = |span: &&Span| span.lane == lane && ["run", "preempted"].contains(&span.kind.as_str());
    run.spans.iter().filter(wants_a_core).collect()
}

/// How well a lane's spans fit to when a thread had a core, if the run began at this moment.
fn fits(spans: &[&Span], on: &[(f64, f64)], zero_ms: f64) -> f64 {
    let overlap = |span: &&Span| {
        let had_ms = had(on, zero_ms + span.start_ms, zero_ms + span.end_ms);
        if span.kind == "run" { had_ms } else { -AGAINST * had_ms }
    };
    spans.iter().map(overlap).sum()
}

/// For how long a thread had a core between two moments, ms.
fn had(on: &[(f64, f64)], from: f64, to: f64) -> f64 {
    let first = on.partition_point(|on| on.1 <= from);
    let within = on[first..].iter().take_while(|on| on.0 < to);
    within.map(|on| on.1.min(to) - on.0.max(from)).sum()
}

fn number(text: &str, key: &str) -> Option<u32> {
    text.split_once(key)?.1.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

fn between<'a>(text: &'a str, key: &str, end: &str) -> Option<&'a str> {
    text.split_once(key)?.1.split_once(end).map(|(found, _)| found)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRACE: &str = "\
          worker-7     [001] d..3.    10.000100: sched_wakeup: comm=worker pid=7 prio=120 target_cpu=001
          worker-7     [001] d..2.    10.003000: sched_switch: prev_comm=worker prev_pid=7 prev_prio=120 prev_state=R ==> next_comm=x next_pid=9 next_prio=120
               x-9     [001] d..2.    10.008000: sched_switch: prev_comm=x prev_pid=9 prev_prio=120 prev_state=S ==> next_comm=worker next_pid=7 next_prio=120
          worker-7     [001] d..2.    10.010000: sched_switch: prev_comm=worker prev_pid=7 prev_prio=120 prev_state=S ==> next_comm=swapper/1 next_pid=0 next_prio=120
";

    /// Thread 7 goes on where 9 was; nothing tells when that left.
    const WITH_A_GAP: &str = "\
          worker-7     [001] d..3.    10.000000: sched_wakeup: comm=worker pid=7 prio=120 target_cpu=001
          worker-7     [001] d..2.    10.003000: sched_switch: prev_comm=worker prev_pid=7 prev_prio=120 prev_state=R ==> next_comm=y next_pid=8 next_prio=120
               y-8     [001] d..2.    10.008000: sched_switch: prev_comm=y prev_pid=8 prev_prio=120 prev_state=S ==> next_comm=x next_pid=9 next_prio=120
          worker-7     [001] d..2.    10.010000: sched_switch: prev_comm=worker prev_pid=7 prev_prio=120 prev_state=S ==> next_comm=swapper/1 next_pid=0 next_prio=120
";

    #[test]
    fn a_switch_that_is_not_told_comes_after_the_core_was_given_to_another_thread() {
        let account = Account::read(WITH_A_GAP, &["work"]);
        let had_ms = had(&account.threads[&7], 10_000.0, 10_010.0);
        assert!((had_ms - 5.0).abs() < 1e-6, "{had_ms}");
    }

    #[test]
    fn a_thread_has_a_core_from_its_wake_up_or_a_switch_to_the_next_switch() {
        let account = Account::read(TRACE, &["work"]);
        let on: Vec<(u32, u32)> = account.threads[&7]
            .iter()
            .map(|on| ((on.0 * 10.0).round() as u32, (on.1 * 10.0).round() as u32))
            .collect();
        assert_eq!(on, [(100_001, 100_030), (100_080, 100_100)]);
        assert_eq!(account.threads.len(), 1);
        let on = &account.threads[&7];
        assert!((had(on, 10_001.0, 10_009.0) - 3.0).abs() < 1e-6);
    }
}
