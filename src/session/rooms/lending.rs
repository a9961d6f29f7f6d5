//! What this device lends to a room that somebody else is the host of.

use futures::future::{FutureExt, LocalBoxFuture};
use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};

use super::device::{Device, DeviceState};
use super::{Problem, hello, lane_setting, with_engine};
use crate::browser::program::Program;
use crate::browser::wake_lock::stay_awake;
use crate::browser::{page, source, timer};
use crate::experiment::{Features, Source};
use crate::protocol::Setting;
use crate::queue::Room;
use crate::session::background::Background;
use crate::workload::WorkRate;

/// While nobody looks at the page it looks so often whether somebody does, ms.
const LOOK_MS: u32 = 250;

/// What this device lends to a room. A handle that can be copied.
#[derive(Clone, Copy)]
pub struct RoomLending {
    /// How it stands there; `None` while it lends nothing.
    pub state: ReadSignal<Option<DeviceState>>,
    /// Whether it waits for somebody to look at the page.
    pub is_paused: ReadSignal<bool>,
    /// Why it can't.
    pub problem: ReadSignal<Option<Problem>>,
    write: WriteSignal<Option<DeviceState>>,
    write_paused: WriteSignal<bool>,
    write_problem: WriteSignal<Option<Problem>>,
    device: StoredValue<Option<Device>, LocalStorage>,
    lending: StoredValue<Option<Background>, LocalStorage>,
}

impl RoomLending {
    /// A device that lends nothing yet.
    pub fn nothing() -> Self {
        let (state, write) = signal(None);
        let (is_paused, write_paused) = signal(false);
        let (problem, write_problem) = signal(None);
        Self {
            state,
            is_paused,
            problem,
            write,
            write_paused,
            write_problem,
            device: StoredValue::new_local(None),
            lending: StoredValue::new_local(None),
        }
    }

    /// Lends so many workers to this room from now on, as somebody wants who was told where it is.
    pub fn start(self, room: Room, workers: u32, features: Features) {
        self.write_problem.set(None);
        self.write.set(Some(DeviceState::default()));
        self.lending.set_value(Some(Background::start(async move {
            let source = source::find().await;
            let work = |program, files| {
                lend(Lent {
                    lending: self,
                    room,
                    workers,
                    program,
                    setting: setting(features, source, files),
                })
            };
            if let Err(problem) = with_engine(work).await {
                self.end(problem);
            }
        })));
    }

    /// Lends nothing any more. What its workers had in hand goes to others at once.
    pub fn stop(self) {
        self.lending.set_value(None);
        self.device.set_value(None);
        self.write.set(None);
        self.write_paused.set(false);
    }

    /// Nobody looks at the page any more: what its workers had in hand goes to others at once.
    pub fn pause(self) {
        self.device.set_value(None);
    }

    fn end(self, problem: Problem) {
        self.stop();
        self.write_problem.set(Some(problem));
    }
}

/// What lending takes.
struct Lent {
    lending: RoomLending,
    room: Room,
    workers: u32,
    program: Program,
    setting: Setting,
}

/// Lends workers. What does it arrives when somebody lends some.
#[wasm_split(rooms, fallible, wasm_split_path = leptos::wasm_split)]
fn lend(lent: Lent) -> Result<LocalBoxFuture<'static, ()>, SplitLoaderError> {
    Ok(while_seen(lent).boxed_local())
}

/// Is in the room while somebody looks at the page: browsers slow down what nobody looks at, and others would wait for
/// it.
async fn while_seen(Lent { lending, room, workers, program, setting }: Lent) {
    while lending.state.with_untracked(Option::is_some) {
        lending.write_paused.set(false);
        let awake = stay_awake().await;
        let told = move |state: &DeviceState| lending.write.set(Some(state.clone()));
        let device = Device::join(&room, hello(workers), &program, &setting, told);
        lending.device.set_value(Some(device));
        let is_there = || lending.device.with_value(Option::is_some);
        while is_there() && !page::is_hidden() {
            timer::sleep(LOOK_MS).await;
        }
        drop(awake);
        lending.device.set_value(None);
        lending.write_paused.set(true);
        while page::is_hidden() {
            timer::sleep(LOOK_MS).await;
        }
    }
}

fn setting(features: Features, source: Source, files: String) -> Setting {
    lane_setting(&Setting {
        base: page::base(),
        files,
        source,
        run: 0,
        epoch_ms: 0.0,
        work_rate: WorkRate::default(),
        recording: true,
        tells_preemption: features.tells_preemption(),
    })
}
