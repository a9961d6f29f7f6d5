//! What the service worker says of releases, and what that means for a page.

/// What the service worker says of releases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Word {
    /// This page's release is kept, for use without a network.
    Kept,
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

impl Word {
    /// Reads a message; `None` for what is about something else.
    pub fn read(message: &str) -> Option<Self> {
        match message.split_once(' ') {
            None if message == "kept" => Some(Self::Kept),
            Some(("replaced", release)) => Some(Self::Replaced(release.to_owned())),
            _ => None,
        }
    }

    /// What this means for a page of the release `own`.
    pub fn news(&self, own: &str) -> Option<News> {
        match self {
            Self::Kept => None,
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
        for message in ["", "kept release-1", "replaced", "pause"] {
            assert_eq!(Word::read(message), None, "{message}");
        }
    }

    #[test]
    fn a_build_is_named_by_its_hash() {
        assert_eq!(build("release-0123456789abcdef"), "01234567");
        assert_eq!((build("release-0123"), build("")), ("", ""));
    }
}
