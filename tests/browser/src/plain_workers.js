// What plain workers of this browser do, for the app's to be set beside: no executor, no messages but one each way, no
// picture.
const release = new URL(document.querySelector("script[src*=release-]").src.replace(/[^/]*$/, ""));
const worker = (source) =>
  new Worker(URL.createObjectURL(new Blob([source], { type: "text/javascript" })), { type: "module" });
const answer = (worker, message) =>
  new Promise((resolve) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.postMessage(message);
  });

// Made by a worker, as the app's are: until each of `n` has the engine's program, compiled elsewhere.
async function pool(n) {
  const program = await WebAssembly.compile(await (await fetch(new URL("engine_bg.wasm", release))).arrayBuffer());
  const lane = `import init from "${new URL("engine.js", release)}";
    onmessage = async ({ data }) => { await init({ module_or_path: data }); postMessage("ready"); };`;
  const coordinator = worker(`onmessage = async ({ data: { lane, n, program } }) => {
    const address = URL.createObjectURL(new Blob([lane], { type: "text/javascript" }));
    const begun = performance.now();
    const workers = Array.from({ length: n }, () => new Worker(address, { type: "module", name: "lane" }));
    await Promise.all(workers.map((worker) => new Promise((ready) => {
      worker.onmessage = ready;
      worker.postMessage(program);
    })));
    postMessage(performance.now() - begun);
    for (const worker of workers) worker.terminate();
  };`);
  const ms = await answer(coordinator, { lane, n, program });
  coordinator.terminate();
  return ms;
}

// Until `n` workers, which are there already, have each done their part of two equal counts of primes.
async function primes(n) {
  const lane = `onmessage = ({ data }) => {
    let found = 0;
    for (let task = 0; task < data; task++) {
      for (let number = 2; number <= 100000; number++) {
        let divisor = 2;
        while (divisor < number && number % divisor) divisor++;
        if (divisor === number) found++;
      }
    }
    postMessage(found);
  };`;
  const workers = Array.from({ length: n }, () => worker(lane));
  await Promise.all(workers.map((worker) => answer(worker, 0)));
  const begun = performance.now();
  await Promise.all(workers.map((worker) => answer(worker, 2 / n)));
  const ms = performance.now() - begun;
  for (const worker of workers) worker.terminate();
  return ms;
}

// Without any worker: 160 downloads at once from the app's own source, each of which waits for `delay` ms.
async function downloads(delay) {
  const begun = performance.now();
  const download = async (_, task) => {
    const answer = await fetch(`source/?run=0&task=${task}&delay=${delay}&size=10240&form=bytes`);
    return (await answer.arrayBuffer()).byteLength;
  };
  await Promise.all(Array.from({ length: 160 }, download));
  return performance.now() - begun;
}

// What one of them takes with `n`, ms.
globalThis.plainWorkers = (what, n) => ({ pool, primes, downloads })[what](n);
