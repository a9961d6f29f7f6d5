//! Who goes when: first, in all engines at once, the journeys that don't mind; then, one engine after the other, those
//! that measure.
//!
//! In each engine journeys go one after the other in one browser, as a person would use it; after a failure the next
//! one starts in a new browser. At the end the few that failed, each in one engine only, go once more, with the machine to
//! themselves: those that pass then are told as failed by chance, for people to look at.

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
    let shared = Engine::ALL.map(|engine| tokio::spawn(through(engine, Turn::Shared, topics, filters)));
    for engine in shared {
        report.join(engine.await.expect("the runner does not panic"));
    }
    for engine in Engine::ALL {
        report.join(through(engine, Turn::Alone, topics, filters).await);
    }
    for made in report.worth_another_turn() {
        let world = World::start(made.engine).await;
        world.settle().await;
        made.passed_then = Some(travel(made.go, &made.name, &world).await);
        world.stop().await;
    }
    report
}

/// The journeys that have their turn, with their topics.
fn in_turn(topics: Topics, turn: Turn) -> Vec<(&'static str, &'static Journey)> {
    let of_topic = |(topic, journeys): &(&'static str, &'static [Journey])| {
        let topic = *topic;
        journeys.iter().filter(move |journey| journey.turn == turn).map(move |journey| (topic, journey))
    };
    topics.iter().flat_map(of_topic).collect()
}

/// Makes the journeys through an engine that have their turn.
async fn through(engine: Engine, turn: Turn, topics: Topics, filters: &[String]) -> Report {
    let mut report = Report::default();
    let mut world: Option<World> = None;
    let (mut in_a_row, mut made) = (0, 0);
    for (topic, journey) in in_turn(topics, turn) {
        let name = format!("{}::{topic}::{}", engine.name(), journey.name);
        let is_wanted = filters.is_empty() || filters.iter().any(|filter| name.contains(filter.as_str()));
        match journey.goes_through(engine) {
            Err(None) => continue,
            Err(Some(because)) if is_wanted => {
                report.add_impossible(name, because);
                continue;
            }
            _ if !is_wanted => {
                report.add_filtered_out();
                continue;
            }
            _ if in_a_row == PATIENCE => {
                report.add_given_up();
                continue;
            }
            _ => {}
        }
        let here = match world.take() {
            Some(world) => world.next(),
            None => World::start(engine).await,
        };
        if turn == Turn::Alone {
            here.settle().await;
        }
        let since = Instant::now();
        let passed = travel(journey.go, &name, &here).await;
        let took = since.elapsed();
        if passed {
            in_a_row = 0;
        } else {
            in_a_row += 1;
            here.keep(&name).await;
        }
        let attempts = here.attempts.made();
        report.add(Made { engine, name, go: journey.go, passed, passed_then: None, took, attempts });
        made += 1;
        let is_worn = engine == Engine::WebKit && (turn == Turn::Alone || made % WEBKIT_MAKES == 0);
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
