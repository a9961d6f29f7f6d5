//! What pointers on a timeline are about to do: point, drag, pinch or select; and what its wheel does.

use super::Finger;

/// A pointer that moves less than this while it is down was meant to point, not to drag; px.
const STILL: f64 = 3.0;
/// How much nearer one px of the wheel takes, as a power of e; a notch is 100 to 120 px, and a pinch on a
/// touchpad many turns of a few.
const ZOOM_BY_PX: f64 = 0.0022;
/// The most that one turn of the wheel zooms, in the same measure.
const MOST_ZOOM: f64 = 0.5;

/// Which pointers are down, and what for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Gesture {
    /// The numbers of the pointers, and what they hold; two at most.
    fingers: Vec<(i32, Finger)>,
    /// Where the first of them went down, px.
    down_x: f64,
    /// Whether it has moved on from there.
    dragging: bool,
    /// The moment at which a selection began, ms.
    anchor_ms: Option<f64>,
}

/// What a pointer that has moved does.
#[derive(Clone, Debug, PartialEq)]
pub enum Pointing {
    /// It points at something.
    Point,
    /// It selects from one moment to another, ms.
    Select(f64, f64),
    /// What is shown stays under these fingers.
    Move(Vec<Finger>),
}

impl Gesture {
    /// A pointer goes down at `x` px, to select a stretch of time or to move what is shown. Tells whether it still
    /// may turn out to point.
    pub fn press(&mut self, pointer: i32, x: f64, finger: Finger, selects: bool) -> bool {
        match self.fingers.len() {
            0 => *self = Self { down_x: x, anchor_ms: selects.then_some(finger.on_ms), ..Self::default() },
            // A second finger zooms, whatever the first one began.
            1 => (self.anchor_ms, self.dragging) = (None, true),
            _ => return false,
        }
        self.fingers.push((pointer, finger));
        self.fingers.len() == 1
    }

    /// A pointer has moved to `x` px, whether it is down or not. One finger moves only what is zoomed in on: all there
    /// is has nowhere to go.
    pub fn moved(&mut self, pointer: i32, x: f64, here: Finger, is_zoomed: bool) -> Pointing {
        let Some((_, finger)) = self.fingers.iter_mut().find(|(id, _)| *id == pointer) else {
            return Pointing::Point;
        };
        finger.at = here.at;
        self.dragging |= (x - self.down_x).abs() > STILL;
        match self.anchor_ms {
            _ if !self.dragging => Pointing::Point,
            Some(anchor_ms) => Pointing::Select(anchor_ms, here.on_ms),
            None if is_zoomed || self.fingers.len() > 1 => {
                Pointing::Move(self.fingers.iter().map(|(_, finger)| *finger).collect())
            }
            None => Pointing::Point,
        }
    }

    /// A pointer goes up, or is taken over by the browser, to scroll. `moment_at` tells which moment lies at a share of
    /// the picture's width now. Tells whether that completes a selection.
    pub fn lift(&mut self, pointer: i32, moment_at: impl Fn(f64) -> f64) -> bool {
        self.fingers.retain(|(id, _)| *id != pointer);
        // The finger that stays holds what is under it now.
        for (_, finger) in &mut self.fingers {
            finger.on_ms = moment_at(finger.at);
        }
        self.anchor_ms.take().is_some() && self.dragging
    }
}

/// A turn of the wheel, px.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Turn {
    /// To the right.
    pub across: f64,
    /// Down.
    pub along: f64,
    /// Whether Shift is held, which makes a wheel of one axis turn across.
    pub shift: bool,
    /// Whether Ctrl is held, as browsers also say of a pinch on a touchpad.
    pub ctrl: bool,
}

/// What a turn of the wheel does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Wheeling {
    /// It moves what is shown by so many px.
    Pan(f64),
    /// It makes what is shown so many times as long.
    Zoom(f64),
    /// It scrolls the page.
    Scroll,
}

impl Turn {
    /// The wheel zooms with Ctrl, or where the timeline `has_focus` because somebody has clicked on it; else it scrolls
    /// the page. Sideways it moves what is shown.
    pub fn wheeling(&self, has_focus: bool) -> Wheeling {
        let (across, along) = match self.shift && self.across == 0.0 {
            true => (self.along, self.across),
            false => (self.across, self.along),
        };
        if across.abs() > along.abs() {
            Wheeling::Pan(across)
        } else if along != 0.0 && (self.ctrl || has_focus) {
            Wheeling::Zoom((along * ZOOM_BY_PX).clamp(-MOST_ZOOM, MOST_ZOOM).exp())
        } else {
            Wheeling::Scroll
        }
    }

