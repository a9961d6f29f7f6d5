// The service worker. It is
// - the built-in source of downloads: it answers `source/?delay=…&size=…&form=…` after so many ms with so
//   many bytes, zeros or JSON;
// - the headers of hosts that send none: pages that it hands out are cross-origin isolated;
// - the copy of the app that works offline.
// JavaScript, because a service worker has to start faster than a Wasm module can be loaded.
//
// A release is a folder named after what is in it, and the page that names the folder. So a page gets all
// its files from one release, whoever hands them out, and this script needs no release of its own: it takes
// over at once, whenever it changes.

// Where the app is: a folder, with a slash at its end.
const home = self.registration.scope;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  const [word, about, language, ...paths] = String(event.data).split(" ");
  if (word === "claim") self.clients.claim();
  // The run is over: threads that block in a request must not wait for its end.
  if (word === "release") for (const letGo of held.get(about) ?? []) letGo();
  if (word === "keep" && RELEASE.test(about)) {
    event.waitUntil(keeping((signal) => keep(about, paths, signal), event.source));
  }
  if (word === "rest" && RELEASE.test(about)) {
    event.waitUntil(keeping((signal) => keepRest(about, language, signal), event.source));
  }
  // The page is about to measure, and nothing else may use the machine.
  if (word === "pause") underWay?.abort();
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  // Everything else goes the browser's own way: other hosts, and whatever a host has beside the app.
  if (request.method !== "GET" || !url.href.startsWith(home)) return;
  const [path] = url.href.slice(home.length).split(/[?#]/);
  if (path.startsWith("source/")) event.respondWith(answer(url.searchParams));
  else if (path === "" || path === "index.html") event.respondWith(page(request));
  else if (RELEASE.test(path)) event.respondWith(file(event, home + path.split("/")[0]));
  else if (path.startsWith("learn/") || path === "embed.js") event.respondWith(ofCourse(event));
});

// ---------------------------------------------------------------- headers

// The same as in the files for hosts.
const HEADERS = {
  // headers, as ./dev headers writes them
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "cross-origin",
  "Access-Control-Allow-Origin": "*",
  "Document-Isolation-Policy": "isolate-and-require-corp",
  "Content-Security-Policy":
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; worker-src 'self' blob:; frame-src 'self'; connect-src 'self' blob: https: http:; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "strict-origin-when-cross-origin",
  // end of headers
};

// The response with the headers that it lacks: what a host says itself counts.
function completed(response) {
  const missing = Object.entries(HEADERS).filter(([name]) => !response.headers.has(name));
  // A redirect is for the browser, and can't be made anew.
  if (missing.length === 0 || response.status === 0) return response;
  const { body, status, statusText } = response;
  return new Response(body, { status, statusText, headers: [...response.headers, ...missing] });
}

// ---------------------------------------------------------------- releases

// A release's folder; each is kept in a cache that is named by its address. The page comes into it after all that was
// used of the release: a cache that has it works without a network as far as it was used.
const RELEASE = /^release-[0-9a-f]{16}(\/|$)/;

// How long the network may take for a page while a copy of it is at hand, ms.
const PATIENCE_MS = 3000;

// The page comes from the host, so that a new release is there with the first visit; where the host can't
// be reached it is the copy that was kept last.
async function page(request) {
  return freshOr(await keptPage(), fetch(request, { cache: "no-cache" }));
}

// What the host says, unless it can't be reached, takes too long or is broken, and there is a copy.
async function freshOr(copy, fresh) {
  if (!copy) return completed(await fresh);
  const late = new Promise((_, reject) => setTimeout(reject, PATIENCE_MS));
  try {
    const response = await Promise.race([fresh, late]);
    if (response.status < 500) return completed(response);
  } catch {
    // Offline, or as good as offline.
  }
  return copy;
}

// What was used of releases that are not kept yet, as addresses; a page hears nothing of what its workers use.
const used = new Set();

