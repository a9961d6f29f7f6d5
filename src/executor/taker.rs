//! A taker of a queue inside this browser, seen from inside: a lane whose messages travel on channels. It serves one
//! run, and then ends; whoever made it makes another.

#![cfg(all(target_arch = "wasm32", feature = "engine"))]

use std::rc::Rc;

use futures::StreamExt;
use futures::channel::mpsc;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use super::lane::Inbox;
use crate::browser::channel::Channel;
use crate::browser::features::{hardware_concurrency, user_agent};
use crate::browser::web_locks::{self, Answer};
use crate::browser::worker;
use crate::exchange::{device, with_cores};
use crate::protocol::taking::{
    InLobby, LOBBY, Taker, TakerName, TakerNews, TakerWord, ToRun, ToTaker, run_channel, taker_channel,
};
use crate::protocol::{FromLane, ToLane, decode, encode};
use crate::trace::Reason;

/// What a taker hears.
enum TakerEvent {
    /// A run has jobs.
    Open,
    /// Some run says something, with something attached.
    Told(ToTaker, JsValue),
    /// The run that it serves is gone.
    Gone,
}

/// Takes jobs until the run that it serves is over.
pub fn take(name: TakerName) {
    spawn_local(async move {
        // Without channels or locks, whoever made this worker would not have made it.
        let _ = serve(name).await;
        news(TakerNews::Over);
        worker::close();
    });
}

/// Gives `None` where the browser has neither locks nor channels.
async fn serve(TakerName { id, run: made_for }: TakerName) -> Option<()> {
    // Held until this worker ends, however it does: so the run hears of its end.
    let Answer::Granted(_lock) = web_locks::take(&taker_channel(id)).await else { return None };
    let (hear, mut heard) = mpsc::unbounded();
    let told = hear.clone();
    let _own = Channel::open(&taker_channel(id), move |bytes, attachment| {
        // The receiver lives as long as the channel.
        decode(&bytes)
            .into_iter()
            .for_each(|told_| drop(told.unbounded_send(TakerEvent::Told(told_, attachment.clone()))));
    })
    .ok()?;
    let opened = hear.clone();
    let lobby = Channel::open(LOBBY, move |bytes, _| {
        if let Some(InLobby::Open { .. }) = decode(&bytes) {
            let _ = opened.unbounded_send(TakerEvent::Open);
        }
    })
    .ok()?;
    let me = Taker { id, host: with_cores(&device(&user_agent()), hardware_concurrency()) };
    let say_free = || match made_for {
        Some(run) => {
            drop(Channel::open(&run_channel(run), |_, _| {}).map(|run| post(&run, &ToRun::Free(me.clone()))))
        }
        None => post(&lobby, &InLobby::Free(me.clone())),
    };
    say_free();
    let mut serving: Option<(u64, Inbox)> = None;
    loop {
        match (heard.next().await?, &serving) {
            (TakerEvent::Open, None) if made_for.is_none() => say_free(),
            (TakerEvent::Told(ToTaker { run, word: TakerWord::Order(begin) }, none), None)
                if matches!(*begin, ToLane::Begin { .. }) =>
            {
                let inbox = begin_with(id, run, hear.clone())?;
                inbox.take(*begin, &none);
                serving = Some((run, inbox));
                news(TakerNews::Begun);
            }
            (TakerEvent::Told(ToTaker { run, word }, attachment), Some((served, inbox)))
                if run == *served =>
            {
                match word {
                    TakerWord::Order(order) => inbox.take(*order, &attachment),
                    TakerWord::Cancel => inbox.cancel(),
                    TakerWord::Close => return Some(()),
                }
            }
            (TakerEvent::Gone, _) => return Some(()),
            _ => {}
        }
    }
}

/// Makes this worker a lane of a run.
fn begin_with(id: u64, run: u64, hear: mpsc::UnboundedSender<TakerEvent>) -> Option<Inbox> {
    spawn_local(async move {
        // The run holds it for as long as it lives.
        if let Answer::Granted(_) = web_locks::wait(&run_channel(run)).await {
            let _ = hear.unbounded_send(TakerEvent::Gone);
        }
    });
    let channel = Channel::open(&run_channel(run), |_, _| {}).ok()?;
    let tell = Rc::new(move |message: FromLane| {
        let done = match &message {
            FromLane::Batch(batch) | FromLane::Idle { batch: Some(batch), .. } => batch.head.done,
            _ => 0,
        };
        if done > 0 {
            news(TakerNews::Done(done));
        }
        post(&channel, &ToRun::Said { taker: id, message });
    });
    let broken = tell.clone();
    worker::on_unhandled_rejection(move |words| {
        broken(FromLane::Failed(Reason::ProgramBroke(words.into()).into()));
    });
    Some(Inbox::open(move |message| tell(message.clone())))
}

fn post<T: serde::Serialize>(channel: &Channel, message: &T) {
    // Bytes can always be sent.
    let _ = channel.post(&encode(message), &JsValue::UNDEFINED);
}

/// Tells the page that made this worker.
fn news(news: TakerNews) {
    // Bytes can always be sent.
    let _ = worker::post(&encode(&news), &JsValue::UNDEFINED);
}
