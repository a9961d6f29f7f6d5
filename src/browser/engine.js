// A dynamic import is syntax: Wasm has no way to say it.
export async function load(files, program) {
  const engine = await import(`${files}engine.js`);
  await engine.default({ module_or_path: program });
  return engine;
}
