//! What the page is told of a run in a room: takers as lanes, and what they did on the host's clock.

use std::collections::BTreeMap;

use super::event::{Attempt, End};
use super::news::News;
use super::takers::Present;
use crate::exchange::with_cores;
use crate::protocol::{Batch, Report};
use crate::queue::MOST_DELIVERIES;
use crate::queue::clock::Offset;
use crate::queue::message::{JobResult, write};
use crate::trace::{Failure, Lane, Reason, Span, SpanKind};

/// How far the clock of a taker may be off that has never compared it with its host's, ms: its work is known to have
/// ended when its result came in, and no better.
const UNKNOWN_MS: f64 = 1_000.0;

/// Takers, by the name that the broker vouches for.
type TakersThere = BTreeMap<String, Present>;

/// Tells of one run.
#[derive(Debug)]
pub struct Relay {
    /// The moment on the host's clock that the run counts from, ms.
    epoch_ms: f64,
    /// When its jobs are first handed out, ms on the host's clock.
    zero_ms: f64,
    jobs: Vec<JobSeen>,
    /// The lane of each lane of each taker.
    lanes: BTreeMap<(String, u32), Lane>,
    /// When each attempt began, ms on the host's clock.
    begun: BTreeMap<Attempt, f64>,
    /// When the last result came in, ms on the host's clock.
    last_ms: f64,
    /// Jobs and results that were sent, bytes.
    moved_bytes: u64,
}

/// What was seen of a job.
#[derive(Debug)]
struct JobSeen {
    tasks: Vec<u32>,
    /// When it was last put into the queue, ms on the host's clock.
    queued_ms: f64,
    /// Whose result was taken.
    lane: Option<u32>,
}

impl Relay {
    /// Of a run with these tasks in its jobs, that counts from `epoch_ms` on the host's clock, and whose jobs are handed
    /// out from `zero_ms` on.
    pub fn new(epoch_ms: f64, zero_ms: f64, jobs: &[Vec<u32>]) -> Self {
        let seen = |tasks: &Vec<u32>| JobSeen { tasks: tasks.clone(), queued_ms: zero_ms, lane: None };
        Self {
            epoch_ms,
            zero_ms,
            jobs: jobs.iter().map(seen).collect(),
            lanes: BTreeMap::new(),
            begun: BTreeMap::new(),
            last_ms: zero_ms,
            moved_bytes: 0,
        }
    }

    /// The takers that are there before the first job is handed out. The lanes of the page's own, if it has one, were made
    /// from this moment of the host's clock on, ms.
    pub fn begin(&mut self, takers: &TakersThere, own: Option<(&str, f64)>) -> Vec<Report> {
        let names =
            takers.iter().flat_map(|(name, there)| (0..there.hello.lanes).map(move |lane| (name, lane)));
        for (name, lane) in names {
            self.lane(name, lane, takers, None);
        }
        let asked_ms = own.map_or(self.zero_ms, |(_, asked_ms)| asked_ms);
        let lanes = self.in_order().into_iter().map(Into::into).collect();
        let mut reports = vec![Report::Ready { lanes, startup_ms: self.zero_ms - asked_ms }];
        for ((name, _), lane) in &self.lanes {
            if own.is_some_and(|(own, _)| own == name) {
                let (start_ms, end_ms) = (asked_ms - self.epoch_ms, self.zero_ms - self.epoch_ms);
                let span = Span { lane: lane.id, task: None, kind: SpanKind::Start, start_ms, end_ms };
                reports.push(told(lane.id, vec![span], Vec::new()));
            }
        }
        reports
    }

    /// A host hears something: what the page is told of it.
    pub fn hear(&mut self, news: &News, takers: &TakersThere, deliveries: u64, now_ms: f64) -> Vec<Report> {
        match news {
            News::Queued { job, bytes } => {
                self.moved_bytes += *bytes as u64;
                if let Some(seen) = self.jobs.get_mut(*job as usize) {
                    seen.queued_ms = now_ms;
                }
                Vec::new()
            }
            News::Began(attempt, at_ms) => {
                self.begun.insert(attempt.clone(), *at_ms);
                let clock = takers.get(&attempt.taker).and_then(|there| there.clock);
                self.lane(&attempt.taker, attempt.lane, takers, clock).1
            }
            News::Result(result) => self.take(result, takers, now_ms),
            News::Retracted(job) => {
                let retracted = self.jobs.get_mut(*job as usize).and_then(|seen| {
                    Some(Report::Retracted { lane: seen.lane.take()?, tasks: seen.tasks.clone() })
                });
                retracted.into_iter().collect()
            }
            News::Lost(attempt) => self.lose(attempt, takers, now_ms),
            News::Ended(end) => vec![Report::Deliveries(deliveries), self.end(*end)],
            News::Ready
            | News::Joined(_)
            | News::Left(_)
            | News::OtherVersion(_)
            | News::Check(_)
            | News::Distrusted(_) => Vec::new(),
        }
    }

