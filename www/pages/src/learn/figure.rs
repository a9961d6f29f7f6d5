//! Figures of the reader's own runs, which a chapter names in braces: `{wall event-loop}`. The script of the page
//! (`www/learn/learn.js`) finds them in a result by the same names.

use interleave::experiment::{ExecutorId, Experiment};
use interleave::workload::WorkloadId;

use super::blocks::Text;
use super::fault::Fault;

/// The names, and how many executors each is about.
const NAMES: [(&str, usize); 10] = [
    ("cores", 0),
    ("wall", 1),
    ("speedup", 1),
    ("ratio", 2),
    ("parallelism", 1),
    ("concurrency", 1),
    ("lost", 1),
    ("latency", 1),
    ("memory", 1),
    ("startup", 1),
];

/// A figure.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Figure {
    name: &'static str,
    executors: Vec<ExecutorId>,
}

/// A piece of text: as it is, or a figure to be filled in.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Text.
    Plain(&'a str),
    /// A figure.
    Figure(Figure),
}

impl Figure {
    /// How many times sooner the second was done than the first.
    pub fn ratio(first: ExecutorId, second: ExecutorId) -> Self {
        Self { name: "ratio", executors: vec![first, second] }
    }

    /// Reads what stands between braces.
    fn read(text: &str) -> Result<Self, String> {
        let mut words = text.split(' ');
        let given = words.next().unwrap_or_default();
        let Some((name, count)) = NAMES.into_iter().find(|(name, _)| *name == given) else {
            let names = NAMES.map(|(name, _)| name).join(", ");
            return Err(format!("there is no figure “{{{text}}}”; figures are {names}"));
        };
        let find =
            |id: &str| ExecutorId::find(id).ok_or(format!("“{{{text}}}”: there is no executor “{id}”"));
        let executors: Vec<_> = words.map(find).collect::<Result<_, _>>()?;
        if executors.len() != count {
            return Err(format!("“{{{text}}}”: {name} is about {count} executors, not {}", executors.len()));
        }
        Ok(Self { name, executors })
    }

    /// As it stands between braces.
    pub fn written(&self) -> String {
        self.executors.iter().fold(self.name.to_owned(), |written, executor| written + " " + executor.id())
    }

    /// Whether a run of the experiment tells it.
    ///
    /// # Errors
    /// Why it doesn't.
    pub fn is_told_by(&self, experiment: &Experiment) -> Result<(), String> {
        let written = self.written();
        let baseline = (self.name == "speedup").then_some(ExecutorId::BASELINE);
        let needed = self.executors.iter().copied().chain(baseline);
        for executor in needed {
            if !experiment.executors.contains(&executor) {
                return Err(format!("“{{{written}}}”: the lab before doesn't run {}", executor.id()));
            }
        }
        if self.name == "lost" && experiment.workload.id != WorkloadId::Counter {
            return Err(format!("“{{{written}}}”: only the workload counter loses anything"));
        }
        if self.name == "latency" && experiment.workload.extras.latency.is_none() {
            return Err(format!("“{{{written}}}”: only workloads with requests tell latencies"));
        }
        if !self.executors.is_empty() && experiment.sweep.is_some() {
            return Err(format!(
                "“{{{written}}}”: the lab before is a sweep, and has more than one such figure"
            ));
        }
        Ok(())
    }
}

/// The pieces of a text.
///
/// # Errors
/// What stands in braces is no figure.
pub fn pieces(text: &str) -> Result<Vec<Piece<'_>>, String> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, inner)) = rest.split_once('{') {
        let (written, after) = inner.split_once('}').ok_or_else(|| format!("“{{{inner}” isn't closed"))?;
        if !before.is_empty() {
            pieces.push(Piece::Plain(before));
        }
        pieces.push(Piece::Figure(Figure::read(written)?));
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Plain(rest));
    }
    Ok(pieces)
}

/// All figures of a text, in their order.
///
/// # Errors
/// What stands in braces is no figure.
pub fn figures(text: &Text) -> Result<Vec<Figure>, Fault> {
    let mut found = Vec::new();
    for (line, markdown) in (text.line..).zip(text.markdown.lines()) {
        let figures = pieces(markdown).map_err(|what| Fault::new(line, what))?;
        found.extend(figures.into_iter().filter_map(|piece| match piece {
            Piece::Figure(figure) => Some(figure),
            Piece::Plain(_) => None,
        }));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use interleave::experiment::parse;

    use super::*;

    #[test]
    fn figures_are_written_as_they_are_read() {
        let text =
            Text { line: 3, markdown: "a {cores} b\n{wall event-loop}{ratio threads sequential}".into() };
        let written: Vec<_> = figures(&text).unwrap().iter().map(Figure::written).collect();
        assert_eq!(written, ["cores", "wall event-loop", "ratio threads sequential"]);
        assert_eq!(pieces("a {cores}").unwrap()[0], Piece::Plain("a "));
    }

    #[test]
    fn the_script_finds_every_figure() {
        let script = include_str!("../../../learn/learn.js");
        let table = script.split_once("const FIGURES = {").unwrap().1.split_once("\n  };").unwrap().0;
        for (name, _) in NAMES {
            assert!(table.contains(&format!("\n    {name}: [")), "{name}");
        }
    }

    #[test]
    fn what_is_no_figure_is_told() {
        for (wrong, part) in [
            ("{speed threads}", "figures are cores, wall"),
            ("{wall fibers}", "no executor “fibers”"),
            ("{ratio threads}", "2 executors, not 1"),
            ("{cores threads}", "0 executors, not 1"),
            ("{wall", "isn't closed"),
        ] {
            let what = pieces(wrong).unwrap_err();
            assert!(what.contains(part), "{wrong}: {what}");
        }
    }

    #[test]
    fn a_lab_tells_figures_of_what_it_runs() {
        let told = |figure: &str, lab: &str| Figure::read(figure).unwrap().is_told_by(&parse(lab).experiment);
        let counter = "workload=counter&executors=sequential,threads";
        for figure in ["cores", "wall threads", "speedup threads", "ratio sequential threads", "lost threads"]
        {
            assert_eq!(told(figure, counter), Ok(()), "{figure}");
        }
        assert_eq!(told("latency offload", "workload=requests&executors=event-loop,offload"), Ok(()));
        for (figure, lab) in [
            ("wall processes", counter),
            ("latency threads", counter),
            ("speedup threads", "executors=threads"),
            ("lost threads", "executors=threads"),
            ("wall threads", "executors=threads&sweep=workers:1,2"),
        ] {
            assert!(told(figure, lab).is_err(), "{figure} of {lab}");
        }
    }
}
