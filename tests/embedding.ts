// How pages use `www/embed.d.ts`: `./dev lint` checks the types of what is written here, and runs nothing.
import type {
  InterleaveLab,
  InterleaveLabAttributes,
  MessageFromFrame,
  MessageToFrame,
  ResultDocument,
} from "../www/embed.d.ts";
import saved from "./fuzz/result.json";

// The element, its methods and its events.
export const lab = document.querySelector("interleave-lab");
lab?.addEventListener("result", ({ detail }) => console.table(detail.result.summary));
lab?.addEventListener("ready", ({ detail }) => detail.executors.filter((executor) => executor.available));
lab?.addEventListener("error", ({ detail }) => console.error(detail.code === "busy", detail.message));
lab?.addEventListener("progress", ({ detail }) => detail.done / detail.tasks);
lab?.addEventListener("resize", ({ detail }) => detail.height);
lab?.addEventListener("click", (event) => event.clientX);
lab?.configure({
  experiment: "workload=primes&tasks=4",
  theme: "dark",
  lang: "zh-Hans",
  parts: "timeline,code",
});
lab?.run({ spans: true, recording: true });
lab?.cancel();

// @ts-expect-error: there is no such theme
lab?.configure({ theme: "blue" });
// @ts-expect-error: a result has no message
lab?.addEventListener("result", ({ detail }) => detail.message);
// @ts-expect-error: it is not the window's event of this name
lab?.addEventListener("error", (event) => event.filename);

// A tag name of JSX and of templates.
export const attributes: InterleaveLabAttributes = {
  experiment: "workload=primes",
  width: 720,
  autorun: true,
};
export const made: InterleaveLab = document.createElement("interleave-lab");

// A plain frame, and its messages.
export function talk(frame: HTMLIFrameElement) {
  const tell = (message: MessageToFrame) => frame.contentWindow?.postMessage(message, "*");
  addEventListener("message", ({ source, data }: MessageEvent<MessageFromFrame>) => {
    if (source !== frame.contentWindow) return;
    if (data.type === "interleave:ready") tell({ type: "interleave:run", spans: true });
    if (data.type === "interleave:resize") frame.style.height = `${data.height}px`;
    if (data.type === "interleave:result") longest(data.result);
  });
}

function longest({ runs }: ResultDocument): number {
  return Math.max(...runs.flatMap(({ spans }) => spans.map(({ startMs, endMs }) => endMs - startMs)));
}

// A saved result has all that the types say; its text doesn't tell the compiler which schema it is of.
export const result: ResultDocument = { ...saved, schema: "interleave/result/1" };
