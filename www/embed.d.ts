// Types for pages that embed Interleave: the element of `embed.js`, the messages of a frame, and the result
// document. Interface 1; docs/embedding.md describes it. What has a set of names today may get more of them.

/** One of these names, or one that a later version adds. */
type Name<Known extends string> = Known | (string & {});

/** The id of a way to run tasks, as in links. */
export type ExecutorId = Name<
  | "sequential"
  | "event-loop"
  | "locked-threads"
  | "threads"
  | "processes"
  | "offload"
  | "process-loops"
  | "queue"
  | "page"
>;

// ------------------------------------------------------------------ the element

/** The attributes of `<interleave-lab>`. */
export interface InterleaveLabAttributes extends Settings {
  /** The most that it is wide, px. */
  width?: number | `${number}`;
  /** `eager` loads at once; otherwise it loads when it comes near the window. */
  loading?: "eager" | "lazy";
  /** Starts without a click, once it is loaded. */
  autorun?: boolean | "" | "autorun";
}

/** `<interleave-lab>`: a running experiment in any page. */
export interface InterleaveLab extends HTMLElement {
  /** Starts, and loads first if need be. */
  run(options?: RunOptions): void;
  /** Calls the run off. */
  cancel(): void;
  /** Sets the attributes. */
  configure(settings: Settings): void;

