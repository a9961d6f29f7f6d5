//! The timelines of a result as one picture for an article: with axis, figures, legend and caption, on a light
//! ground.

use std::io::{Result, Write};

use super::file_in_turns::FileInTurns;
use super::palette::Palette;
use super::svg::{SvgSurface, Type};
use crate::experiment::parse;
use crate::render::{
    Anchor, Grouping, Index, Ink, Labels, Layout, Levels, Picture, Point, Rect, Scale, Surface, Window,
    draw_axis, text_width,
};
use crate::text;
use crate::text::{bytes, milliseconds, times};
use crate::trace::{Figures, Lane, ResultDocument, Run, RunGroup, SpanKind, Trace};

/// px.
const WIDTH: f64 = 960.0;
/// Around everything, px.
pub(super) const MARGIN: f64 = 16.0;
/// The column of figures, px.
const FIGURES: f64 = 192.0;
/// Between timelines and figures, px.
const GAP: f64 = 16.0;
/// The axis, px.
const AXIS: f64 = 22.0;
/// A line of small text, px.
pub(super) const LINE: f64 = 16.0;

pub(super) const TITLE: Type = Type { size: 17.0, bold: true, ink: Ink::Concurrency };
pub(super) const HEADING: Type = Type { size: 13.0, bold: true, ink: Ink::Concurrency };
pub(super) const SMALL: Type = Type { size: 11.0, bold: false, ink: Ink::Faint };
const FIGURE: Type = Type { size: 11.0, bold: true, ink: Ink::Label };

/// Draws a result as an SVG file: of each executor, in each step of a sweep, the run nearest to its median.
/// `caption` tells where it was measured. However many spans there are, the file stays small: they are drawn
/// by pixel.
pub(super) async fn illustrate(
    document: &ResultDocument,
    link: &str,
    caption: &str,
    file: &mut FileInTurns<'_, impl Write, impl AsyncFn()>,
) -> Result<()> {
    let figures = document.figures();
    let mut tracks = Vec::new();
    for group in RunGroup::all(&document.runs) {
        file.offer_turn().await;
        tracks.push(Track::of(&group, &figures));
    }
    let startup_ms = tracks.iter().map(|track| track.run.startup_ms).fold(0.0, f64::max);
    let end_ms = tracks.iter().map(Track::end_ms).fold(0.0, f64::max);
    let peak = tracks.iter().map(Track::peak).max().unwrap_or(1);
    let mut page = Page {
        surface: SvgSurface::new(Palette::LIGHT),
        y: MARGIN,
        window: Window::whole(startup_ms, end_ms),
        levels: Levels::new(peak, Some(document.environment.cores_there_are())),
    };
    let experiment = parse(&document.experiment).experiment;
    let title = experiment.heading();
    page.line(&title, TITLE, 26.0);
    let mut step = None;
    for track in &tracks {
        if step != Some(&track.run.step) {
            step = Some(&track.run.step);
            if let Some(step) = &track.run.step {
                page.line(&step.label(), HEADING, 22.0);
            }
            page.axis();
        }
        file.offer_turn().await;
        page.track(track);
    }
    page.legend(&tracks);
    let explained = text!(strip.explained);
    for line in wrapped(&explained).into_iter().chain(wrapped(caption)).chain(wrapped(link)) {
        page.line(&line, SMALL, LINE);
    }
    let height = page.y + MARGIN - 4.0;
    file.write(&page.surface.finish(WIDTH, height, &title, link)).await
}

/// One timeline.
struct Track<'a> {
    run: &'a Run,
    /// Those of all its runs, if any counts.
    figures: Option<&'a Figures>,
    trace: Trace,
}

impl<'a> Track<'a> {
    fn of(group: &RunGroup<&'a Run>, figures: &'a [Figures]) -> Self {
        let run = *group.drawn_run();
        let figures = Figures::find(figures, &group.executor, group.step.as_ref());
        Self { run, figures, trace: run.trace() }
    }

