//! What a page and the service worker say to each other of releases, and what that means for the page.

/// What a page asks of the service worker, about its release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked<'a> {
    /// To keep what the page has used of it, so that this much works without a network.
    Keep {
        /// The language that is read.
        language: &'a str,
        /// The files that were used, as paths in the release's folder.
        used: &'a [String],
    },
    /// To keep all the rest that is for readers of this language.
    KeepRest(&'a str),
}

impl Asked<'_> {
    /// As a message about the release of this name.
    pub fn message(&self, release: &str) -> String {
        match self {
            Self::Keep { language, used } => {
                let used = used.iter().flat_map(|path| [" ", path]);
                ["keep ", release, " ", language].into_iter().chain(used).collect()
            }
            Self::KeepRest(language) => format!("rest {release} {language}"),
        }
    }
}

/// The paths in a release's folder, `files`, of those addresses that are there, without queries.
pub fn paths(addresses: impl IntoIterator<Item = String>, files: &str) -> Vec<String> {
    let path = |address: String| {
        let address = address.split(['?', '#']).next()?;
        address.strip_prefix(files).filter(|path| !path.is_empty()).map(str::to_owned)
    };
    let mut paths: Vec<String> = addresses.into_iter().filter_map(path).collect();
    paths.sort_unstable();
    paths.dedup();
    paths
}

/// What the service worker says of releases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Word {
    /// What this page used of its release is kept, for use without a network.
    Kept,
    /// So is the rest, or it is not to be.
    Complete,
    /// The release of this name is the one that the host has by now.
    Replaced(String),
}

/// What there is to be told of releases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// This page is of a newer release than the visits before.
    Updated,
    /// There is a newer release than this page's.
    Ready,
}

/// What of a page's release is still to be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// What the page has used.
    Used,
    /// What it has not.
    Rest,
    /// Nothing.
    Over,
}

impl Stage {
    /// Where a page of the release `own` stands once it has heard this.
    #[must_use]
    pub fn after(self, word: &Word, own: &str) -> Self {
        match word {
            Word::Kept => Self::Rest,
            Word::Complete => Self::Over,
            // All pages hear of that, whoever asked.
            Word::Replaced(newest) if newest == own => self,
            // The host has no more of it.
            Word::Replaced(_) => Self::Over,
        }
    }
}

impl Word {
    /// Reads a message; `None` for what is about something else.
    pub fn read(message: &str) -> Option<Self> {
        match message.split_once(' ') {
            None if message == "kept" => Some(Self::Kept),
            None if message == "complete" => Some(Self::Complete),
            Some(("replaced", release)) => Some(Self::Replaced(release.to_owned())),
            _ => None,
        }
    }

    /// What this means for a page of the release `own`.
    pub fn news(&self, own: &str) -> Option<News> {
        match self {
            Self::Kept | Self::Complete => None,
            Self::Replaced(newest) if newest == own => Some(News::Updated),
            Self::Replaced(_) => Some(News::Ready),
        }
    }
}

/// The beginning of a release's hash, which tells builds of one version apart; empty where its name has none.
pub fn build(release: &str) -> &str {
    release.rsplit('-').next().and_then(|hash| hash.get(..8)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_newer_release_is_this_one_or_another() {
        assert_eq!(Word::read("kept").unwrap().news("release-1"), None);
        let replaced = Word::read("replaced release-2").unwrap();
        assert_eq!(replaced.news("release-1"), Some(News::Ready));
        assert_eq!(replaced.news("release-2"), Some(News::Updated));
        assert_eq!(Word::read("complete").unwrap().news("release-1"), None);
        for message in ["", "kept release-1", "replaced", "pause"] {
            assert_eq!(Word::read(message), None, "{message}");
        }
    }

    #[test]
    fn what_was_used_is_kept_first_and_the_rest_after_it_while_the_host_has_it() {
        let after = |stage: Stage, message: &str| stage.after(&Word::read(message).unwrap(), "release-1");
        assert_eq!(after(Stage::Used, "kept"), Stage::Rest);
        assert_eq!(after(Stage::Rest, "complete"), Stage::Over);
        for stage in [Stage::Used, Stage::Rest, Stage::Over] {
            assert_eq!(after(stage, "replaced release-1"), stage);
            assert_eq!(after(stage, "replaced release-2"), Stage::Over);
        }
    }

    #[test]
    fn what_is_asked_names_the_release_the_language_and_what_was_used() {
        let files = "https://there/app/release-1/";
        let seen = ["locales/en.json", "start.js?1", "start.js", ""].map(|path| format!("{files}{path}"));
        let used = paths(seen.into_iter().chain(["https://there/app/".into()]), files);
        assert_eq!(used, ["locales/en.json", "start.js"]);
        let keep = Asked::Keep { language: "en", used: &used };
        assert_eq!(keep.message("release-1"), "keep release-1 en locales/en.json start.js");
        assert_eq!(Asked::KeepRest("zh-Hans").message("release-1"), "rest release-1 zh-Hans");
    }

    #[test]
    fn a_build_is_named_by_its_hash() {
        assert_eq!(build("release-0123456789abcdef"), "01234567");
        assert_eq!((build("release-0123"), build("")), ("", ""));
    }
}
