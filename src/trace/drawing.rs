//! Traces drawn as text: small ones, for examples and tests.

use std::str::FromStr;

use super::{Lane, LaneKind, Open, Span, SpanKind, Trace};

impl FromStr for Trace {
    type Err = String;

    /// Reads a trace as it is drawn, a line for what a lane does of one kind, a column for each millisecond:
    ///
    /// ```
    /// use interleave::trace::Trace;
    ///
    /// let trace: Trace = "
    ///     0 run   00....11
    ///     0 wait  ..0000..
    ///     1 start ##
    ///     1 run   ..2222>
    /// "
    /// .parse()?;
    /// assert_eq!((trace.lanes.len(), trace.spans().len(), trace.open().len()), (2, 4, 1));
    /// # Ok::<(), String>(())
    /// ```
    ///
    /// A line begins with the number of its lane and the name of the kind. Digits are tasks, `#` is none, a dot is
    /// nothing; what ends with `>` has not ended yet. A lane may have several lines of one kind, as an event loop has
    /// several waits in flight.
    ///
    /// # Errors
    /// Which line can't be read, and why.
    fn from_str(drawing: &str) -> Result<Self, String> {
        let lines = drawing.lines().map(str::trim).filter(|line| !line.is_empty());
        let lines = lines.map(|line| Line::read(line).map_err(|why| format!("{why}: {line}")));
        let lines: Vec<Line<'_>> = lines.collect::<Result<_, _>>()?;
        let mut trace = Self::default();
        let lanes = lines.iter().map(|line| line.lane + 1).max().unwrap_or_default();
        trace.lanes = (0..lanes).map(|id| Lane::new(id, LaneKind::Thread)).collect();
        let mut spans: Vec<Span> = lines.iter().flat_map(Line::spans).collect();
        // As they would be told: when they end.
        spans.sort_by(|a, b| a.end_ms.total_cmp(&b.end_ms));
        spans.into_iter().for_each(|span| trace.push(span));
        for lane in 0..lanes {
            trace.set_open(lane, lines.iter().filter(|line| line.lane == lane).filter_map(Line::open));
        }
        Ok(trace)
    }
}

/// One line of a drawing.
struct Line<'a> {
    lane: u32,
    kind: SpanKind,
    signs: &'a str,
    /// Whether the last of what it did goes on.
    is_open: bool,
}

/// What the same sign says in neighbouring columns: when it begins and ends, ms, and the task.
type Piece = (f64, f64, Option<u32>);

impl<'a> Line<'a> {
    fn read(line: &'a str) -> Result<Self, &'static str> {
        let mut words = line.split_whitespace();
        let (Some(lane), Some(kind), Some(columns), None) =
            (words.next(), words.next(), words.next(), words.next())
        else {
            return Err("a line is a lane, a kind and columns");
        };
        let lane = lane.parse().map_err(|_| "that is no number of a lane")?;
        let kind = SpanKind::ALL.into_iter().find(|one| one.name() == kind).ok_or("that is no kind")?;
        let is_sign = |c: char| c.is_ascii_digit() || c == '.' || c == '#';
        let (signs, is_open) = match columns.strip_suffix('>') {
            Some(signs) => (signs, true),
            None => (columns, false),
        };
        if !signs.chars().all(is_sign) {
            return Err("columns are digits, # and dots, and may end with >");
        }
        if is_open && !signs.ends_with(|last| last != '.') {
            return Err("nothing can't go on");
        }
        Ok(Self { lane, kind, signs, is_open })
    }

    fn pieces(&self) -> Vec<Piece> {
        let signs: Vec<char> = self.signs.chars().collect();
        let mut at = 0;
        let piece = |same: &[char]| {
            let from = at;
            at += same.len();
            (same[0] != '.').then_some((from as f64, at as f64, same[0].to_digit(10)))
        };
        signs.chunk_by(|a, b| a == b).filter_map(piece).collect()
    }

    fn spans(&self) -> Vec<Span> {
        let mut pieces = self.pieces();
        if self.is_open {
            pieces.pop();
        }
        let span =
            |(start_ms, end_ms, task)| Span { lane: self.lane, task, kind: self.kind, start_ms, end_ms };
        pieces.into_iter().map(span).collect()
    }

    fn open(&self) -> Option<Open> {
        let (start_ms, _, task) = self.pieces().pop().filter(|_| self.is_open)?;
        Some(Open { lane: self.lane, task, kind: self.kind, start_ms })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sign_has_its_place() {
        let trace: Trace = "
            1 wait 0.1
            0 run  .00>
            1 wait ..22>
            0 send ##
        "
        .parse()
        .unwrap();
        let told: Vec<_> = trace
            .spans()
            .iter()
            .map(|span| (span.lane, span.kind, span.task, span.start_ms, span.end_ms))
            .collect();
        assert_eq!(
            told,
            [
                (1, SpanKind::Wait, Some(0), 0.0, 1.0),
                (0, SpanKind::Send, None, 0.0, 2.0),
                (1, SpanKind::Wait, Some(1), 2.0, 3.0),
            ]
        );
        let open: Vec<_> = trace.open().iter().map(|open| (open.lane, open.task, open.start_ms)).collect();
        assert_eq!(open, [(0, Some(0), 1.0), (1, Some(2), 2.0)]);
        assert_eq!(trace.lanes.len(), 2);
    }

    #[test]
    fn what_is_no_drawing_is_refused_with_its_line() {
        for (drawing, why) in [
            ("0 run", "a line is"),
            ("0 run 00 11", "a line is"),
            ("a run 00", "number of a lane"),
            ("0 sleep 00", "no kind"),
            ("0 run 0x0", "columns are"),
            ("0 run 0>0", "columns are"),
            ("0 run 0.>", "go on"),
            ("0 run >", "go on"),
        ] {
            let refused = drawing.parse::<Trace>().unwrap_err();
            assert!(refused.contains(why) && refused.contains(drawing), "{refused}");
        }
    }
}