    /// Whether the page is kept from scrolling; where there is no more to show, it scrolls.
    pub fn keeps_page(&self, wheeling: Wheeling, was_zoomed: bool) -> bool {
        match wheeling {
            Wheeling::Pan(_) => was_zoomed,
            Wheeling::Zoom(factor) => was_zoomed || factor < 1.0 || self.ctrl,
            Wheeling::Scroll => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// On a picture 1000 px wide of 1000 ms.
    fn finger(x: f64) -> Finger {
        Finger { on_ms: x, at: x / 1000.0 }
    }

    fn pressed(selects: bool) -> Gesture {
        let mut gesture = Gesture::default();
        assert!(gesture.press(7, 100.0, finger(100.0), selects));
        gesture
    }

    #[test]
    fn a_pointer_that_stays_where_it_is_points() {
        let mut gesture = Gesture::default();
        assert_eq!(gesture.moved(7, 500.0, finger(500.0), true), Pointing::Point, "it isn't down");
        let mut gesture = pressed(false);
        assert_eq!(gesture.moved(7, 102.0, finger(102.0), true), Pointing::Point);
        assert_eq!(gesture.moved(9, 400.0, finger(400.0), true), Pointing::Point, "that is another one");
        assert!(!gesture.lift(7, |at| at));
    }

    #[test]
    fn a_drag_moves_what_is_zoomed_in_on() {
        let mut gesture = pressed(false);
        assert_eq!(gesture.moved(7, 150.0, finger(150.0), false), Pointing::Point, "all there is stays");
        let held = Finger { on_ms: 100.0, at: 0.15 };
        assert_eq!(gesture.moved(7, 150.0, finger(150.0), true), Pointing::Move(vec![held]));
        // Back where it began it still drags.
        let held = Finger { on_ms: 100.0, at: 0.1 };
        assert_eq!(gesture.moved(7, 100.0, finger(100.0), true), Pointing::Move(vec![held]));
    }

    #[test]
    fn a_selection_begins_where_the_pointer_went_down() {
        let mut gesture = pressed(true);
        assert_eq!(gesture.moved(7, 60.0, finger(60.0), false), Pointing::Select(100.0, 60.0));
        assert!(gesture.lift(7, |at| at));
        let mut click = pressed(true);
        assert!(!click.lift(7, |at| at), "a click selects nothing");
    }

    #[test]
    fn two_fingers_zoom_and_the_one_that_stays_moves() {
        let mut gesture = pressed(true);
        assert!(!gesture.press(8, 300.0, finger(300.0), true));
        let both = vec![finger(100.0), Finger { on_ms: 300.0, at: 0.5 }];
        assert_eq!(gesture.moved(8, 500.0, finger(500.0), false), Pointing::Move(both));
        assert!(!gesture.press(9, 400.0, finger(400.0), false), "a third finger does nothing");
        assert_eq!(gesture.moved(9, 450.0, finger(450.0), true), Pointing::Point);
        assert!(!gesture.lift(7, |at| at * 2000.0));
        let stays = Finger { on_ms: 1000.0, at: 0.6 };
        assert_eq!(gesture.moved(8, 600.0, finger(600.0), true), Pointing::Move(vec![stays]));
    }

    #[test]
    fn the_wheel_scrolls_until_it_is_meant_for_the_picture() {
        let turn = |across, along| Turn { across, along, shift: false, ctrl: false };
        assert_eq!(turn(0.0, 100.0).wheeling(false), Wheeling::Scroll);
        assert_eq!(turn(30.0, 10.0).wheeling(false), Wheeling::Pan(30.0));
        assert_eq!(Turn { shift: true, ..turn(0.0, 40.0) }.wheeling(true), Wheeling::Pan(40.0));
        assert_eq!(turn(0.0, 0.0).wheeling(true), Wheeling::Scroll);
        let zoomed = |along| match turn(0.0, along).wheeling(true) {
            Wheeling::Zoom(factor) => factor,
            other => panic!("{other:?}"),
        };
        assert!(zoomed(-100.0) < 1.0 && zoomed(100.0) > 1.0 && zoomed(1e9) < 2.0);
        assert!((zoomed(50.0) * zoomed(-50.0) - 1.0).abs() < 1e-12, "there and back");
        let pinch = Turn { ctrl: true, ..turn(0.0, 10.0) };
        assert!(matches!(pinch.wheeling(false), Wheeling::Zoom(_)));
    }

    #[test]
    fn the_page_scrolls_where_there_is_no_more_to_show() {
        let turn = Turn { across: 0.0, along: 100.0, shift: false, ctrl: false };
        let keeps = |wheeling, was_zoomed| turn.keeps_page(wheeling, was_zoomed);
        assert!(!keeps(Wheeling::Zoom(1.2), false) && keeps(Wheeling::Zoom(1.2), true));
        assert!(keeps(Wheeling::Zoom(0.8), false));
        assert!(keeps(Wheeling::Pan(9.0), true) && !keeps(Wheeling::Pan(9.0), false));
        assert!(!keeps(Wheeling::Scroll, true));
        assert!(
            Turn { ctrl: true, ..turn }.keeps_page(Wheeling::Zoom(1.2), false),
            "that would zoom the page"
        );
    }
}
