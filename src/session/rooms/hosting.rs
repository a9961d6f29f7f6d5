//! This page as the host of a room: it has jobs done by whoever is there, and shows who that is.

use std::rc::Rc;

use futures::channel::mpsc::UnboundedSender;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::checker::Checker;
use super::device::Device;
use super::line::{Inbox, Line};
use super::{HostState, Hosted, Problem, Rooms, TakerShown, hello, lane_setting};
use crate::browser::clock::now_ms;
use crate::browser::program::Program;
use crate::browser::random::secret;
use crate::browser::socket::SocketEvent;
use crate::browser::worker::Incoming;
use crate::protocol::timing::{BROKER_GONE_MS, OWN_TAKERS_START_MS};
use crate::protocol::{Assignment, Report, encode};
use crate::queue::host::{Host, News, Present, Relay, Run, Work};
use crate::queue::travel::jobs_of;
use crate::queue::{Broken, Room};
use crate::trace::{Detail, Failure, Reason};

/// What a host hears.
pub(super) enum HostEvent {
    /// What becomes of its socket.
    Socket(SocketEvent),
    /// What the worker says that does jobs again.
    Checker(Incoming),
    /// A run is to be made; what it reports goes there.
    Start(Box<Assignment>, UnboundedSender<Incoming>),
    /// The run that is made is called off.
    Cancel,
}

/// Hosts a room until it is left: then this is dropped.
pub(super) async fn host(hosted: Hosted) {
    let Hosted { rooms, room, hear, heard, program, files } = hosted;
    let socket = hear.clone();
    // The receiver lives as long as whoever sends.
    let mut line = Line::new(&room, move |event| drop(socket.unbounded_send(HostEvent::Socket(event))));
    line.tick(now_ms());
    let checked = move |incoming| drop(hear.unbounded_send(HostEvent::Checker(incoming)));
    let mut hosting = Hosting {
        host: Host::new(&room, secret()),
        line,
        checker: Checker::new(program.clone(), files, Rc::new(checked)),
        own_room: room.for_own_takers(),
        program,
        rooms,
        making: None,
        apart_ms: None,
        state: HostState::default(),
    };
    let mut inbox = Inbox::new(heard);
    loop {
        let event = inbox.next().await;
        if let Err(broken) = hosting.step(event, now_ms()) {
            return rooms.end(Problem::Broken(broken));
        }
    }
}

struct Hosting {
    host: Host,
    line: Line,
    checker: Checker,
    /// The room as this page's own takers find it.
    own_room: Option<Room>,
    program: Program,
    rooms: Rooms,
    making: Option<Making>,
    /// Since when there is no broker, ms.
    apart_ms: Option<f64>,
    state: HostState,
}

/// A run that is made.
struct Making {
    assignment: Box<Assignment>,
    reports: UnboundedSender<Incoming>,
    asked_ms: f64,
    /// This page's own takers, if it lends any.
    own: Option<Device>,
    /// What tells the page of it, once jobs are handed out.
    relay: Option<Relay>,
}

impl Drop for Hosting {
    /// The room is left, and with it the run that goes on.
    fn drop(&mut self) {
        self.end(Reason::Cancelled);
        self.line.send(&self.host.take_output());
    }
}

impl Hosting {
    /// Something happened, or time has passed.
    ///
    /// # Errors
    /// There is no use in another connection.
    fn step(&mut self, event: Option<HostEvent>, now_ms: f64) -> Result<(), Broken> {
        let is_look = event.is_none();
        let heard = match event {
            Some(HostEvent::Socket(SocketEvent::Open)) => {
                self.line.opened(now_ms);
                self.host.connect(now_ms);
                Ok(Vec::new())
            }
            Some(HostEvent::Socket(SocketEvent::Bytes(bytes))) => self.host.receive(&bytes, now_ms),
            Some(HostEvent::Socket(SocketEvent::Closed)) => {
                self.line.closed(now_ms);
                self.apart(now_ms);
                Ok(self.host.disconnect())
            }
            Some(HostEvent::Checker(incoming)) => {
                let checked = self.checker.hear(incoming);
                let news =
                    checked.into_iter().flat_map(|(job, outputs)| self.host.checked(job, outputs, now_ms));
                Ok(news.collect())
            }
            Some(HostEvent::Start(assignment, reports)) => {
                self.begin(assignment, reports, now_ms);
                Ok(Vec::new())
            }
            Some(HostEvent::Cancel) => {
                let news = self.host.cancel(now_ms);
                if self.making.as_ref().is_some_and(|making| making.relay.is_none()) {
                    self.end(Reason::Cancelled);
                }
                Ok(news)
            }
            None => {
                self.line.tick(now_ms);
                self.host.tick(now_ms)
            }
        };
        let news = match heard {
            Ok(news) => news,
            Err(broken) => {
                self.apart(now_ms);
                let news = self.host.disconnect();
                if let Err(broken) = self.line.broke(broken, now_ms) {
                    self.end(Reason::BrokerGone);
                    return Err(broken);
                }
                news
            }
        };
        news.iter().for_each(|one| self.hear(one, now_ms));
        self.line.send(&self.host.take_output());
        if is_look {
            self.look(now_ms);
            self.show();
        }
        Ok(())
    }

