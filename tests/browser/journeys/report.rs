//! What came of the journeys, and what is told of it at the end.

use std::fmt;
use std::time::Duration;

use interleave_journeys::engine::Engine;

/// So many of the slowest are listed.
const SLOWEST: usize = 10;
/// Of fewer timings nothing can be said: a person may run a single journey, and that one may need a second attempt.
const TIMINGS: usize = 8;

/// A journey that was made.
pub struct Made {
    pub engine: Engine,
    /// With its engine and topic.
    pub name: String,
    pub passed: bool,
    pub took: Duration,
    /// What timing decided in it, and how many attempts that took.
    pub attempts: Vec<(String, usize)>,
}

/// All of them.
#[derive(Default)]
pub struct Report {
    made: Vec<Made>,
    /// Journeys that can't be made in an engine, and why.
    impossible: Vec<(String, &'static str)>,
    /// Journeys that were made once more, because the page's program had broken.
    made_again: Vec<String>,
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

    pub fn add_made_again(&mut self, name: String) {
        self.made_again.push(name);
    }

    pub fn add_filtered_out(&mut self) {
        self.filtered_out += 1;
    }

    pub fn add_given_up(&mut self) {
        self.given_up += 1;
    }

    /// Takes up what came of others.
    pub fn join(&mut self, other: Self) {
        self.made.extend(other.made);
        self.impossible.extend(other.impossible);
        self.made_again.extend(other.made_again);
        self.filtered_out += other.filtered_out;
        self.given_up += other.given_up;
    }

    /// Whether everything is as it should be.
    pub fn is_good(&self) -> bool {
        let passed = self.made.iter().filter(|made| made.passed).count();
        passed > 0 && passed == self.made.len() && !self.is_left_to_chance()
    }

    /// Whether most of what timing decides needed more than one attempt: then the expectations are wrong, or the
    /// machine is too busy to tell.
    fn is_left_to_chance(&self) -> bool {
        let attempts: Vec<usize> =
            self.timings().flat_map(|made| &made.attempts).map(|made| made.1).collect();
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
        for name in &self.made_again {
            writeln!(f, "made again: {name}: the page's program broke")?;
        }
        writeln!(f, "\nattempts at what timing decides:")?;
        for made in self.timings() {
            let counts: Vec<String> =
                made.attempts.iter().map(|(_, attempts)| attempts.to_string()).collect();
            writeln!(f, "{}: {}", made.name, counts.join(", "))?;
            for (what, attempts) in made.attempts.iter().filter(|(_, attempts)| *attempts > 1) {
                writeln!(f, "  {attempts} for {what}")?;
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
        let failed: Vec<&Made> = self.made.iter().filter(|made| !made.passed).collect();
        for made in &failed {
            writeln!(f, "failed: {}", made.name)?;
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
