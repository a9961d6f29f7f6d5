// <interleave-lab experiment="workload=…">: a running experiment in any page. docs/embedding.md describes it.
// Interface 1: attributes, methods and events may be added here, but none changes; that takes another file.
(() => {
  // The app is beside this script. A module has no `currentScript`, a classic script no `import.meta`; the
  // first address on the stack is this script's in both.
  const script = document.currentScript?.src || /\w+:\/\/[^\s()]+\.js/.exec(Error().stack)[0];
  const app = new URL(".", script);

  // A sheet that is made here needs no leave from the page's content security policy.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :host { display: block; position: relative }
    :host([hidden]) { display: none }
    iframe { display: block; width: 100%; height: 240px; border: 0 }
    slot ~ iframe { position: absolute; visibility: hidden }`);

  class InterleaveLab extends HTMLElement {
    static version = 1;
    static observedAttributes = ["experiment", "theme", "lang", "parts"];

    #root = this.attachShadow({ mode: "open" });
    #gone; // aborted when the element leaves the page
    #frame;
    #queue = []; // messages for a frame that can't hear yet; null for one that can
    #changes; // what the next `configure` says
    #theme; // what the frame was told

    connectedCallback() {
      // What the page put into the element, a link or a picture, is shown until the frame is ready.
      this.#root.replaceChildren(document.createElement("slot"));
      this.#root.adoptedStyleSheets = [sheet];
      this.#gone = new AbortController();
      const { signal } = this.#gone;
      addEventListener("message", (event) => this.#hear(event), { signal });

      const follow = () => this.#value("theme") !== this.#theme && this.attributeChangedCallback("theme");
      const themes = new MutationObserver(follow);
      for (const element of [document.documentElement, document.body]) {
        themes.observe(element, { attributes: true });
      }
      addEventListener("transitionend", follow, { signal });
      matchMedia("(prefers-color-scheme: dark)").addEventListener("change", follow, { signal });

      const near = new IntersectionObserver(
        (entries) => entries.some((entry) => entry.isIntersecting) && this.#load(),
        { rootMargin: "300px" },
      );
      if (this.getAttribute("loading") === "eager") this.#load();
      else near.observe(this);
      signal.onabort = () => {
        for (const observer of [themes, near]) observer.disconnect();
      };
    }

    disconnectedCallback() {
      this.#gone.abort();
      this.#frame?.remove();
      this.#frame = null;
      this.#queue = [];
    }

    attributeChangedCallback(name) {
      if (!this.#frame) return;
      if (!this.#changes) {
        this.#changes = {};
        queueMicrotask(() => this.#tellChanges());
      }
      this.#changes[name] = this.#value(name);
    }

    run(options) {
      this.#load();
      this.#tellChanges();
      this.#tell("run", options);
    }

    cancel() {
      this.#tell("cancel");
    }

    configure(options) {
      for (const name in options) this.setAttribute(name, options[name]);
    }

    #load() {
      if (this.#frame || !this.isConnected) return;
      this.#theme = this.#value("theme");
      const url = new URL(app);
      url.search = `${this.#value("experiment")}&embed=1&theme=${this.#theme}`;
      if (this.lang) url.search += `&lang=${this.lang}`;
      if (this.hasAttribute("autorun")) url.search += "&autorun=1";
      this.#frame = document.createElement("iframe");
      this.#frame.allow = "cross-origin-isolated";
      this.#frame.title = this.title || "Interleave";
      this.#frame.style.maxWidth = `${this.getAttribute("width")}px`;
      this.#frame.src = url;
      this.#root.append(this.#frame);
      if (this.hasAttribute("parts")) this.attributeChangedCallback("parts");
    }

    // An attribute, as the app understands it. Without a theme of its own it has the page's: light text
    // stands on a dark ground.
    #value(name) {
      const value = this.getAttribute(name) ?? "";
      if (name !== "theme" || /light|dark/.test(value)) return value;
      const { color } = getComputedStyle(this);
      const [first, green, blue] = color.match(/[\d.]+/g).map(Number);
      if (!/^(rgb|ok)/.test(color)) return "auto";
      const lightness = color[0] === "r" ? (2 * first + 7 * green + blue) / 2550 : first;
      return lightness > 0.55 ? "dark" : "light";
    }

    #tellChanges() {
      if (!this.#changes) return;
      this.#tell("configure", this.#changes);
      this.#theme = this.#changes.theme ?? this.#theme;
      this.#changes = null;
    }

    #tell(type, fields) {
      const message = { ...fields, type: `interleave:${type}` };
      if (this.#queue) this.#queue.push(message);
      else this.#frame.contentWindow.postMessage(message, app.origin);
    }

    #hear({ source, origin, data }) {
      if (!this.#frame || source !== this.#frame.contentWindow || origin !== app.origin) return;
      const type = /^interleave:(\w+)$/.exec(data?.type)?.[1];
      if (type === "resize") this.#frame.style.height = `${data.height}px`;
      if (type === "ready" && this.#queue) {
        const early = this.#queue;
        this.#queue = null;
        this.#root.querySelector("slot").remove();
        for (const message of early) this.#frame.contentWindow.postMessage(message, origin);
      }
      if (type) this.dispatchEvent(new CustomEvent(type, { detail: data }));
    }
  }

  // A page may hold the script twice.
  customElements.get("interleave-lab") ?? customElements.define("interleave-lab", InterleaveLab);
})();
