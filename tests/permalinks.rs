//! The laws of permalinks, and the links that were published.

use interleave::experiment::{
    ExecutorId, Experiment, OPTIONS, PageOptions, Sweep, Theme, format, format_page, parse,
};
use interleave::lesson::lessons;
use interleave::protocol;
use interleave::workload::{Activity, Param, ParamKind, Phases, ProgramPhase, Value, WORKLOADS};
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};

fn value(param: &'static Param) -> BoxedStrategy<Option<Value>> {
    let given = match param.kind {
        ParamKind::Integer { min, max, .. } => {
            prop_oneof![min..=max, Just(min), Just(max)].prop_map(Value::Integer).boxed()
        }
        ParamKind::Choice(options) => select(options).prop_map(Value::Choice).boxed(),
        ParamKind::Address => "https?://[a-z0-9.-]{1,20}(:[0-9]{1,5})?(/[!-~&&[^\\\\\"<>`{}|^]]{0,40})?"
            .prop_map(Value::Address)
            .boxed(),
        ParamKind::Phases => phases().boxed(),
    };
    proptest::option::of(given).boxed()
}

fn phases() -> impl Strategy<Value = Value> {
    let phase = (select(Activity::ALL.to_vec()), 0..=10_000u32)
        .prop_map(|(activity, ms)| ProgramPhase { activity, ms });
    proptest::collection::vec(phase, 1..=16)
        .prop_map(|phases| Value::Phases(Phases::new(phases).expect("these are allowed")))
}

fn sweep(params: Vec<&'static Param>) -> BoxedStrategy<Option<Sweep>> {
    let params: Vec<_> =
        params.into_iter().filter(|p| p.key != "repeat" && !matches!(p.kind, ParamKind::Address)).collect();
    let one = select(params).prop_flat_map(|param| {
        let values = match param.kind {
            ParamKind::Integer { min, max, .. } => {
                let run = (min..max, 2..=32u64).prop_map(move |(from, length)| {
                    (from..=max).take(length as usize).map(Value::Integer).collect::<Vec<_>>()
                });
                let any = proptest::collection::hash_set(min..=max, 2..=usize::min(32, (max - min) as usize))
                    .prop_map(|set| set.into_iter().map(Value::Integer).collect::<Vec<_>>());
                prop_oneof![run, any].boxed()
            }
            ParamKind::Choice(options) => subsequence(options, 2..=options.len())
                .prop_shuffle()
                .prop_map(|chosen| chosen.into_iter().map(Value::Choice).collect::<Vec<_>>())
                .boxed(),
            ParamKind::Phases => proptest::collection::vec(phases(), 2..=32)
                .prop_filter("none twice", |list| (1..list.len()).all(|n| !list[..n].contains(&list[n])))
                .boxed(),
            ParamKind::Address => unreachable!("filtered out above"),
        };
        values.prop_map(move |values| Sweep { param, values })
    });
    proptest::option::of(one).boxed()
}

prop_compose! {
    fn experiment()(index in any::<Index>())(
        values in index.get(&WORKLOADS).params.iter().map(value).collect::<Vec<_>>(),
        options in OPTIONS.iter().map(value).collect::<Vec<_>>(),
        executors in subsequence(ExecutorId::ALL.to_vec(), 1..=ExecutorId::ALL.len()).prop_shuffle(),
        sweep in sweep(index.get(&WORKLOADS).params.iter().chain(OPTIONS).collect()),
        workload in Just(index.get(&WORKLOADS)),
    ) -> Experiment {
        let mut experiment = Experiment { workload, executors, sweep, ..Experiment::default() };
        let params = workload.params.iter().chain(OPTIONS);
        for (param, value) in params.zip(values.into_iter().chain(options)) {
            if let Some(value) = value {
                experiment.set(param, value);
            }
        }
        experiment
    }
}

prop_compose! {
    fn page()(
        autorun: bool,
        at in proptest::option::of(0..=3_600_000u32),
        embed: bool,
        join: bool,
        advise: bool,
        theme in select(Theme::ALL.to_vec()),
        lang in select(vec![None, Some("en"), Some("zh-Hans"), Some("zh-Hant")]),
    ) -> PageOptions {
        PageOptions { autorun, at, embed, join, advise, theme, lang }
    }
}

