//! Which stretch of time is shown of all there is, which is selected, and the way back.

use super::Window;

/// What somebody who looks at timelines has zoomed in on and selected. All there is may grow meanwhile, so that it is
/// handed in wherever it matters.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Navigation {
    /// What was zoomed in on; `None` for all there is.
    zoom: Option<Window>,
    /// What was shown before selections were zoomed in on, the latest last.
    trail: Vec<Option<Window>>,
    /// What was selected, from where it began to where it went, ms from the first task's beginning.
    selection: Option<(f64, f64)>,
}

impl Navigation {
    /// What was zoomed in on; `None` for all there is.
    pub fn zoom(&self) -> Option<Window> {
        self.zoom
    }

    /// What is shown.
    pub fn window(&self, whole: &Window) -> Window {
        self.zoom.unwrap_or(*whole)
    }

    /// Shows something else: what `change` makes of what is shown and all there is.
    pub fn shift(&mut self, whole: &Window, change: impl FnOnce(&Window, &Window) -> Window) {
        let shown = change(&self.window(whole), whole).fitted(whole);
        self.zoom = (shown != *whole).then_some(shown);
    }

    /// Shows a moment, ms, if it is out of sight; nothing where all is in sight.
    pub fn show_moment(&mut self, ms: f64, whole: &Window) {
        self.zoom = self.zoom.map(|window| window.showing(ms, whole));
    }

    /// Shows all there is.
    pub fn show_all(&mut self) {
        self.trail.clear();
        self.zoom = None;
    }

    /// Selects from one moment to another, ms, whichever comes first.
    pub fn select(&mut self, from_ms: f64, to_ms: f64) {
        self.selection = Some((from_ms, to_ms));
    }

    /// Selects nothing.
    pub fn select_nothing(&mut self) {
        self.selection = None;
    }

    /// What is selected, if that is more than a moment.
    pub fn selected(&self, whole: &Window) -> Option<Window> {
        let (from_ms, to_ms) = self.selection?;
        Some(Window::between(from_ms, to_ms, whole)).filter(|window| window.ms() > 0.0)
    }

    /// Moves the end of the selection by a share of what is shown; begins one at `start_ms` where there is none.
    pub fn extend_selection(&mut self, share: f64, start_ms: f64, whole: &Window) {
        let by_ms = share * self.window(whole).ms();
        let (from_ms, to_ms) = self.selection.unwrap_or((start_ms, start_ms));
        self.selection = Some((from_ms, (to_ms + by_ms).clamp(whole.from_ms, whole.to_ms)));
    }

    /// Shows what is selected; `false` if nothing is.
    pub fn show_selection(&mut self, whole: &Window) -> bool {
        let Some(selected) = self.selected(whole) else { return false };
        self.trail.push(self.zoom);
        self.shift(whole, |_, _| selected);
        true
    }

    /// Whether there is a way back from what is shown.
    pub fn can_go_back(&self) -> bool {
        !self.trail.is_empty()
    }

    /// Shows what was shown before the latest selection was; `false` if none was.
    pub fn go_back(&mut self) -> bool {
        let before = self.trail.pop();
        before.inspect(|window| self.zoom = *window).is_some()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const WHOLE: Window = Window { from_ms: -10.0, to_ms: 110.0 };

    fn window(from_ms: f64, to_ms: f64) -> Window {
        Window { from_ms, to_ms }
    }

    #[test]
    fn what_is_shown_follows_all_there_is_until_somebody_zooms() {
        let mut shown = Navigation::default();
        assert_eq!(shown.window(&window(0.0, 5.0)), window(0.0, 5.0));
        assert_eq!(shown.window(&WHOLE), WHOLE);
        shown.shift(&WHOLE, |_, _| window(20.0, 40.0));
        assert_eq!(shown.window(&window(-10.0, 500.0)), window(20.0, 40.0));
        // As far out as it goes is all there is, and follows it again.
        shown.shift(&WHOLE, |window, whole| window.zoomed(1e3, 30.0, whole));
        assert_eq!((shown.zoom(), shown.window(&window(0.0, 9.0))), (None, window(0.0, 9.0)));
    }

    #[test]
    fn a_moment_is_brought_into_sight() {
        let mut shown = Navigation::default();
        shown.show_moment(100.0, &WHOLE);
        assert_eq!(shown.zoom(), None);
        shown.shift(&WHOLE, |_, _| window(0.0, 20.0));
        shown.show_moment(15.0, &WHOLE);
        assert_eq!(shown.zoom(), Some(window(0.0, 20.0)));
        shown.show_moment(60.0, &WHOLE);
        assert_eq!(shown.zoom(), Some(window(50.0, 70.0)));
    }

    #[test]
    fn a_selection_is_extended_within_all_there_is() {
        let mut shown = Navigation::default();
        assert_eq!((shown.selected(&WHOLE), shown.show_selection(&WHOLE)), (None, false));
        shown.extend_selection(0.5, 40.0, &WHOLE);
        assert_eq!(shown.selected(&WHOLE), Some(window(40.0, 100.0)), "half of what is shown");
        shown.extend_selection(0.5, 0.0, &WHOLE);
        assert_eq!(shown.selected(&WHOLE), Some(window(40.0, 110.0)), "from where it began");
        shown.extend_selection(-1.0, 0.0, &WHOLE);
        assert_eq!(shown.selected(&WHOLE), Some(window(-10.0, 40.0)), "to the other side");
        shown.select(7.0, 7.0);
        assert_eq!(shown.selected(&WHOLE), None, "a moment is nothing to look at");
        shown.select_nothing();
        assert_eq!(shown.selected(&WHOLE), None);
    }

    #[test]
    fn the_way_back_has_the_steps_of_the_way_in() {
        let mut shown = Navigation::default();
        shown.select(0.0, 50.0);
        assert!(shown.show_selection(&WHOLE));
        shown.select(30.0, 20.0);
        assert!(shown.show_selection(&WHOLE));
        assert_eq!(shown.window(&WHOLE), window(20.0, 30.0));
        assert!(shown.can_go_back() && shown.go_back());
        assert_eq!(shown.window(&WHOLE), window(0.0, 50.0));
        assert!(shown.go_back());
        assert_eq!(shown.zoom(), None);
        assert!(!shown.can_go_back() && !shown.go_back());
        shown.show_selection(&WHOLE);
        shown.show_all();
        assert!(!shown.can_go_back(), "all there is has nothing behind it");
    }

    proptest! {
        /// However all there is happens to be rounded.
        #[test]
        fn as_far_out_as_it_goes_is_all_there_is(from_ms in -80.0..0.0f64, to_ms in 1.0..600.0f64, at in 0.1..0.9f64) {
            let whole = window(from_ms, to_ms);
            let place = from_ms + at * whole.ms();
            let mut shown = Navigation::default();
            shown.shift(&whole, |window, whole| window.zoomed(0.25, place, whole));
            prop_assert!(shown.zoom().is_some());
            shown.shift(&whole, |window, whole| window.zoomed(8.0, place, whole));
            prop_assert_eq!(shown.zoom(), None);
        }
    }
}
