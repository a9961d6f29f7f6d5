//! Where something was measured, in the language that is shown.

use super::Place;
use crate::text;
use crate::text::{listed, milliseconds, times};
use crate::trace::Pressure;

impl Place {
    /// It in a few words, as in `Firefox 153, 8 cores, isolated, clock steps of 0.02 ms`.
    pub fn in_words(&self) -> String {
        let browser = match self.browser.name() {
            Some(name) if self.version > 0 => format!("{name} {}", self.version),
            Some(name) => name.to_owned(),
            None => text!(share.place.browser),
        };
        let mut parts = vec![browser, text!(share.place.cores, n = self.cores)];
        let measured = self.measured_cores.map(|cores| times(cores.get()));
        parts.extend(measured.map(|n| text!(share.place.measured, n = n)));
        let isolated =
            if self.isolated { text!(share.place.isolated) } else { text!(share.place.not_isolated) };
        parts.push(isolated);
        parts.push(text!(share.place.clock, time = milliseconds(self.clock_ms.get())));
        parts.extend(self.hidden.then(|| text!(share.place.hidden)));
        let pressure = self.pressure.filter(|pressure| *pressure >= Pressure::Serious);
        parts.extend(pressure.map(|pressure| text!(share.place.pressure, state = pressure.label())));
        listed(&parts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Texts, show};

    #[test]
    fn only_what_is_known_and_matters_is_said() {
        let mut english = Texts::new("en");
        english.add(include_str!("../../www/locales/en.json")).unwrap();
        show(english);
        let unknown = Place { cores: 8, pressure: Some(Pressure::Fair), ..Place::default() };
        let said = unknown.in_words();
        assert!(said.starts_with("an unknown browser, 8 cores, not isolated, "), "{said}");
        assert!(
            !said.contains("measured") && !said.contains("pressure") && !said.contains("hidden"),
            "{said}"
        );
        let pressed = Place { hidden: true, pressure: Some(Pressure::Critical), ..unknown }.in_words();
        assert!(pressed.contains("hidden while it ran, under CPU pressure (critical)"), "{pressed}");
    }
}