  addEventListener<K extends keyof InterleaveLabEventMap>(
    type: K,
    listener: (this: InterleaveLab, event: InterleaveLabEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<K extends keyof InterleaveLabEventMap>(
    type: K,
    listener: (this: InterleaveLab, event: InterleaveLabEventMap[K]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | EventListenerOptions,
  ): void;
}

/** What follows `interleave:` in the type of a message. */
type ShortName<Type> = Type extends `interleave:${infer Short}` ? Short : never;
type Messages = { [Message in MessageFromFrame as ShortName<Message["type"]>]: CustomEvent<Message> };

/** Its events: every message of the frame, by its short name, with the message as `detail`. */
export interface InterleaveLabEventMap extends Omit<HTMLElementEventMap, keyof Messages>, Messages {}

declare global {
  interface HTMLElementTagNameMap {
    "interleave-lab": InterleaveLab;
  }
}

// ------------------------------------------------------------------ messages

/** What is shown, and how. */
export interface Settings {
  /** What a link says after its question mark. */
  experiment?: string;
  theme?: "light" | "dark" | "auto";
  /** Empty for the browser's. */
  lang?: Name<"en" | "zh-Hans" | "zh-Hant" | "">;
  /** `timeline`, `figures`, `code`, with commas between; empty for the usual ones. */
  parts?: string;
}

/** How a run is made. */
export interface RunOptions {
  /** Whether the result has all spans, and not only the 20,000 longest of each run. */
  spans?: boolean;
  /** `false` leaves spans out, and so tells what recording costs. */
  recording?: boolean;
}

/** What a host page says to a frame. */
export type MessageToFrame =
  | ({ type: "interleave:configure" } & Settings)
  | ({ type: "interleave:run" } & RunOptions)
  | { type: "interleave:cancel" };

/** What a frame says to its host page. */
export type MessageFromFrame =
  | ReadyMessage
  | ResizeMessage
  | WaitingMessage
  | ProgressMessage<"interleave:started">
  | ProgressMessage<"interleave:progress">
  | ResultMessage
  | ErrorMessage;

/** After loading, after each `interleave:configure`, and in answer to whatever comes before the first. */
export interface ReadyMessage {
  type: "interleave:ready";
  /** Of these messages. */
  version: number;
  /** What it will run, as its canonical link. */
  experiment: string;
  /** What was not understood of the link. */
  notices: Notice[];
  /** Every way to run tasks, and whether this browser has it here. */
  executors: Executor[];
}

/** Something in a link that was not understood, and so was not followed. */
export interface Notice {
  key: string;
  value: string;
  /** What would have been allowed, in a few words. */
  allowed: string;
}

/** A way to run tasks. */
export interface Executor {
  id: ExecutorId;
  available: boolean;
  /** Why it isn't available, for people. */
  reason: string | null;
}

/** When the height of what is shown changes. */
export interface ResizeMessage {
  type: "interleave:resize";
  /** px */
  height: number;
}

/** When a start waits for a run in another frame or tab. */
export interface WaitingMessage {
  type: "interleave:waiting";
  code: "busy";
  message: string;
}

/** When a run starts, and while it goes on. */
export interface ProgressMessage<Type extends "interleave:started" | "interleave:progress"> {
  type: Type;
  executor: ExecutorId | null;
  /** From 0. */
  repeat: number | null;
  step: SweepStep | null;
  /** Tasks that have ended. */
  done: number;
  /** Tasks in all. */
  tasks: number;
}

/** When all runs of a start have ended. */
export interface ResultMessage {
  type: "interleave:result";
  result: ResultDocument;
}

/** When no result comes. */
export interface ErrorMessage {
  type: "interleave:error";
  code: ErrorCode;
  /** A sentence for people. */
  message: string;
}

/** The kinds of failures. */
export type ErrorCode = Name<
  | "cancelled"
  | "worker-start"
  | "worker-lost"
  | "trap"
  | "timeout"
  | "out-of-memory"
  | "not-isolated"
  | "no-broker"
  | "fetch-failed"
  | "needs-click"
  | "busy"
  | "bad-experiment"
>;

// ------------------------------------------------------------------ the result document

/** Everything that was measured for one experiment. Names that end with `Ms` are in ms. */
export interface ResultDocument {
  schema: "interleave/result/1";
  /** As its canonical link. */
  experiment: string;
  environment: Environment;
  /** Of each way of running and step, over all its measured runs. */
  summary: Summary[];
  /** In the order in which they were made. */
  runs: Run[];
}

/** Where a result was measured. */
export interface Environment {
  /** How many cores the browser says there are. */
  hardwareConcurrency: number;
  /** How many cores' worth of computing the page got, if it measured that; fewer where cores share their parts. */
  measuredCores: number | null;
  /** Whose the cores were during the runs. */
  cores: {
    /** How many lanes that wanted a core had one, when that was measured; null where it can't be told. */
    measured: number | null;
    /** The share of the time in which lanes wanted a core that they had none, though there was one for each; null where it can't be told. */
    taken: number | null;
  };
  crossOriginIsolated: boolean;
  clockResolutionMs: number;
  userAgent: string;
  hiddenWhileRunning: boolean;
  /** The highest pressure on the processor that the browser told of during the runs; absent where it told of none. */
  cpuPressure?: Name<"nominal" | "fair" | "serious" | "critical">;
  /** How much work took a millisecond: squares summed. Of `mix` and `poison` only, whose work is given as a time. */
  workPerMs?: number;
  appVersion: string;
}

/** The figures of one way of running. */
export interface Summary {
  executor: ExecutorId;
  step: SweepStep | null;
  medianWallMs: number;
  minWallMs: number;
  maxWallMs: number;
  /** How many times sooner than `sequential`, if that was run. */
  speedup: number | null;
  /** Where that lies with a confidence of at least 95 %; from 6 repeats on. */
  speedupInterval: [number, number] | null;
}

/** A step of a sweep: the key that is stepped, and its value. */
export interface SweepStep {
  key: string;
  value: string;
}

/** One run. */
export interface Run {
  executor: ExecutorId;
  /** Lanes of its pool. */
  workers: number;
  /** From 0. */
  repeat: number;
  /** Whether it only warmed up, and doesn't count. */
  warmup: boolean;
  step: SweepStep | null;
  /** Making the pool, before the first task. */
  startupMs: number;
  /** From the first task's beginning to the last one's end. */
  wallMs: number;
  /** By task. */
  outputs: string[];
  /** How often jobs were handed out; of `queue` only. */
  deliveries?: number;
  lanes: Lane[];
  /** In order of their beginning. */
  spans: Span[];
  /** How many spans were left out; no figure leaves them out. */
  droppedSpans: number;
  metrics: Metrics;
  /** Of the light requests; only of workloads that have such. */
  latencies?: Latencies;
  /** What was copied or moved between memories, bytes. */
  movedBytes: number;
  /** Of counters only. */
  totals?: { expected: number; actual: number };
  /** What ended the run early; it keeps what it measured. */
  error: RunError | null;
}

/** What computes: a row of the timeline. */
export interface Lane {
  id: number;
  name: string;
  kind: Name<"page" | "loop" | "thread" | "process" | "taker">;
  /** Where it is, as it says itself; of takers only. */
  host?: string;
  /** How far its clock may be from the page's; of takers only. */
  clockUncertaintyMs?: number;
}

/** What a lane did, or a task waited for, from when to when; 0 is the first task's beginning. */
export interface Span {
  lane: number;
  task: number | null;
  kind: Name<"start" | "send" | "run" | "wait" | "blocked" | "ready" | "preempted" | "lost">;
  startMs: number;
  endMs: number;
}

/** The figures of a run. */
export interface Metrics {
  /** Tasks in progress. */
  peakConcurrency: number;
  meanConcurrency: number;
  /** Lanes computing, each on a core. */
  peakParallelism: number;
  meanParallelism: number;
  /** Time spent computing, all lanes together. */
  busyMs: number;
  /** What of that was in critical sections, holding the lock of the lane's memory; only of tasks that have such. */
  criticalMs?: number;
  /** Time in which lanes would have computed and had no core, all lanes together. */
  preemptedMs: number;
  /** The most that the run held at once, bytes: the Wasm memories of its coordinator and lanes, and bodies and blocks outside of them; null where nobody told. */
  memoryBytes: number | null;
  /** How many times sooner than `sequential` in the same repeat and step. */
  speedup: number | null;
  /** Speedup for each lane of the pool. */
  efficiency: number | null;
  /** The longest that the page could not answer during the run. */
  longestPageStallMs: number;
}

/** Percentiles of what requests took beyond their own wait. */
export interface Latencies {
  p50Ms: number;
  p95Ms: number;
  p99Ms: number;
  maxMs: number;
}

/** What ended a run early. */
export interface RunError {
  code: ErrorCode;
  /** A sentence for people. */
  message: string;
  task: number | null;
}
