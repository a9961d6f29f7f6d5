//! One opened page, and the messages that it exchanges with whoever embeds it.

use std::time::Duration;

use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::{Client, Locator};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

use crate::browser::Browser;

/// How long a page may take until it can be used.
pub const READY: Duration = Duration::from_secs(20);
/// How long the runs of a journey may take.
pub const RUN: Duration = Duration::from_secs(60);
/// What stays where it is for so long is taken to stay there.
const STILL: Duration = Duration::from_millis(50);
/// How long a driver may lose answers, one after the other: while a page is loaded anew.
const LOSING: Duration = Duration::from_secs(5);

/// Whether WebKitGTK's driver has lost an answer, as it does now and then: it says so, or nothing at all where the page was
/// loaded anew meanwhile.
fn is_lost(error: &CmdError) -> bool {
    let said = error.to_string();
    said.contains("Could not parse script result") || said.ends_with("returned error: ")
}

/// An opened page. At its top level, or as a host page that shows the app in a frame: the messages are the
/// same.
pub struct Page<'a> {
    client: &'a Client,
}

/// A place in the log of messages, and its time.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    /// Messages before this place.
    pub index: u64,
    /// When, ms on the page's clock.
    pub at: f64,
}

/// A message from the app.
#[derive(Clone, Debug)]
pub struct Message {
    /// Its place in the log.
    pub index: u64,
    /// When it arrived, ms on the page's clock.
    pub at: f64,
    /// The origin it came from.
    pub origin: String,
    /// The message.
    pub data: Value,
}

/// What a `ready` message says of an executor.
#[derive(Clone, Debug, Deserialize)]
pub struct Executor {
    /// Its name in links.
    pub id: String,
    /// Whether it can run where the page is.
    pub available: bool,
    /// If not, why not.
    pub reason: Option<String>,
}

impl Message {
    /// Its type, without the name of the app.
    pub fn kind(&self) -> &str {
        let name = self.data["type"].as_str().unwrap_or_default();
        name.strip_prefix("interleave:").unwrap_or(name)
    }

    /// The code of an error.
    pub fn code(&self) -> &str {
        self.data["code"].as_str().unwrap_or_default()
    }

    /// The executors that a `ready` message tells of.
    pub fn executors(&self) -> Vec<Executor> {
        serde_json::from_value(self.data["executors"].clone()).expect("executors are a list")
    }

    /// Those of them that can run where the page is.
    pub fn available(&self) -> Vec<String> {
        self.executors()
            .into_iter()
            .filter(|executor| executor.available)
            .map(|executor| executor.id)
            .collect()
    }

    fn read(entry: &Value) -> Self {
        Self {
            index: entry["index"].as_u64().unwrap_or_default(),
            at: entry["at"].as_f64().unwrap_or_default(),
            origin: entry["origin"].as_str().unwrap_or_default().to_owned(),
            data: entry["message"].clone(),
        }
    }
}

impl<'a> Page<'a> {
    /// Opens an address, and waits until the app says that it is ready.
    pub async fn open(browser: &'a Browser, address: &str) -> Self {
        browser.client.goto(address).await.unwrap_or_else(|error| panic!("{address} does not open: {error}"));
        let page = Self { client: &browser.client };
        // The page may load itself once more: a script that waits in it would end with an error, or in WebKit never.
        let is_ready = "return journey.log.some(({ message }) => message.type === 'interleave:ready')";
        let deadline = Instant::now() + READY;
        while !matches!(page.client.execute(is_ready, vec![]).await, Ok(Value::Bool(true))) {
            assert!(Instant::now() < deadline, "{address} is not ready after {READY:?}");
            sleep(Duration::from_millis(20)).await;
        }
        page
    }

    /// Opens an address, and waits for nothing.
    pub async fn visit(browser: &'a Browser, address: &str) -> Self {
        browser.client.goto(address).await.unwrap_or_else(|error| panic!("{address} does not open: {error}"));
        Self { client: &browser.client }
    }

    /// Waits until an expression is true in the page (the host page, where there is one).
    pub async fn until_true(&self, condition: &str) {
        self.until(&format!("return Boolean({condition})")).await;
    }

