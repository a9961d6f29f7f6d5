//! What can be done with the history, and what has to be stored for it.

use super::{Entry, Head, evicted, insert};

/// What there is to see of the history.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    /// What is kept, the newest first.
    pub entries: Vec<Entry>,
    /// The entry of the runs that are on the page.
    pub latest: Option<u64>,
    /// What there is to be told.
    pub news: Option<News>,
    /// Why the browser stores nothing, where it doesn't: what it said.
    pub refused: Option<String>,
    /// How much this site stores in the browser, and may store, bytes; where the browser tells.
    pub room: Option<(u64, u64)>,
    /// What has the entry back that was deleted last.
    removed: Vec<Store>,
}

/// What there is to be told of the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// So many old entries made room for the latest.
    MadeRoom(usize),
    /// The latest result is too large to be kept.
    TooLarge,
    /// An entry was deleted, which can be undone.
    Removed,
    /// Everything was deleted.
    Cleared,
    /// What reads the history could not be had, so that nothing was read or changed.
    NotLoaded,
}

/// What can be done with a history. Each is decided upon what is stored by then, which other tabs change, too.
#[derive(Clone, Debug)]
pub enum Act {
    /// Nothing but looking.
    Look,
    /// A start is over: its head and its document under this number; the oldest make room for it.
    Keep(u64, Head, String),
    /// An entry gets a name; an empty one gives it back its default.
    Rename(u64, String),
    /// The next runs are set beside this entry and no other, or beside none.
    Pin(Option<u64>),
    /// An entry goes. Until the next one does, it can be had back.
    Remove {
        /// Its number.
        id: u64,
        /// What puts it back to where it is.
        stored: Vec<Store>,
    },
    /// The entry is had back that was deleted last.
    Restore,
    /// Everything goes.
    Clear,
}

/// What has to be stored, or not to be stored any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Store {
    /// The head of this entry, as [`Head::write`] has it.
    Head(u64, String),
    /// The document of this entry.
    Document(u64, String),
    /// Nothing of this entry.
    Nothing(u64),
}

impl Kept {
    /// The head of the entry of this number, if it can be read.
    pub fn head(&self, id: u64) -> Option<&Head> {
        self.entries.iter().find(|entry| entry.id == id)?.head.as_ref().ok()
    }

    /// The entry that the next runs are set beside.
    pub fn pinned(&self) -> Option<(u64, &Head)> {
        let entry = self.entries.iter().find(|entry| entry.is_pinned())?;
        Some((entry.id, entry.head.as_ref().ok()?))
    }

    /// Takes in which heads are stored by now, in whatever order; what the browser said, if it would not give its
    /// own; and the room.
    pub fn see(&mut self, heads: Vec<(u64, String)>, refused: Option<String>, room: Option<(u64, u64)>) {
        self.entries.clear();
        for (id, head) in heads {
            insert(&mut self.entries, Entry::read(id, &head));
        }
        self.room = room;
        // It could be had by now.
        self.news = self.news.filter(|news| *news != News::NotLoaded);
        // What was refused once stays said: what was not stored then is gone with this visit.
        self.refused = refused.or(self.refused.take());
    }

    /// What has to be stored for this, all or nothing, and what is to be told once it is.
    pub fn decide(&mut self, act: Act) -> (Vec<Store>, Option<News>) {
        match act {
            Act::Look => (Vec::new(), self.news),
            Act::Keep(id, head, document) => {
                let gone = evicted(&self.entries, head.bytes);
                let mut changes: Vec<Store> = gone.iter().copied().map(Store::Nothing).collect();
                changes.push(Store::Head(id, head.write()));
                changes.push(Store::Document(id, document));
                (changes, (!gone.is_empty()).then_some(News::MadeRoom(gone.len())))
            }
            Act::Rename(id, name) => {
                let renamed =
                    |other, head: &Head| (other == id).then(|| Head { name: name.clone(), ..head.clone() });
                (self.edited(&renamed), self.news)
            }
            Act::Pin(pinned) => {
                let pin = |id, head: &Head| Some(Head { pinned: pinned == Some(id), ..head.clone() });
                (self.edited(&pin), self.news)
            }
            Act::Remove { id, stored } => {
                self.removed = stored;
                (vec![Store::Nothing(id)], Some(News::Removed))
            }
            Act::Restore => (std::mem::take(&mut self.removed), None),
            Act::Clear => {
                self.removed.clear();
                let all = self.entries.iter().map(|entry| Store::Nothing(entry.id)).collect();
                (all, Some(News::Cleared))
            }
        }
    }

