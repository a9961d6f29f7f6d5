//! Results in the fragment of a link: they come back as they were, or not at all.

use interleave::exchange::{Refusal, SharedResult, read_fragment, write_fragment};
use interleave::experiment::{format, parse};
use interleave::trace::{Cores, Environment, ResultDocument, Run, SCHEMA, Summary};
use proptest::prelude::*;
use proptest::sample::{Index, select};

const LINKS: [&str; 5] = [
    "workload=primes",
    "workload=fetch&tasks=20&executors=event-loop,threads&workers=8&repeat=10",
    "workload=squares&number=1000&executors=sequential,locked-threads,threads,processes,offload",
    "workload=primes&executors=sequential,processes&sweep=workers:1..8",
    "workload=counter&sweep=guard:none,atomic,lock",
];

/// A document with a row for each executor and step of this link, and these figures in turn.
fn document(
    link: &str,
    figures: &[(f64, f64, f64, Option<f64>)],
    environment: Environment,
) -> ResultDocument {
    let experiment = parse(link).experiment;
    let mut figures = figures.iter().cycle();
    let planned = interleave::experiment::plan(&experiment, |_, _| true);
    let mut summary: Vec<Summary> = Vec::new();
    let mut runs = Vec::new();
    for one in planned.iter().filter(|one| !one.warmup && one.repeat == 0) {
        let (min, more, most, speedup) = *figures.next().expect("there are some");
        summary.push(Summary {
            executor: one.executor.into(),
            step: one.step.clone(),
            median_wall_ms: min + more,
            min_wall_ms: min,
            max_wall_ms: min + more + most,
            speedup,
            speedup_interval: None,
        });
        runs.push(Run {
            step: one.step.clone(),
            wall_ms: min,
            ..Run::new(one.executor, one.executor.pool(one.experiment.workers(4)))
        });
    }
    ResultDocument { schema: SCHEMA.into(), experiment: format(&experiment), environment, summary, runs }
}

fn environment() -> Environment {
    Environment {
        hardware_concurrency: 8,
        measured_cores: Some(7.61),
        cores: Cores::default(),
        cross_origin_isolated: true,
        clock_resolution_ms: 0.005,
        user_agent: "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0".into(),
        hidden_while_running: false,
        cpu_pressure: None,
        work_per_ms: None,
        app_version: "0.1.0".into(),
    }
}

prop_compose! {
    fn any_environment()(
        hardware_concurrency in 1..256u32,
        measured_cores in proptest::option::of(0.5..256.0f64),
        cross_origin_isolated: bool,
        hidden_while_running: bool,
        clock_resolution_ms in 0.0..2.0f64,
        user_agent in "(Firefox/[0-9]{1,4}|Chrome/[0-9]{1,4} Safari/537|Version/17 Safari/6|.{0,40})",
    ) -> Environment {
        Environment {
            hardware_concurrency, measured_cores, cores: Cores::default(), cross_origin_isolated, hidden_while_running,
            clock_resolution_ms, user_agent, ..environment()
        }
    }
}

prop_compose! {
    fn any_document()(
        link in select(LINKS.as_slice()),
        figures in proptest::collection::vec(
            (0.001..1e6f64, 0.0..1e5f64, 0.0..1e6f64, proptest::option::of(0.001..500f64)), 1..9),
        environment in any_environment(),
    ) -> ResultDocument {
        document(link, &figures, environment)
    }
}

fn example() -> String {
    let figures = [(340.12, 12.9, 7.0, Some(1.0)), (171.3, 2.0, 3.1, Some(1.974))];
    write_fragment(&SharedResult::of(&document(LINKS[1], &figures, environment())).expect("it has figures"))
}

/// What was published is read for ever.
#[test]
fn published_fragments_are_read() {
    let experiment = parse(LINKS[1]).experiment;
    for fragment in include_str!("fragments.txt").lines() {
        let claim = read_fragment(fragment).expect("undamaged").expect("a claim");
        let claimed = claim.about(&experiment).expect("about the second link");
        let rows: Vec<_> = claimed
            .iter()
            .map(|one| (one.executor.as_str(), one.lanes, one.median_ms, one.speedup))
            .collect();
        assert_eq!(rows, [("event-loop", 1, 353.0, Some(1.0)), ("threads", 8, 173.3, Some(1.974))]);
        assert_eq!((claimed[1].min_ms, claimed[1].max_ms), (171.3, 176.4));
        let place = claim.place;
        assert_eq!((place.browser.name(), place.version, place.cores), (Some("Firefox"), 153, 8));
        assert_eq!(place.measured_cores.map(|cores| cores.get()), Some(7.61));
        assert_eq!((place.isolated, place.hidden, place.clock_ms.get()), (true, false, 0.005));
    }
    let latest = include_str!("fragments.txt").lines().last().expect("one for each way of writing");
    assert_eq!(latest, format!("#{}", example()), "another way of writing gets a line of its own");
}

