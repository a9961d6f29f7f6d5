//! The colours of drawings: the page's own, by what they mean.

use crate::render::{Hue, Ink};
use crate::trace::SpanKind;

/// A colour as `www/styles/tokens.css` writes it: `#rrggbb`, or `#rrggbbaa` where something is to show through.
pub(super) type Colour = &'static str;

/// The colours of a drawing.
#[derive(Debug)]
pub struct Palette {
    /// What sets its patterns apart from those of the other palette, in a page that holds drawings in both.
    pub(super) suffix: &'static str,
    pub(super) ground: Colour,
    run: Colour,
    wait: Hatching,
    blocked: Hatching,
    ready: Colour,
    ready_ground: Colour,
    preempted: Colour,
    preempted_ground: Colour,
    lost: Colour,
    lost_ground: Colour,
    send: Colour,
    send_mark: Colour,
    start: Colour,
    green: Colour,
    label: Colour,
    faint: Colour,
    grid: Colour,
    zero: Colour,
    bed: Colour,
    concurrency: Colour,
    parallelism: Colour,
    parallelism_ground: Colour,
    gap: Hatching,
    selection: Colour,
    selected: Colour,
    veil: Colour,
}

/// Slanted lines of a colour on another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hatching {
    pub(super) line: Colour,
    pub(super) ground: Colour,
}

/// What something is filled with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Fill {
    /// A colour.
    Plain(Colour),
    /// The hatching of this name.
    Hatched(&'static str),
}

/// The names of the hatchings.
const WAIT: &str = "wait";
const BLOCKED: &str = "blocked";
const GAP: &str = "gap";

impl Palette {
    /// Of the light page, and of paper.
    pub const LIGHT: Self = Self {
        suffix: "",
        ground: "#ffffff",
        run: "#0072b2",
        wait: Hatching { line: "#56b4e9", ground: "#e3f2fb" },
        blocked: Hatching { line: "#d55e00", ground: "#f5c9a8" },
        ready: "#98a3ad",
        ready_ground: "#f6f7f8",
        preempted: "#4a88b3",
        preempted_ground: "#dbe9f3",
        lost: "#b3261e",
        lost_ground: "#f7e3e1",
        send: "#cc79a7",
        send_mark: "#7d2c58",
        start: "#b4bcc4",
        green: "#00795a",
        label: "#34414d",
        faint: "#5c6873",
        grid: "#00000018",
        zero: "#00000060",
        bed: "#f4f5f6",
        concurrency: "#16202a",
        parallelism: "#0072b2",
        parallelism_ground: "#9fcbe5",
        gap: Hatching { line: "#8b98a4", ground: "#e4e8eb" },
        selection: "#16202a",
        selected: "#0068a326",
        veil: "#ffffffc0",
    };

    /// Of the dark page.
    pub const DARK: Self = Self {
        suffix: "-dark",
        ground: "#11161b",
        run: "#2f97d6",
        wait: Hatching { line: "#56b4e9", ground: "#1c3646" },
        blocked: Hatching { line: "#f07a1f", ground: "#57300f" },
        ready: "#6d7a86",
        ready_ground: "#1d252d",
        preempted: "#5c94ba",
        preempted_ground: "#1b2f3f",
        lost: "#f2776d",
        lost_ground: "#43211f",
        send: "#db92ba",
        send_mark: "#5a2040",
        start: "#5b6771",
        green: "#2fb58d",
        label: "#c4ccd4",
        faint: "#98a4af",
        grid: "#ffffff1c",
        zero: "#ffffff70",
        bed: "#192027",
        concurrency: "#e6eaee",
        parallelism: "#4dacea",
        parallelism_ground: "#1d5277",
        gap: Hatching { line: "#6f7d89", ground: "#252e36" },
        selection: "#ffffff",
        selected: "#5ab4ea33",
        veil: "#11161bc0",
    };

    /// What a span is filled with, and its mark, where it has one.
    pub(super) fn of_span(&self, kind: SpanKind) -> (Fill, Fill) {
        let plain = |colour| (Fill::Plain(colour), Fill::Plain(colour));
        match kind {
            SpanKind::Run => plain(self.run),
            SpanKind::Start => plain(self.start),
            SpanKind::Wait => (Fill::Hatched(WAIT), Fill::Plain(self.wait.line)),
            SpanKind::Blocked => (Fill::Hatched(BLOCKED), Fill::Plain(self.blocked.line)),
            SpanKind::Ready => (Fill::Plain(self.ready_ground), Fill::Plain(self.ready)),
            SpanKind::Preempted => (Fill::Plain(self.preempted_ground), Fill::Plain(self.preempted)),
            SpanKind::Lost => (Fill::Plain(self.lost_ground), Fill::Plain(self.lost)),
            SpanKind::Send => (Fill::Plain(self.send), Fill::Plain(self.send_mark)),
        }
    }

    /// What lines and letters are drawn with.
    pub(super) fn of_line(&self, ink: Ink) -> Colour {
        match ink {
            Ink::Label => self.label,
            Ink::Faint => self.faint,
            Ink::Grid => self.grid,
            Ink::Zero | Ink::Cores => self.zero,
            Ink::Bed => self.bed,
            Ink::Concurrency => self.concurrency,
            Ink::Parallelism => self.parallelism,
            Ink::Gap => self.gap.line,
            Ink::Selection => self.selection,
            Ink::Seam => self.ground,
            Ink::Veil => self.veil,
            Ink::Selected => self.selected,
            Ink::Stall => self.blocked.line,
        }
    }

    /// A hue at its deepest.
    pub(super) fn of_hue(&self, hue: Hue) -> Colour {
        match hue {
            Hue::Grey => self.start,
            Hue::Blue => self.run,
            Hue::Vermillion => self.blocked.line,
            Hue::Purple => self.send,
            Hue::Green => self.green,
        }
    }

