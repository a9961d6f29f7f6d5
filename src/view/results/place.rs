//! Where something was measured, in a few words.

use crate::exchange::Place;
use crate::text;
use crate::text::{listed, milliseconds, times};
use crate::trace::Pressure;

/// As in `Firefox 153, 8 cores, isolated, clock steps of 0.02 ms`.
pub(in crate::view) fn described(place: &Place) -> String {
    let browser = match place.browser.name() {
        Some(name) if place.version > 0 => format!("{name} {}", place.version),
        Some(name) => name.to_owned(),
        None => text!(share.place.browser),
    };
    let cores = text!(share.place.cores, n = place.cores);
    let mut parts = vec![browser, cores];
    let measured = place.measured_cores.map(|cores| times(cores.get()));
    parts.extend(measured.map(|n| text!(share.place.measured, n = n)));
    parts.push(if place.isolated { text!(share.place.isolated) } else { text!(share.place.not_isolated) });
    parts.push(text!(share.place.clock, time = milliseconds(place.clock_ms.get())));
    parts.extend(place.hidden.then(|| text!(share.place.hidden)));
    let pressure = place.pressure.filter(|pressure| *pressure >= Pressure::Serious);
    parts.extend(pressure.map(|pressure| text!(share.place.pressure, state = pressure.label())));
    listed(&parts)
}
