// The course's only script: it puts the reader's own figures into a chapter, and remembers on this device which
// chapters were read. Nothing is sent, and without it everything can be read.
(() => {
  const language = document.documentElement.lang;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  // ---------------------------------------------------------------- figures

  // As the app writes them: about three digits that count, a half to the even digit where
  // browsers can, and no line ends before a unit.
  const JOINT = "\u202f";
  const number = (value, decimals, atLeast = decimals) =>
    value.toLocaleString(language, {
      minimumFractionDigits: atLeast,
      maximumFractionDigits: decimals,
      roundingMode: "halfEven",
    });
  const decimals = (value) => (value < 9.995 ? 2 : value < 99.95 ? 1 : 0);
  const times = (ratio) => number(ratio, decimals(ratio));

  function duration(ms) {
    if (ms < 0.9995) return `${number(ms, 3)}${JOINT}ms`;
    if (ms < 999.5) return `${number(ms, decimals(ms))}${JOINT}ms`;
    if (ms < 99_995) return `${number(ms / 1000, 2)}${JOINT}s`;
    const seconds = Math.round(ms / 1000);
    return `${number(Math.floor(seconds / 60), 0)}${JOINT}min ${number(seconds % 60, 0)}${JOINT}s`;
  }

  const memory = (bytes) => `${number(bytes / 1_048_576, 1, 0)}${JOINT}MiB`;

  function median(values) {
    if (values.length === 0) return undefined;
    const sorted = [...values].sort((a, b) => a - b);
    const middle = sorted.length / 2;
    return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle) - 1]) / 2;
  }

  // What a figure is in a result, by the first word of its name, and how it is written. What wasn't measured is
  // undefined or null.
  const FIGURES = {
    cores: [({ environment }) => coresThereAre(environment), (cores) => number(cores, 0)],
    wall: [wall, duration],
    speedup: [(result, executor) => summary(result, executor)?.speedup, times],
    ratio: [(result, first, second) => wall(result, first) / wall(result, second), times],
    parallelism: [
      (result, executor) => typical(result, executor, (run) => run.metrics.meanParallelism),
      times,
    ],
    concurrency: [
      (result, executor) => typical(result, executor, (run) => run.metrics.meanConcurrency),
      times,
    ],
    lost: [
      (result, executor) =>
        typical(result, executor, ({ totals }) => totals && totals.expected - totals.actual),
      (lost) => number(lost, 0),
    ],
    latency: [(result, executor) => typical(result, executor, (run) => run.latencies?.p99Ms), duration],
    memory: [(result, executor) => typical(result, executor, (run) => run.metrics.memoryBytes), memory],
    startup: [(result, executor) => typical(result, executor, (run) => run.startupMs), duration],
  };

  // As the app counts them (`cores_there_are` in `src/trace/calibration.rs`): as many as the browser says, unless lanes
  // that all wanted a core had so few that this can't be. Two are always believed.
  function coresThereAre({ hardwareConcurrency: said, cores }) {
    const measured = cores?.measured;
    const isOverstated = Number.isFinite(measured) && said > 2 && measured < 0.75 * said;
    return isOverstated ? Math.max(Math.round(measured), 1) : said;
  }

  function summary(result, executor) {
    return result.summary.find((row) => row.executor === executor && row.step === null);
  }

  function wall(result, executor) {
    return summary(result, executor)?.medianWallMs;
  }

  // The median of an executor's runs, without those that warmed up or failed, or don't tell.
  function typical(result, executor, value) {
    const runs = result.runs.filter((run) => run.executor === executor && !run.warmup && !run.error);
    return median(runs.map(value).filter(Number.isFinite));
  }

  // Fills a place with its figure; whether there is one.
  function fill(place, result) {
    const [name, ...executors] = place.dataset.figure.split(" ");
    const [find, written] = FIGURES[name];
    const value = find(result, ...executors);
    const isThere = Number.isFinite(value);
    place.textContent = isThere ? written(value) : "–";
    return isThere;
  }

  // The sentences of a block, each only if all of its figures are there.
  function tell(block, result) {
    const said = block.querySelector("template").content.cloneNode(true);
    const unknown = all("[data-figure]", said).filter((place) => !fill(place, result));
    for (const place of unknown) place.closest("p, li")?.remove();
    if (unknown.length > 0) {
      const missing = document.createElement("p");
      missing.textContent = block.dataset.missing;
      said.append(missing);
    }
    block.querySelector("[role=status]").replaceChildren(said);
    block.classList.remove("waiting");
  }

  for (const lab of all("interleave-lab")) {
    lab.addEventListener("result", ({ detail: { result } }) => {
      for (const block of all(`.seen[data-lab=${lab.id}]`)) tell(block, result);
      for (const cell of all(`td[data-lab=${lab.id}]`)) fill(cell, result);
    });
  }

  // ---------------------------------------------------------------- what was read

  const KEY = "interleave-learned";

  // The names of the chapters that were read. A browser may refuse to keep anything: then nothing is remembered.
  function learned() {
    try {
      const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
      return Array.isArray(kept) ? kept : [];
    } catch {
      return [];
    }
  }

  function remember(slugs) {
    try {
      if (slugs.length > 0) localStorage.setItem(KEY, JSON.stringify(slugs));
      else localStorage.removeItem(KEY);
    } catch {
      // Nothing is remembered.
    }
    show();
  }

  // Marks what was read in the lists of chapters, and says where to go on.
  function show() {
    const read = learned();
    const rows = all("[data-listed]");
    for (const row of rows) row.querySelector(".read").hidden = !read.includes(row.dataset.listed);
    const next = rows.findIndex((row) => !read.includes(row.dataset.listed));
    const goOn = document.querySelector(".go-on");
    if (!goOn) return;
    const hasBegun = rows.some((row) => read.includes(row.dataset.listed));
    document.querySelector(".kept").hidden = !hasBegun;
    goOn.hidden = !hasBegun || next < 0;
    if (goOn.hidden) return;
    const link = goOn.querySelector("a");
    const { href, textContent: title } = rows[next].querySelector("a");
    link.href = href;
    link.textContent = link.dataset.said.replace("{n}", next + 1).replace("{title}", title);
  }

  show();
  document.querySelector(".kept button")?.addEventListener("click", () => {
    remember([]);
    // The button is gone, and focus with it.
    document.querySelector("main").focus();
  });

  // A chapter is read when its end comes into view.
  const chapter = document.querySelector("[data-chapter]")?.dataset.chapter;
  if (chapter) {
    const end = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      end.disconnect();
      if (!learned().includes(chapter)) remember([...learned(), chapter]);
    });
    end.observe(document.querySelector(".turn"));
  }

  // ---------------------------------------------------------------- the reader's language

  // On the page that only lists languages. A likely script is told of each tag: zh-TW is written in Hant.
  const choice = document.querySelector(".choice");
  if (choice) {
    for (const tag of navigator.languages) {
      const { language, script } = new Intl.Locale(tag).maximize();
      const wanted = language === "zh" ? `zh-${script}` : language;
      const link = choice.querySelector(`[hreflang="${wanted}"]`);
      if (link) {
        location.replace(link.href);
        break;
      }
    }
  }
})();
