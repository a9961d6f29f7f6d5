//! One clock for all threads.

use wasm_bindgen::prelude::*;
use web_sys::Performance;

#[wasm_bindgen]
extern "C" {
    // The same name in a page and in a worker.
    #[wasm_bindgen(thread_local_v2, js_name = performance)]
    static PERFORMANCE: Performance;
}

/// The present moment, ms since 1970, with the resolution of `performance.now()`.
///
/// Each worker counts from its own origin; with the origin added they agree to about 0.02 ms on an
/// isolated page, and to about 1 ms elsewhere.
pub fn now_ms() -> f64 {
    ORIGIN_MS.with(|origin_ms| origin_ms + PERFORMANCE.with(Performance::now))
}

/// How often the origin is read: an odd number, of which most agree.
const READINGS: usize = 7;

thread_local! {
    /// When this thread's `performance.now()` was 0, ms since 1970. Read once for all, since time must not go backwards:
    /// WebKit gives another origin now and then, off by 1 to 4 ms.
    static ORIGIN_MS: f64 = {
        let mut readings = [(); READINGS].map(|()| PERFORMANCE.with(Performance::time_origin));
        readings.sort_unstable_by(f64::total_cmp);
        readings[READINGS / 2]
    };
}

/// The present moment as ISO 8601 has it, in universal time.
pub fn moment() -> String {
    js_sys::Date::new_0().to_iso_string().into()
}

/// A moment, ms since 1970, as people write it in a language, in their own time zone.
pub fn written(ms: f64, language: &str) -> String {
    js_sys::Date::new(&ms.into()).to_locale_string(language, &JsValue::UNDEFINED).into()
}

/// How many steps of the clock are looked at, at most: where code is not optimised yet, or another program has the core,
/// most of them seem longer than they are.
const STEPS: usize = 25;
/// How many are in any case, and for how long, ms, if that is more: those of a coarse clock would take long, and a start
/// waits for them.
const FEWEST_STEPS: usize = 5;
const LOOKING_MS: f64 = 5.0;

/// The smallest step that the clock takes, ms: the least difference seen among a few dozen readings.
pub fn resolution_ms() -> f64 {
    let reading = || PERFORMANCE.with(Performance::now);
    let mut least = f64::INFINITY;
    let until = reading() + LOOKING_MS;
    for step in 0..STEPS {
        let before = reading();
        if step >= FEWEST_STEPS && before > until {
            break;
        }
        // A clock that is coarse stands still for 0.1 ms or 1 ms; one that stood still for ever would be
        // no clock, but must not hang the page.
        let step = (0..1_000_000).map(|_| reading() - before).find(|step| *step > 0.0);
        least = least.min(step.unwrap_or(f64::INFINITY));
    }
    // Differences of large numbers carry noise below a nanosecond.
    (least * 1e6).round() / 1e6
}
