// Charts, levers and the menu. Without this script the page shows the same charts as pictures and the levers as tables.
(function () {
  "use strict";
  const read = (element) => JSON.parse(element.textContent);
  const all = (selector, within) => Array.from((within || document).querySelectorAll(selector));
  const settings = read(document.getElementById("settings"));
  const dark = window.matchMedia("(prefers-color-scheme: dark)");

  // --- menu: a choice closes it; the section in view is marked
  const nav = document.getElementById("contents");
  const links = all("a", nav);
  links.forEach((link) => link.addEventListener("click", () => {
    if (nav.matches(":popover-open")) nav.hidePopover();
  }));
  if ("IntersectionObserver" in window) {
    const inView = new IntersectionObserver((entries) => entries.forEach((entry) => {
      if (!entry.isIntersecting) return;
      links.forEach((link) => {
        if (link.hash === "#" + entry.target.id) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      });
    }), { rootMargin: "-10% 0px -80% 0px" });
    all("section.chapter").forEach((section) => inView.observe(section));
  }

  // --- levers: every stop is an answer that the analysis computed
  function badge(target, verdict) {
    target.className = "badge " + verdict.replace(" ", "-");
    target.querySelector("i").textContent = settings.shapes[verdict];
    target.lastChild.textContent = " " + settings.verdicts[verdict];
  }
  all(".what-if").forEach((box) => {
    const about = read(box.querySelector("script"));
    const sliders = all("input", box);
    const show = () => {
      let at = 0;
      const names = {};
      sliders.forEach((slider, i) => {
        const lever = about.levers[i];
        at = at * lever.shown.length + Number(slider.value);
        names[lever.knob] = lever.shown[slider.value];
        slider.setAttribute("aria-valuetext", names[lever.knob]);
        slider.parentElement.querySelector("output").textContent = names[lever.knob];
      });
      names.value = about.answers[at];
      box.querySelector(".now-value output").textContent = names.value;
      const verdict = about.verdicts[at];
      if (!verdict) return;
      badge(box.querySelector(".now-badge .badge"), verdict);
      box.querySelector(".now-sentence").textContent = (about.sentences[verdict] || "")
        .replace(/\{(\w+)\}/g, (all, name) => Object.hasOwn(names, name) ? names[name] : all);
    };
    sliders.forEach((slider) => slider.addEventListener("input", show));
    box.querySelector("button").addEventListener("click", () => {
      sliders.forEach((slider, i) => { slider.value = about.levers[i].base; });
      show();
    });
    box.querySelector(".levers").hidden = false;
    box.classList.add("moving");
  });

  // --- charts: drawn when they come near, again when light turns to dark
  const tip = document.getElementById("tip");
  function tooltip(_handler, event, _item, value) {
    if (value === null || value === undefined || value === "") { tip.hidden = true; return; }
    tip.replaceChildren();
    const pairs = typeof value === "object" ? Object.entries(value) : [["", value]];
    pairs.forEach(([name, text]) => {
      const line = document.createElement("p");
      const label = document.createElement("span");
      label.textContent = name;
      line.append(label, String(text));
      tip.append(line);
    });
    tip.hidden = false;
    const box = tip.getBoundingClientRect();
    tip.style.left = Math.max(4, Math.min(event.clientX + 12, window.innerWidth - box.width - 8)) + "px";
    tip.style.top = (event.clientY + box.height + 20 > window.innerHeight ? event.clientY - box.height - 12 : event.clientY + 14) + "px";
  }
  const refuse = () => Promise.reject(new Error("this page loads nothing"));
  const options = () => ({
    mode: "vega-lite", renderer: "svg", actions: false, ast: true, defaultStyle: false, logLevel: 1,
    config: dark.matches ? settings.night : settings.day,
    formatLocale: settings.numbers, timeFormatLocale: settings.dates,
    loader: { load: refuse, sanitize: refuse, http: refuse, file: refuse }, tooltip: tooltip,
  });
  const drawn = new Map();
  function overhang(target) {
    const edge = target.getBoundingClientRect().right;
    return Math.max(0, ...all("text", target).map((text) => text.getBoundingClientRect().right - edge));
  }
  async function draw(figure) {
    const spec = read(figure.querySelector("script.spec"));
    if (!spec) return;
    const old = drawn.get(figure);
    const target = figure.querySelector(".live");
    figure.classList.add("drawn"); // the width must be known before the chart is drawn
    try {
      let made = await window.vegaEmbed(target, spec, options());
      const over = overhang(target);
      if (over > 2) { // names at the ends of lines need room that Vega does not see
        made.finalize();
        made = await window.vegaEmbed(target, { ...spec, padding: { left: 5, top: 5, bottom: 5, right: over + 6 } }, options());
      }
      drawn.set(figure, made);
      if (old) old.finalize();
    } catch (fault) {
      figure.classList.remove("drawn"); // the picture stays
      target.replaceChildren();
    }
  }
  async function unpack() {
    const holder = document.getElementById("library");
    if (!holder || !("DecompressionStream" in window)) return false;
    const packed = Uint8Array.from(atob(holder.textContent.trim()), (sign) => sign.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    const script = document.createElement("script");
    script.textContent = await new Response(stream).text();
    document.head.append(script);
    return typeof window.vegaEmbed === "function";
  }
  async function charts() {
    const figures = all("figure.chart");
    if (!figures.length || !("IntersectionObserver" in window) || !(await unpack())) return;
    const near = new IntersectionObserver((entries) => entries.forEach((entry) => {
      if (!entry.isIntersecting) return;
      near.unobserve(entry.target);
      draw(entry.target);
    }), { rootMargin: "800px 0px" });
    figures.forEach((figure) => near.observe(figure));
    dark.addEventListener("change", () => Array.from(drawn.keys()).forEach(draw));
    window.addEventListener("scroll", () => { tip.hidden = true; }, { passive: true });
  }
  charts().catch(() => {}); // the pictures stay
})();
