// What every worker runs first. Whoever made it sends it the program, compiled, and may go on to send messages at once:
// they are kept until the program hears them.
import init from "./engine.js";

addEventListener(
  "message",
  ({ data: program }) => {
    const early = [];
    const keep = (event) => early.push(event);
    addEventListener("message", keep);
    init({ module_or_path: program }).then(
      () => {
        removeEventListener("message", keep);
        for (const event of early) self.onmessage(event);
      },
      // Not every browser tells a worker's maker of a rejected promise; an error that nobody catches is told by all.
      (error) =>
        setTimeout(() => {
          throw error;
        }),
    );
  },
  { once: true },
);
