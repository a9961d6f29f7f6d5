//! Results that travel in a link: what somebody else claims, and what this page has to tell.

use leptos::prelude::*;

use super::{Session, Status};
use crate::browser::page;
use crate::exchange::{Place, Refusal, SharedResult, read_fragment, write_fragment};
use crate::experiment::{PageOptions, format, format_page};
use crate::trace::Figures;

impl Session {
    /// Takes in what the fragment of the address says, now and whenever somebody follows another link to the
    /// same page.
    pub(super) fn hear_fragment(self) {
        self.read_fragment();
        page::on_fragment(move || self.read_fragment());
    }

    fn read_fragment(self) {
        let read = match read_fragment(&page::fragment()) {
            Ok(None) => return,
            Ok(Some(claim)) if self.experiment.with_untracked(|own| claim.about(own).is_none()) => {
                Err(Refusal::Foreign)
            }
            Ok(Some(claim)) => Ok(claim),
            Err(refusal) => Err(refusal),
        };
        self.theirs.set(Some(read));
    }

    /// What somebody else says to have measured for the experiment in the form, and where.
    pub fn claimed(self) -> Option<(Place, Vec<Figures>)> {
        self.with_claim(|claim, claimed| (claim.place, claimed))
    }

    /// The fragment of the address, with its `#`: a claim stays as long as it is about the experiment in the
    /// form, and what is no claim, for good.
    pub(super) fn fragment(self) -> String {
        let claimed = self.with_claim(|claim, _| format!("#{}", write_fragment(claim)));
        claimed.unwrap_or_else(|| {
            let fragment = page::fragment();
            if read_fragment(&fragment) == Ok(None) { fragment } else { String::new() }
        })
    }

    fn with_claim<T>(self, tell: impl FnOnce(&SharedResult, Vec<Figures>) -> T) -> Option<T> {
        self.theirs.with(|theirs| {
            let claim = theirs.as_ref()?.as_ref().ok()?;
            let claimed = self.experiment.with(|experiment| claim.about(experiment))?;
            Some(tell(claim, claimed))
        })
    }

    /// Why the result in the link is not shown.
    pub fn refusal(self) -> Option<Refusal> {
        self.theirs.with(|theirs| theirs.as_ref()?.as_ref().err().copied())
    }

    /// Forgets what the link says.
    pub fn forget_theirs(self) {
        self.theirs.set(None);
    }

    /// Whether there is a result, and it is of the experiment in the form.
    pub fn is_measured(self) -> bool {
        let started = || self.started.with_value(|started| self.experiment.with(|now| started == now));
        self.has_result() && started()
    }

    /// Whether there is a result, of whatever experiment.
    pub fn has_result(self) -> bool {
        self.status.with(|status| *status == Status::Idle) && !self.summary.with(Vec::is_empty)
    }

    /// The experiment that the result is of, as its canonical link.
    pub fn measured_link(self) -> String {
        self.started.with_value(format)
    }

    /// What this page has measured for the experiment in the form, in short.
    pub fn own_claim(self) -> Option<SharedResult> {
        if self.is_measured() { self.own.get() } else { None }
    }

    /// The fragment for a link from here: what this page has measured, or else what it was told.
    pub fn fragment_to_pass_on(self) -> String {
        let own = self.own_claim().map(|claim| format!("#{}", write_fragment(&claim)));
        own.unwrap_or_else(|| self.fragment())
    }

    /// The query of a link to the experiment in the form, without its question mark: nothing of how this
    /// reader likes the page, but the moment to look at.
    fn query(self) -> String {
        let page = PageOptions { at: self.page.with(|page| page.at), ..PageOptions::default() };
        self.experiment.with(|experiment| format_page(experiment, &page))
    }

    /// A link to the experiment in the form, with a result if one is given.
    pub fn link(self, claim: Option<&SharedResult>) -> String {
        let result = claim.map(|claim| format!("#{}", write_fragment(claim))).unwrap_or_default();
        format!("{}?{}{result}", page::address(), self.query())
    }
}