/// Strings like links: real keys with real, broken and strange values.
fn almost_a_link() -> impl Strategy<Value = String> {
    let keys: Vec<&'static str> = WORKLOADS
        .iter()
        .flat_map(|workload| workload.params)
        .chain(OPTIONS)
        .map(|param| param.key)
        .chain([
            "workload",
            "v",
            "executors",
            "sweep",
            "lesson",
            "autorun",
            "at",
            "embed",
            "advise",
            "theme",
            "lang",
            "",
            "x",
        ])
        .collect();
    let names = WORKLOADS.iter().map(|w| w.name()).chain(ExecutorId::ALL.into_iter().map(ExecutorId::id));
    let names = names.chain(lessons().map(|lesson| lesson.id));
    let names: Vec<&'static str> =
        names.chain(["1", "0", "01", "-1", "4", "%", "%zz", "%ff", "1..9", ","]).collect();
    let text = prop_oneof![3 => select(names).prop_map(str::to_owned), 1 => "\\PC{0,12}"];
    let pair = (select(keys), proptest::collection::vec(text, 0..4))
        .prop_map(|(key, texts)| format!("{key}={}", texts.join(",")));
    proptest::collection::vec(pair, 0..8).prop_map(|pairs| pairs.join("&"))
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(experiment in experiment(), page in page()) {
        let link = parse(&format(&experiment));
        prop_assert_eq!(&link.experiment, &experiment);
        prop_assert_eq!(link.notices, vec![]);
        prop_assert_eq!(link.page, PageOptions::default());

        let link = parse(&format!("?{}", format_page(&experiment, &page)));
        prop_assert_eq!(&link.experiment, &experiment);
        prop_assert_eq!(link.page, page);
        prop_assert_eq!(link.notices, vec![]);
    }

    /// Between page and workers an experiment travels as it is, not as a link.
    #[test]
    fn what_is_sent_to_a_worker_arrives(experiment in experiment()) {
        let sent = protocol::encode(&experiment);
        prop_assert_eq!(protocol::decode::<Experiment>(&sent), Some(experiment));
    }

    #[test]
    fn there_is_one_canonical_spelling(text in almost_a_link()) {
        let canonical = format(&parse(&text).experiment);
        prop_assert_eq!(format(&parse(&canonical).experiment), canonical.clone());
        prop_assert!(canonical.starts_with("workload="));
    }

    #[test]
    fn any_text_is_a_link(text in "\\PC*") {
        let link = parse(&text);
        prop_assert!(!link.experiment.executors.is_empty());
        prop_assert!(link.notices.iter().all(|notice| notice.key.chars().count() <= 41));
    }

    #[test]
    fn whatever_is_not_understood_is_said_and_keeps_the_run_from_starting(text in almost_a_link()) {
        let link = parse(&text);
        let clean = parse(&format_page(&link.experiment, &link.page));
        prop_assert_eq!(clean.notices, vec![]);
        if !link.notices.is_empty() {
            prop_assert!(!link.starts_itself());
        }
    }

    #[test]
    fn the_order_of_keys_does_not_matter(experiment in experiment(), seed: u64) {
        let mut pairs: Vec<String> = format(&experiment).split('&').map(str::to_owned).collect();
        let length = pairs.len();
        pairs.rotate_left((seed % length as u64) as usize);
        prop_assert_eq!(parse(&pairs.join("&")).experiment, experiment);
    }
}

/// Each line of the corpus is a link that was published, what it means in canonical spelling, and how
/// many notices it gives. It must go on doing so for ever.
#[test]
fn published_links_keep_their_meaning() {
    let mut links = 0;
    for line in include_str!("links.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let [query, canonical, notices] = line.split_whitespace().collect::<Vec<_>>()[..] else {
            panic!("a line of the corpus has three columns: {line}");
        };
        let link = parse(query);
        assert_eq!(format(&link.experiment), canonical, "{query}");
        assert_eq!(link.notices.len().to_string(), notices, "{query}: {:?}", link.notices);
        links += 1;
    }
    assert!(links > 20);
}

