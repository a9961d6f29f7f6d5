//! What came of the journeys, and what is told of it at the end.

use std::fmt;
use std::time::Duration;

use interleave_journeys::engine::Engine;

use crate::attempts::Decided;
use crate::journey::Go;

/// So many of the slowest are listed.
const SLOWEST: usize = 10;
/// Of fewer timings nothing can be said: a person may run a single journey, and that one may need a second attempt.
const TIMINGS: usize = 8;

/// So many journeys may fail by chance, each in one engine. WebKitGTK 2.50 alone breaks the page's program, or its own
/// process, once in some hundred journeys, never in the same place.
const BY_CHANCE: usize = 4;

/// A journey that was made.
pub struct Made {
    pub engine: Engine,
    /// With its engine and topic.
    pub name: String,
    pub go: Go,
    pub passed: bool,
    /// Whether it passed when it went once more, if it did.
    pub passed_then: Option<bool>,
    pub took: Duration,
    /// What timing decided in it.
    pub attempts: Vec<Decided>,
}

impl Made {
    /// Its name, without its engine.
    fn in_any_engine(&self) -> &str {
        self.name.split_once("::").map_or(self.name.as_str(), |(_, name)| name)
    }

    /// Whether it passed, if need be when it went once more.
    fn is_good(&self) -> bool {
        self.passed || self.passed_then == Some(true)
    }
}

/// All of them.
#[derive(Default)]
pub struct Report {
    made: Vec<Made>,
    /// Journeys that can't be made in an engine, and why.
    impossible: Vec<(String, &'static str)>,
    filtered_out: usize,
    /// Not begun, because too many failed before.
    given_up: usize,
}

impl Report {
    pub fn add(&mut self, made: Made) {
        let word = if made.passed { "ok" } else { "FAILED" };
        println!("test {} ... {word} ({:.1} s)", made.name, made.took.as_secs_f64());
        self.made.push(made);
    }

    pub fn add_impossible(&mut self, name: String, because: &'static str) {
        self.impossible.push((name, because));
    }

    pub fn add_filtered_out(&mut self) {
        self.filtered_out += 1;
    }

    pub fn add_given_up(&mut self, journeys: usize) {
        self.given_up += journeys;
    }

    /// Takes up what came of others.
    pub fn join(&mut self, other: Self) {
        self.made.extend(other.made);
        self.impossible.extend(other.impossible);
        self.filtered_out += other.filtered_out;
        self.given_up += other.given_up;
    }

    /// The journeys that failed, to go once more; none if they are more than chance explains, and none that failed in
    /// more than one engine.
    pub fn worth_another_turn(&mut self) -> Vec<&mut Made> {
        let failed: Vec<String> = self
            .made
            .iter()
            .filter(|made| !made.passed)
            .map(|made| made.in_any_engine().to_owned())
            .collect();
        if failed.len() > BY_CHANCE {
            return Vec::new();
        }
        let is_alone = |made: &Made| failed.iter().filter(|name| *name == made.in_any_engine()).count() == 1;
        self.made.iter_mut().filter(|made| !made.passed && is_alone(made)).collect()
    }

    /// Whether everything is as it should be.
    pub fn is_good(&self) -> bool {
        !self.made.is_empty() && self.made.iter().all(Made::is_good) && !self.is_left_to_chance()
    }

    /// Whether most of what timing decides needed more than one attempt: then the expectations are wrong, or the
    /// machine is too busy to tell.
    fn is_left_to_chance(&self) -> bool {
        let attempts: Vec<usize> =
            self.timings().flat_map(|made| &made.attempts).map(Decided::attempts).collect();
        let repeated = attempts.iter().filter(|attempts| **attempts > 1).count();
        attempts.len() >= TIMINGS && repeated * 2 > attempts.len()
    }

    /// The journeys in which timing decided something.
    fn timings(&self) -> impl Iterator<Item = &Made> {
        self.made.iter().filter(|made| !made.attempts.is_empty())
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, because) in &self.impossible {
            writeln!(f, "not made: {name}: {because}")?;
        }
        writeln!(f, "\nattempts at what timing decides:")?;
        for made in self.timings() {
            let counts: Vec<String> =
                made.attempts.iter().map(|decided| decided.attempts().to_string()).collect();
            writeln!(f, "{}: {}", made.name, counts.join(", "))?;
            for decided in made.attempts.iter().filter(|decided| decided.attempts() > 1) {
                writeln!(f, "  {} for {}: {}", decided.attempts(), decided.what, decided.reasons.join("; "))?;
            }
        }
        if self.is_left_to_chance() {
            writeln!(f, "most of them needed more than one: FAILED")?;
        }
        writeln!(f, "\nslowest:")?;
        let mut slowest: Vec<&Made> = self.made.iter().collect();
        slowest.sort_by_key(|made| std::cmp::Reverse(made.took));
        for made in slowest.iter().take(SLOWEST) {
            writeln!(f, "{:>6.1} s  {}", made.took.as_secs_f64(), made.name)?;
        }
        writeln!(f)?;
        for engine in Engine::ALL {
            let of_engine: Vec<&Made> = self.made.iter().filter(|made| made.engine == engine).collect();
            let took: Duration = of_engine.iter().map(|made| made.took).sum();
            let (count, name) = (of_engine.len(), engine.name());
            writeln!(f, "{name:<8}  {count:>3} journeys  {:>6.1} s", took.as_secs_f64())?;
        }
        let failed: Vec<&Made> = self.made.iter().filter(|made| !made.is_good()).collect();
        for made in &failed {
            writeln!(f, "failed: {}", made.name)?;
        }
        for made in self.made.iter().filter(|made| made.passed_then == Some(true)) {
            writeln!(f, "failed by chance: {}: it passed when it went once more", made.name)?;
        }
        if self.given_up > 0 {
            writeln!(f, "given up after too many failures: {} more", self.given_up)?;
        }
        let verdict = if self.is_good() { "ok" } else { "FAILED" };
        let (passed, failed) = (self.made.len() - failed.len(), failed.len());
        write!(
            f,
            "\ntest result: {verdict}. {passed} passed; {failed} failed; {} filtered out",
            self.filtered_out
        )
    }
}
