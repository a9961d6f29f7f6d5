//! How a trace is laid out, as shapes on any surface.
//!
//! Here belong scales, rows, the strip and hit-testing, and what pointers and keys make of what is shown; not where
//! the shapes end up (a [`Surface`] is a canvas or a file) nor any string that people read: labels are handed in.
//! Everything here is pure.
//!
//! Pictures are drawn by pixel, not by span: an [`Index`] keeps, for each row and kind, what is covered
//! as disjoint intervals with running sums, so that a pixel column costs a binary search however many
//! spans lie under it.
//!
//! ```
//! use interleave::render::{Grouping, Index};
//! use interleave::trace::{SpanKind, Span, Trace};
//!
//! let mut trace = Trace::default();
//! for n in 0..1000 {
//!     let start_ms = f64::from(n) * 2.0;
//!     trace.push(Span { lane: 0, task: Some(n), kind: SpanKind::Run, start_ms, end_ms: start_ms + 1.0 });
//! }
//! let mut index = Index::new(Grouping::Lanes);
//! index.update(&trace);
//! assert_eq!(index.row(0).unwrap().covered(SpanKind::Run).between(100.0, 200.0), 50.0);
//! ```

mod bar_scale;
mod blocks;
mod chart;
mod concurrency;
mod coverage;
mod flow;
mod gesture;
mod hit;
mod index;
mod keys;
mod layout;
mod look;
mod loop_lag;
mod map_layout;
mod map_picture;
mod navigation;
mod overview_handle;
mod pace;
mod page_keys;
mod picture;
mod pixels;
mod race;
mod range_figures;
mod ratio_scale;
mod row_range;
mod rows;
mod scale;
mod scan_code;
mod slider;
mod strip;
mod surface;
mod sweep_chart;
mod timeline;
mod tip;

pub use bar_scale::BarScale;
pub use blocks::{BlockDrag, BlockEdit, Blocks, Grip};
pub use chart::Frame;
pub use coverage::{Coverage, Cursor, Interval};
pub use flow::Flow;
pub use gesture::{Gesture, Pointing, Turn, Wheeling};
pub use hit::Hit;
pub use index::{Grouping, Index, Row};
pub use keys::{KeyRow, TIMELINE_KEYS, TimelineCommand};
pub use layout::{Layout, Levels};
pub use look::{Look, hue_property, ink_property, kind_property};
pub use loop_lag::{BEAT_MS, LoopLag, STALL_MS};
pub use map_layout::MapLayout;
#[cfg(test)]
pub(crate) use map_picture::DEPTHS;
pub use map_picture::{MapLabels, MapPicture, depth_of};
pub use navigation::Navigation;
pub use overview_handle::{Finger, OverviewHandle};
pub use pace::until_next_drawing_ms;
pub use page_keys::{
    BLOCK_KEYS, BlockCommand, CHIP_KEYS, ChipCommand, OVERVIEW_KEYS, OverviewCommand, PAGE_KEYS, PageCommand,
};
pub use picture::{Labels, Picture, Selected};
pub use pixels::{Brush, Colour, Pixels, colour};
pub use race::RaceAxis;
pub use range_figures::RangeFigures;
pub use ratio_scale::RatioScale;
pub use row_range::RowRange;
pub use scale::{Scale, Tick, Window};
pub use scan_code::ScanCode;
pub use slider::Slider;
pub use surface::{Anchor, Hue, Ink, Point, Rect, Surface, text_width};
pub use sweep_chart::{SweepChart, SweepLine, columns};
pub use timeline::draw_axis;
pub use tip::Tip;
