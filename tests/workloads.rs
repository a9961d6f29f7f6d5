//! Workloads against results that were found in another way.

use interleave::experiment::{Experiment, parse};
use interleave::workload::{
    Arrived, ContentKind, Phase, Resource, Step, WORKLOADS, Wait, Window, WorkRate, pattern,
};

/// Drives task `k` to its end, each wait over at once; its output, its slices and its waits.
fn drive(experiment: &Experiment, k: u32) -> (String, usize, Vec<Wait>) {
    let mut task = experiment.workload.task(&experiment.values, k, WorkRate::default());
    let (mut slices, mut waits, mut arrived) = (0, Vec::new(), None);
    loop {
        slices += 1;
        match task.advance(0.0, arrived.take()) {
            Step::Computing | Step::Lock | Step::Unlock => {}
            Step::Waiting(wait) => {
                arrived = Some(match &wait {
                    Wait::Due { .. } | Wait::Sleep { .. } => Arrived::Time,
                    Wait::Fetch(resource) => download(resource),
                    Wait::Payload => Arrived::Payload(Window(read_block)),
                });
                waits.push(wait);
            }
            Step::Park(body) => {
                task = experiment.workload.task(&experiment.values, k, WorkRate::default());
                arrived = Some(Arrived::Body(body));
            }
            Step::Done(output) => return (output, slices, waits),
        }
    }
}

/// What the built-in source brings.
fn download(resource: &Resource) -> Arrived {
    if resource.keep {
        Arrived::Body(resource.form.content(resource.size))
    } else {
        Arrived::Bytes(resource.size)
    }
}

/// What a block brings: the pattern, again and again.
fn read_block(from: u64, into: &mut [u8]) {
    let mut bytes = pattern().into_iter().cycle().skip((from % pattern().len() as u64) as usize);
    into.fill_with(|| bytes.next().expect("there is always a next"));
}

fn outputs(query: &str) -> Vec<String> {
    let link = parse(query);
    assert_eq!(link.notices, [], "{query}");
    (0..link.experiment.tasks()).map(|k| drive(&link.experiment, k).0).collect()
}

/// How many primes there are up to each number, by the sieve of Eratosthenes.
fn sieve(limit: usize) -> Vec<u32> {
    let mut composite = vec![false; limit + 1];
    let mut count = 0;
    (0..=limit)
        .map(|n| {
            if n >= 2 && !composite[n] {
                count += 1;
                (n * n..=limit).step_by(n).for_each(|multiple| composite[multiple] = true);
            }
            count
        })
        .collect()
}

#[test]
fn primes_agree_with_a_sieve() {
    let counts = sieve(5000);
    for limit in (2..200).chain([1000, 4999, 5000]) {
        let expected = counts[limit].to_string();
        assert_eq!(outputs(&format!("workload=primes&limit={limit}&tasks=1")), [expected], "up to {limit}");
    }
    assert_eq!(outputs("workload=primes&limit=100000"), ["9592", "9592"]);
}

#[test]
fn shares_of_primes_are_the_whole() {
    let counts = sieve(20_000);
    for limit in [2u32, 3, 10, 100, 9973, 20_000] {
        for tasks in [1u32, 2, 3, 7, 64, 1000] {
            let shares = outputs(&format!("workload=primes&limit={limit}&tasks={tasks}&split=shares"));
            let sum: u32 = shares.iter().map(|share| share.parse::<u32>().unwrap()).sum();
            assert_eq!(sum, counts[limit as usize], "up to {limit} in {tasks} shares");
        }
    }
}

/// The bounds of the contract, b(k) = ⌊(limit + 1)·√(k / tasks)⌋, in floating point.
#[test]
fn shares_are_cut_where_the_contract_says() {
    let counts = sieve(10_000);
    let bound = |k: f64| if k == 0.0 { 2 } else { (10_001.0 * (k / 4.0f64).sqrt()).floor() as usize };
    let shares = outputs("workload=primes&limit=10000&tasks=4&split=shares");
    for (k, share) in shares.iter().enumerate() {
        let expected = counts[bound(k as f64 + 1.0) - 1] - counts[bound(k as f64) - 1];
        assert_eq!(*share, expected.to_string(), "share {k}");
    }
}