    /// Runs a script in the page (the host page, where there is one).
    pub async fn script(&self, script: &str) -> Value {
        self.client.execute(script, vec![]).await.unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// What a script in the page, which changes nothing, calls its last argument with.
    pub async fn answer(&self, script: &str, args: Vec<Value>) -> Value {
        let deadline = Instant::now() + LOSING;
        loop {
            match self.client.execute_async(script, args.clone()).await {
                Err(error) if is_lost(&error) && Instant::now() < deadline => {
                    sleep(Duration::from_millis(50)).await
                }
                answer => return answer.unwrap_or_else(|error| panic!("{script}: {error}")),
            }
        }
    }

    /// Clicks what a selector finds, as a person does who looks for it, and waits until it is there and stays where it
    /// is. A driver scrolls and clicks in one go, and what comes with the next frame can take the click.
    pub async fn click(&self, selector: &str) {
        let element = self.element(selector).await;
        let place = format!(
            "const element = document.querySelector({});
            if (!element) return null;
            const {{ top, bottom }} = element.getBoundingClientRect();
            if (top < 0 || bottom > innerHeight) element.scrollIntoView({{ block: 'center', behavior: 'instant' }});
            return JSON.stringify(element.getBoundingClientRect())",
            Value::from(selector)
        );
        let mut before = Value::Null;
        loop {
            let now = self.script(&place).await;
            if now == before {
                break;
            }
            before = now;
            sleep(STILL).await;
        }
        let clicked = element.click().await;
        clicked.unwrap_or_else(|error| panic!("clicking {selector}: {error}"));
    }

    /// Types into what a selector finds; the path of a file, for a file input.
    pub async fn type_into(&self, selector: &str, keys: &str) {
        let typed = self.element(selector).await.send_keys(keys).await;
        typed.unwrap_or_else(|error| panic!("typing into {selector}: {error}"));
    }

    async fn element(&self, selector: &str) -> Element {
        self.until(&format!("return !!document.querySelector({})", Value::from(selector))).await;
        let found = self.client.find(Locator::Css(selector)).await;
        found.unwrap_or_else(|error| panic!("{selector}: {error}"))
    }

    /// Waits until a script gives something that is neither nothing nor `false`, and gives that.
    pub async fn until(&self, script: &str) -> Value {
        let deadline = Instant::now() + RUN;
        loop {
            let found = match self.client.execute(script, vec![]).await {
                Err(error) if is_lost(&error) => Value::Null,
                found => found.unwrap_or_else(|error| panic!("{script}: {error}")),
            };
            if !matches!(found, Value::Null | Value::Bool(false)) {
                return found;
            }
            assert!(Instant::now() < deadline, "still not after {RUN:?}: {script}");
            sleep(Duration::from_millis(50)).await;
        }
    }

    /// Waits until nothing moves, for two frames in a row. In the midst of a transition colours and places are such as
    /// nobody looks at.
    pub async fn still(&self) {
        self.answer("journey.still(arguments[0])", vec![]).await;
    }

    /// Sends messages to the app, all in one turn.
    pub async fn send(&self, messages: &[Value]) -> Mark {
        let script = "return journey.send(arguments[0])";
        let mark = self.client.execute(script, vec![messages.into()]).await.expect("messages can be sent");
        Mark {
            index: mark["index"].as_u64().unwrap_or_default(),
            at: mark["at"].as_f64().unwrap_or_default(),
        }
    }

    /// The first message of one of these kinds from a place in the log on, or `None` if none comes in time.
    pub async fn next(&self, index: u64, kinds: &[&str], within: Duration) -> Option<Message> {
        let types: Vec<String> = kinds.iter().map(|kind| format!("interleave:{kind}")).collect();
        let args = vec![json!(index), json!(types), json!(within.as_millis() as u64)];
        let entry = self.answer("journey.next(...arguments)", args).await;
        (!entry.is_null()).then(|| Message::read(&entry))
    }

    /// Every message so far, from a place in the log on.
    pub async fn log(&self, index: u64) -> Vec<Message> {
        let log = self.script(&format!("return journey.log.slice({index})")).await;
        log.as_array().into_iter().flatten().map(Message::read).collect()
    }

    /// What went wrong in the page: errors, and what its policy refused.
    pub async fn complaints(&self) -> Vec<String> {
        let complaints = self.script("return journey.complaints").await;
        complaints.as_array().into_iter().flatten().map(|complaint| complaint.to_string()).collect()
    }

    /// What the app said when it was ready for the first time.
    pub async fn first_ready(&self) -> Message {
        self.next(0, &["ready"], READY).await.expect("opening waits for it")
    }

    /// All executors that can run in the page, as links name them.
    pub async fn executors(&self) -> String {
        format!("executors={}", self.first_ready().await.available().join(","))
    }

    /// Configures an experiment, and waits until the app is ready with it.
    pub async fn configure(&self, experiment: &str) -> Message {
        let mark = self.send(&[configure(experiment)]).await;
        let ready = self.next(mark.index, &["ready"], READY).await;
        ready.unwrap_or_else(|| panic!("no answer to configuring {}", shortened(experiment)))
    }

    /// Runs what is configured, to its result or error.
    pub async fn run(&self) -> Message {
        let mark = self.send(&[run()]).await;
        self.outcome(mark).await
    }

    /// Waits until the run that was asked for at a place in the log has started: when it did, ms on the page's clock.
    pub async fn started(&self, mark: Mark) -> f64 {
        let answer = self.next(mark.index, &["started", "result", "error"], RUN).await;
        if let Some(started) = answer.as_ref().filter(|answer| answer.kind() == "started") {
            started.at
        } else {
            let said: Vec<String> =
                self.log(mark.index).await.iter().map(|entry| entry.kind().to_owned()).collect();
            let shown = self.script("return document.querySelector('.run-bar, form')?.innerText").await;
            panic!("asked to run, the page answers {answer:?}; it has said {said:?}, and shows {shown}");
        }
    }

    /// The result or error that comes after a place in the log.
    pub async fn outcome(&self, mark: Mark) -> Message {
        let outcome = self.next(mark.index, &["result", "error"], RUN).await;
        outcome.unwrap_or_else(|| panic!("neither result nor error after {RUN:?}"))
    }

    /// Runs an experiment, and gives its result.
    pub async fn result_of(&self, experiment: &str) -> Value {
        let ready = self.configure(experiment).await;
        assert_eq!(ready.data["notices"], json!([]), "{experiment} is understood");
        let outcome = self.run().await;
        assert_eq!(outcome.kind(), "result", "{experiment} ended with {}", outcome.data);
        outcome.data["result"].clone()
    }
}

/// The beginning of a link, for people to read.
fn shortened(experiment: &str) -> String {
    experiment.chars().take(200).collect()
}

/// The message that configures an experiment.
pub fn configure(experiment: &str) -> Value {
    json!({ "type": "interleave:configure", "experiment": experiment })
}

/// The message that starts a run whose result holds all spans.
pub fn run() -> Value {
    json!({ "type": "interleave:run", "spans": true })
}

/// The message that calls a run off.
pub fn cancel() -> Value {
    json!({ "type": "interleave:cancel" })
}
