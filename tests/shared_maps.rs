//! Maps in the fragment of a link: they come back as they were, or not at all.

use interleave::advice::map::{Cell, Lock, Map, Place};
use interleave::exchange::{self, Refusal, SharedMap, read_fragment, read_map_fragment, write_map_fragment};
use interleave::experiment::ExecutorId;
use interleave::trace::{Cores, Environment};
use proptest::prelude::*;
use proptest::sample::{Index, select};

fn place() -> exchange::Place {
    exchange::Place::of(&Environment {
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
    })
}

fn example() -> SharedMap {
    let ways = Lock::Shared.ways();
    let cell = |place: Place| Cell {
        winner: ways[place.index() % ways.len()],
        lead: Some(1.0 + place.index() as f64 / 7.0),
    };
    let map = Map::new(Lock::Shared, |place| (place.index() != 4).then(|| cell(place)));
    SharedMap::new(&map, place())
}

prop_compose! {
    fn any_map()(
        lock in select(Lock::ALL.to_vec()),
        cells in proptest::collection::vec(
            proptest::option::of((0..4usize, proptest::option::of(1.0..1e6f64))), Place::COUNT),
    ) -> Map {
        Map::new(lock, |place| cells[place.index()].map(|(way, lead)| Cell { winner: lock.ways()[way], lead }))
    }
}

/// What was published is read for ever.
#[test]
fn published_maps_are_read() {
    for fragment in include_str!("map-fragments.txt").lines() {
        let shared = read_map_fragment(fragment).expect("undamaged").expect("a map");
        assert_eq!(shared.map.lock, Lock::Shared);
        let cell = |column, row| shared.map.cell(Place::at(column, row).expect("on the map"));
        assert_eq!(cell(0, 0), Some(Cell { winner: ExecutorId::Sequential, lead: Some(1.0) }));
        assert_eq!(cell(4, 0), None);
        assert_eq!(cell(5, 4), Some(Cell { winner: ExecutorId::EventLoop, lead: Some(5.143) }));
        assert_eq!((shared.place.browser.name(), shared.place.cores), (Some("Firefox"), 8));
    }
    let latest = include_str!("map-fragments.txt").lines().last().expect("one for each way of writing");
    assert_eq!(
        latest,
        format!("#{}", write_map_fragment(&example())),
        "another way of writing gets a line of its own"
    );
}

#[test]
fn a_link_with_a_map_is_short() {
    let fragment = write_map_fragment(&example());
    assert!(fragment.len() < 200, "{} characters", fragment.len());
}

#[test]
fn a_map_is_told_from_a_result_and_from_whatever_else() {
    let fragment = write_map_fragment(&example());
    assert_eq!(read_fragment(&fragment), Ok(None));
    for other in ["", "#", "#map", "#r=1AAAA", "#M=1", "#mm=1"] {
        assert_eq!(read_map_fragment(other), Ok(None), "{other}");
    }
    assert_eq!(read_map_fragment(&fragment.replacen("m=1", "m=2", 1)), Err(Refusal::Newer));
    for damaged in ["#m=", "#m=0", "#m=1", "#m=x", "#m=1AAAA", "#m=１"] {
        assert_eq!(read_map_fragment(damaged), Err(Refusal::Damaged), "{damaged}");
    }
    // A result's own text is no map, however good its checksum.
    let result = include_str!("fragments.txt").lines().next().expect("one").replacen("r=", "m=", 1);
    assert_eq!(read_map_fragment(&result), Err(Refusal::Damaged));
}

#[test]
fn every_change_of_one_character_is_noticed() {
    let written = write_map_fragment(&example());
    let signs: Vec<char> = written.chars().collect();
    for place in "m=".len()..signs.len() {
        for sign in "AQgw09-_=+/ %\u{e9}".chars().filter(|sign| *sign != signs[place]) {
            let mut changed = signs.clone();
            changed[place] = sign;
            let changed: String = changed.into_iter().collect();
            assert!(read_map_fragment(&changed).is_err(), "{changed}");
        }
        let cut: String = signs[..place].iter().collect();
        assert!(read_map_fragment(&cut).is_err(), "{cut}");
    }
}

