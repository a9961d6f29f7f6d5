//! A program as blocks on a strip, as wide as they are long, and what a pointer makes of them.

use super::Point;
use crate::experiment::round_length;

/// The least width of a block, however short it is, px: it has to be taken hold of (WCAG 2.2, 2.5.8). Where there is no
/// room for that, all are narrower.
const LEAST: f64 = 24.0;
/// The share of the strip that is left free, for a block to grow into.
const FREE: f64 = 0.06;
/// A pointer that moves less than this was meant to choose a block, not to move it, px.
const STILL: f64 = 3.0;
/// A block that is dragged so far out of the strip is dropped, px.
const OUT: f64 = 36.0;

/// Where the blocks of a program are.
#[derive(Clone, Debug, PartialEq)]
pub struct Blocks {
    /// Where they begin and end, px: one more than there are blocks.
    edges: Vec<f64>,
    /// How wide they would be if there were no least width, px.
    true_widths: Vec<f64>,
    /// px for each ms.
    scale: f64,
}

/// Where a pointer takes hold of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grip {
    /// In its midst, to move it.
    Body(usize),
    /// At its end, to make it longer or shorter.
    End(usize),
}

/// What a pointer does to a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockEdit {
    /// It moves a block to another place.
    Move {
        /// Where it was.
        from: usize,
        /// Where it is now.
        to: usize,
    },
    /// It makes a block so long.
    Stretch {
        /// Which.
        place: usize,
        /// How long, ms.
        ms: u32,
    },
    /// It drops a block.
    Drop(usize),
}

/// A pointer that has taken hold of a block.
#[derive(Clone, Debug, PartialEq)]
pub struct BlockDrag {
    grip: Grip,
    from: Point,
    at: Point,
    /// How far from its left edge the block was taken hold of, px.
    inside: f64,
    /// How long the block was, ms.
    length_ms: u32,
    scale: f64,
    is_dragging: bool,
}

impl Blocks {
    /// Of these lengths, ms, on a strip so wide, px: as wide as they are long, but for those that would be too narrow.
    pub fn new(lengths: &[u32], width: f64) -> Self {
        let room = width * (1.0 - FREE);
        let least = least(lengths, width);
        let mut scale = 0.0;
        let mut narrow = vec![false; lengths.len()];
        // Whatever is widened leaves less to the others, of which more may then be too narrow.
        for _ in 0..=lengths.len() {
            let of = |is_narrow: bool| {
                lengths.iter().zip(&narrow).filter(move |(_, narrow)| **narrow == is_narrow)
            };
            let left = room - least * of(true).count() as f64;
            let ms: f64 = of(false).map(|(ms, _)| f64::from(*ms)).sum();
            scale = if ms > 0.0 { (left / ms).max(0.0) } else { 0.0 };
            let found: Vec<bool> = lengths.iter().map(|ms| f64::from(*ms) * scale < least).collect();
            if found.iter().zip(&narrow).all(|(found, known)| *known || !found) {
                break;
            }
            narrow.iter_mut().zip(found).for_each(|(known, found)| *known |= found);
        }
        Self::with_scale(lengths, width, scale)
    }

    /// The same where so many px are a ms: while one of them grows, the others stay as they are.
    pub fn with_scale(lengths: &[u32], width: f64, scale: f64) -> Self {
        let least = least(lengths, width);
        let true_widths: Vec<f64> = lengths.iter().map(|ms| f64::from(*ms) * scale).collect();
        let mut edges = vec![0.0];
        for width in &true_widths {
            let last = edges.last().copied().unwrap_or_default();
            edges.push(last + width.max(least));
        }
        Self { edges, true_widths, scale }
    }

    /// Where a block begins, and how wide it is, px.
    pub fn extent(&self, place: usize) -> (f64, f64) {
        match self.edges.get(place..place + 2) {
            Some([from, to]) => (*from, to - from),
            _ => (0.0, 0.0),
        }
    }

    /// How much of a block's width is its length, px: all of it, but for a short one.
    pub fn true_width(&self, place: usize) -> f64 {
        self.true_widths.get(place).copied().unwrap_or_default()
    }

    /// What is at `x`, where so many px are near an end, on either side of it; `None` beside all blocks. Of a narrow
    /// block the two ends have no more than a third each.
    pub fn at(&self, x: f64, near: f64) -> Option<Grip> {
        let last = self.edges.len().checked_sub(2)?;
        let place = self.edges.windows(2).position(|edges| edges[0] <= x && x < edges[1]);
        let Some(place) = place else {
            let end = self.edges[last + 1];
            return (end <= x && x < end + near).then_some(Grip::End(last));
        };
        let (from, width) = self.extent(place);
        let near = near.min(width / 3.0);
        Some(match place.checked_sub(1) {
            _ if x >= from + width - near => Grip::End(place),
            Some(before) if x < from + near => Grip::End(before),
            _ => Grip::Body(place),
        })
    }