    fn end_ms(&self) -> f64 {
        self.trace.end_ms() - self.trace.origin_ms().unwrap_or_default()
    }

    /// The highest level of its strip.
    fn peak(&self) -> u32 {
        let progress = self.trace.peak_concurrency(self.trace.end_ms());
        progress.max(self.run.metrics.peak_parallelism)
    }
}

/// The picture while it grows downwards.
struct Page {
    surface: SvgSurface,
    y: f64,
    window: Window,
    levels: Levels,
}

impl Page {
    fn line(&mut self, text: &str, look: Type, height: f64) {
        self.surface.move_to(Point { x: MARGIN, y: self.y });
        self.surface.write(Point { x: 0.0, y: height / 2.0 }, text, Anchor::Start, look);
        self.y += height;
    }

    fn axis(&mut self) {
        let (left, width) = Layout::across(timeline_width());
        let scale = Scale { window: self.window, origin_ms: 0.0, left, width };
        self.surface.move_to(Point { x: MARGIN, y: self.y });
        draw_axis(&mut self.surface, &scale, AXIS);
        self.y += AXIS + 4.0;
    }

    fn track(&mut self, track: &Track) {
        let run = track.run;
        self.line(&run.executor.label(), HEADING, 20.0);
        let lanes = run.lanes.len().max(1);
        let layout = Layout::new(timeline_width(), lanes, Grouping::Lanes, false);
        let mut index = Index::new(Grouping::Lanes);
        index.update(&track.trace);
        let picture = Picture {
            trace: &track.trace,
            lanes: &index,
            rows: &index,
            now_ms: track.trace.end_ms(),
            scale: Scale {
                window: self.window,
                origin_ms: track.trace.origin_ms().unwrap_or_default(),
                left: layout.plot.x,
                width: layout.plot.width,
            },
            levels: self.levels,
            layout: &layout,
        };
        let labels = Labels {
            rows: run.lanes.iter().map(Lane::label).collect(),
            lanes: Vec::new(),
            concurrency: text!(strip.concurrency),
            parallelism: text!(strip.parallelism),
            cores: text!(share.place.cores, n = self.levels.cores.unwrap_or_default()),
        };
        self.surface.move_to(Point { x: MARGIN, y: self.y });
        picture.draw(&mut self.surface, &labels, None);
        let figures = figures(track);
        let x = WIDTH - 2.0 * MARGIN;
        for (n, (name, value)) in figures.iter().enumerate() {
            let y = LINE * (n as f64 + 0.5);
            self.surface.write(Point { x: x - FIGURES, y }, name, Anchor::Start, SMALL);
            self.surface.write(Point { x, y }, value, Anchor::End, FIGURE);
        }
        self.y += layout.height.max(LINE * figures.len() as f64) + 8.0;
    }

    /// What occurs, and the lines of the strip.
    fn legend(&mut self, tracks: &[Track]) {
        let occurs = |kind: &SpanKind| tracks.iter().any(|track| track.trace.has(*kind));
        let kinds = SpanKind::ALL.into_iter().filter(occurs);
        let spans = kinds.map(|kind| (Mark::Span(kind), kind.label()));
        let lines = [
            (Mark::Concurrency, text!(legend.concurrency)),
            (Mark::Parallelism, text!(legend.parallelism)),
            (Mark::Gap, text!(legend.gap)),
        ];
        let cores = self.levels.of_cores().map(|_| (Mark::Cores, text!(legend.cores)));
        let mut x = 0.0;
        for (mark, label) in spans.chain(lines).chain(cores) {
            let width = 24.0 + text_width(&label) + 14.0;
            if x + width > WIDTH - 2.0 * MARGIN && x > 0.0 {
                x = 0.0;
                self.y += LINE + 2.0;
            }
            self.surface.move_to(Point { x: MARGIN, y: self.y });
            mark.draw(&mut self.surface, Rect { x, y: 2.0, width: 18.0, height: 12.0 });
            self.surface.write(Point { x: x + 24.0, y: LINE / 2.0 }, &label, Anchor::Start, SMALL);
            x += width;
        }
        self.y += LINE + 8.0;
    }
}

