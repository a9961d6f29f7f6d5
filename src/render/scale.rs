//! Time as length.

/// The stretch of time that is shown, ms from the first task's beginning.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    /// Its left end.
    pub from_ms: f64,
    /// Its right end.
    pub to_ms: f64,
}

/// Start-up may be long beside the work it is for; it gets at most this share of the picture, and its
/// beginning is then out of sight.
const STARTUP_SHARE: f64 = 0.1;

/// Nothing shorter than this is shown across a whole picture, ms: clocks tell no more.
const SHORTEST_MS: f64 = 0.005;
/// A picture of what goes on grows by this factor at a time.
const GROWTH: f64 = 1.5;

impl Window {
    /// From the longest start-up, within reason, to a little after the latest end, ms.
    pub fn whole(startup_ms: f64, end_ms: f64) -> Self {
        let end_ms = if end_ms > 0.0 { end_ms } else { 1.0 };
        Self { from_ms: -startup_ms.min(end_ms * STARTUP_SHARE), to_ms: end_ms * 1.01 }
    }

    /// The same while a run goes on: to a moment that stays the same for a while, so that pictures of what is over need
    /// not be drawn anew with each of what goes on.
    pub fn whole_so_far(startup_ms: f64, end_ms: f64) -> Self {
        let steps = (end_ms.max(1.0).ln() / GROWTH.ln()).ceil();
        Self::whole(startup_ms, GROWTH.powf(steps))
    }

    /// All there is of runs that reach so far back from their first task's beginning and so far on, ms; some of them may
    /// still go on.
    pub fn around(reaches: impl IntoIterator<Item = (f64, f64)>, goes_on: bool) -> Self {
        let further = |(back, on): (f64, f64), reach: (f64, f64)| (back.max(reach.0), on.max(reach.1));
        let (startup_ms, end_ms) = reaches.into_iter().fold((0.0, 0.0), further);
        match goes_on {
            true => Self::whole_so_far(startup_ms, end_ms),
            false => Self::whole(startup_ms, end_ms),
        }
    }

    /// Between two moments, whichever comes first, inside of `whole`.
    pub fn between(a_ms: f64, b_ms: f64, whole: &Self) -> Self {
        let inside = |ms: f64| ms.clamp(whole.from_ms, whole.to_ms);
        Self { from_ms: inside(a_ms.min(b_ms)), to_ms: inside(a_ms.max(b_ms)) }
    }

    /// Where its middle lies in `whole`: 0 at its left end, 1 at its right one.
    pub fn middle_in(&self, whole: &Self) -> f64 {
        (f64::midpoint(self.from_ms, self.to_ms) - whole.from_ms) / whole.ms()
    }

    /// How long it is, ms.
    pub fn ms(&self) -> f64 {
        self.to_ms - self.from_ms
    }

    /// `factor` times as long, with `around_ms` staying where it is, and inside of `whole`.
    #[must_use]
    pub fn zoomed(&self, factor: f64, around_ms: f64, whole: &Self) -> Self {
        let factor = factor.max(SHORTEST_MS / self.ms().max(f64::MIN_POSITIVE));
        let from_ms = around_ms - (around_ms - self.from_ms) * factor;
        Self { from_ms, to_ms: from_ms + self.ms() * factor }.kept_inside(whole)
    }

    /// As near to this as can be shown: not shorter than clocks tell, around the same middle, and inside of
    /// `whole`.
    #[must_use]
    pub fn fitted(&self, whole: &Self) -> Self {
        // What fits already stays exactly as it is: moved by a rounding, all there is would be a little less.
        if self.from_ms >= whole.from_ms && self.to_ms <= whole.to_ms && self.ms() >= SHORTEST_MS {
            return *self;
        }
        self.zoomed(1.0, f64::midpoint(self.from_ms, self.to_ms), whole)
    }

