//! A chapter: what its file says, read and checked.

use interleave::experiment::{ExecutorId, Experiment, format, parse};
use interleave::lesson::{self, Lesson};

use super::blocks::{Block, Text, blocks};
use super::fault::Fault;
use super::figure::figures;
use super::matter::{self, Matter};

/// A chapter, in one language.
#[derive(Debug)]
pub struct Chapter {
    /// Its file, seen from the root of the repository.
    pub file: String,
    /// Its place in the course, from 1 on.
    pub number: usize,
    /// Its name in addresses.
    pub slug: String,
    /// Its head.
    pub matter: Matter,
    /// What it is made of, in order.
    pub parts: Vec<Part>,
}

/// An experiment that runs in the page.
#[derive(Clone, Debug)]
pub struct Lab {
    /// Which of the chapter's it is, from 1 on.
    pub number: usize,
    /// What it runs.
    pub experiment: Experiment,
}

/// A part of a chapter.
#[derive(Debug)]
pub enum Part {
    /// Markdown.
    Prose(Text),
    /// A question for the reader to predict, and the answer.
    Prediction(Text, Text),
    /// An experiment, and what stands where it can't run.
    Experiment(Lab, Text),
    /// What came of it on the reader's machine.
    Seen(Lab, Text),
    /// The same in Python and in Rust.
    Code(Text),
    /// An experiment to change, and what to look for.
    Exercise(Experiment, Text),
    /// What others measured, or said without figures, and the last lab before it that compares the same.
    Published(&'static Lesson, Option<Lab>, Text),
}

impl Chapter {
    /// Reads a file of this name (`03-the-event-loop.md`) in this folder.
    ///
    /// # Errors
    /// What is wrong, with file and line.
    pub fn read(folder: &str, name: &str, text: &str) -> Result<Self, String> {
        let file = format!("{folder}/{name}");
        let (number, slug) =
            named(name).ok_or_else(|| format!("{file}: chapters are called like 03-the-event-loop.md"))?;
        let parsed = matter::split(text).and_then(|(matter, body, line)| Ok((matter, parts(body, line)?)));
        let (matter, parts) = parsed.map_err(|fault| fault.in_file(&file))?;
        Ok(Self { file, number, slug: slug.to_owned(), matter, parts })
    }

    /// What it has to have in common with its translations, in order.
    pub fn outline(&self) -> impl Iterator<Item = String> {
        self.parts.iter().filter_map(Part::outline)
    }
}

/// The number and the slug in a file's name.
fn named(name: &str) -> Option<(usize, &str)> {
    let (number, slug) = name.strip_suffix(".md")?.split_once('-')?;
    let is_plain = slug.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    (number.len() == 2 && is_plain && !slug.is_empty()).then_some((number.parse().ok()?, slug))
}

fn parts(body: &str, line: usize) -> Result<Vec<Part>, Fault> {
    let mut labs: Vec<Lab> = Vec::new();
    let mut parts = Vec::new();
    for block in blocks(body, line)? {
        let part = match block {
            Block::Markdown(text) => Part::Prose(text),
            Block::Directive { line, name, arguments, body } => {
                let part = part(line, &name, &arguments, body, &labs)?;
                if let Part::Experiment(lab, _) = &part {
                    labs.push(lab.clone());
                }
                part
            }
        };
        parts.push(part);
    }
    Ok(parts)
}

/// What a directive stands for, after these labs.
fn part(line: usize, name: &str, arguments: &str, body: Text, labs: &[Lab]) -> Result<Part, Fault> {
    let fault = |what: &str| Fault::new(line, format!("“:::{name}” {what}"));
    if body.is_empty() && name != "published" {
        return Err(fault("holds nothing"));
    }
    if !arguments.is_empty() && matches!(name, "predict" | "seen" | "code") {
        return Err(fault("takes nothing after its name"));
    }
    let experiment = || {
        let link = parse(arguments);
        if let Some(notice) = link.notices.first() {
            let (key, value) = (&notice.key, &notice.value);
            return Err(fault(&format!("has “{key}={value}”, where {} is allowed", notice.allowed)));
        }
        if arguments.is_empty() {
            return Err(fault("needs an experiment after its name"));
        }
        Ok(link.experiment)
    };
    match name {
        "predict" => {
            let (question, answer) =
                body.divided().ok_or_else(|| fault("needs a line “---” between question and answer"))?;
            Ok(Part::Prediction(question, answer))
        }
        "lab" => {
            let experiment = experiment()?;
            if experiment.executors.contains(&ExecutorId::Page) {
                return Err(fault("has the executor page, which no embedded experiment can run"));
            }
            Ok(Part::Experiment(Lab { number: labs.len() + 1, experiment }, body))
        }
        "seen" => {
            let lab = labs.last().ok_or_else(|| fault("has no lab before it"))?;
            for figure in figures(&body)? {
                figure.is_told_by(&lab.experiment).map_err(|what| Fault::new(body.line, what))?;
            }
            Ok(Part::Seen(lab.clone(), body))
        }
        "code" => Ok(Part::Code(body)),
        "exercise" => Ok(Part::Exercise(experiment()?, body)),
        "published" => {
            let lesson = lesson::find(arguments)
                .ok_or_else(|| fault(&format!("needs a lesson, not “{arguments}”")))?;
            if lesson.figures().is_empty() && body.is_empty() {
                let what = format!("has to say in words what was published: “{arguments}” has no figures");
                return Err(fault(&what));
            }
            let lab = labs.iter().rev().find(|lab| lab.compares(lesson));
            Ok(Part::Published(lesson, lab.cloned(), body))
        }
        _ => Err(fault("is unknown; directives are predict, lab, seen, code, exercise and published")),
    }
}

impl Lab {
    /// Whether it has one figure of an executor.
    pub fn tells(&self, executor: ExecutorId) -> bool {
        self.experiment.sweep.is_none() && self.experiment.executors.contains(&executor)
    }

