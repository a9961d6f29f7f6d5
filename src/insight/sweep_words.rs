//! What a sweep answers, in the language that is shown.

use super::{ScalingLaw, SweepAnswer};
use crate::text;
use crate::text::{count, percent, sentences, times};

impl SweepAnswer {
    /// It in a sentence or two, where what is stepped has this key. What stands between asterisks is to be stressed.
    pub fn in_words(&self, key: &str) -> String {
        let stepped = || text::of(&["param", key, "name"]);
        match self {
            Self::Enough { workers, most: (most, ratio), law } => {
                let enough = text!(sweep.enough, n = *workers, ratio = times(*ratio), most = most);
                let law = law.map(|law| law.in_words());
                sentences(&[enough].into_iter().chain(law).collect::<Vec<_>>())
            }
            Self::PaysFrom(value) => text!(sweep.pays, key = stepped(), value = step_value(key, value)),
            Self::NeverPays => text!(sweep.never, key = stepped()),
        }
    }
}

impl ScalingLaw {
    fn in_words(&self) -> String {
        let (serial, flatt) = (percent(self.serial, 1), percent(self.karp_flatt, 1));
        text!(sweep.law, serial = serial, flatt = flatt, most = self.workers)
    }
}

/// What a step's value is called: a number as people read it, a choice by its name.
pub fn step_value(key: &str, value: &str) -> String {
    value.parse().map_or_else(|_| text::of(&["choice", key, value]), count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Texts, show};

    #[test]
    fn answers_name_what_is_stepped_and_by_how_much() {
        let mut english = Texts::new("en");
        english.add(include_str!("../../www/locales/en.json")).unwrap();
        show(english);
        let pays = SweepAnswer::PaysFrom("20000".into()).in_words("limit");
        assert_eq!(pays, "sooner than one after the other *from 20\u{202f}000 on* (Primes up to).");
        assert!(SweepAnswer::PaysFrom("share".into()).in_words("by").contains("from share on"));
        assert!(SweepAnswer::NeverPays.in_words("limit").contains("Primes up to"));
        let law = ScalingLaw { serial: 0.046, karp_flatt: 1.0, workers: 4 };
        let enough = SweepAnswer::Enough { workers: 4, most: (16, 3.4), law: Some(law) };
        let said = enough.in_words("workers");
        assert!(
            said.contains("*4 are enough here*") && said.contains("4.6") && said.contains("100.0"),
            "{said}"
        );
        let alone = SweepAnswer::Enough { workers: 1, most: (2, 0.9), law: None }.in_words("workers");
        assert!(alone.contains("*One is enough here*") && alone.ends_with("noise."), "{alone}");
    }
}
