//! What rooms carry.

use interleave_journeys::browser::Browser;
use interleave_journeys::document::Document;
use interleave_journeys::engine::Engine;
use interleave_journeys::page::Page;
use interleave_journeys::rooms::{Room, SiteWithRoom, lend_workers};

use crate::figures::median;
use crate::{Bench, TURNS, Target};

impl Bench<'_> {
    /// What a room carries, with native takers.
    pub(super) async fn rooms(&mut self) {
        const JOBS: u32 = 3000;
        for lanes in [1, 2, 8] {
            let mut room = Room::open().await;
            room.join(1, lanes);
            let outcome = room.run(&format!("workload=squares&number=1&tasks={JOBS}"), 1).await;
            let name = format!("room: a native taker of {lanes}, jobs that do nothing");
            let target = if lanes == 1 { Target::None } else { Target::AtLeast(1000.0) };
            self.tell(&name, f64::from(JOBS) * 1000.0 / outcome.ms, "/s", target);
            room.close().await;
        }
        let mut room = Room::open().await;
        room.join(2, 4);
        let outcome = room.run("workload=sleep&delay=50&tasks=800", 2).await;
        let ideal_ms = 800.0 * 50.0 / 8.0;
        self.tell("room: 8 lanes, jobs of 50 ms, by ideal", ideal_ms / outcome.ms, "", Target::AtLeast(0.9));
        room.close().await;
        let mut room = Room::open().await;
        room.join(200, 1);
        let outcome = room.run("workload=sleep&delay=500&tasks=1000", 200).await;
        let ideal_ms = 1000.0 * 500.0 / 200.0;
        self.tell("room: 200 takers, jobs that only wait, by ideal", ideal_ms / outcome.ms, "", Target::None);
        self.tell("  the broker's memory", room.broker_mb(), "MB", Target::Under(100.0));
        room.close().await;
    }

    /// Lanes of all kinds: the page's own, those of a page in another browser, and a native taker's.
    pub(super) async fn rooms_of_browsers(&mut self, browser: &Browser) {
        const TASKS: u32 = 400;
        const LANES: u32 = 3 + 3 + 2;
        let other = if browser.engine == Engine::Firefox { Engine::Chromium } else { Engine::Firefox };
        let other = Browser::start(other).await;
        let here = SiteWithRoom::open().await;
        let host = here.host(browser, "").await;
        let page = Page::visit(&other, &here.taker_link()).await;
        lend_workers(&page, "document", 3).await;
        let native = here.lend(2);
        host.until_true("document.querySelectorAll('.takers tbody tr').length === 2").await;
        let mut shares = Vec::new();
        for _ in 0..TURNS {
            let query = format!("workload=sleep&delay=50&tasks={TASKS}&executors=queue&workers=3");
            let document = Document::check(&host.result_of(&query).await);
            let run = document.run("queue");
            assert_eq!(run.lanes.len() as u32, LANES, "everybody takes part");
            shares.push(f64::from(TASKS) * 50.0 / f64::from(LANES) / run.wall_ms);
        }
        let name = "room: 8 lanes in two browsers and a native taker, by ideal";
        self.tell(name, median(&mut shares), "", Target::AtLeast(0.9));
        native.end().await.expect("the room is its own");
        other.stop().await;
    }
}
