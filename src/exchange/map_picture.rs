//! A map as a picture for an article: what was measured, and beside it what the rule of thumb says.

use super::illustration::{HEADING, LINE, MARGIN, SMALL, TITLE, wrapped};
use super::palette::Palette;
use super::svg::{SvgSurface, Type};
use crate::advice::map::{COLUMNS, Map, ROWS};
use crate::render::{Anchor, MapLabels, MapLayout, MapPicture, Point};
use crate::text;
use crate::text::{count, percent, sentences, times};

/// px.
const WIDTH: f64 = 1008.0;
/// How wide the map is that was measured, px: its cells have room for the names of ways.
const MEASURED: f64 = 704.0;
/// Between the two, px.
const GAP: f64 = 24.0;

/// What is written on a map, in the language that is shown.
pub fn map_labels(map: &Map) -> MapLabels {
    let lead = |lead: f64| text!(figure.times, ratio = times(lead));
    MapLabels {
        across: text!(map.across),
        up: text!(map.up),
        columns: COLUMNS.iter().map(|share| percent(f64::from(*share) / 100.0, 0)).collect(),
        rows: ROWS.iter().map(|tasks| count((*tasks).into())).collect(),
        ways: map.lock.ways().map(|way| (way, way.label())).to_vec(),
        leads: map
            .cells()
            .map(|(_, cell)| cell.and_then(|cell| cell.lead).map(lead).unwrap_or_default())
            .collect(),
    }
}

/// Draws a map as an SVG file. `caption` tells where it was measured.
pub fn illustrate_map(map: &Map, link: &str, caption: &str) -> String {
    let mut surface = SvgSurface::new(Palette::LIGHT);
    let write = |surface: &mut SvgSurface, at: Point, text: &str, look: Type| {
        surface.move_to(Point::default());
        surface.write(at, text, Anchor::Start, look);
    };
    let title = sentences(&[text!(map.title), map.lock.label()]);
    write(&mut surface, Point { x: MARGIN, y: MARGIN + 13.0 }, &title, TITLE);
    let y = MARGIN + 40.0;
    let rule = Map::by_rule_of_thumb(map.lock);
    let whole = WIDTH - 2.0 * MARGIN;
    let mut bottom = y;
    for (x, width, heading, map) in [
        (MARGIN, MEASURED, text!(map.measured), map),
        (MARGIN + MEASURED + GAP, whole - MEASURED - GAP, text!(map.rule), &rule),
    ] {
        write(&mut surface, Point { x, y }, &heading, HEADING);
        let labels = map_labels(map);
        let layout = MapLayout::new(width, labels.names());
        surface.move_to(Point { x, y: y + LINE });
        MapPicture { layout: &layout, map, labels: &labels }.draw(&mut surface, None);
        bottom = f64::max(bottom, y + LINE + layout.height);
    }
    let mut at = Point { x: MARGIN, y: bottom + LINE };
    for line in [&text!(map.explained), caption, link].into_iter().flat_map(wrapped) {
        write(&mut surface, at, &line, SMALL);
        at.y += LINE;
    }
    surface.finish(WIDTH, at.y + MARGIN - LINE / 2.0, &title, link)
}