    /// Moved to the right by `ms`, but not out of `whole`.
    #[must_use]
    pub fn moved(&self, ms: f64, whole: &Self) -> Self {
        Self { from_ms: self.from_ms + ms, to_ms: self.to_ms + ms }.kept_inside(whole)
    }

    /// Moved as far as it takes to show `ms`.
    #[must_use]
    pub fn showing(&self, ms: f64, whole: &Self) -> Self {
        if (self.from_ms..=self.to_ms).contains(&ms) {
            return *self;
        }
        self.moved(ms - f64::midpoint(self.from_ms, self.to_ms), whole)
    }

    fn kept_inside(self, whole: &Self) -> Self {
        let ms = self.ms();
        // All there is, exactly: a sum of a beginning and a length may miss its end by a rounding.
        if ms >= whole.ms() {
            return *whole;
        }
        let from_ms = self.from_ms.clamp(whole.from_ms, (whole.to_ms - ms).max(whole.from_ms));
        Self { from_ms, to_ms: from_ms + ms }
    }
}

/// Where a trace's moments lie across a picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// What is shown.
    pub window: Window,
    /// When the first task began, on the trace's own clock, ms.
    pub origin_ms: f64,
    /// Where the window begins, px.
    pub left: f64,
    /// How wide it is, px.
    pub width: f64,
}

impl Scale {
    /// Where a moment on the trace's clock lies, px.
    pub fn x(&self, ms: f64) -> f64 {
        self.left + (ms - self.origin_ms - self.window.from_ms) / self.window.ms() * self.width
    }

    /// Which moment of the trace's clock lies at `x`.
    pub fn ms(&self, x: f64) -> f64 {
        (x - self.left) / self.width * self.window.ms() + self.window.from_ms + self.origin_ms
    }

    /// The first moment shown, on the trace's clock.
    pub fn from_ms(&self) -> f64 {
        self.window.from_ms + self.origin_ms
    }

    /// The last moment shown, on the trace's clock.
    pub fn to_ms(&self) -> f64 {
        self.window.to_ms + self.origin_ms
    }

    /// The part of a stretch that is shown: its left edge and width, px.
    pub fn shown(&self, from_ms: f64, to_ms: f64) -> Option<(f64, f64)> {
        let left = self.x(from_ms).max(self.left);
        let right = self.x(to_ms).min(self.left + self.width);
        (right > left).then_some((left, right - left))
    }

    /// Round moments (1, 2 or 5 times a power of ten) at least `apart` px from each other.
    pub fn ticks(&self, apart: f64) -> Vec<Tick> {
        let least = self.window.ms() * apart / self.width.max(1.0);
        let power = 10f64.powf(least.log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0]
            .into_iter()
            .map(|digit| digit * power)
            .find(|step| *step >= least * (1.0 - 1e-9))
            .unwrap_or(10.0 * power);
        let first = (self.window.from_ms / step - 1e-9).ceil() as i64;
        let last = (self.window.to_ms / step + 1e-9).floor() as i64;
        (first..=last)
            .map(|n| {
                let ms = n as f64 * step;
                Tick { ms, x: self.x(ms + self.origin_ms), label: label(ms, step) }
            })
            .collect()
    }
}

/// A round moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// The moment, ms from the first task's beginning.
    pub ms: f64,
    /// Where it lies, px.
    pub x: f64,
    /// What it is called.
    pub label: String,
}

