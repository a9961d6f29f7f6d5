//! What is configured: by the link, in the form, by a host page.

use leptos::prelude::*;

use crate::advice::Description;
use crate::experiment::{ExecutorId, Experiment, Link, Notice, PageOptions, Parts, Preset, Sweep, Theme};
use crate::workload::{Param, Value, Workload, WorkloadId};

/// What is configured. A handle that can be copied.
#[derive(Clone, Copy)]
pub struct Setup {
    /// The experiment in the form.
    pub experiment: ReadSignal<Experiment>,
    /// What the link says of the page.
    pub page: ReadSignal<PageOptions>,
    /// Which parts of the compact page its host wants shown.
    pub parts: ReadSignal<Parts>,
    /// The lesson that the link started from.
    pub lesson: ReadSignal<Option<&'static str>>,
    /// What of the link was not understood.
    pub notices: ReadSignal<Vec<Notice>>,
    write: Write,
}

/// The writing halves, for the actions below.
#[derive(Clone, Copy)]
struct Write {
    experiment: WriteSignal<Experiment>,
    page: WriteSignal<PageOptions>,
    parts: WriteSignal<Parts>,
    lesson: WriteSignal<Option<&'static str>>,
    notices: WriteSignal<Vec<Notice>>,
}

impl Setup {
    /// As this link has it.
    pub(super) fn new(link: Link) -> Self {
        let (experiment, write_experiment) = signal(link.experiment);
        let (page, write_page) = signal(link.page);
        let (parts, write_parts) = signal(Parts::default());
        let (lesson, write_lesson) = signal(link.lesson);
        let (notices, write_notices) = signal(link.notices);
        let write = Write {
            experiment: write_experiment,
            page: write_page,
            parts: write_parts,
            lesson: write_lesson,
            notices: write_notices,
        };
        Self { experiment, page, parts, lesson, notices, write }
    }

    /// Another experiment on a page that looks as this one does now.
    pub(super) fn with_experiment(self, experiment: Experiment) -> Self {
        Self::new(Link { experiment, page: self.page.get_untracked(), ..Link::default() })
    }

    /// Sets a parameter, or takes it back to its default.
    pub fn set_param(self, param: &Param, value: Option<Value>) {
        self.write.experiment.update(|experiment| experiment.set_or_clear(param, value));
    }

    /// Goes over to another workload, with its own defaults.
    pub fn change_workload(self, workload: &'static Workload) {
        self.write.experiment.update(|experiment| experiment.change_workload(workload));
    }

    /// Has tasks do what a preset does; how they are run stays.
    pub fn take_preset(self, preset: Preset) {
        self.write.experiment.update(|experiment| experiment.take_preset(preset));
    }

    /// Steps the parameter of this key over values to begin with, on a machine of so many cores; an empty key ends
    /// the sweep.
    pub fn suggest_sweep(self, key: &str, cores: u32) {
        self.write.experiment.update(|experiment| experiment.suggest_sweep(key, cores));
    }

    /// Steps a parameter over other values.
    pub fn set_sweep(self, sweep: Sweep) {
        self.write.experiment.update(|experiment| experiment.sweep = Some(sweep));
    }

    /// Compares one more executor.
    pub fn add_executor(self, executor: ExecutorId) {
        self.write.experiment.update(|experiment| experiment.add_executor(executor));
    }

    /// Leaves an executor out; the last one stays.
    pub fn remove_executor(self, executor: ExecutorId) {
        self.write.experiment.update(|experiment| experiment.remove_executor(executor));
    }

    /// Moves an executor to where another is in the order of comparison.
    pub fn move_executor(self, executor: ExecutorId, onto: ExecutorId) {
        // Nothing is redrawn for a pointer that rests where it is.
        self.write.experiment.maybe_update(|experiment| {
            let to = experiment.executors.iter().position(|one| *one == onto);
            to.is_some_and(|to| experiment.move_executor(executor, to))
        });
    }

    /// Moves an executor by so many places, later or, below 0, earlier. The place where it is then, from 0; `None`
    /// where there is no such place.
    pub fn shift_executor(self, executor: ExecutorId, by: isize) -> Option<usize> {
        // The signal lives as long as the page.
        self.write.experiment.try_update(|experiment| experiment.shift_executor(executor, by)).flatten()
    }

    /// Sets up an experiment of this app's own: a lesson's, or one that the guide shows.
    pub fn set_up(self, experiment: Experiment) {
        self.dismiss_notices();
        self.write.experiment.set(experiment);
    }

    /// Takes over what comes from outside, with what is to be said of it; of the page only whether the adviser is open.
    pub(super) fn take_over(self, link: Link) {
        if self.page.with_untracked(|page| page.advise) != link.page.advise {
            self.write.page.update(|page| page.advise = link.page.advise);
        }
        self.write.notices.set(link.notices);
        self.write.lesson.set(link.lesson);
        self.write.experiment.set(link.experiment);
    }

    /// Whoever reads this has seen what was not understood.
    pub fn dismiss_notices(self) {
        self.write.notices.update(Vec::clear);
    }

    /// Opens the adviser, for a program of the reader's own, or closes it.
    pub fn set_advise(self, is_open: bool) {
        self.write.page.update(|page| page.advise = is_open);
        let is_program = self.experiment.with_untracked(Experiment::is_program);
        if is_open && !is_program {
            self.change_workload(WorkloadId::Mix.workload());
        }
    }

    /// Has the tasks in the form do what somebody says of their program.
    pub fn describe(self, said: Description) {
        self.write.experiment.update(|experiment| said.ask_of(experiment));
    }

    /// Colours the page so.
    pub fn set_theme(self, theme: Theme) {
        self.write.page.update(|page| page.theme = theme);
    }

    /// Speaks this language; `None` for the browser's.
    pub fn set_language(self, language: Option<&'static str>) {
        self.write.page.update(|page| page.lang = language);
    }

    /// Has the link name a moment to look at, ms from the first task's beginning; or none.
    pub fn set_moment(self, at_ms: Option<f64>) {
        self.write.page.update(|page| page.at = at_ms.map(|ms| ms.round() as u32));
    }

    /// Shows these parts of the compact page.
    pub(super) fn show_parts(self, parts: Parts) {
        self.write.parts.set(parts);
    }
}
