//! The lessons: their links, what they cost, and that what is named elsewhere is there.

use interleave::experiment::{ExecutorId, estimate, format, parse, plan};
use interleave::lesson::scheduler::MODELS;
use interleave::lesson::{GLOSSARY, GUIDE, SAMPLES, Target, find, lessons};

/// A published id is frozen, and so is what it stands for.
#[test]
fn published_lessons_keep_their_meaning() {
    let mut lines = Vec::new();
    for line in include_str!("lessons.txt").lines().filter(|line| !line.starts_with('#')) {
        let [query, canonical, notices] = line.split_whitespace().collect::<Vec<_>>()[..] else {
            panic!("a line of the corpus has three columns: {line}");
        };
        let id = query.strip_prefix("?lesson=").unwrap();
        lines.push(id);
        let lesson = find(id).unwrap_or_else(|| panic!("{id} is gone"));
        assert_eq!(lesson.link(), Some(canonical), "{id}");
        let link = parse(query);
        if lesson.is_offered() {
            assert_eq!(format(&link.experiment), canonical, "{id}");
            assert_eq!(link.lesson, Some(lesson.id));
            assert_eq!(link.notices.len().to_string(), notices, "{id}: {:?}", link.notices);
        } else {
            assert_eq!(link.notices.len(), 1, "{id}: {:?}", link.notices);
        }
    }
    let published = lessons().filter(|lesson| lesson.link().is_some()).map(|lesson| lesson.id);
    assert_eq!(lines, published.collect::<Vec<_>>());
}

/// Canonical, so that an address bar can be compared with them, and short enough to be passed on. A step
/// that needs something still to come is looked at when it is there.
#[test]
fn links_are_canonical() {
    let steps = lessons().flat_map(|lesson| lesson.steps).map(|step| step.query);
    let advised = GUIDE.iter().filter_map(|advice| match advice.target {
        Target::Experiment(query) => Some(query),
        Target::Lesson(..) => None,
    });
    let compared = MODELS.iter().map(|model| model.real);
    for query in steps.chain(advised).chain(compared) {
        assert!(!query.contains("lesson=") && query.len() <= 120, "{query}");
        let link = parse(query);
        if link.notices.is_empty() {
            assert_eq!(format(&link.experiment), query);
        }
    }
}

/// On two cores no way of running takes more than 15 s, and what has to be told apart takes long enough.
#[test]
fn no_lesson_is_a_long_wait() {
    for step in lessons().flat_map(|lesson| lesson.steps) {
        let link = parse(step.query);
        if !link.notices.is_empty() {
            continue;
        }
        let runs = plan(&link.experiment, |_, _| true);
        let slowest = runs
            .iter()
            .map(|run| estimate(std::slice::from_ref(run), 2))
            .max_by(|a, b| a.ms.total_cmp(&b.ms));
        let slowest = slowest.unwrap();
        assert!(slowest.ms <= 15_000.0, "{}: {} ms", step.query, slowest.ms);
        assert!(slowest.bytes <= 512 << 20, "{}: {} bytes", step.query, slowest.bytes);
    }
}

/// On usual machines it is what it says, and light enough for articles, whose embeds start without a click.
#[test]
fn more_threads_than_cores_there_are() {
    for step in find("more-threads-than-cores").unwrap().steps {
        let runs = plan(&parse(step.query).experiment, |_, _| true);
        for cores in 2..=16 {
            let most = runs.iter().map(|run| run.experiment.workers(cores)).max();
            assert!(most > Some(cores), "{}: {most:?} workers on {cores} cores", step.query);
            let estimate = estimate(&runs, cores);
            assert!(!estimate.needs_click(), "{}: {estimate:?} on {cores} cores", step.query);
        }
        assert!(runs.iter().all(|run| run.experiment.workers(2) <= run.experiment.tasks()), "{}", step.query);
    }
}

#[test]
fn an_unknown_lesson_is_answered_with_those_there_are() {
    let notices = parse("lesson=nonsense").notices;
    let offered: Vec<_> = lessons().filter(|lesson| lesson.is_offered()).map(|lesson| lesson.id).collect();
    assert_eq!(
        (notices.len(), notices[0].key.as_str(), notices[0].value.as_str()),
        (1, "lesson", "nonsense")
    );
    assert_eq!(notices[0].allowed.to_string(), offered.join(", "));
    assert!(offered.contains(&"job-queue"));
    assert!(!parse("lesson=nonsense&autorun=1").starts_itself());
}

#[test]
fn targets_exist() {
    for advice in GUIDE {
        if let Target::Lesson(lesson, step) = advice.target {
            let lesson = find(lesson).unwrap();
            assert!(lesson.steps.iter().any(|one| one.id == step), "{}: {step}", lesson.id);
        }
    }
    assert!(GLOSSARY.iter().all(|term| find(term.lesson).is_some_and(|lesson| lesson.link().is_some())));
}

/// The samples follow the executors; one that is still to come has none yet.
#[test]
fn every_executor_is_shown_in_code() {
    let shown: Vec<_> = SAMPLES.iter().map(|sample| sample.executor).collect();
    assert_eq!(shown, ExecutorId::ALL);
}
