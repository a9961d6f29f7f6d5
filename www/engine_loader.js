// What every worker runs first.
import init from "./engine.js";

await init();
