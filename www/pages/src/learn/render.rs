//! The HTML of a chapter's parts.

use interleave::experiment::Experiment;
use interleave::experiment::format as link;

use super::blocks::Text;
use super::chapter::{Chapter, Lab, Part};
use super::fault::Fault;
use super::markdown::{Renderer, Setting};
use super::published;
use super::words::filled;
use crate::html::escaped;

/// The text of a chapter.
///
/// # Errors
/// What is wrong with it, with file and line.
pub fn body(chapter: &Chapter, setting: &Setting<'_>) -> Result<String, String> {
    let mut parts = Parts { setting, renderer: Renderer::new(setting), labels: 0 };
    let rendered: Result<String, Fault> = chapter.parts.iter().map(|part| parts.render(part)).collect();
    rendered.map_err(|fault| fault.in_file(&chapter.file))
}

struct Parts<'a> {
    setting: &'a Setting<'a>,
    renderer: Renderer<'a>,
    labels: usize,
}

impl Parts<'_> {
    fn render(&mut self, part: &Part) -> Result<String, Fault> {
        let words = self.setting.words;
        match part {
            Part::Prose(text) => self.markdown(text),
            Part::Prediction(question, answer) => {
                let (question, answer) = (self.markdown(question)?, self.markdown(answer)?);
                let reveal = escaped(&words.reveal);
                let inner = format!("{question}<details>\n<summary>{reveal}</summary>\n{answer}</details>\n");
                Ok(self.group("predict", &words.prediction, "", &inner))
            }
            Part::Experiment(lab, instead) => self.experiment(lab, instead),
            Part::Seen(lab, text) => {
                let said = self.renderer.render(text, true)?.html;
                let inner = format!(
                    "<div role=\"status\"><p class=\"press\">{}</p></div>\n<noscript><p>{}</p></noscript>\n\
                     <template>\n{said}</template>\n",
                    escaped(&words.press),
                    escaped(&words.no_script)
                );
                let more =
                    format!(" data-lab=\"lab-{}\" data-missing=\"{}\"", lab.number, escaped(&words.missing));
                Ok(self.group("seen waiting", &words.seen, &more, &inner))
            }
            Part::Code(text) => {
                let rendered = self.renderer.render(text, false)?;
                if rendered.code != ["python", "rust"] {
                    return Err(Fault::new(text.line, "“:::code” holds a block of python and one of rust"));
                }
                Ok(format!("<div class=\"code\">\n{}</div>\n", rendered.html))
            }
            Part::Exercise(experiment, text) => {
                let inner = self.markdown(text)? + &self.way_out(experiment);
                Ok(self.group("exercise", &words.exercise, "", &inner))
            }
            Part::Published(lesson, lab, text) => {
                let said = self.markdown(text)?;
                let inner = published::published(lesson, lab.as_ref(), &said, self.setting);
                Ok(self.group("published", &words.published, "", &inner))
            }
        }
    }

    fn markdown(&mut self, text: &Text) -> Result<String, Fault> {
        Ok(self.renderer.render(text, false)?.html)
    }

    /// An experiment, as authors elsewhere embed it: what it holds is shown until it is there.
    fn experiment(&mut self, lab: &Lab, instead: &Text) -> Result<String, Fault> {
        let (number, language) = (lab.number, self.setting.language);
        let instead = self.markdown(instead)? + &self.way_out(&lab.experiment);
        let title = filled(&self.setting.words.experiment, &[("n", &number.to_string())]);
        Ok(format!(
            "<interleave-lab id=\"lab-{number}\" experiment=\"{}\" lang=\"{language}\" title=\"{}\">\n\
             <div class=\"instead\">\n{instead}</div>\n</interleave-lab>\n",
            escaped(&link(&lab.experiment)),
            escaped(&title)
        ))
    }

    /// A link to an experiment in the app.
    fn way_out(&self, experiment: &Experiment) -> String {
        let address = escaped(&self.setting.app(&link(experiment)));
        format!("<p class=\"open\"><a href=\"{address}\">{}</a></p>\n", escaped(&self.setting.words.open))
    }

    /// What belongs together under a label.
    fn group(&mut self, class: &str, label: &str, more: &str, inner: &str) -> String {
        self.labels += 1;
        let (id, label) = (format!("label-{}", self.labels), escaped(label));
        format!(
            "<div class=\"{class}\" role=\"group\" aria-labelledby=\"{id}\"{more}>\n\
             <p class=\"label\" id=\"{id}\">{label}</p>\n{inner}</div>\n"
        )
    }
}
