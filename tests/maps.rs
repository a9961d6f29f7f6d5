//! The map of which way wins where: how it is measured, and what it comes to by arithmetic. A real machine has its say in
//! the page.

use interleave::advice::expected_ms;
use interleave::advice::map::{Lock, MAP_MS, Map, MapMeasuring, MapRun, Place};
use interleave::experiment::{ExecutorId, Features};

const HERE: Features = Features {
    isolated: true,
    shared_memory: true,
    queue: true,
    room: false,
    top_level: true,
    embedded: false,
    secure: true,
    hardware_concurrency: 2,
    clock_resolution_ms: 0.005,
};

/// Making a pool and a run's odds and ends, ms for each worker.
const MAKING_MS: f64 = 15.0;

/// A number from -1 to 1, another one with each call.
fn noise(state: &mut u64) -> f64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*state >> 33) as f64 / f64::from(1u32 << 30) - 1.0
}

/// Measures a map on a machine that takes so many times as long as arithmetic says, and each run by up to a share more
/// or less. How it ended, the runs, and how long it took, ms.
fn measure(lock: Lock, cores: u32, slowness: f64, share: f64, seed: u64) -> (MapMeasuring, Vec<MapRun>, f64) {
    let mut measuring = MapMeasuring::new(lock, &HERE, cores);
    let (mut state, mut elapsed_ms, mut runs) = (seed, 0.0, Vec::new());
    while let Some(run) = measuring.next(elapsed_ms) {
        let planned = measuring.planned(run);
        let workers = planned.experiment.workers(cores);
        let ms = expected_ms(&planned.experiment, run.executor, workers, cores);
        let wall_ms = ms * slowness * (1.0 + share * noise(&mut state));
        elapsed_ms += wall_ms + slowness * MAKING_MS * f64::from(run.executor.pool(workers) + 1);
        measuring.measured(run, wall_ms);
        runs.push(run);
    }
    (measuring, runs, elapsed_ms)
}

fn winner(map: &Map, wait_percent: u32, tasks: u32) -> ExecutorId {
    let place = Place::all().find(|place| (place.wait_percent(), place.tasks()) == (wait_percent, tasks));
    map.cell(place.expect("on the map")).expect("measured").winner
}

#[test]
fn by_arithmetic_it_is_what_an_expert_expects() {
    for (lock, cores) in Lock::ALL.into_iter().flat_map(|lock| [(lock, 2), (lock, 8)]) {
        let map = measure(lock, cores, 1.0, 0.0, 0).0.map();
        for (place, cell) in map.cells() {
            let cell = cell.unwrap_or_else(|| panic!("{place:?} is not measured"));
            assert!(cell.lead.unwrap() >= 1.0 && lock.ways().contains(&cell.winner), "{place:?}: {cell:?}");
            if place.tasks() == 1 {
                assert_eq!(cell.winner, ExecutorId::Sequential, "one task is alone, {place:?}");
            }
        }
        let computing = if lock == Lock::Shared { ExecutorId::Processes } else { ExecutorId::Threads };
        for tasks in [4, 16, 64, 256] {
            assert_eq!(winner(&map, 100, tasks), ExecutorId::EventLoop, "{tasks} wait, {lock:?} on {cores}");
            assert_eq!(winner(&map, 0, tasks), computing, "{tasks} compute, {lock:?} on {cores}");
        }
    }
}

#[test]
fn it_ends_in_time_whatever_the_machine() {
    for (lock, cores) in Lock::ALL.into_iter().flat_map(|lock| [(lock, 1), (lock, 2), (lock, 8), (lock, 64)])
    {
        let (measuring, _, took_ms) = measure(lock, cores, 1.0, 0.0, 0);
        assert!(took_ms <= MAP_MS, "{took_ms}");
        assert!((took_ms - measuring.expected_ms()).abs() < 1.0, "{took_ms}: {}", measuring.expected_ms());
        for slowness in [0.5, 1.5, 3.0, 20.0] {
            let (_, runs, took_ms) = measure(lock, cores, slowness, 0.1, 7);
            assert!(
                took_ms <= MAP_MS + 2000.0,
                "{slowness} times as slow: {took_ms} ms, {} runs",
                runs.len()
            );
        }
    }
}

#[test]
fn measured_again_it_has_nearly_the_same_winners() {
    for (lock, cores) in Lock::ALL.into_iter().flat_map(|lock| [(lock, 2), (lock, 8)]) {
        for seed in 0..10 {
            let [one, other] = [seed, seed + 100].map(|seed| measure(lock, cores, 1.0, 0.03, seed).0.map());
            let winners = one.cells().zip(other.cells()).filter(|((_, one), (_, other))| {
                one.map(|cell| cell.winner) == other.map(|cell| cell.winner)
            });
            let same = winners.count();
            assert!(same * 10 >= 9 * Place::COUNT, "{lock:?} on {cores} cores: {same}");
        }
    }
}

#[test]
fn it_grows_sharp_from_coarse_to_fine_and_ways_take_turns() {
    let (measuring, runs, _) = measure(Lock::Shared, 2, 1.0, 0.03, 1);
    let mut places: Vec<Place> = runs.iter().map(|run| run.place).collect();
    places.dedup();
    let is_corner = |place: &&Place| [0, 5].contains(&place.column()) && [0, 4].contains(&place.row());
    assert_eq!(places.iter().take(4).filter(is_corner).count(), 4, "corners come first");
    let mut first: Vec<Place> = places.iter().copied().take(Place::COUNT).collect();
    first.sort();
    first.dedup();
    assert_eq!(first.len(), Place::COUNT, "each cell once before any comes again");
    assert!(places.len() > Place::COUNT, "some are unsure and come again");
    for pair in runs.windows(2).filter(|pair| pair[0].place == pair[1].place) {
        assert_ne!(pair[0].executor, pair[1].executor);
    }
    for tried in &measuring.figures().tried {
        let its = runs.iter().filter(|run| (run.place, run.executor) == (tried.place, tried.executor));
        let repeats: Vec<u32> = its.map(|run| run.repeat).collect();
        assert!(repeats.starts_with(&(0..tried.walls_ms.len() as u32).collect::<Vec<_>>()), "{repeats:?}");
    }
}

#[test]
fn what_fails_or_can_t_run_leaves_cells_empty_and_comes_to_an_end() {
    let mut measuring = MapMeasuring::new(Lock::None, &HERE, 2);
    let mut runs = 0;
    while let Some(run) = measuring.next(f64::from(runs)) {
        runs += 1;
        if run.executor != ExecutorId::EventLoop {
            measuring.measured(run, 10.0);
        }
    }
    let has_loop = |place: Place| place.wait_percent() > 0;
    let map = measuring.map();
    assert!(map.cells().any(|(place, cell)| has_loop(place) && cell.is_none()));
    assert!(map.cells().all(|(place, cell)| has_loop(place) || cell.is_some()));
    let framed = Features { isolated: false, shared_memory: false, top_level: false, ..HERE };
    let mut without = MapMeasuring::new(Lock::Shared, &framed, 2);
    assert_eq!(without.left_out().len(), 1);
    while let Some(run) = without.next(0.0) {
        assert_ne!(run.executor, ExecutorId::LockedThreads);
        without.measured(run, 10.0);
    }
}
