//! Starts a room, as `./dev broker` calls it, until Ctrl C; or writes the settings of a server with rooms for a host of
//! one's own. Nothing is left behind but what was asked for.

use std::fs;
use std::io::{self, IsTerminal};
use std::net::{IpAddr, Ipv4Addr, UdpSocket};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use fast_qr::{ECL, QRBuilder};
use interleave::native::told_to_end;
use interleave::queue::{Role, Room};
use interleave_broker::{Access, Broker, OLDEST_ADVISED, PATH, Settings, find, serve, settings, version};
use tokio::net::TcpListener;

/// How it is called.
const USAGE: &str = "interleave-broker DIST [--port N] [--loopback]
interleave-broker --write FOLDER --origin https://example.org [--rooms N]

Serves DIST and a room until Ctrl C: to everybody in this network, or with --loopback to this machine only.
With --write, writes nats.conf and links.txt for a server of one's own; see docs/rooms.md.";

/// The port, where none is asked for.
const PORT: u16 = 8080;
/// The most rooms that are written at once.
const MOST_ROOMS: usize = 1000;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match read(&arguments) {
        Ok(Wanted::Room { dist, port, loopback }) => room(&dist, port, loopback).await,
        Ok(Wanted::Written { folder, origin, rooms }) => write(&folder, &origin, rooms),
        Err(reason) => Err(reason),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("broker: {reason}");
            ExitCode::FAILURE
        }
    }
}

/// What somebody wants of this program.
#[derive(Debug, PartialEq)]
enum Wanted {
    Room { dist: PathBuf, port: u16, loopback: bool },
    Written { folder: PathBuf, origin: String, rooms: usize },
}

fn read(arguments: &[String]) -> Result<Wanted, String> {
    let (mut dist, mut port, mut loopback) = (None, PORT, false);
    let (mut folder, mut origin, mut rooms) = (None, None, 1);
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("{word} takes a value.\n\n{USAGE}"));
        match word.as_str() {
            "--loopback" => loopback = true,
            "--port" => port = number(value()?, 1, u16::MAX.into())? as u16,
            "--rooms" => rooms = number(value()?, 1, MOST_ROOMS)?,
            "--write" => folder = Some(PathBuf::from(value()?)),
            "--origin" => origin = Some(value()?.clone()),
            other if !other.starts_with('-') && dist.is_none() => dist = Some(PathBuf::from(other)),
            other => return Err(format!("there is no “{other}”.\n\n{USAGE}")),
        }
    }
    match (dist, folder, origin) {
        (Some(dist), None, None) => Ok(Wanted::Room { dist, port, loopback }),
        (None, Some(folder), Some(origin)) => Ok(Wanted::Written { folder, origin, rooms }),
        _ => Err(format!("it is called as:\n\n{USAGE}")),
    }
}

fn number(text: &str, least: usize, most: usize) -> Result<usize, String> {
    let number = text.parse().ok().filter(|number| (least..=most).contains(number));
    number.ok_or_else(|| format!("a number from {least} to {most} belongs there, not “{text}”."))
}

/// A room, until somebody presses Ctrl C.
async fn room(dist: &Path, port: u16, loopback: bool) -> Result<(), String> {
    let program = find()
        .ok_or("nats-server is missing; install it from https://nats.io/download, then run this again.")?;
    let found = version(&program).ok_or_else(|| format!("{} is no NATS server.", program.display()))?;
    let address = if loopback { Ipv4Addr::LOCALHOST.into() } else { own_address() };
    let everywhere = if loopback { Ipv4Addr::LOCALHOST } else { Ipv4Addr::UNSPECIFIED };
    let listener = TcpListener::bind((everywhere, port)).await.map_err(|error| {
        format!("port {port} can't be had ({error}); choose another, as in: ./dev broker --port 8081")
    })?;
    let access = Access::new(1);
    let mut names =
        vec![format!("{address}:{port}"), format!("127.0.0.1:{port}"), format!("localhost:{port}")];
    names.dedup();
    let origins: Vec<String> = names.iter().map(|name| format!("http://{name}")).collect();
    let mut broker = Broker::start(&program, &access, &origins).await?;
    let room = |role| access.room(0, role, false, &names[0], PATH);
    let (Some(host), Some(takers)) = (room(Role::Host), room(Role::Taker)) else { return Ok(()) };
    // Whoever sits here has its page from this machine itself, which browsers trust with threads and better clocks.
    let host = Room { host: format!("127.0.0.1:{port}"), ..host };
    let (host, takers) = (host.link(&host.page("/")), takers.link(&takers.page("/")));
    println!("{}", code(&takers));
    println!("A room is open, until Ctrl C. Its links are its keys: whoever has one is in.\n");
    println!("To have jobs done, open on this machine:\n  {host}\n");
    println!("To lend a phone or laptop, scan the code, or open there:\n  {takers}\n");
    println!("To lend a machine without a browser:\n  taker '{takers}'\n");
    if found < OLDEST_ADVISED {
        println!(
            "This is NATS {found}, good for trying and among people who trust each other: servers before {OLDEST_ADVISED}\n\
             have faults that anybody who reaches them can abuse. Don't open it to the Internet.\n"
        );
    }
    let outcome = tokio::select! {
        served = serve(listener, dist, broker.websocket_port) => served.map_err(|error| {
            format!("{} can't be served: {error}; run ./dev build, then this again.", dist.display())
        }),
        () = told_to_end() => Ok(()),
        () = broker.ended() => Err(format!("the broker has ended. It says:\n{}", broker.log())),
    };
    broker.kill().await;
    outcome
}

