//! A machine that lends lanes to a room: a thread for each.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::{MissedTickBehavior, interval};

use super::clock::now_ms;
use super::compute::{Computed, Unable, Worker};
use super::drive::{Over, Told, after, open};
use super::secret;
use super::socket::Socket;
use crate::queue::message::{Hello, Job};
use crate::queue::{Broken, Retry, Room, TICK_MS, Taker, Todo};

/// What a thread is to do: a job, when the run's tasks were first handed out, and whether it is called off meanwhile.
type Order = (Job, f64, Arc<AtomicBool>);
/// What a thread has done.
type Report = (u32, Result<Computed, Unable>);

/// A lane's thread.
struct Lane {
    orders: mpsc::Sender<Order>,
    thread: JoinHandle<()>,
    /// Calls off the job that it is at.
    stop: Arc<AtomicBool>,
    /// A job that came before it was done with the one that was called off.
    next: Option<Job>,
    is_busy: bool,
}

/// Lends lanes to a room until `until` comes back; then what they were at goes to others at once. How many jobs were
/// done.
///
/// # Errors
/// There is no use in trying again.
pub async fn lend(
    room: &Room,
    hello: Hello,
    until: impl Future<Output = ()>,
    mut tell: impl FnMut(Told),
) -> Result<u64, Broken> {
    let (report, mut reports) = unbounded_channel();
    let mut lanes: Vec<Lane> = (0..hello.lanes).map(|lane| Lane::new(lane, report.clone())).collect();
    let mut taker = Taker::new(room, secret(), hello);
    let mut retry = Retry::default();
    tokio::pin!(until);
    let outcome = loop {
        let mut socket = tokio::select! {
            () = &mut until => break Ok(()),
            socket = open(room, &mut retry, &mut tell) => socket,
        };
        taker.connect(now_ms());
        let over = tokio::select! {
            () = &mut until => {
                taker.leave();
                // Best effort: without it the jobs are handed out again a little later.
                let _ = socket.send(taker.take_output()).await;
                socket.close().await;
                break Ok(());
            }
            over = serve(&mut taker, &mut socket, &mut lanes, &mut reports, &mut tell) => over,
        };
        taker.disconnect();
        if let Err(broken) = after(over, &mut retry, &mut tell).await {
            break Err(broken);
        }
    };
    lanes.into_iter().for_each(Lane::end);
    outcome.map(|()| taker.done())
}

/// Serves on one connection until it is over.
async fn serve(
    taker: &mut Taker,
    socket: &mut Socket,
    lanes: &mut [Lane],
    reports: &mut UnboundedReceiver<Report>,
    tell: &mut impl FnMut(Told),
) -> Over {
    let mut ticks = interval(Duration::from_millis(TICK_MS.into()));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut was_ready = false;
    loop {
        let heard = tokio::select! {
            bytes = socket.receive() => match bytes {
                Ok(bytes) => taker.receive(&bytes, now_ms()),
                Err(error) => return error.into(),
            },
            Some((lane, computed)) = reports.recv() => {
                take_report(taker, lanes, lane, computed);
                Ok(Vec::new())
            }
            _ = ticks.tick() => taker.tick(now_ms()).map(|()| Vec::new()),
        };
        match heard {
            Ok(todo) => todo.into_iter().for_each(|todo| obey(taker, lanes, todo, tell)),
            Err(broken) => return broken.into(),
        }
        if !was_ready && taker.is_ready() {
            was_ready = true;
            tell(Told::Joined);
        }
        if let Err(error) = socket.send(taker.take_output()).await {
            return error.into();
        }
    }
}

fn obey(taker: &Taker, lanes: &mut [Lane], todo: Todo, tell: &mut impl FnMut(Told)) {
    match todo {
        Todo::Do { lane, job } => {
            if let Some(lane) = lanes.get_mut(lane as usize) {
                lane.start(taker, job);
            }
        }
        Todo::Leave { lane } => {
            if let Some(lane) = lanes.get_mut(lane as usize) {
                lane.stop();
            }
        }
        Todo::Kept { .. } => tell(Told::Done(taker.done())),
        Todo::OtherVersion => tell(Told::OtherVersion),
        Todo::Dismissed => tell(Told::Dismissed),
    }
}

fn take_report(taker: &mut Taker, lanes: &mut [Lane], number: u32, computed: Result<Computed, Unable>) {
    let Some(lane) = lanes.get_mut(number as usize) else { return };
    lane.is_busy = false;
    // What was called off is nobody's any more, even if it was done just before.
    let was_stopped = lane.stop.load(Ordering::Relaxed);
    if let Some(job) = lane.next.take() {
        lane.start(taker, job);
    }
    match computed {
        Ok(Computed { outputs, spans }) if !was_stopped => taker.finish(number, outputs, spans, now_ms()),
        Err(Unable::NotHere) if !was_stopped => taker.fail(number, now_ms()),
        _ => {}
    }
}

impl Lane {
    fn new(lane: u32, report: UnboundedSender<Report>) -> Self {
        let (orders, ordered) = mpsc::channel::<Order>();
        let work = move || {
            let mut worker = Worker::new(lane);
            for (job, zero_ms, stop) in ordered {
                // Whoever doesn't listen any more has no need of it.
                let _ = report.send((lane, worker.compute(&job, zero_ms, &stop)));
            }
        };
        Self { orders, thread: thread::spawn(work), stop: Arc::default(), next: None, is_busy: false }
    }

    fn start(&mut self, taker: &Taker, job: Job) {
        if self.is_busy {
            self.next = Some(job);
            return;
        }
        self.is_busy = true;
        self.stop = Arc::default();
        let zero_ms = taker.offset().map_or_else(now_ms, |offset| offset.taker_ms(job.zero_ms));
        // A thread ends only when its orders do.
        let _ = self.orders.send((job, zero_ms, self.stop.clone()));
    }

    fn stop(&mut self) {
        self.next = None;
        self.stop.store(true, Ordering::Relaxed);
        self.thread.thread().unpark();
    }

    fn end(mut self) {
        self.stop();
        drop(self.orders);
        // It comes back after a slice; and if it panicked, there is nothing to be done about it.
        let _ = self.thread.join();
    }
}
