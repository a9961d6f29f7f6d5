//! What a journey is, and what its row says of it.

use std::pin::Pin;

use interleave_journeys::engine::Engine;

use crate::world::World;

/// How a journey goes.
pub type Go = fn(World) -> Pin<Box<dyn Future<Output = ()> + Send>>;

/// One journey.
#[derive(Clone, Copy)]
pub struct Journey {
    /// Its name within its topic.
    pub name: &'static str,
    pub go: Go,
    pub engines: Engines,
    pub turn: Turn,
}

/// The engines that a journey goes through.
#[derive(Clone, Copy)]
pub enum Engines {
    /// Each, for it says something about each of them.
    Each,
    /// One: what it shows is a law of the app's own code, which comes out alike in all of them.
    One,
    /// These, for a reason.
    Only { engines: &'static [Engine], because: &'static str },
}

/// What else may happen on the machine meanwhile.
#[derive(Clone, Copy, PartialEq)]
pub enum Turn {
    /// Other journeys.
    Shared,
    /// Those of other engines that hardly compute either: it measures waits.
    Calm,
    /// Nothing: it measures computing, or what the processor does.
    Alone,
}

impl Journey {
    /// A journey through each engine, beside others.
    pub const fn new(name: &'static str, go: Go) -> Self {
        Self { name, go, engines: Engines::Each, turn: Turn::Shared }
    }

    /// It shows a law of the app's own code: one engine is enough.
    pub const fn once(self) -> Self {
        Self { engines: Engines::One, ..self }
    }

    /// It can't be made, or says nothing, in the other engines.
    pub const fn only(self, engines: &'static [Engine], because: &'static str) -> Self {
        Self { engines: Engines::Only { engines, because }, ..self }
    }

    /// It measures waits, and hardly computes: only its like happens meanwhile.
    pub const fn calm(self) -> Self {
        Self { turn: Turn::Calm, ..self }
    }

    /// It measures: nothing else happens meanwhile.
    pub const fn alone(self) -> Self {
        Self { turn: Turn::Alone, ..self }
    }

    /// Whether it goes through an engine; if not, and that has to be said, why not.
    pub fn goes_through(&self, engine: Engine) -> Result<(), Option<&'static str>> {
        match self.engines {
            Engines::Each => Ok(()),
            Engines::One if engine == Engine::ALL[0] => Ok(()),
            Engines::One => Err(None),
            Engines::Only { engines, .. } if engines.contains(&engine) => Ok(()),
            Engines::Only { because, .. } => Err(Some(because)),
        }
    }
}
