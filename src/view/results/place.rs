//! Where something was measured, in a few words.

use super::marks::under;
use crate::exchange::Place;
use crate::text::{milliseconds, times};
use crate::trace::Pressure;
use crate::view::page::text::{filled, listed, text};

/// As in `Firefox 153, 8 cores, isolated, clock steps of 0.02 ms`.
pub(in crate::view) fn described(place: &Place) -> String {
    let browser = match place.browser.name() {
        Some(name) if place.version > 0 => format!("{name} {}", place.version),
        Some(name) => name.to_owned(),
        None => text("share.place.browser"),
    };
    let cores = match place.cores {
        1 => text("share.place.core"),
        cores => filled("share.place.cores", &[("n", cores.to_string())]),
    };
    let mut parts = vec![browser, cores];
    let measured = place.measured_cores.map(|cores| [("n", times(cores.get()))]);
    parts.extend(measured.map(|n| filled("share.place.measured", &n)));
    parts.push(text(if place.isolated { "share.place.isolated" } else { "share.place.not_isolated" }));
    parts.push(filled("share.place.clock", &[("time", milliseconds(place.clock_ms.get()))]));
    parts.extend(place.hidden.then(|| text("share.place.hidden")));
    parts.extend(place.pressure.filter(|pressure| *pressure >= Pressure::Serious).map(under));
    listed(&parts)
}
