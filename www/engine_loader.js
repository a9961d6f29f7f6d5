// What every worker runs first. Whoever made it sends it the program, compiled.
import init from "./engine.js";

addEventListener(
  "message",
  ({ data }) =>
    // Not every browser tells a worker's maker of a rejected promise; an error that nobody catches is told by all.
    init({ module_or_path: data }).catch((error) =>
      setTimeout(() => {
        throw error;
      }),
    ),
  { once: true },
);
