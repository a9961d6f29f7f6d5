//! Pictures of canned traces, in the colours of the light and the dark page, compared with those that were looked at
//! and accepted: files in `tests/snapshots`, which any browser shows.
//!
//! Where a picture is to change, `INTERLEAVE_ACCEPT=1 cargo test --test drawings` writes them anew.

use std::path::Path;
use std::pin::pin;
use std::task::{Context, Waker};

use interleave::advice::map::{Cell, Lock, Map, Place};
use interleave::exchange::{FileFormat, Palette, SvgSurface, illustrate_map, map_labels, write_file};
use interleave::render::{
    Flow, Grouping, Index, Labels, Layout, Levels, MapLayout, MapPicture, Picture, Point, Rect, Scale,
    Window, draw_axis,
};
use interleave::text::{self, Texts};
use interleave::trace::{Cores, Environment, ResultDocument, Run, SCHEMA, Trace, summarise};

/// How wide the pictures are, px.
const WIDTH: f64 = 640.0;

/// Compares a picture with the one that was accepted.
fn assert_accepted(name: &str, svg: &str) {
    // An element a line, so that differences can be read.
    let svg = svg.replace("><", ">\n<");
    let accepted = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/snapshots/{name}.svg"));
    if std::env::var_os("INTERLEAVE_ACCEPT").is_some() {
        std::fs::write(&accepted, &svg).expect("the repository can be written");
    } else if std::fs::read_to_string(&accepted).unwrap_or_default() != svg {
        let found = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.svg"));
        std::fs::write(&found, &svg).expect("there is room for one more picture");
        panic!(
            "{} is not what was accepted as {}. Look at both; if the new one is right, accept it:\n\
             INTERLEAVE_ACCEPT=1 cargo test --test drawings",
            found.display(),
            accepted.display()
        );
    }
}

/// Draws something so high in the colours of both themes.
fn draw(name: &str, height: f64, draw: impl Fn(&mut SvgSurface)) {
    for (theme, palette) in [("light", Palette::LIGHT), ("dark", Palette::DARK)] {
        let mut surface = SvgSurface::new(palette);
        surface.move_to(Point { x: 8.0, y: 8.0 });
        draw(&mut surface);
        assert_accepted(&format!("{name}-{theme}"), &surface.finish(WIDTH + 16.0, height + 16.0, name, ""));
    }
}

/// A run to be drawn.
struct Scene {
    trace: Trace,
    lanes: Index,
    tasks: Index,
    layout: Layout,
    scale: Scale,
    now_ms: f64,
    cores: Option<u32>,
}

impl Scene {
    /// Of a trace as it is drawn as text, of which this stretch is shown, ms from the first task's beginning.
    fn new(drawing: &str, grouping: Grouping, from_ms: f64, to_ms: f64) -> Self {
        let trace: Trace = drawing.parse().expect("a drawing");
        let (mut lanes, mut tasks) = (Index::new(Grouping::Lanes), Index::new(Grouping::Tasks));
        lanes.update(&trace);
        tasks.update(&trace);
        let rows = match grouping {
            Grouping::Lanes => trace.lanes.len(),
            Grouping::Tasks => tasks.rows().len(),
        };
        let layout = Layout::new(WIDTH, rows, grouping, false);
        let origin_ms = trace.origin_ms().unwrap_or_default();
        let (left, width) = (layout.plot.x, layout.plot.width);
        let scale = Scale { window: Window { from_ms, to_ms }, origin_ms, left, width };
        Self { now_ms: trace.end_ms(), trace, lanes, tasks, layout, scale, cores: None }
    }

    fn lanes(drawing: &str, from_ms: f64, to_ms: f64) -> Self {
        Self::new(drawing, Grouping::Lanes, from_ms, to_ms)
    }

