//! A map of which way wins where, drawn.

use super::map_layout::{LINE, TO_NAME};
use super::surface::text_width;
use super::{Anchor, Hue, Ink, MapLayout, Point, Surface};
use crate::advice::map::{Lock, Map, Place};
use crate::experiment::ExecutorId;

/// What is written on a map.
#[derive(Clone, Debug, PartialEq)]
pub struct MapLabels {
    /// What is told across.
    pub across: String,
    /// What is told upwards.
    pub up: String,
    /// Each column's share.
    pub columns: Vec<String>,
    /// Each row's number.
    pub rows: Vec<String>,
    /// The ways that are on it, and what they are called.
    pub ways: Vec<(ExecutorId, String)>,
    /// By how much each place was won, in the order of [`Place::all`]; empty where that is not known.
    pub leads: Vec<String>,
}

impl MapLabels {
    /// What the ways are called.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.ways.iter().map(|(_, name)| name.as_str())
    }
}

/// A map to be drawn.
#[derive(Clone, Copy, Debug)]
pub struct MapPicture<'a> {
    /// Where everything lies.
    pub layout: &'a MapLayout,
    /// Who won where.
    pub map: &'a Map,
    /// What is written on it.
    pub labels: &'a MapLabels,
}

/// A cell's colour: how deep it is for no lead at all, and at most. Labels on anything deeper would lack contrast.
pub(crate) const DEPTHS: [f64; 2] = [0.14, 0.55];
/// From so many times as long on a lead is as clear as can be.
const CLEAR: f64 = 4.0;
/// Left and right of a name in its cell, px.
const BESIDE: f64 = 3.0;
/// From the middle of a cell to each of its two lines, px.
const OFF_MIDDLE: f64 = 8.0;

impl MapPicture<'_> {
    /// Draws it, with a frame around a place that is looked at.
    pub fn draw(&self, surface: &mut impl Surface, marked: Option<Place>) {
        let is_named = self.has_room_for_names();
        for (place, cell) in self.map.cells() {
            let rect = self.layout.cell(place);
            let Some(cell) = cell else {
                surface.fill(rect, Ink::Bed);
                continue;
            };
            surface.tint(rect, self.hue_of(cell.winner), depth_of(cell.lead));
            let name = self.labels.ways.iter().find(|(way, _)| *way == cell.winner && is_named);
            let lead = self.labels.leads.get(place.index()).filter(|lead| !lead.is_empty());
            let lines: Vec<&String> = name.map(|(_, name)| name).into_iter().chain(lead).collect();
            let first = rect.y + rect.height / 2.0 - OFF_MIDDLE * lines.len().saturating_sub(1) as f64;
            for (n, line) in lines.into_iter().enumerate() {
                let at = Point { x: rect.x + rect.width / 2.0, y: first + 2.0 * OFF_MIDDLE * n as f64 };
                // The ink that is the farthest from the ground.
                surface.text(at, line, Anchor::Middle, Ink::Concurrency);
            }
        }
        self.draw_axes(surface);
        self.draw_legend(surface);
        if let Some(place) = marked {
            surface.frame(self.layout.cell(place), Ink::Selection);
        }
    }

    /// A way's colour.
    fn hue_of(&self, way: ExecutorId) -> Hue {
        let lock = self.map.lock;
        let hue = lock.ways().into_iter().zip(hues(lock)).find(|(on_it, _)| *on_it == way);
        hue.map_or(Hue::Grey, |(_, hue)| hue)
    }

    fn has_room_for_names(&self) -> bool {
        let widest = self.labels.names().map(text_width).fold(0.0, f64::max);
        Place::all().next().is_some_and(|place| widest + 2.0 * BESIDE <= self.layout.cell(place).width)
    }

    fn draw_axes(&self, surface: &mut impl Surface) {
        let (plot, labels) = (self.layout.plot, self.labels);
        surface.text(Point { x: 0.0, y: LINE / 2.0 }, &labels.up, Anchor::Start, Ink::Faint);
        let middles = |place: Place| {
            let cell = self.layout.cell(place);
            Point { x: cell.x + cell.width / 2.0, y: cell.y + cell.height / 2.0 }
        };
        for (column, label) in labels.columns.iter().enumerate() {
            let Some(x) = Place::at(column, 0).map(|place| middles(place).x) else { break };
            surface.text(Point { x, y: plot.bottom() + LINE / 2.0 }, label, Anchor::Middle, Ink::Label);
        }
        for (row, label) in labels.rows.iter().enumerate() {
            let Some(y) = Place::at(0, row).map(|place| middles(place).y) else { break };
            surface.text(Point { x: plot.x - TO_NAME, y }, label, Anchor::End, Ink::Label);
        }
        let at = Point { x: plot.x + plot.width / 2.0, y: plot.bottom() + 1.5 * LINE };
        surface.text(at, &labels.across, Anchor::Middle, Ink::Faint);
    }

    fn draw_legend(&self, surface: &mut impl Surface) {
        for (sample, (way, name)) in self.layout.samples.iter().zip(&self.labels.ways) {
            surface.tint(*sample, self.hue_of(*way), DEPTHS[1]);
            let at = Point { x: sample.right() + TO_NAME, y: sample.y + sample.height / 2.0 };
            surface.text(at, name, Anchor::Start, Ink::Label);
        }
    }
}

/// The colours of a map's ways, in the order of [`Lock::ways`].
const fn hues(lock: Lock) -> [Hue; 4] {
    match lock {
        Lock::Shared => [Hue::Grey, Hue::Blue, Hue::Vermillion, Hue::Purple],
        Lock::None => [Hue::Grey, Hue::Blue, Hue::Vermillion, Hue::Green],
    }
}

/// How deep the colour of a cell with this lead is, from 0 to 1: by equal ratios equal steps; in the middle where nothing is
/// known of the lead.
pub fn depth_of(lead: Option<f64>) -> f64 {
    let clear = lead.map_or(0.5, |lead| (lead.ln() / CLEAR.ln()).clamp(0.0, 1.0));
    DEPTHS[0] + (DEPTHS[1] - DEPTHS[0]) * clear
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_lead_is_pale() {
        let depths = [1.0, 1.05, 2.0, 4.0].map(|lead| depth_of(Some(lead)));
        assert!(depths.is_sorted() && depths[0] == DEPTHS[0] && depths[3] == DEPTHS[1], "{depths:?}");
        assert_eq!(depth_of(Some(400.0)), DEPTHS[1]);
        assert!((depth_of(None) - depths[2]).abs() < 1e-9);
    }

    #[test]
    fn each_way_of_a_map_has_a_colour_of_its_own() {
        for lock in Lock::ALL {
            let hues = hues(lock);
            assert_eq!(hues.len(), lock.ways().len());
            assert!((1..hues.len()).all(|n| !hues[..n].contains(&hues[n])), "{hues:?}");
        }
    }
}