    /// A run is to be made: first this page's own takers are, if it lends any.
    fn begin(&mut self, assignment: Box<Assignment>, reports: UnboundedSender<Incoming>, now_ms: f64) {
        let own_room = self.own_room.as_ref().filter(|_| self.rooms.lends_own.get_untracked());
        let own = own_room.map(|room| {
            let setting = lane_setting(&assignment.setting);
            Device::join(room, hello(assignment.workers), &self.program, &setting, |_| {})
        });
        self.making = Some(Making { assignment, reports, asked_ms: now_ms, own, relay: None });
        self.report(&Report::Loaded);
        self.hand_out(now_ms);
    }

    /// Hands out jobs as soon as everybody is there who has to be.
    fn hand_out(&mut self, now_ms: f64) {
        let Some(making) = self.making.as_mut().filter(|making| making.relay.is_none()) else { return };
        let own = making.own.as_ref().map(Device::name);
        if own.as_ref().is_some_and(|own| !self.host.takers().contains_key(own)) {
            return;
        }
        let Assignment { experiment, setting, .. } = &*making.assignment;
        let jobs = jobs_of(experiment, experiment.chunk() as usize);
        let mut relay = Relay::new(setting.epoch_ms, now_ms, &jobs);
        let reports = relay.begin(self.host.takers(), own.as_deref().map(|own| (own, making.asked_ms)));
        making.relay = Some(relay);
        let work = Work::of(experiment, jobs, setting.work_rate, now_ms, [secret(), secret()]);
        reports.iter().for_each(|report| self.report(report));
        let news = self.host.start(work, now_ms);
        news.iter().for_each(|one| self.hear(one, now_ms));
    }

    /// The host hears something.
    fn hear(&mut self, news: &News, now_ms: f64) {
        let deliveries = self.host.run().map_or(0, Run::deliveries);
        if let Some(relay) = self.making.as_mut().and_then(|making| making.relay.as_mut()) {
            let reports = relay.hear(news, self.host.takers(), deliveries, now_ms);
            reports.iter().for_each(|report| self.report(report));
        }
        match news {
            News::Ready => self.apart_ms = None,
            News::Joined(_) => self.hand_out(now_ms),
            News::Check(check) => self.checker.ask(check.clone()),
            News::Distrusted(_) => self.state.distrusted += 1,
            News::OtherVersion(_) => self.state.other_versions = true,
            News::Ended(_) => {
                self.checker.stop();
                self.making = None;
            }
            News::Left(_)
            | News::Queued { .. }
            | News::Began(..)
            | News::Result(_)
            | News::Retracted(_)
            | News::Lost(_) => {}
        }
    }

    /// Time has passed: whether whoever has to be there is.
    fn look(&mut self, now_ms: f64) {
        let Some(making) = &self.making else { return };
        let is_gone =
            self.apart_ms.is_some_and(|since_ms| now_ms - since_ms.max(making.asked_ms) > BROKER_GONE_MS);
        let is_late = making.relay.is_none() && now_ms - making.asked_ms > OWN_TAKERS_START_MS;
        if is_gone {
            self.end(Reason::BrokerGone);
        } else if is_late {
            self.end(Reason::WorkerNotStarted { lane: 0, detail: Detail::NoAnswer });
        }
    }

    fn apart(&mut self, now_ms: f64) {
        self.apart_ms.get_or_insert(now_ms);
    }

    /// The run is over before its end.
    fn end(&mut self, reason: Reason) {
        if let Some(run) = self.host.run() {
            self.report(&Report::Deliveries(run.deliveries()));
        }
        self.report(&Report::Failed(Failure::from(reason)));
        self.making = None;
        // What is left of it goes when there is a broker.
        drop(self.host.cancel(now_ms()));
        self.checker.stop();
    }

    fn report(&self, report: &Report) {
        if let Some(making) = &self.making {
            // Whoever follows the run may have left.
            let message = Incoming::Message { bytes: encode(report), attachment: JsValue::UNDEFINED };
            let _ = making.reports.unbounded_send(message);
        }
    }

    /// Shows who is there, if that has changed.
    fn show(&mut self) {
        let own = self.making.as_ref().and_then(|making| Some(making.own.as_ref()?.name()));
        let shown = |(name, there): (&String, &Present)| TakerShown {
            device: there.hello.device.clone(),
            cores: there.hello.cores,
            lanes: there.hello.lanes,
            at_work: there.held.iter().flatten().count() as u32,
            round_trip_ms: there.clock.map(|clock| 2.0 * clock.uncertainty_ms),
            is_own: own.as_ref() == Some(name),
        };
        let takers = self.host.takers().iter().map(shown).collect();
        let now = HostState { is_there: self.host.is_ready(), takers, ..self.state.clone() };
        if now != self.state {
            self.state = now.clone();
            self.rooms.show(now);
        }
    }
}