/// A fragment of these bytes, with a good checksum.
fn forged(mut bytes: Vec<u8>) -> String {
    use base64::Engine;
    bytes.extend(crc32fast::hash(&bytes).to_le_bytes());
    format!("m=1{}", base64::prelude::BASE64_URL_SAFE_NO_PAD.encode(bytes))
}

/// The bytes of the example, without their checksum.
fn bytes() -> Vec<u8> {
    use base64::Engine;
    let written = write_map_fragment(&example());
    let mut bytes = base64::prelude::BASE64_URL_SAFE_NO_PAD.decode(&written[3..]).expect("it was written so");
    bytes.truncate(bytes.len() - 4);
    bytes
}

#[test]
fn whoever_forges_one_gets_no_further() {
    assert_eq!(read_map_fragment(&forged(bytes())), Ok(Some(example())));
    // The first cell: a way that there is none of, and a lead over nobody.
    for way in [5, 255, 0] {
        let mut changed = bytes();
        changed[1] = way;
        assert_eq!(read_map_fragment(&forged(changed)), Err(Refusal::Damaged), "way {way}");
    }
    let mut no_such_lock = bytes();
    no_such_lock[0] = 2;
    assert_eq!(read_map_fragment(&forged(no_such_lock)), Err(Refusal::Damaged));
    let longer = [bytes(), vec![0]].concat();
    assert_eq!(read_map_fragment(&forged(longer)), Err(Refusal::Damaged));
}

proptest! {
    #[test]
    fn what_is_written_is_read(map in any_map()) {
        let shared = SharedMap::new(&map, place());
        let fragment = write_map_fragment(&shared);
        prop_assert!(fragment.len() < 240);
        prop_assert_eq!(read_map_fragment(&fragment), Ok(Some(shared.clone())));
        prop_assert_eq!(read_map_fragment(&format!("#{fragment}")), Ok(Some(shared.clone())));
        for ((_, own), (_, read)) in map.cells().zip(shared.map.cells()) {
            prop_assert_eq!(own.map(|cell| cell.winner), read.map(|cell| cell.winner));
            let leads = own.and_then(|cell| cell.lead).zip(read.and_then(|cell| cell.lead));
            prop_assert!(leads.is_none_or(|(own, read)| (own - read).abs() <= 0.00051 * own));
        }
    }

    #[test]
    fn any_change_is_noticed(map in any_map(), place_: Index, sign: char, insert: bool) {
        let written: Vec<char> = write_map_fragment(&SharedMap::new(&map, place())).chars().collect();
        let at = "m=".len() + place_.index(written.len() - "m=".len());
        let mut changed = written.clone();
        if insert { changed.insert(at, sign) } else { changed[at] = sign }
        prop_assume!(changed != written);
        prop_assert!(read_map_fragment(&changed.into_iter().collect::<String>()).is_err());
    }

    #[test]
    fn nothing_that_is_read_panics(text in "(#?m=[0-9]?)?(\\PC{0,60}|[A-Za-z0-9_-]{0,300})") {
        let _ = read_map_fragment(&text);
    }

    /// With a good checksum, too.
    #[test]
    fn well_formed_nonsense_does_no_harm(
        head in 0..120usize, tail in proptest::collection::vec(any::<u8>(), 0..150),
    ) {
        let mut bytes = bytes();
        bytes.truncate(head);
        bytes.extend(tail);
        if let Ok(Some(shared)) = read_map_fragment(&forged(bytes)) {
            let leads = shared.map.cells().filter_map(|(_, cell)| cell?.lead);
            prop_assert!(leads.into_iter().all(|lead| lead >= 1.0 && lead.is_finite()));
            prop_assert_eq!(read_map_fragment(&write_map_fragment(&shared)), Ok(Some(shared)));
        }
    }
}
