//! A broker with two rooms, and whoever is in them.

use std::process::Stdio;
use std::time::Duration;

use interleave::experiment::{Experiment, parse};
use interleave::native::{Outcome, Socket, now_ms, secret};
use interleave::queue::codec::Publication;
use interleave::queue::jetstream::{self, Request};
use interleave::queue::keys::Key;
use interleave::queue::message::Hello;
use interleave::queue::travel::foretell;
use interleave::queue::{Broken, Connection, Heard, Role, Room, Taker, Todo, subjects};
use interleave::workload::WorkRate;
use interleave_broker::{Access, Broker, PATH, find};
use tokio::process::{Child, Command};
use tokio::time::timeout;

use crate::lent::Lent;

pub struct World {
    pub broker: Broker,
    access: Access,
}

impl World {
    pub async fn start() -> Self {
        let program = find().expect("a broker: ./dev test native finds or installs one");
        let access = Access::new(2);
        let broker = Broker::start(&program, &access, &["http://127.0.0.1:1".into()]).await.unwrap();
        Self { broker, access }
    }

    pub fn room(&self, role: Role) -> Room {
        self.numbered(0, role)
    }

    pub fn numbered(&self, number: usize, role: Role) -> Room {
        let host = format!("127.0.0.1:{}", self.broker.websocket_port);
        self.access.room(number, role, false, &host, PATH).unwrap()
    }

    /// The taker's program.
    pub fn taker(&self, workers: u32) -> Child {
        let mut command = Command::new(env!("CARGO_BIN_EXE_taker"));
        command.args(["--workers", &workers.to_string(), &self.room(Role::Taker).fragment()]);
        command.stderr(Stdio::null()).kill_on_drop(true).spawn().unwrap()
    }

    /// The same within this program.
    pub fn lend(&self, lanes: u32) -> Lent {
        Lent::begin(self.room(Role::Taker), "test", lanes, |_| {})
    }
}

/// A taker that does nothing, and says that all comes to this.
pub async fn pretend(room: Room, output: String) {
    let hello = Hello { device: "pretender".into(), cores: 1, lanes: 1, version: "1".into() };
    let mut taker = Taker::new(&room, secret(), hello);
    let mut socket = Socket::open(&room).await.unwrap();
    taker.connect(now_ms());
    loop {
        let todo = match timeout(Duration::from_millis(50), socket.receive()).await {
            Ok(Ok(bytes)) => taker.receive(&bytes, now_ms()).unwrap(),
            Ok(Err(_)) => return,
            Err(_) => Vec::new(),
        };
        taker.tick(now_ms()).unwrap();
        for todo in todo {
            if let Todo::Do { lane, job } = todo {
                taker.finish(lane, vec![output.clone(); job.tasks.len()], Vec::new(), now_ms());
            }
        }
        socket.send(taker.take_output()).await.unwrap();
    }
}

pub fn experiment(link: &str) -> Experiment {
    let link = parse(link);
    assert!(link.notices.is_empty(), "{:?}", link.notices);
    link.experiment
}

/// What the tasks should come to.
pub fn expected(experiment: &Experiment) -> Vec<String> {
    experiment.order().iter().map(|task| foretell(experiment, *task, WorkRate::default()).unwrap()).collect()
}

/// What they came to.
pub fn outputs(outcome: &Outcome) -> Vec<String> {
    outcome
        .results
        .iter()
        .flat_map(|result| result.as_ref().expect("each job has one").outputs.clone())
        .collect()
}

/// Somebody who says what the test wants.
pub struct Raw {
    pub name: String,
    pub connection: Connection,
    socket: Socket,
}

impl Raw {
    /// Somebody who was let in, or why not.
    pub async fn join(room: &Room) -> Result<Self, Broken> {
        let identity = room.identity(Key::new(secret()));
        let name = identity.name().to_owned();
        let socket = Socket::open(room).await.map_err(|error| Broken::Over(error.to_string()))?;
        let mut raw = Self { name, connection: Connection::new(identity, now_ms()), socket };
        while !raw.connection.is_ready() {
            raw.hear().await?;
        }
        Ok(raw)
    }

    /// Asks for what a host needs before anything else, so that there is something to be taken.
    pub async fn prepare(&mut self) {
        self.connection.subscribe(subjects::inbox(&self.name, ">"), 1);
        for request in [jetstream::create_jobs(), jetstream::create_results(), jetstream::create_consumer()] {
            self.ask(request);
            let made = self.message().await.unwrap();
            assert!(!made.payload.windows(7).any(|part| part == b"\"error\""), "{made:?}");
        }
    }

    /// Asks the broker for this.
    pub fn ask(&mut self, Request { subject, body }: Request) {
        let inbox = subjects::inbox(&self.name, "q");
        self.connection.publish(Publication::new(subject, body).reply_to(inbox));
    }

    /// What comes in next.
    pub async fn hear(&mut self) -> Result<Vec<Heard>, Broken> {
        self.flush().await?;
        let bytes = self.socket.receive().await.map_err(|error| Broken::Over(error.to_string()))?;
        let heard = self.connection.receive(&bytes, now_ms());
        self.flush().await?;
        heard
    }

    async fn flush(&mut self) -> Result<(), Broken> {
        let out = self.connection.take_output();
        self.socket.send(out).await.map_err(|error| Broken::Over(error.to_string()))
    }

    /// The next message, if one comes in soon.
    pub async fn message(&mut self) -> Option<Publication> {
        let next = async {
            loop {
                for heard in self.hear().await.unwrap() {
                    if let Heard::Message { publication, .. } = heard {
                        return publication;
                    }
                }
            }
        };
        timeout(Duration::from_secs(3), next).await.ok()
    }

    /// What the broker refuses of what was said so far.
    pub async fn denied(&mut self) -> Vec<String> {
        let mut denied = Vec::new();
        while let Ok(heard) = timeout(Duration::from_millis(300), self.hear()).await {
            denied.extend(heard.unwrap().into_iter().filter_map(|heard| match heard {
                Heard::Denied(words) => Some(words),
                _ => None,
            }));
        }
        denied
    }
}