    /// The number of a taker's lane, and that it has joined, or that its clock is known less well than was thought.
    fn lane(
        &mut self,
        taker: &str,
        lane: u32,
        takers: &TakersThere,
        clock: Option<Offset>,
    ) -> (u32, Vec<Report>) {
        let next = self.lanes.len() as u32;
        let key = (taker.to_owned(), lane);
        let is_new = !self.lanes.contains_key(&key);
        let known = self.lanes.entry(key).or_insert_with(|| {
            let hello = takers.get(taker).map(|there| &there.hello);
            let host = hello.map(|hello| with_cores(&hello.device, hello.cores)).unwrap_or_default();
            Lane::taker(next, host, 0.0)
        });
        let uncertainty_ms = clock.map(|clock| clock.uncertainty_ms).or(known.clock_uncertainty_ms);
        let is_more = uncertainty_ms > known.clock_uncertainty_ms;
        if is_more {
            known.clock_uncertainty_ms = uncertainty_ms;
        }
        let report = (is_new || is_more).then(|| Report::Joined((&*known).into()));
        (known.id, report.into_iter().collect())
    }

    fn in_order(&self) -> Vec<&Lane> {
        let mut lanes: Vec<&Lane> = self.lanes.values().collect();
        lanes.sort_unstable_by_key(|lane| lane.id);
        lanes
    }

    fn take(&mut self, result: &JobResult, takers: &TakersThere, now_ms: f64) -> Vec<Report> {
        let last_ms = result.spans.iter().map(|span| span.end_ms).fold(f64::NEG_INFINITY, f64::max);
        let clock = result.clock.unwrap_or(Offset {
            ms: if last_ms.is_finite() { now_ms - last_ms } else { 0.0 },
            uncertainty_ms: UNKNOWN_MS,
            at_ms: last_ms,
            drift_ms: 0.0,
        });
        let (lane, mut reports) = self.lane(&result.taker, result.lane, takers, Some(clock));
        self.begun.retain(|attempt, _| {
            (attempt.held.job, attempt.taker.as_str(), attempt.lane)
                != (result.job, result.taker.as_str(), result.lane)
        });
        self.last_ms = now_ms;
        self.moved_bytes += write(result).len() as u64;
        let epoch_ms = self.epoch_ms;
        let Some(seen) = self.jobs.get_mut(result.job as usize) else { return reports };
        seen.lane = Some(lane);
        // Nothing happened before the job was in the queue, nor after its result was here, whatever a clock says.
        let within = |ms: f64| clock.host_ms(ms).clamp(seen.queued_ms, now_ms) - epoch_ms;
        let is_its = |span: &&Span| span.task.is_some_and(|task| seen.tasks.contains(&task));
        let placed = |span: &Span| Span {
            lane,
            start_ms: within(span.start_ms),
            end_ms: within(span.end_ms),
            ..*span
        };
        let spans: Vec<Span> = result.spans.iter().filter(is_its).map(placed).collect();
        let about = |task, kind, start_ms, end_ms| Span { lane, task: Some(task), kind, start_ms, end_ms };
        let first_ms = |task| {
            let of_it = spans.iter().filter(|span: &&Span| span.task == Some(task));
            of_it.map(|span| span.start_ms).reduce(f64::min)
        };
        let waited: Vec<Span> = seen
            .tasks
            .iter()
            .filter_map(|task| {
                let (from_ms, to_ms) = (seen.queued_ms - epoch_ms, first_ms(*task)?);
                (from_ms < to_ms).then(|| about(*task, SpanKind::Ready, from_ms, to_ms))
            })
            .collect();
        let sent = spans.iter().max_by(|one, other| one.end_ms.total_cmp(&other.end_ms)).and_then(|last| {
            let arrived_ms = now_ms - epoch_ms;
            (last.end_ms < arrived_ms)
                .then(|| about(last.task.unwrap_or_default(), SpanKind::Send, last.end_ms, arrived_ms))
        });
        let spans = waited.into_iter().chain(spans).chain(sent).collect();
        let outputs = seen.tasks.iter().copied().zip(result.outputs.iter().cloned()).collect();
        reports.push(told(lane, spans, outputs));
        reports
    }