/// What stands before an entry of the legend.
enum Mark {
    Span(SpanKind),
    Concurrency,
    Parallelism,
    Gap,
    Cores,
}

impl Mark {
    fn draw(&self, surface: &mut SvgSurface, at: Rect) {
        let middle = at.y + at.height / 2.0;
        let line = |y| [Point { x: at.x, y }, Point { x: at.right(), y }];
        match self {
            Self::Span(kind) => surface.span(at, *kind, 1.0),
            Self::Concurrency => surface.line(&line(middle), Ink::Concurrency),
            Self::Parallelism => {
                surface.area(&corners(at), Ink::Parallelism);
                surface.line(&line(at.y + 1.5), Ink::Parallelism);
            }
            Self::Gap => surface.area(&corners(at), Ink::Gap),
            Self::Cores => surface.line(&line(middle), Ink::Cores),
        }
    }
}

fn corners(rect: Rect) -> [Point; 4] {
    let (left, right) = (rect.x, rect.right());
    [(left, rect.y), (right, rect.y), (right, rect.bottom()), (left, rect.bottom())]
        .map(|(x, y)| Point { x, y })
}

fn timeline_width() -> f64 {
    WIDTH - 2.0 * MARGIN - FIGURES - GAP
}

/// The figures beside a timeline: what the page shows there first.
fn figures(track: &Track) -> Vec<(String, String)> {
    let metrics = &track.run.metrics;
    let mut figures = Vec::new();
    let wall_ms = track.figures.map_or(track.run.wall_ms, |figures| figures.median_ms);
    figures.push((text!(figure.wall), milliseconds(wall_ms)));
    if let Some(all) = track.figures.filter(|all| all.measured > 1) {
        let (min, max) = (milliseconds(all.min_ms), milliseconds(all.max_ms));
        let of = text!(figure.median_of, n = all.measured);
        figures.push((of, text!(figure.spread, min = min, max = max)));
    }
    if let Some(speedup) = track.figures.and_then(|all| all.speedup) {
        figures.push((text!(figure.speedup), text!(figure.times, ratio = times(speedup))));
    }
    figures.push((text!(figure.concurrency), times(metrics.mean_concurrency)));
    figures.push((text!(figure.parallelism), times(metrics.mean_parallelism)));
    if let Some(memory) = metrics.memory_bytes {
        figures.push((text!(figure.memory), bytes(memory)));
    }
    if track.run.error.is_some() {
        figures.push((text!(take.failed), String::new()));
    }
    figures
}

/// In lines that fit: between words where there are some, anywhere in a long link and among ideographs.
pub(super) fn wrapped(text: &str) -> Vec<String> {
    let fits = |line: &str| text_width(line.trim_end()) <= WIDTH - 2.0 * MARGIN;
    let (mut lines, mut line) = (Vec::new(), String::new());
    let mut end = |line: &mut String| lines.push(std::mem::take(line).trim_end().to_owned());
    for word in text.split_inclusive(' ') {
        if !line.is_empty() && !fits(&format!("{line}{word}")) {
            end(&mut line);
        }
        for letter in word.chars() {
            if !fits(&format!("{line}{letter}")) {
                end(&mut line);
            }
            line.push(letter);
        }
    }
    end(&mut line);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_wrapped_where_they_have_to_be() {
        assert_eq!(wrapped("a few words"), ["a few words"]);
        let long = "x".repeat(400);
        let lines = wrapped(&format!("see {long}"));
        assert_eq!(lines.concat().replace(' ', ""), format!("see{long}"));
        assert!(lines.iter().all(|line| text_width(line) <= WIDTH), "{lines:?}");
        // Ideographs are twice as wide.
        let lines = wrapped(&"字".repeat(400));
        assert_eq!(lines.concat(), "字".repeat(400));
        assert!(lines.iter().all(|line| text_width(line) <= WIDTH), "{lines:?}");
    }
}