    /// Where a block goes that a pointer moves at `x`, to the right or not: past a neighbour once the pointer would be on
    /// the block there, too.
    fn destination(&self, place: usize, x: f64, to_the_right: bool) -> Option<usize> {
        let (_, width) = self.extent(place);
        if to_the_right {
            let (from, next) = (place + 1 < self.edges.len() - 1).then(|| self.extent(place + 1))?;
            (x >= from + next - width).then_some(place + 1)
        } else {
            let (from, _) = self.extent(place.checked_sub(1)?);
            (x <= from + width).then_some(place - 1)
        }
    }
}

/// The least width of each of so many blocks on a strip so wide, px.
fn least(lengths: &[u32], width: f64) -> f64 {
    LEAST.min(width / lengths.len().max(1) as f64)
}

impl Grip {
    /// The block.
    pub fn place(self) -> usize {
        match self {
            Self::Body(place) | Self::End(place) => place,
        }
    }
}

impl BlockDrag {
    /// A pointer goes down on a block that is so long, ms.
    pub fn press(grip: Grip, at: Point, length_ms: u32, blocks: &Blocks) -> Self {
        // Where no block has a length yet, a px is a ms.
        let scale = if blocks.scale > 0.0 { blocks.scale } else { 1.0 };
        let inside = at.x - blocks.extent(grip.place()).0;
        Self { grip, from: at, at, inside, length_ms, scale, is_dragging: false }
    }

    /// The block that is held.
    pub fn place(&self) -> usize {
        self.grip.place()
    }

    /// While an end is held, px for each ms: the others stay as they are.
    pub fn frozen_scale(&self) -> Option<f64> {
        (self.is_dragging && matches!(self.grip, Grip::End(_))).then_some(self.scale)
    }

    /// How far a block that is moved is from its place, px: it follows the pointer.
    pub fn offset(&self, blocks: &Blocks) -> Option<Point> {
        let is_moved = self.is_dragging && matches!(self.grip, Grip::Body(_));
        let (from, _) = blocks.extent(self.place());
        is_moved.then_some(Point { x: self.at.x - self.inside - from, y: self.at.y - self.from.y })
    }

    /// Whether the block is so far out of a strip of this height, px, that it is dropped when it is let go.
    pub fn is_out(&self, height: f64) -> bool {
        self.is_dragging && matches!(self.grip, Grip::Body(_)) && !(-OUT..=height + OUT).contains(&self.at.y)
    }

    /// The pointer is here now; blocks are where they are drawn.
    pub fn moved(&mut self, at: Point, blocks: &Blocks) -> Option<BlockEdit> {
        let to_the_right = at.x > self.at.x;
        let has_moved = at.x != self.at.x;
        self.at = at;
        self.is_dragging |= (at.x - self.from.x).abs() > STILL || (at.y - self.from.y).abs() > STILL;
        match self.grip {
            _ if !self.is_dragging => None,
            Grip::End(place) => {
                let ms = round_length(f64::from(self.length_ms) + (at.x - self.from.x) / self.scale);
                Some(BlockEdit::Stretch { place, ms })
            }
            Grip::Body(from) => {
                let to = blocks.destination(from, at.x, to_the_right).filter(|_| has_moved)?;
                self.grip = Grip::Body(to);
                Some(BlockEdit::Move { from, to })
            }
        }
    }