    /// What areas are filled with.
    pub(super) fn of_area(&self, ink: Ink) -> Fill {
        match ink {
            Ink::Gap => Fill::Hatched(GAP),
            Ink::Parallelism => Fill::Plain(self.parallelism_ground),
            ink => Fill::Plain(self.of_line(ink)),
        }
    }

    /// Its hatchings: their names, and whether their lines fall to the right.
    pub(super) fn hatchings(&self) -> [(&'static str, Hatching, bool); 3] {
        [(WAIT, self.wait, true), (BLOCKED, self.blocked, false), (GAP, self.gap, false)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::{Look, hue_property, ink_property};

    /// What the page says of a theme: the value of each property.
    fn tokens(theme: &str, property: &str) -> String {
        let tokens = include_str!("../../www/styles/tokens.css");
        let rules = tokens.split_once(theme).unwrap_or_else(|| panic!("no {theme}")).1;
        let rest = rules.split_once(&format!("--{property}: ")).unwrap_or_else(|| panic!("no {property}")).1;
        let value = rest.split(';').next().unwrap();
        // White is written short.
        if value == "#fff" { "#ffffff".to_owned() } else { value.to_owned() }
    }

    #[test]
    fn a_drawing_has_the_colours_of_the_page() {
        for (theme, palette) in [(":root {", Palette::LIGHT), (":root[data-theme=\"dark\"] {", Palette::DARK)]
        {
            for (property, colour) in [
                ("ground", palette.ground),
                ("span-run", palette.run),
                ("span-wait", palette.wait.line),
                ("span-wait-ground", palette.wait.ground),
                ("span-blocked", palette.blocked.line),
                ("span-blocked-ground", palette.blocked.ground),
                ("span-ready", palette.ready),
                ("span-ready-ground", palette.ready_ground),
                ("span-preempted", palette.preempted),
                ("span-preempted-ground", palette.preempted_ground),
                ("span-lost", palette.lost),
                ("span-lost-ground", palette.lost_ground),
                ("span-send", palette.send),
                ("span-send-mark", palette.send_mark),
                ("span-start", palette.start),
                ("series-green", palette.green),
                ("ink-label", palette.label),
                ("ink-faint", palette.faint),
                ("ink-grid", palette.grid),
                ("ink-zero", palette.zero),
                ("ink-bed", palette.bed),
                ("ink-concurrency", palette.concurrency),
                ("ink-parallelism", palette.parallelism),
                ("ink-parallelism-ground", palette.parallelism_ground),
                ("ink-gap", palette.gap.line),
                ("ink-gap-ground", palette.gap.ground),
                ("ink-selection", palette.selection),
                ("ink-selected", palette.selected),
                ("ink-veil", palette.veil),
            ] {
                assert_eq!(colour, tokens(theme, property), "{property} of {theme}");
            }
        }
    }

    /// The page draws by properties, a drawing by colours: what is drawn with either means the same.
    #[test]
    fn a_drawing_means_the_same_by_a_colour() {
        for (theme, palette) in [(":root {", Palette::LIGHT), (":root[data-theme=\"dark\"] {", Palette::DARK)]
        {
            let token = |property: &str| tokens(theme, property.trim_start_matches('-'));
            for ink in Ink::ALL {
                assert_eq!(palette.of_line(ink), token(ink_property(ink)), "{ink:?} of {theme}");
            }
            for hue in Hue::ALL {
                assert_eq!(palette.of_hue(hue), token(hue_property(hue)), "{hue:?} of {theme}");
            }
            for kind in SpanKind::ALL {
                let ground = match (Look::of(kind), palette.of_span(kind).0) {
                    (Look::Plain(property), Fill::Plain(colour)) => token(property) == colour,
                    (Look::Hatched(line, ground, rises), Fill::Hatched(name)) => {
                        let (_, lines, falls) =
                            palette.hatchings().into_iter().find(|one| one.0 == name).unwrap();
                        (token(line), token(ground)) == (lines.line.into(), lines.ground.into())
                            && rises != falls
                    }
                    _ => false,
                };
                assert!(ground, "{kind:?} of {theme}");
            }
        }
    }

    /// How much light a colour gives, as the guidelines for accessible pages reckon it.
    fn luminance(colour: [f64; 3]) -> f64 {
        let linear = |part: f64| match part / 255.0 {
            part if part <= 0.040_45 => part / 12.92,
            part => ((part + 0.055) / 1.055).powf(2.4),
        };
        let [red, green, blue] = colour.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    #[test]
    fn what_is_written_on_a_map_has_contrast() {
        let parts = |colour: Colour| {
            let [red, green, blue, _] = crate::render::colour(colour).unwrap();
            [red, green, blue].map(f64::from)
        };
        for palette in [Palette::LIGHT, Palette::DARK] {
            let (ground, text) = (parts(palette.ground), parts(palette.of_line(Ink::Concurrency)));
            for (hue, n) in Hue::ALL.into_iter().flat_map(|hue| (0..=10).map(move |n| (hue, n))) {
                let [palest, deepest] = crate::render::DEPTHS;
                let depth = palest + (deepest - palest) * f64::from(n) / 10.0;
                let full = parts(palette.of_hue(hue));
                let cell = std::array::from_fn(|part| full[part] * depth + ground[part] * (1.0 - depth));
                let (one, other) = (luminance(cell) + 0.05, luminance(text) + 0.05);
                let contrast = one.max(other) / one.min(other);
                assert!(contrast >= 4.5, "{hue:?} at {depth}: {contrast}");
            }
        }
    }
}
