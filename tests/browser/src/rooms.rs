//! Rooms with a real broker on this machine: one with native takers only, and one that is served beside the app.

use std::fs;
use std::time::Duration;

use interleave::experiment::parse;
use interleave::native::{Outcome, have_done};
use interleave::queue::Role;
use interleave::queue::host::End;
use interleave::queue::travel::jobs_of;
use interleave_broker::{Access, Broker, PATH, find};
use tokio::time::sleep;

use crate::browser::Browser;
use crate::lent::Lent;
use crate::page::Page;
use crate::site::{Options, Site};

/// A room with takers in it.
pub struct Room {
    broker: Broker,
    access: Access,
    takers: Vec<Lent>,
}

impl Room {
    /// A room without takers.
    ///
    /// # Panics
    /// Where there is no broker: `./dev` finds or installs one.
    pub async fn open() -> Self {
        let (broker, access) = start_broker(&[]).await;
        Self { broker, access, takers: Vec::new() }
    }

    fn link(&self, role: Role) -> interleave::queue::Room {
        self.access.room(0, role, false, &address(&self.broker), PATH).expect("there is one room")
    }

    /// So many takers join, with so many lanes each.
    pub fn join(&mut self, takers: u32, lanes: u32) {
        let room = self.link(Role::Taker);
        self.takers.extend((0..takers).map(|_| Lent::begin(room.clone(), "bench", lanes, |_| {})));
    }

    /// Has an experiment done once all of them are there.
    ///
    /// # Panics
    /// It does not come to its end.
    pub async fn run(&self, experiment: &str, takers: usize) -> Outcome {
        let experiment = parse(experiment).experiment;
        // Clocks are compared before jobs are asked for, and a host has to be there for that.
        for _ in 0..100 {
            let warm = parse("workload=squares&number=1&tasks=1").experiment;
            let mut there = 0;
            let seen = |host: &interleave::queue::host::Host, _: Option<&_>| {
                there = there.max(host.takers().len());
                true
            };
            have_done(&self.link(Role::Host), &warm, jobs_of(&warm, 1), seen).await.expect("it runs");
            if there >= takers {
                break;
            }
            sleep(Duration::from_millis(100)).await;
        }
        let jobs = jobs_of(&experiment, 1);
        let outcome =
            have_done(&self.link(Role::Host), &experiment, jobs, |_, _| true).await.expect("it runs");
        assert_eq!(outcome.end, Some(End::Finished));
        outcome
    }

    /// What the broker holds in memory, MB; NaN where the system doesn't tell.
    pub fn broker_mb(&self) -> f64 {
        let status = |process: u32| fs::read_to_string(format!("/proc/{process}/status")).ok();
        let resident = self.broker.process().and_then(status).and_then(|status| {
            let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
            line.trim().strip_suffix("kB")?.trim().parse::<f64>().ok()
        });
        resident.map_or(f64::NAN, |kb| kb / 1000.0)
    }

    /// Everybody leaves.
    ///
    /// # Panics
    /// Somebody was not let in.
    pub async fn close(self) {
        for taker in self.takers {
            taker.end().await.expect("the room is theirs");
        }
    }
}

/// The app on a site that has a room.
pub struct SiteWithRoom {
    pub site: Site,
    pub broker: Broker,
    access: Access,
}

impl SiteWithRoom {
    /// A site whose room nobody has joined.
    ///
    /// # Panics
    /// Where there is no broker: `./dev` finds or installs one.
    pub async fn open() -> Self {
        let site = Site::serve(Options::default()).await;
        let (broker, access) = start_broker(&[site.origin()]).await;
        site.pass_on_to(broker.websocket_port);
        Self { site, broker, access }
    }

    /// What the room is joined with.
    pub fn room(&self, role: Role) -> interleave::queue::Room {
        self.access.room(0, role, false, &self.site.host(), PATH).expect("there is one room")
    }

    /// What a device is lent with.
    pub fn taker_link(&self) -> String {
        self.room(Role::Taker).link(&self.site.folder())
    }

    /// A page with this query that has joined as the room's host.
    pub async fn host<'a>(&self, browser: &'a Browser, query: &str) -> Page<'a> {
        let address = format!("{}#{}", self.site.address(query), self.room(Role::Host).fragment());
        let page = Page::open(browser, &address).await;
        page.click("#room-join").await;
        page.until_true(
            "document.querySelector('.room [role=status]')?.innerText.startsWith('You are the host')",
        )
        .await;
        page
    }

    /// A device without a browser lends so many lanes.
    pub fn lend(&self, lanes: u32) -> Lent {
        let room = interleave::queue::Room { host: address(&self.broker), ..self.room(Role::Taker) };
        Lent::begin(room, "a server", lanes, |_| {})
    }
}

/// On a page that was opened to lend a device, of which `document` is an expression: lends so many workers.
pub async fn lend_workers(page: &Page<'_>, document: &str, workers: u32) {
    let button = format!("{document}?.querySelector('.join .primary:enabled')");
    page.until_true(&button).await;
    page.script(&format!(
        "const workers = {document}.querySelector('.join input');\
         workers.value = {workers};\
         workers.dispatchEvent(new Event('change', {{ bubbles: true }}));\
         {button}.click()"
    ))
    .await;
    page.until_true(&format!("{document}.querySelector('.lent').innerText.startsWith('{workers} worker')"))
        .await;
}

/// A broker with one room, for pages of these origins.
async fn start_broker(origins: &[String]) -> (Broker, Access) {
    let program = find().expect("./dev finds or installs a broker");
    let access = Access::new(1);
    let broker = Broker::start(&program, &access, origins).await.expect("it runs on this machine");
    (broker, access)
}

/// Where devices without a browser find it.
fn address(broker: &Broker) -> String {
    format!("127.0.0.1:{}", broker.websocket_port)
}
