//! How sentences of the verdict are worded, in the language that is shown.

use super::outcome::{Counted, Outcome, TurnTaking};
use super::verdict::{Claim, MORE_THAN_ONE, Overlap, Sentence};
use crate::text;
use crate::text::{capitalised, count, milliseconds, percent, sentences, times};

impl Sentence<'_> {
    /// What is said. What stands between asterisks is to be stressed.
    pub fn in_words(&self) -> String {
        let who = who(self.outcome);
        capitalised(&if self.likewise {
            likewise(&who, self.claim)
        } else {
            in_full(&who, self.outcome, self.claim)
        })
    }
}

fn who(outcome: &Outcome) -> String {
    outcome.executor.with_lanes(outcome.lanes)
}

fn in_full(who: &str, outcome: &Outcome, claim: Claim<'_>) -> String {
    match claim {
        Claim::Counted(figures) => counted(who, figures),
        Claim::Answered(latencies) => {
            let (p50, p99) = (milliseconds(latencies.p50_ms), milliseconds(latencies.p99_ms));
            text!(verdict.answered, who = who, p99 = p99, p50 = p50)
        }
        Claim::Sooner(overlap, ratio) => sooner(who, outcome, overlap, &times(ratio)),
        Claim::Same(overlap) => same(who, outcome, overlap),
        Claim::Later(overlap, ratio) => later(who, outcome, overlap, &times(ratio)),
        Claim::Noise(ratio, [low, high]) => {
            text!(verdict.noise, who = who, ratio = times(ratio), low = times(low), high = times(high))
        }
        Claim::Alone(overlap) => alone(who, outcome, overlap),
        Claim::First(ratio, last) => {
            text!(verdict.first, who = who, ratio = times(ratio), other = self::who(last))
        }
        Claim::TookTurns(turns) => took_turns(who, outcome, turns),
        Claim::InSections(sections) if sections.exclude => text!(
            verdict.sections,
            who = who,
            share = percent(sections.share, 0),
            most = times(sections.most())
        ),
        Claim::InSections(_) => text!(verdict.sections_apart, who = who),
        Claim::Only { alone } => {
            let only = text!(verdict.only, wall = milliseconds(outcome.makespan.median));
            if alone { sentences(&[only, text!(verdict.add)]) } else { only }
        }
        Claim::Failed => text!(verdict.failed, who = who),
    }
}

fn took_turns(who: &str, outcome: &Outcome, turns: TurnTaking) -> String {
    let computing = times(outcome.computing);
    let is_parallel = outcome.computing > MORE_THAN_ONE;
    let parallel = is_parallel.then(|| text!(verdict.turns_parallel, computing = computing));
    text!(
        verdict.turns,
        who = who,
        peak = count(outcome.peak.into()),
        cores = text!(share.place.cores, n = turns.cores),
        computing = computing,
        had = percent(turns.had, 0),
        switches = count(turns.switches_per_s.round() as u64),
        parallel = parallel.unwrap_or_default()
    )
}

/// As much as is needed behind a sentence that says the same of another; most can't be said in short.
fn likewise(who: &str, claim: Claim<'_>) -> String {
    match claim {
        Claim::Sooner(_, ratio) => text!(verdict.likewise.sooner, who = who, ratio = times(ratio)),
        Claim::Later(_, ratio) => text!(verdict.likewise.later, who = who, ratio = times(ratio)),
        Claim::Noise(_, [low, high]) => {
            text!(verdict.likewise.noise, who = who, low = times(low), high = times(high))
        }
        Claim::TookTurns(turns) => {
            text!(verdict.likewise.turns, who = who, had = percent(turns.had, 0))
        }
        Claim::InSections(sections) if sections.exclude => {
            text!(verdict.likewise.sections, who = who, share = percent(sections.share, 0))
        }
        Claim::InSections(_) => text!(verdict.likewise.sections_apart, who = who),
        _ => text!(verdict.likewise.same, who = who),
    }
}

