// Put by the test's host ahead of the page's own scripts: notes every message that the app sends, and
// anything that goes wrong, and lets the driver wait for them. In a host page, it talks to the frame.
(() => {
  const toFrame = new Set(["interleave:configure", "interleave:run", "interleave:cancel"]);
  const log = [];
  const complaints = [];
  // What was clicked, for whoever wonders where a click went.
  const clicks = [];
  addEventListener("click", ({ target }) => clicks.push(target.outerHTML?.slice(0, 80)), true);
  const waiting = new Set();
  // How often this tab has loaded a page of this origin.
  const loads = 1 + Number(sessionStorage.getItem("journey-loads"));
  sessionStorage.setItem("journey-loads", loads);

  addEventListener("message", ({ data, origin }) => {
    const type = data?.type;
    if (typeof type !== "string" || !type.startsWith("interleave:") || toFrame.has(type)) return;
    log.push({ index: log.length, at: performance.now(), origin, message: data });
    for (const look of [...waiting]) look();
  });
  // The only "error" that is none: sizes that changed while sizes were told are told with the next frame.
  const later = "ResizeObserver loop completed with undelivered notifications.";
  addEventListener("error", (event) => {
    if (event.message !== later) complaints.push(`error: ${event.message}`);
  });
  addEventListener("unhandledrejection", (event) => complaints.push(`rejection: ${event.reason}`));
  addEventListener("securitypolicyviolation", (event) =>
    complaints.push(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));

  globalThis.journey = {
    log,
    complaints,
    clicks,
    loads,
    // Sends messages, all in one turn, and says where the log stands and what time it is.
    send(messages) {
      const app = document.querySelector("iframe[src]")?.contentWindow ?? window;
      const mark = { index: log.length, at: performance.now() };
      for (const message of messages) app.postMessage(message, "*");
      return mark;
    },
    // Calls back when nothing has moved for two frames. What moves for ever is not waited for.
    still(done) {
      const moves = (animation) =>
        (animation.playState === "running" || animation.pending) && animation.effect?.getComputedTiming().endTime !== Infinity;
      let frames = 0;
      const look = () => {
        frames = document.getAnimations().some(moves) ? 0 : frames + 1;
        if (frames === 2) done();
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    },
    // Calls back with the first entry from `index` on whose type is one of `types`, or with null.
    next(index, types, ms, done) {
      const settle = (entry) => {
        clearTimeout(timer);
        waiting.delete(look);
        done(entry);
      };
      const look = () => {
        const entry = log.slice(index).find(({ message }) => types.includes(message.type));
        if (entry) settle(entry);
      };
      const timer = setTimeout(() => settle(null), ms);
      waiting.add(look);
      look();
    },
  };
})();
