//! Lends a machine without a browser to a room: `taker --workers N LINK`. It pulls jobs and does them on threads of its
//! own, the same workloads that browsers run, until it is told to end.

use std::process::ExitCode;

use interleave::{native, queue, text};

/// How it is called.
const USAGE: &str = "taker [--workers N] LINK

Lends this machine to a room: it takes jobs and does them, until Ctrl C.

  LINK         the takers' link, as ./dev broker prints it, or only its part from #room= on
  --workers N  jobs at a time, 1 to 64; without it, one for each core";

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let mut english = text::Texts::new("en");
    if english.add(include_str!("../../www/locales/en.json")).is_ok() {
        text::show(english);
    }
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.iter().any(|argument| argument == "--help" || argument == "-h") {
        println!("{USAGE}");
        return ExitCode::SUCCESS;
    }
    match run(&arguments).await {
        Ok(done) => {
            eprintln!("taker: jobs done: {done}");
            ExitCode::SUCCESS
        }
        Err(reason) => {
            eprintln!("taker: {reason}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &[String]) -> Result<u64, String> {
    let cores = std::thread::available_parallelism().map_or(1, |cores| cores.get() as u32);
    let (lanes, link) = match arguments {
        [link] => (cores.min(queue::message::MOST_LANES), link),
        [option, number, link] if option == "--workers" => (workers(number)?, link),
        _ => return Err(format!("it is called as: {USAGE}")),
    };
    let room = queue::Room::read(link).map_err(|error| error.to_string())?;
    if room.role == queue::Role::Host {
        return Err("this is the host's link; takers have one of their own.".into());
    }
    let hello = queue::message::Hello {
        device: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
        cores,
        lanes,
        version: env!("CARGO_PKG_VERSION").into(),
    };
    eprintln!("taker: {lanes} at a time, for {}", room.host);
    let mut apart = String::new();
    let tell = |told| match told {
        native::Told::Joined => {
            apart.clear();
            eprintln!("taker: joined");
        }
        // Once for each reason: it goes on trying.
        native::Told::Apart(words) if words != apart => {
            eprintln!("taker: not connected ({words}); trying again");
            apart = words;
        }
        native::Told::OtherVersion => {
            eprintln!("taker: the host speaks another version; use the same release on both sides");
        }
        native::Told::Dismissed => {
            eprintln!(
                "taker: the host has found a result of this machine to be wrong, and takes no more of them"
            );
        }
        native::Told::Apart(_) | native::Told::Done(_) => {}
    };
    native::lend(&room, hello, native::told_to_end(), tell).await.map_err(|broken| broken.to_string())
}

fn workers(text: &str) -> Result<u32, String> {
    let most = queue::message::MOST_LANES;
    let number = text.parse().ok().filter(|number| (1..=most).contains(number));
    number.ok_or_else(|| format!("--workers takes a number from 1 to {most}, not “{text}”."))
}
