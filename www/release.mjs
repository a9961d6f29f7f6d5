// What Trunk runs when it has built everything: adds the parts of the page that arrive later (see
// `split/wasm-bindgen`), and gives the folder `release/`, where every file is that a page loads, a name after
// what is in it, once scripts, styles and strings are as small as they can be. So one address never has two contents,
// however often hosts and browsers keep files, and the files of one page are of one release. What stays beside it keeps
// its address for ever.
import { createHash } from "node:crypto";
import { cp, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { extname, join } from "node:path";
import { withShortNames } from "./short_names.mjs";

const dist = process.env.TRUNK_STAGING_DIR;
const folder = join(dist, "release");
const index = join(dist, "index.html");

await cp(process.env.INTERLEAVE_PARTS, folder, { recursive: true });
await giveThreadsTheStackOfWorkers();
await shortenNames();
await writeFile(index, await withOneSheet(await readFile(index, "utf8")));
const files = [];
for (const entry of (await readdir(folder, { recursive: true })).sort()) {
  if ((await stat(join(folder, entry))).isFile()) files.push(entry.replaceAll("\\", "/"));
}

const esbuild = createRequire(import.meta.url)(process.env.INTERLEAVE_ESBUILD);
const smaller = {
  ".js": (text) => transformed(text, "js"),
  ".css": (text) => transformed(text, "css"),
  ".json": (text) => JSON.stringify(JSON.parse(text)),
};
for (const file of files) {
  const small = smaller[extname(file)];
  const path = join(folder, file);
  if (small) await writeFile(path, await small(await readFile(path, "utf8")));
}

const page = await readFile(index, "utf8");
const hash = createHash("sha256").update(page);
for (const file of files) hash.update(`\0${file}\0`).update(await readFile(join(folder, file)));
const name = `release-${hash.digest("hex").slice(0, 16)}`;

// What the service worker keeps for use without a network.
await writeFile(join(folder, "files.json"), JSON.stringify(files));
await rename(folder, join(dist, name));
await writeFile(index, page.replaceAll("release/", `${name}/`));

async function shortenNames() {
  const [program, script] = ["interleave_bg.wasm", "interleave.js"].map((file) => join(folder, file));
  const short = withShortNames(await readFile(program), await readFile(script, "utf8"));
  await writeFile(program, short.program);
  await writeFile(script, short.script);
}

// The page's style sheets, in their order, as one file: two fifths less once compressed, and fetched at once.
async function withOneSheet(page) {
  const sheets = [...page.matchAll(/<link rel="stylesheet" href="[^"]*release\/([^"/]+\.css)"[^>]*>\s*/g)];
  const parts = sheets.map(([, file]) => readFile(join(folder, file), "utf8"));
  await writeFile(join(folder, "page.css"), (await Promise.all(parts)).join("\n"));
  for (const [, file] of sheets) await rm(join(folder, file));
  const [first, ...others] = sheets.map(([link]) => link);
  if (!first) throw new Error("release.mjs: Trunk no longer links style sheets as it did");
  const one = page.replace(first, () => '<link rel="stylesheet" href="./release/page.css">\n');
  return others.reduce((rest, link) => rest.replace(link, ""), one);
}

async function transformed(text, loader) {
  return (await esbuild.transform(text, { loader, minify: true })).code;
}

// A worker with a memory of its own has a stack of 1 MiB, as its program was linked. Threads get 2 MiB each unless whoever
// starts them says so, and wasm-bindgen-rayon has no way to be told: what a pool holds is what its tasks need, or is not
// to be compared with workers.
async function giveThreadsTheStackOfWorkers() {
  const starter = (await readdir(folder, { recursive: true })).find((file) =>
    file.endsWith("workerHelpers.no-bundler.js"),
  );
  if (!starter)
    throw new Error("release.mjs: wasm-bindgen-rayon has no workerHelpers.no-bundler.js any more");
  const file = join(folder, starter);
  const started = "pkg.default(data.module, data.memory)";
  const script = await readFile(file, "utf8");
  if (!script.includes(started)) throw new Error(`release.mjs: wasm-bindgen-rayon no longer says ${started}`);
  const told =
    "pkg.default({ module_or_path: data.module, memory: data.memory, thread_stack_size: 1 << 20 })";
  await writeFile(file, script.replace(started, told));
}
