//! One run's timeline, drawn whole.

use super::rows::draw_row;
use super::strip::{column, draw_strip};
use super::surface::text_width;
use super::{Anchor, Grouping, Ink, Labels, Picture, Point, Rect, Scale, Selected, Surface, Window};
use crate::trace::Open;

impl Picture<'_> {
    /// Draws it all.
    pub fn draw(&self, surface: &mut impl Surface, labels: &Labels, selected: Option<&Selected>) {
        for row in self.layout.shown() {
            surface.fill(self.layout.row(row), Ink::Bed);
        }
        let parts = [
            (self.layout.plot.y, self.layout.plot.bottom()),
            (self.layout.strip.y, self.layout.strip.bottom()),
        ];
        self.draw_rows(surface);
        if self.rows.grouping() == Grouping::Tasks {
            self.draw_tasks(surface, labels);
        }
        self.draw_strip(surface, self.layout.strip, true);
        for (top, bottom) in parts {
            draw_grid(surface, &self.scale, top, bottom);
        }
        self.draw_labels(surface, labels);
        if let Some(rect) = selected.and_then(|selected| self.place(selected)) {
            surface.frame(rect, Ink::Selection);
        }
    }

    /// Draws where a replay stands, ms from the first task's beginning: what comes later is veiled.
    pub fn draw_playhead(&self, surface: &mut impl Surface, at_ms: f64) {
        let x = self.scale.x(self.scale.origin_ms + at_ms);
        for part in [self.layout.plot, self.layout.strip] {
            let x = x.clamp(part.x, part.right());
            // Lines at the part's edges are as thick outside of it as inside.
            let veil =
                Rect { x, y: part.y - EDGE, width: part.right() - x, height: part.height + 2.0 * EDGE };
            surface.fill(veil, Ink::Veil);
            surface.line(&[Point { x, y: part.y }, Point { x, y: part.bottom() }], Ink::Selection);
        }
    }

    /// Draws all of it in small, as a row of a race: so many lanes, one below the other, or, where they would be too thin,
    /// how many of them computed.
    pub fn draw_in_small(&self, surface: &mut impl Surface, rect: Rect, lanes: usize) {
        let lanes = lanes.max(1);
        let pitch = (rect.height / lanes as f64).min(THICKEST);
        if pitch < THINNEST {
            return self.draw_strip(surface, rect, false);
        }
        let space = if pitch > 2.0 * THINNEST { 1.0 } else { 0.0 };
        let top = rect.y + (rect.height - pitch * lanes as f64) / 2.0;
        for lane in 0..lanes {
            let bed = Rect { y: top + pitch * lane as f64, height: pitch - space, ..rect };
            surface.fill(bed, Ink::Bed);
            let is_its = |open: &&Open| open.lane as usize == lane;
            let open: Vec<Open> = self.trace.open().iter().filter(is_its).copied().collect();
            draw_row(surface, self.lanes.row(lane), &open, self.now_ms, &self.scale, bed, column(lanes));
        }
    }

    fn draw_strip(&self, surface: &mut impl Surface, strip: Rect, lines: bool) {
        let (concurrency, parallelism) = (self.concurrency(), self.parallelism());
        draw_strip(surface, &concurrency, &parallelism, self.levels, &self.scale, strip, lines);
    }

    /// Draws a stretch of time that was selected, ms from the first task's beginning.
    pub fn draw_selection(&self, surface: &mut impl Surface, selected: &Window) {
        let at = |ms: f64| self.scale.origin_ms + ms;
        let Some((x, width)) = self.scale.shown(at(selected.from_ms), at(selected.to_ms)) else { return };
        for part in [self.layout.plot, self.layout.strip] {
            surface.fill(Rect { x, width, ..part }, Ink::Selected);
            for x in [x, x + width] {
                surface.line(&[Point { x, y: part.y }, Point { x, y: part.bottom() }], Ink::Selection);
            }
        }
    }

    /// Where a selected span is drawn.
    fn place(&self, selected: &Selected) -> Option<Rect> {
        if !self.layout.shown().contains(&selected.row) {
            return None;
        }
        let span = selected.span;
        let (x, width) = self.scale.shown(span.start_ms, span.end_ms)?;
        Some(Rect { x, width: width.max(2.0), ..self.layout.row(selected.row) })
    }

    fn draw_rows(&self, surface: &mut impl Surface) {
        let wide = column(self.layout.rows.all);
        for (row, open) in self.layout.shown().zip(&self.open_by_row()) {
            let rect = self.layout.row(row);
            draw_row(surface, self.rows.row(row), open, self.now_ms, &self.scale, rect, wide);
        }
    }

    /// Before each task a line for as long as it waited to begin, and after it the lanes that it was on.
    fn draw_tasks(&self, surface: &mut impl Surface, labels: &Labels) {
        let Scale { origin_ms, left, width, .. } = self.scale;
        for row in self.layout.shown() {
            let Some(task) = self.rows.task(row as u32) else { continue };
            let Some((begin_ms, end_ms)) = task.extent else { continue };
            let rect = self.layout.row(row);
            let y = rect.y + (rect.height / 2.0).floor() + 0.5;
            let waited = task.waiting_since_ms(origin_ms).and_then(|since| self.scale.shown(since, begin_ms));
            if let Some((x, width)) = waited {
                surface.line(&[Point { x, y }, Point { x: x + width, y }], Ink::Faint);
            }
            if self.layout.pitch < NAMED {
                continue;
            }
            let lanes = task.lanes.iter().filter_map(|lane| labels.lanes.get(*lane as usize));
            let lanes = lanes.map(String::as_str).collect::<Vec<_>>().join(", ");
            if lanes.is_empty() {
                continue;
            }
            let room = text_width(&lanes) + BESIDE;
            let (after, before) = (self.scale.x(end_ms) + BESIDE, self.scale.x(begin_ms) - BESIDE);
            if after >= left && after + room <= left + width {
                surface.text(Point { x: after, y }, &lanes, Anchor::Start, Ink::Faint);
            } else if before - room >= left && before <= left + width {
                // Beside the line, not across it.
                let at = Rect { x: before - room, y: rect.y, width: room, height: rect.height };
                surface.fill(at, Ink::Bed);
                surface.text(Point { x: before, y }, &lanes, Anchor::End, Ink::Faint);
            }
        }
    }

    fn draw_labels(&self, surface: &mut impl Surface, labels: &Labels) {
        let labelled = self.layout.shown().zip(&labels.rows);
        for (row, label) in labelled.filter(|(row, _)| self.layout.is_labelled(*row)) {
            let rect = self.layout.row(row);
            let y = (rect.y + rect.height / 2.0).max(HALF_LINE);
            surface.text(Point { x: 0.0, y }, label, Anchor::Start, Ink::Label);
        }
        let strip = self.layout.strip;
        let mut lowest = f64::INFINITY;
        for level in self.levels.named().into_iter().rev() {
            let y = self.levels.y(level.into(), &strip).clamp(strip.y + 5.0, strip.bottom() - 5.0);
            if level == self.levels.top || (y - lowest).abs() >= 11.0 {
                let at = Point { x: strip.x - 6.0, y };
                surface.text(at, &level.to_string(), Anchor::End, Ink::Faint);
                lowest = y;
            }
        }
        if let Some(cores) = self.levels.of_cores() {
            let y = self.levels.y(cores.into(), &strip) - HALF_LINE;
            if y >= strip.y {
                let at = Point { x: strip.right() - 4.0, y };
                surface.clear_for(at, &labels.cores, Anchor::End);
                surface.text(at, &labels.cores, Anchor::End, Ink::Label);
            }
        }
        let middle = strip.y + strip.height / 2.0;
        surface.text(Point { x: 0.0, y: middle - 7.0 }, &labels.concurrency, Anchor::Start, Ink::Concurrency);
        surface.text(Point { x: 0.0, y: middle + 7.0 }, &labels.parallelism, Anchor::Start, Ink::Parallelism);
    }
}