/// The address by which others in this network reach this machine: that from which it would reach others.
fn own_address() -> IpAddr {
    // Nothing is sent: a socket of this kind only finds its way.
    let route = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).and_then(|socket| {
        socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9))?;
        socket.local_addr()
    });
    route.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |address| address.ip())
}

/// A link as a code to be scanned, with the light rim that it needs; on a terminal dark on light, whatever its colours.
fn code(link: &str) -> String {
    let Ok(code) = QRBuilder::new(link).ecl(ECL::L).build() else { return String::new() };
    // It has a rim of one square: two more at each side, and one line of two.
    let lines: Vec<String> = code.to_str().lines().map(|line| format!("██{line}██")).collect();
    let rim = "█".repeat(lines.first().map_or(0, |line| line.chars().count()));
    let lines = [&rim].into_iter().chain(&lines).chain([&rim]);
    let (begin, end) = if io::stdout().is_terminal() { ("\x1b[97;40m", "\x1b[0m") } else { ("", "") };
    lines.map(|line| format!("{begin}{line}{end}\n")).collect()
}

/// Settings for a host of one's own, and the links of its rooms.
fn write(folder: &Path, origin: &str, rooms: usize) -> Result<(), String> {
    let origin = origin.trim_end_matches('/');
    let host = origin.strip_prefix("https://").unwrap_or_default();
    let access = Access::new(rooms);
    let store = Path::new("/var/lib/nats");
    let origins = [origin.to_owned()];
    let file = settings(&access, &Settings { store, websocket_port: 9222, port: 4222, origins: &origins });
    let mut links = String::from("# The keys of the rooms. Whoever has one is in.\n");
    for number in 0..rooms {
        for (role, what) in [(Role::Host, "host"), (Role::Taker, "takers")] {
            let room = access.room(number, role, true, host, PATH);
            // What can't be read again would be of no use to anybody.
            let room = room
                .and_then(|room| Room::read(&room.fragment()).ok())
                .ok_or_else(|| format!("an origin looks like https://example.org, not like “{origin}”."))?;
            links += &format!("room {} {what}: {}\n", number + 1, room.link(&format!("{origin}/")));
        }
    }
    let save = |name: &str, content: &str| {
        let path = folder.join(name);
        fs::write(&path, content)
            .map_err(|error| format!("{} can't be written: {error}.", path.display()))?;
        #[cfg(unix)]
        fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600))
            .map_err(|error| format!("{} can't be kept to its owner: {error}.", path.display()))?;
        println!("{} is written", path.display());
        Ok(())
    };
    fs::create_dir_all(folder).map_err(|error| format!("{} can't be made: {error}.", folder.display()))?;
    save("nats.conf", &file)?;
    save("links.txt", &links)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(line: &str) -> Result<Wanted, String> {
        read(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn it_is_asked_for_a_room_or_for_settings() {
        let dist = || PathBuf::from("dist");
        assert_eq!(wanted("dist"), Ok(Wanted::Room { dist: dist(), port: PORT, loopback: false }));
        assert_eq!(
            wanted("dist --port 81 --loopback"),
            Ok(Wanted::Room { dist: dist(), port: 81, loopback: true })
        );
        let origin = "https://example.org";
        assert_eq!(
            wanted(&format!("--write x --origin {origin} --rooms 3")),
            Ok(Wanted::Written { folder: "x".into(), origin: origin.into(), rooms: 3 })
        );
        for bad in
            ["", "dist --port", "dist --port 0", "dist --port x", "dist more", "--write x", "dist --quick"]
        {
            assert!(wanted(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn settings_and_links_are_written_for_a_host_of_one_s_own() {
        let folder = std::env::temp_dir().join(format!("interleave-broker-{}", std::process::id()));
        write(&folder, "https://example.org/", 2).unwrap();
        let links = fs::read_to_string(folder.join("links.txt")).unwrap();
        let rooms: Vec<Room> =
            links.lines().skip(1).map(|line| Room::read(line.split_once(": ").unwrap().1).unwrap()).collect();
        assert_eq!(rooms.len(), 4);
        assert!(rooms.iter().all(|room| room.address() == "wss://example.org/queue"));
        let conf = fs::read_to_string(folder.join("nats.conf")).unwrap();
        assert!(conf.contains("allowed_origins: [\"https://example.org\"]"), "{conf}");
        fs::remove_dir_all(&folder).unwrap();
        for bad in ["http://example.org", "example.org", "https://a b", ""] {
            assert!(write(&folder, bad, 1).unwrap_err().contains("https://example.org"), "{bad}");
        }
    }
}
