//! Downloads, tasks that are handed over, and event loops.

use crate::figures::median;
use crate::{Bench, TURNS, Target};

/// Tasks that are handed over, to find out what one costs.
const HANDED: u32 = 2000;

impl Bench<'_> {
    /// 160 downloads of 100 ms. One after the other they take longer than may start without a click, so that
    /// `sequential` is measured with 40 of them, and counted four times.
    pub(super) async fn downloads(&mut self) {
        let (mut event_loop, mut threads) = (Vec::new(), Vec::new());
        for _ in 0..3 {
            let quarter = self.run("workload=fetch&tasks=40&executors=sequential").await;
            let sequential = quarter.run("sequential").wall_ms * 4.0;
            let looping = self.run("workload=fetch&executors=event-loop").await;
            event_loop.push(sequential / looping.run("event-loop").wall_ms);
            let pool = self.run("workload=fetch&executors=threads&workers=8").await;
            threads.push(sequential / pool.run("threads").wall_ms);
        }
        let name = "fetch 160 × 100 ms: event-loop, times sooner";
        self.tell(name, median(&mut event_loop), "", Target::AtLeast(25.0));
        self.tell("  threads with 8 workers, times sooner", median(&mut threads), "", Target::AtLeast(7.0));
    }

    /// 160 downloads of 100 ms beside `Promise.all` of as many in a plain script of the same page, from the same source;
    /// and what that takes when it waits for nothing, which is what the source itself costs.
    pub(super) async fn downloads_against_a_plain_script(&mut self) {
        let (mut plain, mut source, mut looping, mut on_page) = (vec![], vec![], vec![], vec![]);
        for _ in 0..TURNS {
            plain.push(self.plain("downloads", 100).await);
            source.push(self.plain("downloads", 0).await);
            let document = self.run("workload=fetch&executors=event-loop,page").await;
            looping.push(document.run("event-loop").wall_ms);
            on_page.push(document.run("page").wall_ms);
        }
        let plain_ms = median(&mut plain);
        self.tell("Promise.all of 160 × 100 ms in a plain script", plain_ms, "ms", Target::None);
        self.tell("  of 160 × 0 ms: what the source costs", median(&mut source), "ms", Target::None);
        self.tell("  event-loop, times as long", median(&mut looping) / plain_ms, "", Target::Under(1.05));
        self.tell("  page, times as long", median(&mut on_page) / plain_ms, "", Target::None);
    }

    /// What it costs to hand a task that does nothing to one lane and to hear of its end, µs.
    pub(super) async fn handing(&mut self) {
        let ways = [
            ("threads", "executors=threads", Target::Under(5.0)),
            ("event-loop", "executors=event-loop", Target::Under(5.0)),
            ("processes", "executors=processes", Target::None),
            ("processes", "executors=processes&chunk=32", Target::Under(10.0)),
            ("process-loops", "executors=process-loops", Target::None),
            ("process-loops", "executors=process-loops&chunk=32", Target::None),
        ];
        for (executor, way, target) in ways {
            let mut each = Vec::new();
            for _ in 0..TURNS {
                let query = format!("workload=primes&limit=2&tasks={HANDED}&workers=1&{way}");
                each.push(self.run(&query).await.run(executor).wall_ms * 1000.0 / f64::from(HANDED));
            }
            self.tell(&format!("handing a task over: {way}"), median(&mut each), "µs", target);
        }
    }

    /// What a turn of the loop costs, µs: by how much longer two tasks take that let go every ms, for each time that
    /// they do.
    pub(super) async fn turns_of_the_loop(&mut self) {
        for turn in ["messages", "timers", "microtasks"] {
            let mut each = Vec::new();
            for _ in 0..TURNS {
                let query = format!("limit=50000&executors=event-loop&yield=1&loop={turn}");
                let document = self.run(&query).await;
                let run = document.run("event-loop");
                let away_ms = run.wall_ms - run.metrics.busy_ms - run.metrics.preempted_ms;
                each.push(away_ms * 1000.0 / run.spans_of("ready").count().max(1) as f64);
            }
            self.tell(&format!("a turn of the loop by {turn}"), median(&mut each), "µs", Target::None);
        }
    }

    /// Thousands of connections on one loop.
    pub(super) async fn thousands_in_flight(&mut self) {
        for (tasks, delay, target) in [(1000, 1000, Target::None), (10_000, 1000, Target::Under(1.05))] {
            let mut walls = Vec::new();
            for _ in 0..TURNS {
                let query = format!("workload=sleep&delay={delay}&tasks={tasks}&executors=event-loop");
                walls.push(self.run(&query).await.run("event-loop").wall_ms / f64::from(delay));
            }
            let name = format!("{tasks} sleeps of {delay} ms at once, times as long as one");
            self.tell(&name, median(&mut walls), "", target);
        }
    }
}
