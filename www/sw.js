// The built-in source of downloads: answers `source/?delay=…&size=…` after so many ms with so many bytes.
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
  const inTime = await hold(run, Number(parameters.get("delay")));
  // Workers on an isolated page may only load what says that it may be loaded.
  const headers = { "cache-control": "no-store", "cross-origin-resource-policy": "cross-origin" };
  if (!inTime) return new Response(null, { status: 503, headers });
  return new Response(new Uint8Array(Number(parameters.get("size"))), { headers });
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
