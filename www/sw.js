// The built-in source of downloads: answers `source/?delay=…&size=…&form=…` after so many ms with so many
// bytes, zeros or JSON.
// JavaScript, because a service worker has to start faster than a Wasm module can be loaded.

// Requests that are being held: run → functions that let go of one at once.
const held = new Map();

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  if (event.data === "claim") self.clients.claim();
  // The run is over: threads that block in a request must not wait for its end.
  const [word, run] = String(event.data).split(" ");
  if (word === "release") for (const letGo of held.get(run) ?? []) letGo();
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (url.href.startsWith(self.registration.scope + "source/")) {
    event.respondWith(answer(url.searchParams));
  }
});

async function answer(parameters) {
  const run = parameters.get("run");
  const body = content(parameters.get("form"), Number(parameters.get("size")));
  const inTime = await hold(run, Number(parameters.get("delay")));
  // Workers on an isolated page may only load what says that it may be loaded.
  const headers = { "cache-control": "no-store", "cross-origin-resource-policy": "cross-origin" };
  if (!inTime) return new Response(null, { status: 503, headers });
  return new Response(body, { headers });
}

// The last JSON that was made: a run asks for the same size again and again.
let last = { size: 0, bytes: null };

// The same bytes as src/workload/content.rs makes.
function content(form, size) {
  if (form !== "json") return new Uint8Array(size);
  if (last.size !== size) last = { size, bytes: json(size) };
  return last.bytes;
}

const NAMES = ["ash", "birch", "cedar", "elm", "hazel", "larch", "maple", "willow"];

// An array of as many small objects as fit, and spaces after it.
function json(size) {
  let text = "";
  for (let id = 0; ; id++) {
    const name = NAMES[id % NAMES.length];
    const object = `${id ? "," : "["}{"id":${id},"value":${mixed(id)},"name":"${name}"}`;
    if (text.length + object.length + 1 > size) break;
    text += object;
  }
  return new TextEncoder().encode((text + "]").padEnd(size, " "));
}

// A number that looks like any other, by the finaliser of MurmurHash3 (Austin Appleby, public domain).
function mixed(id) {
  let mixed = id + 1;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function hold(run, delay) {
  return new Promise((resolve) => {
    const requests = held.get(run) ?? held.set(run, new Set()).get(run);
    const settle = (inTime) => {
      clearTimeout(timer);
      requests.delete(letGo);
      if (requests.size === 0) held.delete(run);
      resolve(inTime);
    };
    const letGo = () => settle(false);
    const timer = setTimeout(() => settle(true), delay);
    requests.add(letGo);
  });
}
