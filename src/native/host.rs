//! A host without a page: has an experiment done by whoever is in a room. What tests and measurements are made with.

use std::time::Duration;

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::{MissedTickBehavior, interval};

use super::clock::now_ms;
use super::drive::{Over, after, open};
use super::secret;
use super::socket::Socket;
use crate::experiment::Experiment;
use crate::queue::host::{Attempt, End, Host, News, Run, Work};
use crate::queue::message::JobResult;
use crate::queue::{Broken, Retry, Room, TICK_MS};
use crate::workload::WorkRate;

/// Jobs that were computed again, here, on their way from one thread to another.
type Check = (u32, Option<Vec<String>>);
type Checks = (UnboundedSender<Check>, UnboundedReceiver<Check>);

/// What came of an experiment.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// How it ended.
    pub end: Option<End>,
    /// The result of each job that has one.
    pub results: Vec<Option<JobResult>>,
    /// How often jobs were handed out.
    pub deliveries: u64,
    /// Attempts that came to nothing.
    pub lost: Vec<Attempt>,
    /// Who sent a wrong result.
    pub distrusted: Vec<String>,
    /// From the first job's putting to the last result's coming in, ms.
    pub ms: f64,
}

/// Has these jobs of an experiment done by whoever is in a room; `watch` sees what happens, and says whether to go on.
///
/// # Errors
/// There is no use in trying again.
pub async fn have_done(
    room: &Room,
    experiment: &Experiment,
    jobs: Vec<Vec<u32>>,
    mut watch: impl FnMut(&Host, Option<&News>) -> bool,
) -> Result<Outcome, Broken> {
    let mut host = Host::new(room, secret());
    let work = Work::of(experiment, jobs, WorkRate::default(), now_ms(), [secret(), secret()]);
    let mut outcome = Outcome { results: vec![None; work.jobs.len()], ..Outcome::default() };
    let begun_ms = now_ms();
    host.start(work, begun_ms);
    let mut checks = unbounded_channel();
    let mut retry = Retry::default();
    loop {
        let mut socket = open(room, &mut retry, &mut |_| {}).await;
        host.connect(now_ms());
        match serve(&mut host, &mut socket, &mut outcome, &mut checks, &mut watch).await {
            Ok(()) => break,
            Err(over) => {
                host.disconnect();
                after(over, &mut retry, &mut |_| {}).await?;
            }
        }
    }
    outcome.ms = now_ms() - begun_ms;
    outcome.deliveries = host.run().map_or(0, Run::deliveries);
    Ok(outcome)
}

/// Serves on one connection until the run is over.
async fn serve(
    host: &mut Host,
    socket: &mut Socket,
    outcome: &mut Outcome,
    (check, checked): &mut Checks,
    watch: &mut impl FnMut(&Host, Option<&News>) -> bool,
) -> Result<(), Over> {
    let mut ticks = interval(Duration::from_millis(TICK_MS.into()));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        let mut news = tokio::select! {
            bytes = socket.receive() => host.receive(&bytes?, now_ms())?,
            Some((job, outputs)) = checked.recv() => host.checked(job, outputs, now_ms()),
            _ = ticks.tick() => host.tick(now_ms())?,
        };
        let mut goes_on = watch(host, None);
        for one in &news {
            goes_on &= watch(host, Some(one));
        }
        if !goes_on {
            news.extend(host.cancel(now_ms()));
        }
        for one in news {
            match one {
                News::Result(result) => {
                    let place = result.job as usize;
                    outcome.results[place] = Some(result);
                }
                News::Retracted(job) => outcome.results[job as usize] = None,
                News::Lost(attempt) => outcome.lost.push(attempt),
                News::Distrusted(taker) => outcome.distrusted.push(taker),
                News::Ended(end) => outcome.end = Some(end),
                News::Check(job) => {
                    let check = check.clone();
                    // If nobody listens any more, the run is over.
                    tokio::task::spawn_blocking(move || drop(check.send((job.job, job.outputs()))));
                }
                _ => {}
            }
        }
        socket.send(host.take_output()).await?;
        if outcome.end.is_some() {
            return Ok(());
        }
    }
}
