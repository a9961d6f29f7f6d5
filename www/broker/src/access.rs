//! What opens rooms: the keys of a server and of its rooms, and the tokens that its settings hold.
//!
//! The server trusts an operator, who vouches for accounts; each room is one. An account has a key for its host and one
//! for its takers, which vouch for whoever joins, within the permissions that are fixed here.

use interleave::native::secret;
use interleave::queue::keys::{Key, KeyKind};
use interleave::queue::subjects::Permissions;
use interleave::queue::{Invitation, Role, Room, jetstream};
use serde_json::{Value, json};

/// What one room may take of the server.
const MOST_CONNECTIONS: u32 = 256;
/// Streams of a room. It has two; but each is made anew by every host that comes, and a server counts what it is asked for
/// before it sees that it has that already.
const STREAMS: u32 = 3;
/// What pulls from them: the takers' consumer, and those that a host follows results with.
const CONSUMERS: u32 = 10;

/// The keys of a server with some rooms.
pub struct Access {
    operator: Key,
    system: Key,
    rooms: Vec<RoomKeys>,
}

/// The keys of a room.
struct RoomKeys {
    account: Key,
    host: Key,
    taker: Key,
}

impl Access {
    /// New ones, for so many rooms.
    pub fn new(rooms: usize) -> Self {
        let key = || Key::new(secret());
        let room = |_| RoomKeys { account: key(), host: key(), taker: key() };
        Self { operator: key(), system: key(), rooms: (0..rooms).map(room).collect() }
    }

    /// What opens a room in this role, to a broker at this host; counted from 0.
    pub fn room(&self, number: usize, role: Role, secure: bool, host: &str, path: &str) -> Option<Room> {
        let keys = self.rooms.get(number)?;
        let (signing, invitation) = match role {
            Role::Host => (keys.host, Some(Invitation { host: host.into(), signing: keys.taker })),
            Role::Taker => (keys.taker, None),
        };
        let account = keys.account.public();
        Some(Room { secure, host: host.into(), path: path.into(), role, account, signing, invitation })
    }

    /// The lines of the server's settings that say whom it trusts. What only keys' owners know isn't in them.
    pub fn lines(&self) -> String {
        let name = |key: &Key| key.public().name(KeyKind::Account);
        let operator = self.operator.public().name(KeyKind::Operator);
        let claims = json!({ "system_account": name(&self.system), "type": "operator", "version": 2 });
        let token = self.operator.vouch(KeyKind::Operator, &operator, "interleave", &claims);
        let vouch = |key: &Key, called: &str, claims: Value| {
            let token = self.operator.vouch(KeyKind::Operator, &name(key), called, &claims);
            format!("  {}: {token}\n", name(key))
        };
        let system = json!({ "limits": limits(1, json!({})), "type": "account", "version": 2 });
        let mut accounts = vouch(&self.system, "system", system);
        for (room, number) in self.rooms.iter().zip(1..) {
            accounts += &vouch(&room.account, &format!("room {number}"), account(room));
        }
        format!(
            "operator: {token}\nsystem_account: {}\nresolver: MEMORY\nresolver_preload: {{\n{accounts}}}\n",
            name(&self.system)
        )
    }
}

fn account(room: &RoomKeys) -> Value {
    let storage = json!({
        // Its streams, and one more for the same reason.
        "disk_storage": jetstream::MOST_JOB_BYTES + 2 * jetstream::MOST_RESULT_BYTES,
        "streams": STREAMS, "consumer": CONSUMERS, "max_bytes_required": true,
    });
    json!({
        "limits": limits(MOST_CONNECTIONS, storage),
        "signing_keys": [
            scope(&room.host, "host", Permissions::host()),
            scope(&room.taker, "taker", Permissions::taker()),
        ],
        "type": "account", "version": 2,
    })
}

/// An account's limits: of connections, and of what it may store.
fn limits(connections: u32, storage: Value) -> Value {
    let mut limits = json!({
        "subs": -1, "data": -1, "payload": -1, "imports": 0, "exports": 0, "wildcards": false,
        "conn": connections, "leaf": 0,
    });
    if let (Value::Object(limits), Value::Object(storage)) = (&mut limits, storage) {
        limits.extend(storage);
    }
    limits
}

/// Whom a signing key vouches for, and what they may do.
fn scope(key: &Key, role: &str, permissions: Permissions) -> Value {
    let Permissions { publish, publish_not, subscribe } = permissions;
    json!({
        "kind": "user_scope", "key": key.public().name(KeyKind::Account), "role": role,
        "template": {
            "pub": { "allow": publish, "deny": publish_not }, "sub": { "allow": subscribe },
            "subs": -1, "data": -1, "payload": -1, "allowed_connection_types": ["WEBSOCKET"],
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rooms_have_keys_of_their_own_and_settings_hold_none() {
        let access = Access::new(2);
        let room = |number, role| access.room(number, role, true, "example.org", "/queue").unwrap();
        let all = [room(0, Role::Host), room(0, Role::Taker), room(1, Role::Host), room(1, Role::Taker)];
        for (place, one) in all.iter().enumerate() {
            assert!(all[..place].iter().all(|other| other.signing != one.signing));
            assert_eq!(all[..place].iter().any(|other| other.account == one.account), place % 2 == 1);
            assert!(access.lines().contains(&one.account.name(KeyKind::Account)));
        }
        assert!(access.room(2, Role::Host, true, "example.org", "/queue").is_none());
        assert_eq!(access.lines().lines().count(), 8, "{}", access.lines());
    }
}
