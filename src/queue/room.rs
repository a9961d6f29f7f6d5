//! The link to a room: `#room=1…`, in a fragment, which browsers keep to themselves.
//!
//! With the address of a page before it, it is short enough for a code to be scanned.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::keys::{Identity, Key, PublicKey};
use crate::exchange::{FragmentKind, Unreadable};
use crate::text;
use crate::workload;

/// A room, in a fragment; addresses of 255 bytes take 1200.
const ROOM: FragmentKind = FragmentKind { key: "room=", longest: 1500 };
/// The longest host with its port, and the longest path, bytes.
const LONGEST_PART: usize = 255;

/// A room: where its broker is, and what opens it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Room {
    /// Whether its broker is reached by TLS.
    pub secure: bool,
    /// Its host, with a port where it isn't the usual one.
    pub host: String,
    /// The path of its WebSocket there, with the slash it begins with.
    pub path: String,
    /// What one is in it.
    pub role: Role,
    /// The account that it is, on its server.
    pub account: PublicKey,
    /// The key that vouches for whoever joins.
    pub signing: Key,
    /// What a host needs to let others in; takers have none.
    pub invitation: Option<Invitation>,
}

/// What lets takers into a room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// The host by which they reach page and broker, as [`Room::host`]. Not always the one by which its host does, who may
    /// sit at the machine itself.
    pub host: String,
    /// The key that vouches for them.
    pub signing: Key,
}

/// What somebody is in a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    /// Has jobs to be done.
    Host,
    /// Does them.
    Taker,
}

/// Why a text leads to no room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoomError {
    /// There is none in it.
    Missing,
    /// It was changed or cut off on its way.
    Damaged,
    /// A later version of this program has written it.
    Newer,
    /// The address in it is none, or leads elsewhere than it seems to.
    Address,
}

impl fmt::Display for RoomError {
    /// In the language that is shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&match self {
            Self::Missing => text!(room.link.missing),
            Self::Damaged => text!(room.link.damaged),
            Self::Newer => text!(room.link.newer),
            Self::Address => text!(room.link.address),
        })
    }
}

impl std::error::Error for RoomError {}

impl From<Unreadable> for RoomError {
    fn from(unreadable: Unreadable) -> Self {
        match unreadable {
            Unreadable::Damaged => Self::Damaged,
            Unreadable::Newer => Self::Newer,
        }
    }
}

/// Whether a fragment, with or without its `#`, is to lead to a room.
pub fn is_room_link(fragment: &str) -> bool {
    ROOM.is_in(fragment)
}

impl Room {
    /// A fragment that leads to it, without its `#`.
    pub fn fragment(&self) -> String {
        ROOM.write(self)
    }

    /// Reads a fragment, with or without its `#`, or a whole link, as people paste it.
    ///
    /// # Errors
    /// Why it leads to no room.
    pub fn read(text: &str) -> Result<Self, RoomError> {
        let text = text.trim();
        let fragment = text.split_once('#').map_or(text, |(_, fragment)| fragment);
        let room = ROOM.read::<Self>(fragment)?.ok_or(RoomError::Missing)?;
        if room.is_plain() { Ok(room) } else { Err(RoomError::Address) }
    }

    /// The address of the broker's WebSocket.
    pub fn address(&self) -> String {
        format!("{}{}{}", if self.secure { "wss://" } else { "ws://" }, self.host, self.path)
    }

    /// A link to it from the page at this address: as a taker, or to have jobs done.
    pub fn link(&self, page: &str) -> String {
        let query = match self.role {
            Role::Host => "",
            Role::Taker => "?join=1",
        };
        format!("{page}{query}#{}", self.fragment())
    }

    /// The same room as takers find it; `None` for whoever can let nobody in.
    pub fn for_takers(&self) -> Option<Self> {
        let Invitation { host, signing } = self.invitation.clone()?;
        Some(Self { host, signing, role: Role::Taker, invitation: None, ..self.clone() })
    }

    /// The same room for a taker that reaches it as its host does.
    pub fn for_own_takers(&self) -> Option<Self> {
        Some(Self { host: self.host.clone(), ..self.for_takers()? })
    }

    /// The address that the page has there, where it is at this path of the broker's own origin.
    pub fn page(&self, path: &str) -> String {
        format!("{}{}{path}", if self.secure { "https://" } else { "http://" }, self.host)
    }

    /// Somebody who joins, with a key of its own.
    pub fn identity(&self, key: Key) -> Identity {
        Identity::new(&self.account, &self.signing, key)
    }