/// How thin and how thick a lane is in small, from one to the next, px.
const THINNEST: f64 = 2.0;
const THICKEST: f64 = 14.0;
/// Between a task and what is written beside it, px.
const BESIDE: f64 = 6.0;
/// From one row to the next at least, where tasks say on which lanes they were, px.
const NAMED: f64 = 12.0;
/// How far a line at a part's edge reaches beyond it, px.
const EDGE: f64 = 2.0;
/// Half the height of a label, px: no label is cut off at the top.
const HALF_LINE: f64 = 6.0;
/// Between ticks, px: room for a label.
const APART: f64 = 72.0;

fn draw_grid(surface: &mut impl Surface, scale: &Scale, top: f64, bottom: f64) {
    for tick in scale.ticks(APART) {
        let ink = if tick.ms == 0.0 { Ink::Zero } else { Ink::Grid };
        surface.line(&[Point { x: tick.x, y: top }, Point { x: tick.x, y: bottom }], ink);
    }
}

/// Draws the time axis that stands over all timelines.
pub fn draw_axis(surface: &mut impl Surface, scale: &Scale, height: f64) {
    let right = scale.left + scale.width;
    for tick in scale.ticks(APART) {
        let ink = if tick.ms == 0.0 { Ink::Zero } else { Ink::Grid };
        surface.line(&[Point { x: tick.x, y: height - 5.0 }, Point { x: tick.x, y: height }], ink);
        let (x, anchor) = if tick.x + 20.0 > right {
            (right, Anchor::End)
        } else if tick.x - 20.0 < scale.left {
            (tick.x.max(scale.left), Anchor::Start)
        } else {
            (tick.x, Anchor::Middle)
        };
        surface.text(Point { x, y: height - 12.0 }, &tick.label, anchor, Ink::Faint);
    }
}
