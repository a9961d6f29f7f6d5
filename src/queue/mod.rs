//! Jobs that are *pulled*: whoever has nothing to do asks for the next. A job whose taker vanished is handed out again,
//! and every task has one result.
//!
//! Here belongs what a queue decides. Inside one browser, where a coordinator has the jobs: who gets which, and what
//! happens to one that was lost ([`Roll`]). And by way of a broker, NATS JetStream, for takers on any number of
//! machines, everything that can be decided without a socket: the broker's language ([`codec`], [`jetstream`]), who is
//! who ([`keys`], [`Room`]), what host and takers say to each other ([`message`], [`subjects`]), one clock for all of them
//! ([`clock`]), what each makes of what it hears ([`host`], [`Taker`]), and what has come of a job so far ([`JobInHand`]).
//! Whoever has sockets and computes brings bytes and the time, and does what it is told. Not how a task is run. Everything
//! here is pure.
//!
//! ```
//! use interleave::queue::Roll;
//!
//! let (now_ms, mut roll) = (12.5, Roll::new(&[0, 1], 1));
//! let taker = |roll: &mut Roll, id| {
//!     let lane = roll.admit(id, now_ms).expect("it has none");
//!     roll.wait(lane, now_ms);
//!     lane
//! };
//! let first = taker(&mut roll, 70);
//! assert_eq!(roll.hand_out(true, now_ms), [(first, vec![0])]);
//! roll.vanish(first);
//! let second = taker(&mut roll, 71);
//! assert_eq!(roll.hand_out(true, now_ms), [(second, vec![0])], "it is handed out again");
//! ```
//!
//! A room is an account of the broker; its link carries what opens it:
//!
//! ```
//! use interleave::queue::{Role, Room, keys::Key};
//!
//! let room = Room {
//!     secure: false,
//!     host: "192.168.1.5:8080".into(),
//!     path: "/queue".into(),
//!     role: Role::Taker,
//!     account: Key::new([1; 32]).public(),
//!     signing: Key::new([2; 32]),
//!     invitation: None,
//! };
//! let link = room.link("http://192.168.1.5:8080/");
//! assert!(link.starts_with("http://192.168.1.5:8080/?join=1#room=1"));
//! assert_eq!(Room::read(&link), Ok(room));
//! ```

pub mod clock;
pub mod codec;
mod connection;
pub mod host;
pub mod jetstream;
mod job_in_hand;
mod jobs;
pub mod keys;
pub mod message;
mod retry;
mod roll;
mod room;
pub mod subjects;
mod taker;
pub mod travel;

/// Whoever has a host's or a taker's socket tells it the time so often, ms.
pub const TICK_MS: u32 = 100;

pub use connection::{Broken, Connection, Heard};
pub use job_in_hand::{Done, JobInHand};
pub use jobs::{Lost, MOST_DELIVERIES};
pub use retry::Retry;
pub use roll::Roll;
pub use room::{Invitation, Role, Room, RoomError, is_room_link};
pub use taker::{ALIVE_MS, Taker, Todo};