    /// Whether it does what a lesson's source measured, in the way that is compared with there and in another.
    fn compares(&self, lesson: &Lesson) -> bool {
        let workload = lesson.link().map(|link| parse(link).experiment.workload);
        let mut told = lesson.figures().iter().map(|figure| self.tells(figure.executor));
        workload == Some(self.experiment.workload) && told.next() == Some(true) && told.any(|is_told| is_told)
    }
}

impl Part {
    /// What is the same in every language.
    fn outline(&self) -> Option<String> {
        Some(match self {
            Self::Prose(_) => return None,
            Self::Prediction(..) => "predict".into(),
            Self::Experiment(lab, _) => format!("lab {}", format(&lab.experiment)),
            Self::Seen(lab, text) => {
                // A sentence may name them in another order.
                let mut told = figures(text).unwrap_or_default();
                told.sort();
                let told: Vec<_> = told.iter().map(super::figure::Figure::written).collect();
                format!("seen of lab {}: {}", lab.number, told.join(", "))
            }
            Self::Code(_) => "code".into(),
            Self::Exercise(experiment, _) => format!("exercise {}", format(experiment)),
            Self::Published(lesson, ..) => format!("published {}", lesson.id),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "---\ntitle: A\ndescription: B.\nquestion: C?\n---\n";
    const LAB: &str = ":::lab workload=sleep&executors=sequential,event-loop\nInstead.\n:::\n";

    fn read(body: &str) -> Result<Chapter, String> {
        Chapter::read("en", "01-a.md", &format!("{HEAD}{body}"))
    }

    #[test]
    fn a_chapter_has_its_parts_in_order() {
        let text = format!(
            "Hello.\n\n:::predict\nHow long?\n---\nThat long.\n:::\n{LAB}:::seen\n{{wall event-loop}} on {{cores}}\n:::\n\
             :::exercise workload=sleep&tasks=9\nTry.\n:::\n:::published downloads\n:::\n"
        );
        let chapter = read(&text).unwrap();
        assert_eq!((chapter.number, chapter.slug.as_str(), chapter.parts.len()), (1, "a", 6));
        let outline: Vec<_> = chapter.outline().collect();
        assert_eq!(
            outline,
            [
                "predict",
                "lab workload=sleep&executors=sequential,event-loop",
                "seen of lab 1: cores, wall event-loop",
                "exercise workload=sleep&tasks=9",
                "published downloads",
            ]
        );
    }

    #[test]
    fn what_is_wrong_is_told_with_file_and_line() {
        for (body, line, part) in [
            (":::quiz\nA\n:::\n", 6, "unknown"),
            ("A\n\n:::predict\nA\n:::\n", 8, "---"),
            (":::lab workload=nap\nA\n:::\n", 6, "workload=nap"),
            (":::lab workload=sleep&executors=page\nA\n:::\n", 6, "page"),
            (":::lab workload=sleep\n:::\n", 6, "holds nothing"),
            (":::seen\n{cores}\n:::\n", 6, "no lab"),
            (&format!("{LAB}:::seen\n{{wall threads}}\n:::\n"), 10, "doesn't run threads"),
            (&format!("{LAB}:::seen\nA\n{{wal}}\n:::\n"), 11, "no figure"),
            (":::code python\nA\n:::\n", 6, "takes nothing"),
            (":::exercise\nA\n:::\n", 6, "needs an experiment"),
            (":::published lost-updates\n:::\n", 6, "“lost-updates” has no figures"),
            (":::published unheard-of\nA\n:::\n", 6, "needs a lesson, not “unheard-of”"),
        ] {
            let told = read(body).map(|_| ()).unwrap_err();
            assert!(told.starts_with(&format!("en/01-a.md:{line}: ")) && told.contains(part), "{told}");
        }
    }

    #[test]
    fn what_was_published_without_figures_is_told_in_words() {
        let chapter = read(&format!("{LAB}:::published one-bad-citizen\nNo figure.\n:::\n")).unwrap();
        let Some(Part::Published(lesson, None, text)) = chapter.parts.last() else {
            panic!("{:?} compares nothing", chapter.parts);
        };
        assert_eq!((lesson.id, text.markdown.trim()), ("one-bad-citizen", "No figure."));
        assert!(lesson.figures().is_empty());
    }

    #[test]
    fn files_are_numbered() {
        assert_eq!(named("03-the-event-loop.md"), Some((3, "the-event-loop")));
        for name in ["3-a.md", "the-event-loop.md", "03-A.md", "03-.md", "03-a.txt"] {
            assert_eq!(named(name), None, "{name}");
        }
    }
}
