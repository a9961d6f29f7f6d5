// The page's first script: starts the app, on an isolated page wherever one can be had.
//
// Threads share memory, which browsers allow on isolated pages only. Hosts that don't send the headers for
// that get them from the service worker, which hands out the page from its second load on. So a page that is
// not isolated registers it and loads once more, before anybody could begin to use it.
import init from "./interleave.js";

// How long the service worker may take until the page goes without, ms: at least as long as a reader barely notices, at
// most as long as one waits, and in between as long as the page itself took to arrive, which tells how slow the network
// is.
const [LEAST_PATIENCE_MS, MOST_PATIENCE_MS] = [900, 3000];
// Says in this tab's storage that the page was loaded once more, so that it never is twice.
const TRIED = "interleave-isolating";

// A program that breaks can't say so itself; what there is to be said it has put there while it could.
addEventListener("error", function tell({ error }) {
  if (!(error instanceof WebAssembly.RuntimeError)) return;
  // Whatever calls the program from now on breaks, too.
  removeEventListener("error", tell);
  document.getElementById("broken")?.removeAttribute("hidden");
  parent.postMessage(
    { type: "interleave:error", code: "trap", message: `The page's program broke: ${error.message}` },
    "*",
  );
});

if (await needsReload()) location.reload();
else await init();

async function needsReload() {
  try {
    if (crossOriginIsolated) {
      sessionStorage.removeItem(TRIED);
      return false;
    }
    const container = navigator.serviceWorker;
    // Already from the service worker, or tried before: that is all there is.
    if (container.controller || sessionStorage.getItem(TRIED)) return false;
    const patience = Math.min(Math.max(performance.now(), LEAST_PATIENCE_MS), MOST_PATIENCE_MS);
    const late = new Promise((_, reject) => setTimeout(reject, patience));
    const registered = container.register(new URL("../sw.js", import.meta.url));
    await Promise.race([registered.then(() => container.ready), late]);
    sessionStorage.setItem(TRIED, "yes");
    return true;
  } catch {
    // Refused: in private browsing, in a frame, without https.
    return false;
  }
}