    fn lose(&mut self, attempt: &Attempt, takers: &TakersThere, now_ms: f64) -> Vec<Report> {
        let since_ms = self.begun.remove(attempt).unwrap_or(now_ms) - self.epoch_ms;
        let (lane, mut reports) = self.lane(&attempt.taker, attempt.lane, takers, None);
        if let Some(task) = self.jobs.get(attempt.held.job as usize).and_then(|seen| seen.tasks.first()) {
            let at_ms = now_ms - self.epoch_ms;
            reports.push(Report::Lost { lane, task: *task, since_ms, at_ms });
        }
        reports
    }

    fn first_task(&self, job: u32) -> u32 {
        let tasks = self.jobs.get(job as usize).map(|seen| &seen.tasks);
        tasks.and_then(|tasks| tasks.first()).copied().unwrap_or_default()
    }

    fn end(&self, end: End) -> Report {
        let failed = |reason: Reason| Report::Failed(Failure::from(reason));
        match end {
            End::Finished => {
                let (elapsed_ms, moved_bytes) = (self.last_ms - self.zero_ms, self.moved_bytes);
                Report::Finished { elapsed_ms, total: None, moved_bytes }
            }
            End::Poisoned { job } => {
                failed(Reason::JobGivenUp { task: self.first_task(job), deliveries: MOST_DELIVERIES })
            }
            End::GivenBack { job } => {
                failed(Reason::JobGivenBack { task: self.first_task(job), deliveries: MOST_DELIVERIES })
            }
            End::Cancelled => failed(Reason::Cancelled),
        }
    }
}

