// What every worker runs first.
import init from "./engine.js";

// Not every browser tells a worker's maker of a rejected promise; an error that nobody catches is told by all.
init().catch((error) =>
  setTimeout(() => {
    throw error;
  }),
);