/// Σ i² for i below n is n(n − 1)(2n − 1) / 6.
#[test]
fn squares_agree_with_the_closed_formula() {
    let formula = |n: u128| (n * n.saturating_sub(1) * (2 * n).saturating_sub(1) / 6).to_string();
    for number in [1, 2, 3, 1000, 262_143, 262_144, 262_145, 1_000_000, 5_000_000] {
        let expected: Vec<_> = (0..3).map(|k| formula(number + k)).collect();
        assert_eq!(outputs(&format!("workload=squares&number={number}&tasks=3")), expected);
    }
    assert_eq!(outputs("workload=squares&tasks=1"), ["41666654166667500000"]);
}

/// Factorials that fit 128 bits, and others whose digits are published: 100! has 158 and 24 zeros, 1000!
/// has 2568 and 249 zeros, 20000! has 77,338 and 4999 zeros (OEIS A034886 and A027868).
#[test]
fn factorials_agree_with_products_and_published_digits() {
    let product = |n: u128| (1..=n).product::<u128>().to_string();
    assert_eq!(outputs("workload=factorial&number=0&tasks=35"), (0..35).map(product).collect::<Vec<_>>());
    let sixty = outputs("workload=factorial&number=69&tasks=2");
    assert_eq!(sixty[0].len(), 99);
    assert!(
        sixty[0].starts_with("1711224524281413113724683388812728390922")
            && sixty[0].ends_with(&"0".repeat(15))
    );
    assert!(sixty[1].starts_with("101d…"), "{}", sixty[1]);
    for (number, digits) in [(100, 158), (1000, 2568), (10_000, 35_660), (20_000, 77_338)] {
        let expected = format!("{digits}d…{}", last_digits(number));
        assert_eq!(outputs(&format!("workload=factorial&number={number}&tasks=1")), [expected]);
    }
    // 100! = 9332…864 followed by 24 zeros.
    assert_eq!(last_digits(100), "97156518286253697920827223758251185210916864"[24..]);
}

/// The last 20 digits of n! before its trailing zeros: the factors 5, and as many factors 2, are left out
/// while multiplying.
fn last_digits(n: u128) -> String {
    let (mut twos, mut product) = (0i64, 1u128);
    let modulus = 10u128.pow(20);
    // 87 bits at most: 67 of the remainder and 20 of a factor.
    for factor in 1..=n {
        let mut rest = factor;
        while rest.is_multiple_of(5) {
            rest /= 5;
            twos -= 1;
        }
        while rest.is_multiple_of(2) {
            rest /= 2;
            twos += 1;
        }
        product = product * rest % modulus;
    }
    (0..twos).for_each(|_| product = product * 2 % modulus);
    format!("{product:020}")
}

/// No optimiser has folded the work away, and none of it is skipped: four times the limit is about
/// sixteen times the slices for primes, four times for squares.
#[test]
fn cost_grows_with_size() {
    let slices = |query: &str| drive(&parse(query).experiment, 0).1 as f64;
    let primes = slices("workload=primes&limit=80000") / slices("workload=primes&limit=20000");
    assert!((11.0..16.0).contains(&primes), "{primes}");
    let squares = slices("workload=squares&number=8000000") / slices("workload=squares&number=2000000");
    assert!((3.5..4.5).contains(&squares), "{squares}");
    let parse = slices("workload=parse&size=8388608") / slices("workload=parse&size=2097152");
    assert!((3.5..4.5).contains(&parse), "{parse}");
    let factorial = slices("workload=factorial&number=20000") / slices("workload=factorial&number=10000");
    assert!((3.0..5.0).contains(&factorial), "{factorial}");
}