fn notice(query: &str) -> (String, String, String) {
    let notices = parse(query).notices;
    assert_eq!(notices.len(), 1, "{query}: {notices:?}");
    (notices[0].key.clone(), notices[0].value.clone(), notices[0].allowed.to_string())
}

#[test]
fn a_notice_names_the_key_the_value_and_what_is_allowed() {
    let is = |key: &str, value: &str, allowed: &str| (key.to_owned(), value.to_owned(), allowed.to_owned());
    assert_eq!(notice("workers=65"), is("workers", "65", "1 to 64"));
    assert_eq!(notice("workers=02"), is("workers", "02", "1 to 64"));
    assert_eq!(
        notice("workload=prime"),
        is(
            "workload",
            "prime",
            "primes, squares, factorial, sleep, fetch, parse, thumbnails, requests, counter, transfer, mix"
        )
    );
    assert_eq!(notice("tasks=1&tasks=2"), is("tasks", "2", "given once"));
    assert_eq!(notice("delay=5"), is("delay", "5", "for workload=primes: limit, tasks, split"));
    assert_eq!(notice("executors=threads,threads"), is("executors", "threads", "each once"));
    assert_eq!(notice("at=3600001"), is("at", "3600001", "0 to 3600000"));
    assert_eq!(notice("autorun=true"), is("autorun", "true", "1"));
    assert_eq!(notice("theme=%zz").1, "%zz");
    assert_eq!(notice("sweep=workers:1..64").2, "2 to 32 values, none twice");
}

/// Of a long list the notice says which phase it is: the value that is quoted is only its beginning.
#[test]
fn a_notice_says_which_phase_it_is() {
    let is = |phases: &str, allowed: &str| {
        let link = parse(&format!("workload=mix&phases={phases}&tasks=3"));
        assert_eq!(
            format(&link.experiment),
            "workload=mix&tasks=3",
            "{phases}: the default, and the rest counts"
        );
        assert!(!link.starts_itself());
        let [notice] = &link.notices[..] else { panic!("one notice, not {:?}", link.notices) };
        assert_eq!(
            (notice.key.as_str(), notice.allowed.to_string().as_str()),
            ("phases", allowed),
            "{phases}"
        );
        assert!(notice.value.chars().count() <= 41);
    };
    let phase = |place: u32, found: &str| {
        format!("as phase {place} not “{found}” but c, w, d or l and 0 to 10000 ms, as in w100,c10")
    };
    is("w100,x5", &phase(2, "x5"));
    is("c1,c2,c3,c4,c5,c6,c7,c8,c9,c10,c11,c12,k13", &phase(13, "k13"));
    is("c10001", &phase(1, "c10001"));
    is("c1,,c2", &phase(2, ""));
    is("c1%E2%80%AE", &phase(1, "c1\u{fffd}"));
    is(
        "",
        "1 to 16 phases with commas between them, each c (computes), w (waits), d (downloads) or l (computes under \
         the lock) and 0 to 10000 ms, as in w100,c10",
    );
    is(&["c1"; 17].join(","), "1 to 16 phases with commas between them");
    is(&"c1,".repeat(17_000), "1 to 16 phases with commas between them");
    is(&"c".repeat(50_000), &phase(1, &format!("{}…", "c".repeat(40))));
}
#[test]
fn what_is_understood_still_counts_beside_what_is_not() {
    let link = parse("workload=sleep&delay=-1&tasks=7&executors=threads,magic,processes&foo=bar&workers=3");
    assert_eq!(format(&link.experiment), "workload=sleep&tasks=7&executors=threads,processes&workers=3");
    assert_eq!(link.notices.len(), 3);
}

#[test]
fn a_typical_link_is_short() {
    let link = "workload=primes&tasks=4&split=shares&executors=sequential,processes&workers=2";
    assert!(link.len() <= 80);
    assert_eq!(format(&parse(link).experiment), link);
}
