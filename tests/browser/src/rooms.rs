//! What a room costs and carries: a real broker, and native takers on this machine.

use std::fs;
use std::time::Duration;

use interleave::experiment::parse;
use interleave::native::{Outcome, have_done, lend};
use interleave::queue::Role;
use interleave::queue::host::End;
use interleave::queue::message::Hello;
use interleave::queue::travel::jobs_of;
use interleave_broker::{Access, Broker, PATH, find};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::sleep;

/// A room with takers in it.
pub struct Room {
    broker: Broker,
    access: Access,
    takers: JoinSet<()>,
    end: watch::Sender<bool>,
}

impl Room {
    /// A room without takers.
    ///
    /// # Panics
    /// Where there is no broker: `./dev bench` finds or installs one.
    pub async fn open() -> Self {
        let program = find().expect("./dev bench finds or installs a broker");
        let access = Access::new(1);
        let broker = Broker::start(&program, &access, &[]).await.expect("it runs on this machine");
        Self { broker, access, takers: JoinSet::new(), end: watch::channel(false).0 }
    }

    fn link(&self, role: Role) -> interleave::queue::Room {
        let host = format!("127.0.0.1:{}", self.broker.websocket_port);
        self.access.room(0, role, false, &host, PATH).expect("there is one room")
    }

    /// So many takers join, with so many lanes each.
    pub fn join(&mut self, takers: u32, lanes: u32) {
        for _ in 0..takers {
            let (room, mut end) = (self.link(Role::Taker), self.end.subscribe());
            let hello = Hello { device: "bench".into(), cores: 1, lanes, version: "bench".into() };
            self.takers.spawn(async move {
                let until = async move { drop(end.wait_for(|end| *end).await) };
                lend(&room, hello, until, |_| {}).await.expect("the room is theirs");
            });
        }
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
    pub async fn close(mut self) {
        self.end.send_replace(true);
        while self.takers.join_next().await.is_some() {}
    }
}
