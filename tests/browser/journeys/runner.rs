//! Who goes when: first, in all engines at once, the journeys that don't mind; then those that measure waits; and at last,
//! one engine after the other, those that measure computing.
//!
//! In a browser journeys go one after the other, as a person would use it; after a failure the next one starts in a new
//! browser. At the end the few that failed, each in one engine only, go once more, with the machine to themselves: those
//! that pass then are told as failed by chance, for people to look at.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use interleave_journeys::engine::Engine;

use crate::journey::{Go, Journey, Turn};
use crate::report::{Made, Report};
use crate::world::World;

/// How long one journey may take.
const JOURNEY: Duration = Duration::from_secs(120);
/// WebKitGTK gives the memory of workers that were ended back late, until there is none for others, nor for the page: its
/// browser is started anew after so many journeys, and after each that measures.
const WEBKIT_MAKES: usize = 10;
/// After so many failures in a row there is nothing to be learnt from more.
const PATIENCE: usize = 5;

tokio::task_local! {
    /// The journey that a task makes.
    static NAME: String;
}

/// The name of the journey that is being made here.
pub fn name() -> Option<String> {
    NAME.try_with(String::clone).ok()
}

/// Journeys by topic.
pub type Topics = &'static [(&'static str, &'static [Journey])];

/// Makes the journeys whose names contain one of the filters, or all where there is none.
pub async fn make(topics: Topics, filters: &'static [String]) -> Report {
    let mut report = Report::default();
    for turn in [Turn::Shared, Turn::Calm] {
        let mut browsers = Vec::new();
        for engine in Engine::ALL {
            let journeys = in_turn(topics, engine, turn, filters, &mut report);
            let browser = || tokio::spawn(one_after_the_other(engine, turn, journeys.clone()));
            browsers.extend((0..at_once(engine, turn)).map(|_| browser()));
        }
        for browser in browsers {
            report.join(browser.await.expect("the runner does not panic"));
        }
    }
    for engine in Engine::ALL {
        let journeys = in_turn(topics, engine, Turn::Alone, filters, &mut report);
        report.join(one_after_the_other(engine, Turn::Alone, journeys).await);
    }
    for made in report.worth_another_turn() {
        let world = World::start(made.engine).await;
        world.settle().await;
        made.passed_then = Some(travel(made.go, &made.name, &world).await);
        world.stop().await;
    }
    report
}

/// How many browsers of an engine make its journeys at the same time: the first engine's have to make those, too, that
/// one engine is enough for.
fn at_once(engine: Engine, turn: Turn) -> usize {
    if engine == Engine::ALL[0] && turn == Turn::Shared { 2 } else { 1 }
}

/// Journeys that are still to be made through one engine, with their full names.
#[derive(Clone)]
struct Journeys(Arc<Mutex<VecDeque<(String, &'static Journey)>>>);

impl Journeys {
    fn next(&self) -> Option<(String, &'static Journey)> {
        self.all().pop_front()
    }

    /// Makes none of them any more: how many those are.
    fn give_up(&self) -> usize {
        self.all().drain(..).count()
    }

    fn all(&self) -> MutexGuard<'_, VecDeque<(String, &'static Journey)>> {
        self.0.lock().expect("nobody panics while it is held")
    }
}

/// The journeys through an engine that have their turn. Of the others the report hears.
fn in_turn(topics: Topics, engine: Engine, turn: Turn, filters: &[String], report: &mut Report) -> Journeys {
    let of_topic = |(topic, journeys): &(&'static str, &'static [Journey])| {
        let topic = *topic;
        journeys.iter().filter(move |journey| journey.turn == turn).map(move |journey| (topic, journey))
    };
    let mut wanted = VecDeque::new();
    for (topic, journey) in topics.iter().flat_map(of_topic) {
        let name = format!("{}::{topic}::{}", engine.name(), journey.name);
        let is_wanted = filters.is_empty() || filters.iter().any(|filter| name.contains(filter.as_str()));
        match journey.goes_through(engine) {
            Err(None) => {}
            _ if !is_wanted => report.add_filtered_out(),
            Err(Some(because)) => report.add_impossible(name, because),
            Ok(()) => wanted.push_back((name, journey)),
        }
    }
    Journeys(Arc::new(Mutex::new(wanted)))
}

/// Makes journeys one after the other, in one browser where nothing fails.
async fn one_after_the_other(engine: Engine, turn: Turn, journeys: Journeys) -> Report {
    let mut report = Report::default();
    let mut world: Option<World> = None;
    let (mut failed_in_a_row, mut made) = (0, 0);
    while let Some((name, journey)) = journeys.next() {
        let here = match world.take() {
            Some(world) => world.next(),
            None => World::start(engine).await,
        };
        if turn != Turn::Shared {
            here.settle().await;
        }
        let since = Instant::now();
        let passed = travel(journey.go, &name, &here).await;
        let took = since.elapsed();
        if passed {
            failed_in_a_row = 0;
        } else {
            failed_in_a_row += 1;
            here.keep(&name).await;
        }
        if failed_in_a_row == PATIENCE {
            report.add_given_up(journeys.give_up());
        }
        let attempts = here.attempts.made();
        report.add(Made { engine, name, go: journey.go, passed, passed_then: None, took, attempts });
        made += 1;
        let is_worn = engine == Engine::WebKit && (turn != Turn::Shared || made % WEBKIT_MAKES == 0);
        if passed && !is_worn {
            world = Some(here);
        } else {
            here.stop().await;
        }
    }
    if let Some(world) = world {
        world.stop().await;
    }
    report
}

/// Whether a journey comes to its end, in time and without a panic.
async fn travel(go: Go, name: &str, world: &World) -> bool {
    let mut journey = tokio::spawn(NAME.scope(name.to_owned(), go(world.clone())));
    match tokio::time::timeout(JOURNEY, &mut journey).await {
        Ok(ended) => ended.is_ok(),
        Err(_) => {
            eprintln!("{name}: not over after {JOURNEY:?}");
            journey.abort();
            // Aborted, it ends with an error; it has to be over before its browser can be stopped.
            let _ = journey.await;
            false
        }
    }
}