    /// Draws it, and over it whatever `more` does.
    fn draw(&self, name: &str, by_task: bool, more: impl Fn(&Picture<'_>, &mut SvgSurface)) {
        let picture = Picture {
            trace: &self.trace,
            lanes: &self.lanes,
            rows: if by_task { &self.tasks } else { &self.lanes },
            now_ms: self.now_ms,
            scale: self.scale,
            levels: Levels::new(self.trace.peak_concurrency(self.now_ms), self.cores),
            layout: &self.layout,
        };
        let lanes: Vec<String> = self.trace.lanes.iter().map(|lane| lane.name.clone()).collect();
        let tasks = self.layout.shown().map(|task| format!("task {task}")).collect();
        let labels = Labels {
            cores: self.cores.map_or_else(String::new, |cores| format!("{cores} cores")),
            rows: if by_task { tasks } else { lanes.clone() },
            lanes: if by_task { lanes } else { Vec::new() },
            concurrency: "in progress".into(),
            parallelism: "computing".into(),
        };
        draw(name, self.layout.height, |surface| {
            picture.draw(surface, &labels, None);
            more(&picture, surface);
        });
    }
}

/// Two threads, with everything that a lane can do.
const EVERY_KIND: &str = "
    0 start   ####
    0 run     ....0000....222
    0 wait    ........00..
    0 ready   ..........22
    1 start   ######
    1 send    ......11
    1 run     ........11..11
    1 blocked ..........11
";

#[test]
fn lanes_with_every_kind_of_span() {
    Scene::lanes(EVERY_KIND, -4.0, 12.0).draw("every-kind", false, |_, _| {});
}

/// The operating system deals out two cores among four threads: a line marks them, and says so over what is drawn there.
#[test]
fn threads_that_take_turns() {
    let drawing = "
        0 run       00..00..00
        0 preempted ..00..00..
        1 run       11..11..11
        1 preempted ..11..11..
        2 run       ..22..22..22
        2 preempted 22..22..22..
        3 run       ..33..33..33
        3 preempted 33..33..33..
    ";
    Scene { cores: Some(2), ..Scene::lanes(drawing, 0.0, 12.0) }.draw("turns", false, |_, _| {});
}

/// Before each task a line for as long as it waited to begin, and after it where it ran.
#[test]
fn tasks() {
    let drawing = "
        0 run   00...0..33
        0 wait  ..000
        1 ready 22
        1 run   111222
    ";
    Scene::new(drawing, Grouping::Tasks, 0.0, 14.0).draw("tasks", true, |_, _| {});
}

/// Many waits in flight on one lane: in progress, but not computing.
#[test]
fn a_strip_with_a_gap() {
    let drawing = "
        0 run  0123....0123
        0 wait .0000000
        0 wait ..1111111
        0 wait ...2222222
        0 wait ....3333333
    ";
    Scene::lanes(drawing, 0.0, 12.5).draw("gap", false, |_, _| {});
}

#[test]
fn a_run_that_goes_on() {
    let drawing = "
        0 run  000..0>
        0 wait ...00
        1 run  111
        1 wait ...1>
    ";
    let scene = Scene { now_ms: 9.0, ..Scene::lanes(drawing, 0.0, 10.0) };
    scene.draw("open", false, |_, _| {});
}

#[test]
fn a_selection_a_playhead_and_who_let_a_lane_go_on() {
    let drawing = "
        0 run     0000....0000
        0 blocked ....0000
        1 blocked 1111....1111
        1 run     ....1111....11
    ";
    let scene = Scene::lanes(drawing, 0.0, 14.5);
    scene.draw("selection", false, |picture, surface| {
        picture.draw_selection(surface, &Window { from_ms: 3.0, to_ms: 7.0 });
        picture.draw_flow(surface, &Flow { from: 0, to: 1, at_ms: 4.0 });
    });
    scene.draw("playhead", false, |picture, surface| picture.draw_playhead(surface, 9.5));
}

/// So many spans that columns of pixels share them.
#[test]
fn spans_that_are_denser_than_pixels() {
    let turns: String = (0..3000).map(|n| if n % 5 < 3 { '0' } else { '.' }).collect();
    let waits: String = (0..3000).map(|n| if n < 1500 && n % 5 > 2 { '0' } else { '.' }).collect();
    Scene::lanes(&format!("0 run {turns}\n0 wait {waits}"), 0.0, 3000.0).draw("dense", false, |_, _| {});
}

#[test]
fn an_axis() {
    let scale = |from_ms, to_ms| {
        let window = Window { from_ms, to_ms };
        let (left, width) = Layout::across(WIDTH);
        Scale { window, origin_ms: 0.0, left, width }
    };
    draw("axis", 44.0, |surface| {
        draw_axis(surface, &scale(-40.0, 338.0), 22.0);
        surface.move_to(Point { x: 8.0, y: 30.0 });
        draw_axis(surface, &scale(0.0, 5000.0), 22.0);
    });
}

#[test]
fn a_race() {
    // The last has more lanes than can be told apart in small.
    let many: Vec<String> = (0..24).map(|lane| format!("{lane} run {lane}")).collect();
    let drawings =
        ["0 run 000111222333", "0 run 000222\n1 run 111333", "0 run 0123\n0 wait .0000000\n0 wait ....3333"];
    let drawings = drawings.map(str::to_owned).into_iter().chain([many.join("\n")]);
    let scenes: Vec<Scene> = drawings.map(|drawing| Scene::lanes(&drawing, 0.0, 12.0)).collect();
    draw("race", 128.0, |surface| {
        for (row, scene) in scenes.iter().enumerate() {
            let rect = Rect { x: 0.0, y: row as f64 * 32.0, width: WIDTH, height: 28.0 };
            let picture = Picture {
                trace: &scene.trace,
                lanes: &scene.lanes,
                rows: &scene.lanes,
                now_ms: scene.now_ms,
                scale: Scale { left: rect.x, width: rect.width, ..scene.scale },
                levels: Levels::new(24, None),
                layout: &scene.layout,
            };
            picture.draw_in_small(surface, rect, scene.trace.lanes.len());
        }
    });
}

fn speak_english() {
    let mut english = Texts::new("en");
    english.add(include_str!("../www/locales/en.json")).expect("it is JSON");
    english.add(include_str!("../www/locales/later/en.json")).expect("it is JSON");
    text::show(english);
}

/// As it may come out on two cores, with all but one cell measured.
fn map(lock: Lock) -> Map {
    let [sequential, event_loop, threads, workers] = lock.ways();
    Map::new(lock, |place: Place| {
        let (winner, lead) = match (place.wait_percent(), place.tasks()) {
            (60, 256) => return None,
            (_, 1) => (sequential, 1.0),
            (0, tasks) => {
                (if lock == Lock::Shared { workers } else { threads }, 1.9 + f64::from(tasks) / 2560.0)
            }
            (100, tasks) => (event_loop, (f64::from(tasks) / 8.0).max(1.0)),
            (share, tasks) if share < 60 => {
                (if lock == Lock::Shared { workers } else { threads }, 1.0 + f64::from(tasks) / 200.0)
            }
            (share, tasks) => (if tasks < 64 { threads } else { workers }, f64::from(share) / 60.0),
        };
        Some(Cell { winner, lead: Some(lead) })
    })
}

/// With the names of the ways, and without where there is no room for them.
#[test]
fn a_map_of_which_way_wins_where() {
    speak_english();
    for (lock, width) in [(Lock::None, WIDTH), (Lock::Shared, 320.0)] {
        let (map, name) = (map(lock), format!("map-{}-{width}", lock.id()));
        let labels = map_labels(&map);
        let layout = MapLayout::new(width, labels.names());
        draw(&name, layout.height, |surface| {
            let picture = MapPicture { layout: &layout, map: &map, labels: &labels };
            picture.draw(surface, Place::at(4, 3));
        });
    }
}

#[test]
fn a_map_to_take_along() {
    speak_english();
    let map = map(Lock::Shared);
    let svg = illustrate_map(&map, "https://example.org/#m=1", "Measured by hand.");
    assert_accepted("map", &svg);
}

/// A result as a file for an article.
#[test]
fn a_picture_to_take_along() {
    speak_english();
    let run = |executor: &str, drawing: &str| {
        let trace: Trace = drawing.parse().unwrap();
        let metrics = trace.metrics();
        let mut run = Run {
            startup_ms: 2.0,
            wall_ms: metrics.wall_ms,
            lanes: trace.lanes.clone(),
            metrics: metrics.into(),
            ..Run::new(executor.to_owned(), trace.lanes.len() as u32)
        };
        run.add_spans(&trace, usize::MAX);
        run
    };
    let mut runs = vec![run("sequential", "0 run 000000222222111111"), run("threads", EVERY_KIND)];
    let document = ResultDocument {
        schema: SCHEMA.into(),
        experiment: "workload=primes&tasks=3".into(),
        environment: Environment {
            hardware_concurrency: 4,
            measured_cores: None,
            cores: Cores::default(),
            cross_origin_isolated: true,
            clock_resolution_ms: 0.005,
            user_agent: "Firefox/153".into(),
            hidden_while_running: false,
            cpu_pressure: None,
            work_per_ms: None,
            app_version: "0.1.0".into(),
        },
        summary: summarise(&mut runs).iter().map(Into::into).collect(),
        runs,
    };
    let (mut svg, link) = (Vec::new(), "https://example.org/?workload=primes&tasks=3");
    let writing = write_file(document, FileFormat::Svg, link, "Measured by hand.", &mut svg, &async || {});
    // Nobody takes a turn.
    assert!(pin!(writing).poll(&mut Context::from_waker(Waker::noop())).is_ready());
    assert_accepted("illustration", std::str::from_utf8(&svg).expect("it is text"));
}