fn told(lane: u32, spans: Vec<Span>, outputs: Vec<(u32, String)>) -> Report {
    Report::Batch(Batch { lane, spans, outputs, ..Batch::default() }.encode())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queue::message::{Held, Hello};

    const EPOCH_MS: f64 = 1_000.0;
    const ZERO_MS: f64 = 1_100.0;

    fn there(lanes: u32) -> Present {
        let hello = Hello { device: "Firefox on Android".into(), cores: 8, lanes, version: "1".into() };
        Present { hello, heard_ms: 0.0, clock: None, held: Vec::new() }
    }

    fn takers() -> TakersThere {
        [("near", there(2)), ("far", there(1))].map(|(name, there)| (name.to_owned(), there)).into()
    }

    /// Of two jobs with two tasks each, of which the first is in the queue 10 ms after the beginning.
    fn relay() -> Relay {
        let mut relay = Relay::new(EPOCH_MS, ZERO_MS, &[vec![3, 2], vec![1, 0]]);
        relay.begin(&takers(), Some(("near", 1_040.0)));
        relay.hear(&News::Queued { job: 0, bytes: 50 }, &takers(), 0, ZERO_MS + 10.0);
        relay
    }

    fn offset(ms: f64) -> Option<Offset> {
        Some(Offset { ms, uncertainty_ms: 0.25, at_ms: 0.0, drift_ms: 0.0 })
    }

    /// Job 0 by the taker that is far, whose clock is `ms` behind.
    fn result(spans: &[(u32, f64, f64)], ms: f64) -> JobResult {
        let span = |(task, start_ms, end_ms): &(u32, f64, f64)| Span {
            lane: 7,
            task: Some(*task),
            kind: SpanKind::Run,
            start_ms: start_ms - ms,
            end_ms: end_ms - ms,
        };
        JobResult {
            run: 1,
            job: 0,
            nonce: 0,
            taker: "far".into(),
            lane: 0,
            delivered: 1,
            outputs: vec!["a".into(), "b".into()],
            spans: spans.iter().map(span).collect(),
            clock: offset(ms),
        }
    }

    fn batch(report: &Report) -> Batch {
        let Report::Batch(body) = report else { panic!("a batch, not {report:?}") };
        body.decode().unwrap()
    }

    fn span(task: u32, kind: SpanKind, start_ms: f64, end_ms: f64) -> Span {
        Span { lane: 0, task: Some(task), kind, start_ms, end_ms }
    }

    #[test]
    fn whoever_is_there_is_a_lane_and_only_the_page_s_own_were_made() {
        let mut relay = Relay::new(EPOCH_MS, ZERO_MS, &[]);
        let reports = relay.begin(&takers(), Some(("near", 1_040.0)));
        let Report::Ready { lanes, startup_ms } = &reports[0] else { panic!("first comes the pool") };
        let lanes: Vec<Lane> = lanes.iter().cloned().map(Lane::from).collect();
        assert_eq!((lanes.len(), *startup_ms), (3, 60.0));
        assert!(lanes.iter().all(|lane| lane.host.as_deref() == Some("Firefox on Android, 8 cores")));
        let starts: Vec<Span> = reports[1..].iter().flat_map(|report| batch(report).spans).collect();
        assert_eq!(
            starts.iter().map(|span| (span.lane, span.start_ms, span.end_ms)).collect::<Vec<_>>(),
            [(1, 40.0, 100.0), (2, 40.0, 100.0)]
        );
    }

    #[test]
    fn what_a_taker_did_stands_on_the_host_s_clock_whatever_its_own_says() {
        for behind_ms in [0.0, -3.6e6, 7.25] {
            let did = result(&[(3, 1_130.0, 1_150.0), (2, 1_150.0, 1_160.0)], behind_ms);
            let reports = relay().hear(&News::Result(did), &takers(), 0, 1_164.0);
            assert!(matches!(&reports[0], Report::Joined(_)), "how well its clock is known is new");
            let batch = batch(&reports[1]);
            assert_eq!(batch.outputs, [(3, "a".to_owned()), (2, "b".to_owned())]);
            let expected = [
                span(3, SpanKind::Ready, 110.0, 130.0),
                span(2, SpanKind::Ready, 110.0, 150.0),
                span(3, SpanKind::Run, 130.0, 150.0),
                span(2, SpanKind::Run, 150.0, 160.0),
                span(2, SpanKind::Send, 160.0, 164.0),
            ];
            assert_eq!(batch.spans, expected);
        }
    }

    #[test]
    fn nothing_happened_before_its_job_was_there_nor_for_other_tasks_than_its_own() {
        let did = result(&[(3, 0.0, 1_150.0), (3, 1_150.0, 9e9), (0, 1_120.0, 1_130.0)], 0.0);
        let reports = relay().hear(&News::Result(did), &takers(), 0, 1_160.0);
        let expected = [span(3, SpanKind::Run, 110.0, 150.0), span(3, SpanKind::Run, 150.0, 160.0)];
        assert_eq!(batch(&reports[1]).spans, expected);
        let without_clock = JobResult { clock: None, ..result(&[(3, 5.0, 25.0)], 0.0) };
        let reports = relay().hear(&News::Result(without_clock), &takers(), 0, 1_160.0);
        assert_eq!(batch(&reports[1]).spans[1], span(3, SpanKind::Run, 140.0, 160.0), "it ended by then");
    }

    #[test]
    fn attempts_that_came_to_nothing_are_told() {
        let mut relay = relay();
        let held = Held { run: 1, job: 0, attempt: 0, delivered: 1 };
        let attempt = Attempt { taker: "late".into(), lane: 0, held };
        let joined = relay.hear(&News::Began(attempt.clone(), 1_120.0), &takers(), 0, 1_121.0);
        assert!(matches!(&joined[..], [Report::Joined(_)]), "{joined:?}");
        let lost = relay.hear(&News::Lost(attempt), &takers(), 0, 1_200.0);
        assert_eq!(lost, [Report::Lost { lane: 3, task: 3, since_ms: 120.0, at_ms: 200.0 }]);
        relay.hear(&News::Result(result(&[(3, 1_130.0, 1_150.0)], 0.0)), &takers(), 0, 1_160.0);
        let retracted = relay.hear(&News::Retracted(0), &takers(), 0, 1_170.0);
        assert_eq!(retracted, [Report::Retracted { lane: 0, tasks: vec![3, 2] }]);
        assert!(relay.hear(&News::Retracted(0), &takers(), 0, 1_180.0).is_empty());
    }

    #[test]
    fn a_run_ends_with_how_often_jobs_were_handed_out_and_what_became_of_them() {
        let end = |end| relay().hear(&News::Ended(end), &takers(), 9, 1_500.0);
        assert_eq!(
            end(End::Finished),
            [Report::Deliveries(9), Report::Finished { elapsed_ms: 0.0, total: None, moved_bytes: 50 }]
        );
        let given_up = Failure::from(Reason::JobGivenUp { task: 1, deliveries: MOST_DELIVERIES });
        assert_eq!(end(End::Poisoned { job: 1 })[1], Report::Failed(given_up));
        let given_back = Failure::from(Reason::JobGivenBack { task: 1, deliveries: MOST_DELIVERIES });
        assert_eq!(end(End::GivenBack { job: 1 })[1], Report::Failed(given_back));
        assert_eq!(end(End::Cancelled)[1], Report::Failed(Reason::Cancelled.into()));
    }
}