    /// What makes heads other than they are: of those that can be read, and only where they do change.
    fn edited(&self, edit: &dyn Fn(u64, &Head) -> Option<Head>) -> Vec<Store> {
        let change = |entry: &Entry| {
            let before = entry.head.as_ref().ok()?;
            let head = edit(entry.id, before)?;
            (head != *before).then(|| Store::Head(entry.id, head.write()))
        };
        self.entries.iter().filter_map(change).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::MOST_ENTRIES;
    use super::*;
    use crate::trace::Marks;

    fn head(name: &str, pinned: bool) -> Head {
        Head {
            name: name.into(),
            pinned,
            bytes: 100,
            experiment: "workload=primes".into(),
            marks: Marks::default(),
            figures: vec![],
        }
    }

    /// With the entries 1 to `last`, of which these are pinned.
    fn kept(last: u64, pinned: &[u64]) -> Kept {
        let mut kept = Kept::default();
        kept.see((1..=last).map(|id| (id, head("", pinned.contains(&id)).write())).collect(), None, None);
        kept
    }

    #[test]
    fn what_is_stored_is_seen_newest_first() {
        let mut kept = kept(3, &[2]);
        assert_eq!(kept.entries.iter().map(|entry| entry.id).collect::<Vec<_>>(), [3, 2, 1]);
        assert_eq!(kept.pinned().map(|(id, _)| id), Some(2));
        kept.see(vec![(7, "{".into())], None, Some((5, 10)));
        assert_eq!((kept.entries.len(), kept.head(7), kept.pinned()), (1, None, None));
    }

    #[test]
    fn what_the_browser_refused_stays_said() {
        let mut kept = kept(1, &[]);
        kept.see(vec![], Some("no".into()), None);
        kept.see(vec![], None, None);
        assert_eq!(kept.refused.as_deref(), Some("no"));
        kept.see(vec![], Some("never".into()), None);
        assert_eq!(kept.refused.as_deref(), Some("never"));
    }

    #[test]
    fn what_can_be_read_again_is_no_news() {
        let mut kept = kept(1, &[]);
        for (news, then) in [(News::NotLoaded, None), (News::MadeRoom(1), Some(News::MadeRoom(1)))] {
            kept.news = Some(news);
            kept.see(vec![], None, None);
            assert_eq!(kept.news, then);
        }
    }

    #[test]
    fn the_oldest_make_room_for_the_latest() {
        let own = || Act::Keep(99, head("", false), "{}".into());
        let stored = || [Store::Head(99, head("", false).write()), Store::Document(99, "{}".into())];
        assert_eq!(kept(3, &[]).decide(own()), (stored().to_vec(), None));
        let [new_head, document] = stored();
        assert_eq!(
            kept(MOST_ENTRIES as u64, &[1]).decide(own()),
            (vec![Store::Nothing(2), new_head, document], Some(News::MadeRoom(1))),
            "a pinned one stays"
        );
    }

    #[test]
    fn one_entry_is_pinned_at_a_time() {
        let written = |id, pinned| Store::Head(id, head("", pinned).write());
        assert_eq!(kept(3, &[1]).decide(Act::Pin(Some(3))).0, [written(3, true), written(1, false)]);
        assert_eq!(kept(3, &[1]).decide(Act::Pin(Some(1))).0, []);
        assert_eq!(kept(3, &[1]).decide(Act::Pin(None)).0, [written(1, false)]);
    }

    #[test]
    fn only_what_changes_is_stored_and_news_stay() {
        let mut kept = kept(2, &[]);
        kept.news = Some(News::MadeRoom(4));
        let renamed = kept.decide(Act::Rename(2, "fast".into()));
        assert_eq!(renamed, (vec![Store::Head(2, head("fast", false).write())], Some(News::MadeRoom(4))));
        assert_eq!(kept.decide(Act::Rename(2, String::new())).0, [], "it has no name");
        assert_eq!(kept.decide(Act::Rename(8, "gone".into())).0, [], "it is gone");
        assert_eq!(kept.decide(Act::Look), (vec![], Some(News::MadeRoom(4))));
    }

    #[test]
    fn the_last_entry_that_was_deleted_can_be_had_back() {
        let mut kept = kept(2, &[]);
        // As it was stored, whether or not it could be read.
        let damaged = vec![Store::Head(1, "{".into())];
        let gone = kept.decide(Act::Remove { id: 2, stored: vec![Store::Head(2, "…".into())] });
        assert_eq!(gone, (vec![Store::Nothing(2)], Some(News::Removed)));
        kept.decide(Act::Remove { id: 1, stored: damaged.clone() });
        assert_eq!(kept.decide(Act::Restore), (damaged, None));
        assert_eq!(kept.decide(Act::Restore), (vec![], None), "once");
        kept.decide(Act::Remove { id: 1, stored: vec![Store::Document(1, String::new())] });
        let all = vec![Store::Nothing(2), Store::Nothing(1)];
        assert_eq!(kept.decide(Act::Clear), (all, Some(News::Cleared)));
        assert_eq!(kept.decide(Act::Restore), (vec![], None), "everything went");
    }
}