    /// The pointer goes up, over a strip of this height, px.
    pub fn released(&self, height: f64) -> Option<BlockEdit> {
        self.is_out(height).then(|| BlockEdit::Drop(self.place()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn point(x: f64, y: f64) -> Point {
        Point { x, y }
    }

    #[test]
    fn blocks_are_as_wide_as_they_are_long() {
        let blocks = Blocks::new(&[100, 50, 50], 500.0);
        assert_eq!(
            [0, 1, 2].map(|place| blocks.extent(place)),
            [(0.0, 235.0), (235.0, 117.5), (352.5, 117.5)]
        );
        let blocks = Blocks::new(&[1000, 0, 1], 500.0);
        assert_eq!(blocks.extent(1).1, LEAST);
        assert_eq!(blocks.extent(2).1, LEAST);
        assert_eq!((blocks.true_width(1), blocks.true_width(0)), (0.0, blocks.extent(0).1));
        assert!(blocks.true_width(2) < 0.5, "what is 1 ms of 1000 is no more than seen");
        assert!((blocks.extent(0).1 - (470.0 - 2.0 * LEAST)).abs() < 1e-9);
        assert_eq!(Blocks::new(&[0, 0], 300.0).extent(1), (LEAST, LEAST));
    }

    #[test]
    fn a_pointer_takes_hold_of_a_block_or_of_its_end() {
        let blocks = Blocks::with_scale(&[100, 10], 500.0, 1.0);
        assert_eq!(blocks.at(50.0, 8.0), Some(Grip::Body(0)));
        assert_eq!(blocks.at(3.0, 8.0), Some(Grip::Body(0)), "nothing ends where the first begins");
        assert_eq!(blocks.at(93.0, 8.0), Some(Grip::End(0)));
        assert_eq!(blocks.at(104.0, 8.0), Some(Grip::End(0)), "a little past it, too");
        assert_eq!(blocks.at(110.0, 16.0), Some(Grip::Body(1)), "the midst of a narrow one is its own");
        assert_eq!(blocks.at(117.0, 16.0), Some(Grip::End(1)));
        assert_eq!(blocks.at(125.0, 16.0), Some(Grip::End(1)));
        assert_eq!(blocks.at(150.0, 16.0), None);
        assert_eq!(blocks.at(-1.0, 16.0), None);
    }

    #[test]
    fn an_end_that_is_dragged_makes_a_block_longer_and_the_others_stay() {
        let blocks = Blocks::with_scale(&[100, 100], 500.0, 2.0);
        let mut drag = BlockDrag::press(Grip::End(0), point(200.0, 10.0), 100, &blocks);
        assert_eq!(drag.moved(point(202.0, 10.0), &blocks), None, "it is only pressed");
        assert_eq!(drag.frozen_scale(), None);
        let stretched = |ms| Some(BlockEdit::Stretch { place: 0, ms });
        assert_eq!(drag.moved(point(260.0, 99.0), &blocks), stretched(130));
        assert_eq!(drag.frozen_scale(), Some(2.0));
        assert_eq!(drag.moved(point(-50.0, 10.0), &blocks), stretched(0));
        assert_eq!(drag.moved(point(1e9, 10.0), &blocks), stretched(10_000));
        assert_eq!(drag.released(40.0), None, "an end can't be dropped");
    }

    #[test]
    fn a_block_that_is_dragged_goes_past_its_neighbours_once() {
        let mut lengths = vec![30, 200, 40];
        let mut drag =
            BlockDrag::press(Grip::Body(0), point(10.0, 5.0), 30, &Blocks::with_scale(&lengths, 500.0, 1.0));
        let mut moves = Vec::new();
        for x in (10..=255).chain((205..255).rev()) {
            let blocks = Blocks::with_scale(&lengths, 500.0, 1.0);
            if let Some(BlockEdit::Move { from, to }) = drag.moved(point(x.into(), 5.0), &blocks) {
                lengths.swap(from, to);
                moves.push((x, from, to));
            }
        }
        assert_eq!(moves, [(200, 0, 1), (240, 1, 2), (230, 2, 1)], "there and back");
        assert_eq!(drag.place(), 1);
    }

    #[test]
    fn a_block_that_is_moved_follows_the_pointer() {
        let blocks = Blocks::with_scale(&[100, 200], 500.0, 1.0);
        let mut drag = BlockDrag::press(Grip::Body(0), point(30.0, 5.0), 100, &blocks);
        assert_eq!(drag.offset(&blocks), None, "it is only pressed");
        drag.moved(point(50.0, -5.0), &blocks);
        assert_eq!(drag.offset(&blocks), Some(point(20.0, -10.0)));
        assert_eq!(drag.moved(point(230.0, 5.0), &blocks), Some(BlockEdit::Move { from: 0, to: 1 }));
        let swapped = Blocks::with_scale(&[200, 100], 500.0, 1.0);
        assert_eq!(drag.offset(&swapped), Some(point(0.0, 0.0)), "it is where the pointer is");
    }

    #[test]
    fn a_block_is_dropped_outside() {
        let blocks = Blocks::with_scale(&[100, 100], 500.0, 1.0);
        let mut drag = BlockDrag::press(Grip::Body(1), point(150.0, 20.0), 100, &blocks);
        drag.moved(point(150.0, 60.0), &blocks);
        assert_eq!((drag.is_out(40.0), drag.released(40.0)), (false, None));
        drag.moved(point(150.0, 90.0), &blocks);
        assert_eq!(drag.released(40.0), Some(BlockEdit::Drop(1)));
        drag.moved(point(150.0, 20.0), &blocks);
        assert_eq!(drag.released(40.0), None, "it came back");
    }

    proptest! {
        #[test]
        fn all_blocks_are_on_the_strip(lengths in proptest::collection::vec(0..=10_000u32, 1..=16), width in 250.0..2000.0f64) {
            let blocks = Blocks::new(&lengths, width);
            let least = least(&lengths, width);
            let mut end = 0.0;
            for (place, ms) in lengths.iter().enumerate() {
                let (from, wide) = blocks.extent(place);
                prop_assert!((from - end).abs() < 1e-9 && wide >= least - 1e-9 && blocks.true_width(place) <= wide + 1e-9);
                prop_assert!(wide <= least + 1e-9 || (wide / blocks.scale - f64::from(*ms)).abs() < 1e-6);
                end = from + wide;
            }
            prop_assert!(end <= width + 1e-6, "{end} of {width} px");
        }
    }
}