#[test]
fn a_sleep_waits_as_long_as_it_says() {
    let experiment = parse("workload=sleep&delay=100&jitter=30&tasks=50").experiment;
    for k in 0..50 {
        let (output, _, waits) = drive(&experiment, k);
        let [Wait::Sleep { ms }] = waits[..] else { panic!("one sleep, not {waits:?}") };
        assert_eq!(output, ms.to_string());
        assert!((70..=130).contains(&ms));
    }
    assert_eq!(outputs("workload=sleep&delay=7&tasks=3"), ["7", "7", "7"]);
}

#[test]
fn a_fetch_asks_for_what_was_configured() {
    let experiment = parse("workload=fetch&delay=20&size=123&tasks=2").experiment;
    let (output, _, waits) = drive(&experiment, 1);
    assert_eq!(output, "123");
    assert_eq!(
        waits,
        [Wait::Fetch(Resource { delay_ms: 20, size: 123, form: ContentKind::Bytes, keep: false, url: None })]
    );
    let elsewhere = parse("workload=fetch&url=https://example.com/x").experiment;
    assert_eq!(elsewhere.foreign_requests(), Some(("example.com", 160)));
}

/// A request as seen by a clock that advances 0.1 ms with every slice: when it waits, for what, and when it
/// computes.
#[test]
fn requests_arrive_at_a_steady_rate_and_every_so_many_compute() {
    let experiment = parse("workload=requests&rate=8&delay=20&heavy=3&number=1000000&tasks=7").experiment;
    let is_light = experiment.workload.extras.latency.unwrap();
    for k in 0..7 {
        let mut task = experiment.workload.task(&experiment.values, k, WorkRate::default());
        let (mut now_ms, mut waits, mut computed, mut arrived) = (0.0, Vec::new(), 0, None);
        let output = loop {
            let phase = task.phase();
            match task.advance(now_ms, arrived.take()) {
                Step::Done(output) => {
                    assert_eq!(phase, Phase::Wait);
                    break output;
                }
                Step::Computing => {
                    assert_eq!(phase, Phase::Compute);
                    computed += 1;
                    now_ms += 0.1;
                }
                Step::Lock | Step::Unlock | Step::Park(_) => panic!("a request goes on by itself"),
                Step::Waiting(wait) => {
                    assert_eq!(phase, Phase::Wait);
                    match wait {
                        Wait::Due { at_ms } => now_ms = f64::max(now_ms, at_ms),
                        Wait::Sleep { ms } => now_ms += f64::from(ms) + 0.25,
                        Wait::Fetch(_) | Wait::Payload => panic!("a request only sleeps"),
                    }
                    arrived = Some(Arrived::Time);
                    waits.push(wait);
                }
            }
        };
        assert_eq!(waits, [Wait::Due { at_ms: 125.0 * f64::from(k) }, Wait::Sleep { ms: 20 }], "task {k}");
        assert_eq!(is_light(&experiment.values, k), k != 2 && k != 5);
        // A million squares are four slices.
        let expected = if is_light(&experiment.values, k) { (0, 0.25) } else { (4, 0.65) };
        assert_eq!((computed, output.parse().unwrap()), expected, "task {k}");
    }
}

/// The field summed by reading the text: the digits after each `"value":`.
#[test]
fn parsing_sums_what_the_text_says() {
    for size in [1024u64, 1025, 1100, 65_536, 1_000_003] {
        let text = String::from_utf8(ContentKind::Json.content(size)).unwrap();
        let digits = |rest: &str| rest.split(',').next().unwrap().parse::<u64>().unwrap();
        let sum: u64 = text.split("\"value\":").skip(1).map(digits).sum();
        for place in ["with", "after"] {
            let query = format!("workload=parse&size={size}&where={place}&tasks=2");
            assert_eq!(outputs(&query), [sum.to_string(), sum.to_string()], "{query}");
        }
    }
}