// A file of a release never changes, so that a copy is as good as the host's. What is used of a release that is
// kept is kept with it.
async function file(event, release) {
  const { request } = event;
  // Workers have a query each, and are one file.
  const [url] = request.url.split(/[?#]/);
  const copy = await caches.match(url, { cacheName: release, ignoreVary: true });
  const response = copy ?? completed(await fetch(request));
  if (!copy && response.ok) {
    if (await caches.has(release)) event.waitUntil(keepUsed(release, url, response.clone()));
    else used.add(url);
  }
  return request.destination === "worker" ? notForReuse(response) : response;
}

async function keepUsed(release, url, response) {
  await othersMeasured();
  // It may be gone by now.
  if (await caches.has(release)) await (await caches.open(release)).put(url, response);
}

// WebKit hands a worker's script that it may reuse to the next worker, and forgets its headers.
function notForReuse(response) {
  if (response.status === 0) return response;
  const { body, status, statusText } = response;
  const headers = new Headers(response.headers);
  headers.set("Cache-Control", "no-store");
  return new Response(body, { status, statusText, headers });
}

// The caches of all releases that were ever kept here, in the order in which they were begun.
async function kept() {
  const names = await caches.keys();
  return names.filter((name) => name.startsWith(home) && RELEASE.test(name.slice(home.length)));
}

async function keptPage() {
  for (const cacheName of (await kept()).reverse()) {
    const page = await caches.match(home, { cacheName, ignoreVary: true });
    if (page) return page;
  }
}

// What ends the keeping that is going on.
let underWay = null;

// Keeps something, and tells the page that asked what came of it. What can't be had is tried again with the next visit.
async function keeping(work, asking) {
  underWay?.abort();
  const ending = new AbortController();
  underWay = ending;
  try {
    asking.postMessage(await work(ending.signal));
  } catch {
    // Called off, offline, out of space, or in the middle of being deployed.
  }
  if (underWay === ending) underWay = null;
}

// Keeps what a page has used of its release, if the host still has that. Gives `kept`, or `replaced` and the release
// that the host has by now. One that takes the place of another is told to all pages.
async function keep(release, paths, signal) {
  const name = home + release;
  const before = await kept();
  const isNewest = before.at(-1) === name;
  const open = await pages();
  if (isNewest && (await caches.match(home, { cacheName: name, ignoreVary: true }))) {
    await add(name, paths, signal);
    return "kept";
  }
  const page = await load(home, { signal, cache: "no-cache" });
  const [current] = (await page.clone().text()).match(/release-[0-9a-f]{16}/) ?? [];
  if (current !== release) return `replaced ${current}`;
  // A release that came back begins anew, since the newest cache is the one to be used offline.
  if (!isNewest) await caches.delete(name);
  const byWorkers = [...used].filter((url) => url.startsWith(`${name}/`));
  await add(name, [...paths, ...byWorkers.map((url) => url.slice(name.length + 1))], signal);
  for (const url of byWorkers) used.delete(url);
  await (await caches.open(name)).put(home, page);
  if (before.some((other) => other !== name)) {
    for (const page of open) page.postMessage(`replaced ${release}`);
  }
  return "kept";
}

// Keeps all of a release that is for readers of this language; nothing for those who want to save data. Then nobody needs
// older releases, but for pages of theirs that are open. The course in the same language comes last.
async function keepRest(release, language, signal) {
  const name = home + release;
  if (!(await caches.has(name))) throw new Error(`${release} is not kept`);
  const savesData = navigator.connection?.saveData;
  if (!savesData) {
    const list = await (await load(`${name}/files.json`, { signal })).json();
    const isForOthers = (path) => path.startsWith("locales/") && !path.endsWith(`/${language}.json`);
    await add(
      name,
      list.filter((path) => !isForOthers(path)),
      signal,
    );
  }
  if ((await pages()).length <= 1) {
    for (const other of await kept()) if (other !== name) await caches.delete(other);
  }
  if (!savesData) await keepCourse(language, release, signal);
  return "complete";
}

// Adds files of a folder to its cache, one after the other, and only while nobody measures.
async function add(folder, paths, signal) {
  const cache = await caches.open(folder);
  for (const path of paths) {
    const url = `${folder}/${path}`;
    if (await cache.match(url, { ignoreVary: true })) continue;
    await othersMeasured();
    await cache.put(url, await load(url, { signal, priority: "low" }));
  }
}

// Until no page measures, each of which holds this lock while it does.
async function othersMeasured() {
  await navigator.locks?.request("interleave/measuring", { mode: "shared" }, () => {});
}

async function load(url, options) {
  const response = await fetch(url, options);
  // Some hosts answer with a page where a file is missing.
  const isPage = (response.headers.get("content-type") ?? "").startsWith("text/html");
  if (!response.ok || isPage !== /(\/|\.html)$/.test(url)) throw new Error(`${url} is not there`);
  return completed(response);
}

// The app's open pages.
async function pages() {
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  return windows.filter((client) => client.url.startsWith(home));
}

// ---------------------------------------------------------------- the course

// The cache of the course's pages, which keep their addresses from release to release, and of what they load.
const COURSE = `${home}learn`;

// A page of the course, or what it loads, comes from the host; its copy is what was seen last.
async function ofCourse(event) {
  const url = courseAddress(event.request.url);
  const copy = await caches.match(url, { cacheName: COURSE, ignoreVary: true });
  const fresh = fetch(event.request, { cache: "no-cache" });
  // One that comes too late for this visit is there for the next.
  event.waitUntil(fresh.then(keepVisited, () => {}));
  return freshOr(copy, fresh);

  async function keepVisited(response) {
    if (!response.ok || response.redirected) return;
    const copied = completed(response.clone());
    await othersMeasured();
    await (await caches.open(COURSE)).put(url, copied);
  }
}

// Where a page's copy is: a page in a folder has two addresses.
function courseAddress(url) {
  return url.split(/[?#]/)[0].replace(/\/index\.html$/, "/");
}

// Keeps the course for readers of this language: all that no language has in its folder, and what its own has. A list
// that was kept for a release says that the rest of it was.
async function keepCourse(language, release, signal) {
  const listed = `${COURSE}/files.json`;
  const done = `${listed}?${release}&${language}`;
  if (await caches.match(done, { cacheName: COURSE, ignoreVary: true })) return;
  const list = await load(listed, { signal, cache: "no-cache" }).catch(() => null);
  // Not every host has the course.
  if (!list) return;
  const paths = await list.clone().json();
  const cache = await caches.open(COURSE);
  for (const path of [...paths.filter((path) => isFor(language, path)), "../embed.js"]) {
    const url = courseAddress(new URL(path, `${COURSE}/`).href);
    await othersMeasured();
    await cache.put(url, await load(url, { signal, cache: "no-cache", priority: "low" }));
  }
  for (const old of await cache.keys(listed, { ignoreSearch: true })) await cache.delete(old);
  await cache.put(done, list);
}

function isFor(language, path) {
  const [folder, ...inside] = path.split("/");
  return inside.length === 0 || folder === language || !/^[a-z]{2}(-[A-Za-z]+)?$/.test(folder);
}

// ---------------------------------------------------------------- the source of downloads

// Requests that are being held: run → functions that let go of one at once.
const held = new Map();

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
  return new TextEncoder().encode(`${text}]`.padEnd(size, " "));
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