    /// Whether what we name is surely where browsers go, and only a host lets others in.
    fn is_plain(&self) -> bool {
        let is_plain = |host: &str| {
            let address = format!("https://{host}{}", self.path);
            host.len() <= LONGEST_PART && workload::host(&address) == Some(host)
        };
        let invites = self.invitation.as_ref().is_none_or(|invitation| is_plain(&invitation.host));
        let is_short = self.path.len() <= LONGEST_PART && self.path.starts_with('/');
        is_short && is_plain(&self.host) && invites && self.invitation.is_some() == (self.role == Role::Host)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn room() -> Room {
        Room {
            secure: false,
            host: "192.168.100.200:8080".into(),
            path: "/queue".into(),
            role: Role::Taker,
            account: Key::new([1; 32]).public(),
            signing: Key::new([2; 32]),
            invitation: None,
        }
    }

    fn host() -> Room {
        let invitation = Invitation { host: "192.168.100.200:8080".into(), signing: Key::new([2; 32]) };
        let (host, signing) = ("127.0.0.1:8080".into(), Key::new([3; 32]));
        Room { host, signing, role: Role::Host, invitation: Some(invitation), ..room() }
    }

    fn any_room() -> impl Strategy<Value = Room> {
        let (host, path) = ("[a-z0-9.-]{1,60}(:[0-9]{1,5})?", "/[a-zA-Z0-9/_.~-]{0,40}");
        (any::<bool>(), host, path, any::<bool>(), any::<[u8; 32]>(), any::<[u8; 32]>()).prop_map(
            |(secure, host, path, is_host, account, signing)| Room {
                secure,
                host,
                path,
                role: if is_host { Role::Host } else { Role::Taker },
                account: Key::new(account).public(),
                signing: Key::new(signing),
                invitation: is_host
                    .then(|| Invitation { host: "10.0.0.1".into(), signing: Key::new(account) }),
            },
        )
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(room in any_room()) {
            for link in [room.fragment(), room.link("https://example.org/lab/")] {
                prop_assert_eq!(Room::read(&link), Ok(room.clone()));
            }
        }

        #[test]
        fn a_changed_letter_is_noticed(room in any_room(), place in any::<prop::sample::Index>(), letter in "[a-zA-Z0-9_-]") {
            let whole = room.fragment();
            let begin = ROOM.key.len() + 1;
            let place = begin + place.index(whole.len() - begin);
            let mut changed = whole.clone();
            changed.replace_range(place..=place, &letter);
            prop_assume!(changed != whole);
            prop_assert_eq!(Room::read(&changed), Err(RoomError::Damaged));
        }

        #[test]
        fn any_text_is_answered(text in "(#?room=[0-9]?)?\\PC{0,200}") {
            if let Ok(room) = Room::read(&text) {
                prop_assert!(text.contains(&room.fragment()));
            }
        }
    }

    #[test]
    fn a_taker_s_link_fits_a_code_to_be_scanned() {
        let link = room().link("http://192.168.100.200:8080/");
        assert!(link.starts_with("http://192.168.100.200:8080/?join=1#room=1"), "{link}");
        // Version 9 of QR codes, 53 squares wide, takes 230 bytes.
        assert!(link.len() <= 190, "{} bytes", link.len());
        assert_eq!(room().address(), "ws://192.168.100.200:8080/queue");
        let host = Room { secure: true, ..host() };
        assert!(host.link("https://example.org/").starts_with("https://example.org/#room=1"));
        assert_eq!(host.address(), "wss://127.0.0.1:8080/queue");
    }

    #[test]
    fn a_host_lets_others_in() {
        assert_eq!(host().for_takers(), Some(room()));
        assert_eq!(host().for_own_takers(), Some(Room { host: "127.0.0.1:8080".into(), ..room() }));
        assert_eq!(room().for_takers(), None);
        assert_eq!(room().page("/lab/"), "http://192.168.100.200:8080/lab/");
        for bad in [Room { invitation: None, ..host() }, Room { invitation: host().invitation, ..room() }] {
            assert_eq!(Room::read(&bad.fragment()), Err(RoomError::Address));
        }
    }

    #[test]
    fn what_leads_to_no_room_says_why() {
        let whole = room().fragment();
        for (text, error) in [
            ("", RoomError::Missing),
            ("https://example.org/?join=1", RoomError::Missing),
            ("#r=1AAAA", RoomError::Missing),
            ("#room=", RoomError::Damaged),
            ("#room=0", RoomError::Damaged),
            ("#room=1", RoomError::Damaged),
            ("#room=1AAAA", RoomError::Damaged),
            ("#room=2AAAA", RoomError::Newer),
            (&whole[..whole.len() - 1], RoomError::Damaged),
            (&format!("{whole}A"), RoomError::Damaged),
            (&format!("room=1{}", "A".repeat(ROOM.longest)), RoomError::Damaged),
        ] {
            assert_eq!(Room::read(text), Err(error), "{text:?}");
        }
        assert_eq!(Room::read(&format!(" {whole}\n")), Ok(room()), "people paste blanks, too");
    }

    #[test]
    fn an_address_leads_where_it_seems_to() {
        for (host, path) in [
            ("", "/queue"),
            ("good.example@evil.example", "/queue"),
            ("evil.example/good.example", "/queue"),
            ("ex ample", "/"),
            ("example.org", "queue"),
            ("example.org", ""),
            ("example.org", "/a\r\nb"),
            ("example.org", "/\u{202e}"),
        ] {
            let bad = Room { host: host.into(), path: path.into(), ..room() };
            assert_eq!(Room::read(&bad.fragment()), Err(RoomError::Address), "{host} {path}");
        }
    }

    #[test]
    fn errors_are_said() {
        for error in [RoomError::Missing, RoomError::Damaged, RoomError::Newer, RoomError::Address] {
            assert!(!error.to_string().is_empty());
        }
    }
}