fn counted(who: &str, counted: Counted) -> String {
    let (expected, actual) = (count(counted.totals.expected), count(counted.totals.actual));
    match counted.lost() {
        _ if !counted.together => {
            text!(verdict.counted.apart, who = who, actual = actual, expected = expected)
        }
        0 => text!(verdict.counted.all, who = who, expected = expected),
        lost => text!(verdict.counted.lost, who = who, lost = count(lost), expected = expected),
    }
}

fn sooner(who: &str, outcome: &Outcome, overlap: Overlap, ratio: &str) -> String {
    match overlap {
        Overlap::Handing => {
            text!(verdict.sooner.handing, who = who, ratio = ratio, sending = times(outcome.sending))
        }
        Overlap::Computing => text!(
            verdict.sooner.computing,
            who = who,
            ratio = ratio,
            computing = times(outcome.computing),
            lanes = count(outcome.all_lanes.into())
        ),
        Overlap::Both => text!(
            verdict.sooner.both,
            who = who,
            ratio = ratio,
            computing = times(outcome.computing),
            waiting = times(outcome.waiting)
        ),
        Overlap::Waits => text!(
            verdict.sooner.waits,
            who = who,
            ratio = ratio,
            waiting = times(outcome.waiting),
            peak = count(outcome.peak.into())
        ),
        Overlap::Turns => {
            text!(verdict.sooner.turns, who = who, ratio = ratio, peak = count(outcome.peak.into()))
        }
        Overlap::Nothing => text!(verdict.sooner.nothing, who = who, ratio = ratio),
    }
}

fn same(who: &str, outcome: &Outcome, overlap: Overlap) -> String {
    match overlap {
        Overlap::Handing => text!(
            verdict.same.handing,
            who = who,
            sending = times(outcome.sending),
            computing = times(outcome.computing)
        ),
        Overlap::Computing => text!(verdict.same.computing, who = who, computing = times(outcome.computing)),
        Overlap::Both => text!(verdict.same.both, who = who),
        Overlap::Waits => text!(verdict.same.waits, who = who),
        Overlap::Turns => text!(verdict.same.turns, who = who, peak = count(outcome.peak.into())),
        Overlap::Nothing => text!(verdict.same.nothing, who = who),
    }
}

fn later(who: &str, outcome: &Outcome, overlap: Overlap, ratio: &str) -> String {
    match overlap {
        Overlap::Handing => text!(verdict.later.handing, who = who, ratio = ratio),
        Overlap::Computing => {
            text!(verdict.later.computing, who = who, ratio = ratio, computing = times(outcome.computing))
        }
        Overlap::Both => text!(verdict.later.both, who = who, ratio = ratio),
        Overlap::Waits => text!(verdict.later.waits, who = who, ratio = ratio),
        Overlap::Turns => text!(verdict.later.turns, who = who, ratio = ratio),
        Overlap::Nothing => text!(verdict.later.nothing, who = who, ratio = ratio),
    }
}

fn alone(who: &str, outcome: &Outcome, overlap: Overlap) -> String {
    match overlap {
        Overlap::Handing => text!(
            verdict.alone.handing,
            who = who,
            wall = milliseconds(outcome.makespan.median),
            sending = times(outcome.sending),
            computing = times(outcome.computing)
        ),
        Overlap::Computing => text!(
            verdict.alone.computing,
            who = who,
            wall = milliseconds(outcome.makespan.median),
            computing = times(outcome.computing),
            lanes = count(outcome.all_lanes.into())
        ),
        Overlap::Both => text!(
            verdict.alone.both,
            who = who,
            wall = milliseconds(outcome.makespan.median),
            computing = times(outcome.computing),
            waiting = times(outcome.waiting)
        ),
        Overlap::Waits => text!(
            verdict.alone.waits,
            who = who,
            wall = milliseconds(outcome.makespan.median),
            waiting = times(outcome.waiting)
        ),
        Overlap::Turns => text!(
            verdict.alone.turns,
            who = who,
            wall = milliseconds(outcome.makespan.median),
            peak = count(outcome.peak.into())
        ),
        Overlap::Nothing => {
            text!(verdict.alone.nothing, who = who, wall = milliseconds(outcome.makespan.median))
        }
    }
}
