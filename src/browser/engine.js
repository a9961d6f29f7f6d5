// A dynamic import is syntax: Wasm has no way to say it.
export async function load(base) {
  const engine = await import(`${base}engine.js`);
  await engine.default({ module_or_path: `${base}engine_bg.wasm` });
  return engine;
}