#[test]
fn a_link_with_a_result_is_short() {
    let all = format!("{}#{}", LINKS[1], example());
    assert!(LINKS[1].len() <= 80 && all.len() <= 400, "{} characters", all.len());
    assert!(example().len() < 120, "{}", example());
}

#[test]
fn other_fragments_are_none_of_ours() {
    for fragment in ["", "#", "#results", "results", "#R=1", "#x=1", "#rr=1"] {
        assert_eq!(read_fragment(fragment), Ok(None), "{fragment}");
    }
}

#[test]
fn a_later_version_is_told_from_damage() {
    let later = example().replacen("r=1", "r=2", 1);
    assert_eq!(read_fragment(&later), Err(Refusal::Newer));
    for damaged in ["#r=", "#r=0", "#r=1", "#r=x", "#r=1AAAA", "#r=1%41", "#r=１"] {
        assert_eq!(read_fragment(damaged), Err(Refusal::Damaged), "{damaged}");
    }
    let megabytes = format!("r=1{}", "A".repeat(3_000_000));
    assert_eq!(read_fragment(&megabytes), Err(Refusal::Damaged));
}

#[test]
fn every_change_of_one_character_is_noticed() {
    let written = example();
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ %\u{e9}";
    let signs: Vec<char> = written.chars().collect();
    for place in "r=".len()..signs.len() {
        for sign in alphabet.chars().filter(|sign| *sign != signs[place]) {
            let mut changed = signs.clone();
            changed[place] = sign;
            let changed: String = changed.into_iter().collect();
            assert!(read_fragment(&changed).is_err(), "{changed}");
        }
        let mut shorter = signs.clone();
        shorter.remove(place);
        assert!(read_fragment(&shorter.into_iter().collect::<String>()).is_err(), "without sign {place}");
        let cut: String = signs[..place].iter().collect();
        assert!(read_fragment(&cut).is_err(), "{cut}");
    }
}

#[test]
fn a_result_without_figures_is_not_shared() {
    let nothing =
        ResultDocument { summary: vec![], ..document(LINKS[0], &[(1.0, 0.0, 0.0, None)], environment()) };
    assert_eq!(SharedResult::of(&nothing), None);
}

proptest! {
    #[test]
    fn what_is_written_is_read(document in any_document()) {
        let claim = SharedResult::of(&document).expect("there are figures");
        let fragment = write_fragment(&claim);
        prop_assert_eq!(read_fragment(&fragment), Ok(Some(claim.clone())));
        prop_assert_eq!(read_fragment(&format!("#{fragment}")), Ok(Some(claim.clone())));
        let claimed = claim.about(&parse(&document.experiment).experiment).expect("its own experiment");
        prop_assert_eq!(claimed.len(), document.summary.len());
        for (claimed, summary) in claimed.iter().zip(&document.summary) {
            prop_assert_eq!(&summary.executor, &claimed.executor);
            prop_assert_eq!(&claimed.step, &summary.step);
            let near = |a: f64, b: f64| (a - b).abs() <= 0.00051 * b;
            prop_assert!(near(claimed.median_ms, summary.median_wall_ms));
            prop_assert!(near(claimed.min_ms, summary.min_wall_ms) && near(claimed.max_ms, summary.max_wall_ms));
            prop_assert!(claimed.min_ms <= claimed.median_ms && claimed.median_ms <= claimed.max_ms);
            prop_assert_eq!(claimed.speedup.is_some(), summary.speedup.is_some());
        }
    }

    #[test]
    fn it_is_foreign_to_every_other_experiment(document in any_document(), other in select(LINKS.as_slice())) {
        let claim = SharedResult::of(&document).expect("there are figures");
        let own = format(&parse(other).experiment) == document.experiment;
        prop_assert_eq!(claim.about(&parse(other).experiment).is_some(), own);
    }

    #[test]
    fn any_change_is_noticed(document in any_document(), place: Index, sign: char, insert: bool) {
        let written: Vec<char> = write_fragment(&SharedResult::of(&document).unwrap()).chars().collect();
        let place = "r=".len() + place.index(written.len() - "r=".len());
        let mut changed = written.clone();
        if insert { changed.insert(place, sign) } else { changed[place] = sign }
        prop_assume!(changed != written);
        prop_assert!(read_fragment(&changed.into_iter().collect::<String>()).is_err());
    }

    #[test]
    fn nothing_that_is_read_panics(text in "(#?r=[0-9]?)?(\\PC{0,60}|[A-Za-z0-9_-]{0,300})") {
        let _ = read_fragment(&text);
    }

    /// With a good checksum, too: whoever makes one by hand gets no further.
    #[test]
    fn well_formed_nonsense_does_no_harm(mut bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        use base64::Engine;
        bytes.extend(crc32fast::hash(&bytes).to_le_bytes());
        let text = format!("r=1{}", base64::prelude::BASE64_URL_SAFE_NO_PAD.encode(bytes));
        if let Ok(Some(claim)) = read_fragment(&text) {
            prop_assert_eq!(write_fragment(&claim).is_empty(), false);
            LINKS.iter().for_each(|link| drop(claim.about(&parse(link).experiment)));
        }
    }
}