#[test]
fn parsing_goes_on_with_its_download_or_after_all_of_them() {
    for (place, phase) in [("with", Phase::Compute), ("after", Phase::Wait)] {
        let experiment = parse(&format!("workload=parse&delay=7&size=1024&where={place}")).experiment;
        let mut task = experiment.workload.task(&experiment.values, 0, WorkRate::default());
        assert_eq!(task.phase(), Phase::Wait);
        let Step::Waiting(Wait::Fetch(resource)) = task.advance(0.0, None) else { panic!("no download") };
        assert_eq!(
            resource,
            Resource { delay_ms: 7, size: 1024, form: ContentKind::Json, keep: true, url: None }
        );
        assert_eq!(task.phase(), phase);
        let step = task.advance(0.0, Some(download(&resource)));
        assert_eq!(matches!(step, Step::Park(body) if body.len() == 1024), place == "after");
    }
    // What isn't the expected JSON is never half understood.
    for (body, place) in
        [("", 0), ("{}", 0), (r#"[{"value":1},"#, 13), (r#"[{"value":1}"#, 12), (r#"[{"value":-1}]"#, 1)]
    {
        let experiment = parse("workload=parse").experiment;
        let mut task = experiment.workload.task(&experiment.values, 0, WorkRate::default());
        let step = task.advance(0.0, Some(Arrived::Body(body.into())));
        let expected = format!("not the expected JSON at byte {place}");
        assert!(matches!(step, Step::Done(output) if output == expected), "{body}");
    }
}

/// Pinned: pixels must be the same in every browser and in every version. That they are the right ones is
/// checked beside the workload, against a slow scaling.
#[test]
fn thumbnails_have_the_same_pixels_for_ever() {
    for (size, expected) in
        [(16, ["b4bc38d6", "a9e87907"]), (128, ["b7d26583", "d1211b87"]), (1024, ["a3e0da08", "7672a01d"])]
    {
        let query = format!("workload=thumbnails&size={size}&tasks=3");
        assert_eq!(outputs(&query), [expected[0], expected[1], expected[0]], "{size} px");
    }
}

/// A block's sum, by a closed form: so many whole patterns, and the rest byte by byte.
#[test]
fn blocks_are_summed() {
    let sum = |bytes: &[u8]| bytes.iter().map(|byte| u64::from(*byte)).sum::<u64>();
    for size in [1, 65_535, 65_536, 65_537, 262_144, 1_000_003_usize] {
        let whole = (size / 65_536) as u64 * sum(&pattern());
        let expected = (whole + sum(&pattern()[..size % 65_536])).to_string();
        assert_eq!(outputs(&format!("workload=transfer&tasks=2&size={size}")), [expected.as_str(); 2]);
    }
    let slices = |size: u64| drive(&parse(&format!("workload=transfer&size={size}")).experiment, 0).1;
    assert!(slices(8_000_000) > 3 * slices(2_000_000), "every byte costs");
}

#[test]
fn what_downloads_says_so() {
    let links = WORKLOADS.iter().map(|workload| format!("workload={}", workload.name()));
    for link in links.chain(["workload=mix&phases=c1,d5,w1".into()]) {
        let experiment = parse(&link).experiment;
        let downloads = drive(&experiment, 0).2.iter().any(|wait| matches!(wait, Wait::Fetch(_)));
        assert_eq!(downloads, experiment.downloads(), "{link}");
    }
}

/// By a rate of 2,000,000 squares per ms, of which 2^18 are a slice, 10 ms are 76.3 slices.
#[test]
fn a_program_of_ones_own_does_its_phases() {
    let experiment = parse("workload=mix&phases=w120,c10,d30,l20,c0&tasks=3").experiment;
    for k in 0..3 {
        let (output, steps, waits) = drive(&experiment, k);
        assert_eq!(output, "5 phases, 229 slices");
        assert_eq!(steps, 229 + waits.len() + 2, "a slice each, the waits, the lock, and the end");
        let Wait::Fetch(resource) = &waits[1] else { panic!("the second wait is a download") };
        assert_eq!((&waits[0], resource.delay_ms), (&Wait::Sleep { ms: 120 }, 30));
    }
    let slices = |ms: u32| drive(&parse(&format!("workload=mix&phases=c{ms}")).experiment, 0).1;
    assert!(slices(80) > 3 * slices(20), "every ms costs");
}