/// With just the decimals that tell neighbours apart; in seconds once steps are.
fn label(ms: f64, step: f64) -> String {
    if ms == 0.0 {
        return "0".into();
    }
    let (value, step, unit) =
        if step >= 500.0 { (ms / 1000.0, step / 1000.0, "s") } else { (ms, step, "ms") };
    let decimals = (-step.log10() - 1e-9).ceil().max(0.0) as usize;
    let sign = if ms < 0.0 { "\u{2212}" } else { "" };
    format!("{sign}{:.decimals$}\u{202f}{unit}", value.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale(from_ms: f64, to_ms: f64, width: f64) -> Scale {
        Scale { window: Window { from_ms, to_ms }, origin_ms: 0.0, left: 0.0, width }
    }

    #[test]
    fn what_goes_on_is_shown_whole_and_grows_now_and_then() {
        let ends: Vec<f64> = (1..=1000).map(|ms| Window::whole_so_far(9.0, f64::from(ms)).to_ms).collect();
        assert!(ends.iter().zip(1..).all(|(end, ms)| *end >= f64::from(ms)));
        let mut different = ends;
        different.dedup();
        assert!(different.len() < 20, "{different:?}");
    }

    #[test]
    fn all_there_is_of_several_runs_reaches_as_far_as_any_of_them() {
        let reaches = [(3.0, 100.0), (8.0, 400.0), (90.0, 0.0)];
        assert_eq!(Window::around(reaches, false), Window::whole(90.0, 400.0));
        assert_eq!(Window::around(reaches, true), Window::whole_so_far(90.0, 400.0));
        assert_eq!(Window::around([], false), Window::whole(0.0, 0.0));
    }

    #[test]
    fn a_middle_lies_somewhere_from_0_to_1() {
        let whole = Window { from_ms: -20.0, to_ms: 180.0 };
        assert_eq!(whole.middle_in(&whole), 0.5);
        assert_eq!(Window { from_ms: 20.0, to_ms: 40.0 }.middle_in(&whole), 0.25);
    }

    fn labels(from_ms: f64, to_ms: f64) -> String {
        let ticks = scale(from_ms, to_ms, 800.0).ticks(80.0);
        ticks.iter().map(|tick| tick.label.replace('\u{202f}', "")).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn ticks_are_round() {
        assert_eq!(labels(-40.0, 338.0), "0 50ms 100ms 150ms 200ms 250ms 300ms");
        assert_eq!(labels(0.0, 5000.0), "0 0.5s 1.0s 1.5s 2.0s 2.5s 3.0s 3.5s 4.0s 4.5s 5.0s");
        assert_eq!(
            labels(0.0, 0.5),
            "0 0.05ms 0.10ms 0.15ms 0.20ms 0.25ms 0.30ms 0.35ms 0.40ms 0.45ms 0.50ms"
        );
        assert_eq!(labels(-1.0, 1.0), "−1.0ms −0.8ms −0.6ms −0.4ms −0.2ms 0 0.2ms 0.4ms 0.6ms 0.8ms 1.0ms");
    }

    #[test]
    fn x_and_ms_undo_each_other() {
        let scale = Scale { origin_ms: 1234.5, left: 80.0, ..scale(-10.0, 90.0, 500.0) };
        assert_eq!(scale.x(1234.5), 130.0);
        assert!((scale.ms(scale.x(1250.25)) - 1250.25).abs() < 1e-9);
        assert_eq!(scale.shown(0.0, 1e9), Some((80.0, 500.0)));
        assert_eq!(scale.shown(0.0, 10.0), None);
    }

    #[test]
    fn zooming_keeps_the_place_and_stays_inside() {
        let whole = Window { from_ms: 0.0, to_ms: 100.0 };
        let near = whole.zoomed(0.5, 20.0, &whole);
        assert_eq!((near.from_ms, near.to_ms), (10.0, 60.0));
        assert_eq!(near.zoomed(100.0, 20.0, &whole), whole);
        assert_eq!(near.moved(1e6, &whole), Window { from_ms: 50.0, to_ms: 100.0 });
        assert!(near.zoomed(0.0, 20.0, &whole).ms() >= SHORTEST_MS * 0.999);
        let odd = Window { from_ms: -0.1, to_ms: 0.3 };
        assert_eq!(odd.zoomed(0.3, 0.1, &odd).zoomed(7.0, 0.2, &odd), odd);
        assert_eq!(near.showing(90.0, &whole), Window { from_ms: 50.0, to_ms: 100.0 });
    }
}
