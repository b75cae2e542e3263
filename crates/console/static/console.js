// Makes the pages fast. Nothing here is needed: every link and form works without it.
(() => {
  "use strict";

  const panel = document.getElementById("person");
  const say = document.getElementById("say");
  const dialog = document.getElementById("keys");
  const strip = document.querySelector(".keys");
  const words = document.body.dataset;
  const SLOW_MS = 300;
  const KEPT = 60;

  for (const button of document.querySelectorAll("[data-act=print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  if (!panel) return;

  // --- The person beside the list -------------------------------------------------------------------------------

  const kept = new Map();
  let wanted = 0;

  const links = () => [...document.querySelectorAll("#people .person a")];
  const current = () => document.querySelector(".list-pane a[aria-current][href*='#person']");
  const isNarrow = () => !matchMedia("(min-width: 64rem)").matches;

  const fetchPart = (url) => {
    const address = new URL(url, location.href);
    address.hash = "";
    const key = address.href;
    if (!kept.has(key)) {
      const answer = fetch(key, { headers: { "X-Partial": "1" }, credentials: "same-origin" }).then((response) => {
        // A login that ran out answers with another page: let the browser go there.
        if (response.status === 401 || response.redirected) location.assign(url);
        if (!response.ok) throw new Error(String(response.status));
        return response.text();
      });
      answer.catch(() => kept.delete(key));
      kept.set(key, answer);
      if (kept.size > KEPT) kept.delete(kept.keys().next().value);
    }
    return kept.get(key);
  };

  const lay = (html) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    for (const part of page.querySelectorAll("template[data-into]")) {
      const target = document.querySelector(part.dataset.into);
      if (!target) continue;
      const fresh = document.importNode(part.content, true);
      if (part.dataset.mode === "outer") target.replaceWith(fresh);
      else target.replaceChildren(fresh);
      say.textContent = part.dataset.say || "";
    }
  };

  const mark = (link) => {
    for (const other of document.querySelectorAll(".list-pane a[aria-current][href*='#person']")) {
      other.removeAttribute("aria-current");
    }
    link.setAttribute("aria-current", "true");
  };

  const warm = (link) => {
    const all = links();
    const at = all.indexOf(link);
    for (const near of [all[at + 1], all[at - 1]]) if (near) fetchPart(near.href).catch(() => {});
  };

  const choose = async (link, thenFocus) => {
    const turn = ++wanted;
    mark(link);
    link.focus({ preventScroll: true });
    link.closest("li").scrollIntoView({ block: "nearest" });
    const slow = setTimeout(() => {
      panel.setAttribute("aria-busy", "true");
      say.textContent = words.loading;
    }, SLOW_MS);
    try {
      const html = await fetchPart(link.href);
      if (turn !== wanted) return;
      lay(html);
      panel.scrollTop = 0;
      history.replaceState(null, "", link.href.split("#")[0]);
      if (thenFocus) {
        panel.scrollIntoView({ block: "start" });
        panel.focus({ preventScroll: true });
      }
      warm(link);
    } catch {
      if (turn === wanted) say.textContent = words.unreachable;
    } finally {
      clearTimeout(slow);
      if (turn === wanted) panel.removeAttribute("aria-busy");
    }
  };

  document.addEventListener("click", (event) => {
    if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target.closest(".list-pane a[href*='#person']");
    if (link) {
      event.preventDefault();
      choose(link, isNarrow());
    }
    if (event.target.closest("[data-act=back]")) {
      event.preventDefault();
      back();
    }
  });

  const step = (by) => {
    const all = links();
    if (!all.length) return;
    const at = all.indexOf(current());
    const next = all[at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)];
    if (next !== current()) choose(next, false);
  };

  const back = () => {
    const link = current() || links()[0];
    if (!link) return;
    link.focus({ preventScroll: true });
    link.closest("li").scrollIntoView({ block: "nearest" });
  };

  // --- Keys -----------------------------------------------------------------------------------------------------

  const KEYS = "tsumugi-keys";
  const toggle = document.querySelector("[data-act=switch]");
  const list = document.querySelector("[data-act=keys]");
  // Storage may be switched off: then the choice lasts as long as the page.
  const read = () => { try { return localStorage.getItem(KEYS); } catch { return null; } };
  const write = (value) => { try { localStorage.setItem(KEYS, value); } catch { /* see above */ } };
  let keysOn = read() !== "off";

  const showKeys = () => {
    strip.classList.toggle("keys-off", !keysOn);
    toggle.textContent = keysOn ? toggle.dataset.off : toggle.dataset.on;
  };
  strip.hidden = false;
  showKeys();
  toggle.addEventListener("click", () => {
    keysOn = !keysOn;
    write(keysOn ? "on" : "off");
    showKeys();
  });
  list.addEventListener("click", () => dialog.showModal());

  const ACTS = new Map([
    ["j", () => step(1)],
    ["k", () => step(-1)],
    ["Escape", back],
    ["?", () => dialog.showModal()],
  ]);
  const inList = (target) => Boolean(target.closest("#people"));
  const ARROWS = new Map([["ArrowDown", 1], ["ArrowUp", -1]]);

  document.addEventListener("keydown", (event) => {
    if (!keysOn || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || dialog.open) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (ARROWS.has(key) && inList(event.target)) {
      event.preventDefault();
      step(ARROWS.get(key));
    } else if (ACTS.has(key)) {
      event.preventDefault();
      ACTS.get(key)();
    }
  });

  const start = current();
  if (start) {
    // Within the panel only: the page itself must not move under the reader.
    const row = start.closest("li").getBoundingClientRect();
    const pane = start.closest(".pane");
    const below = row.bottom - pane.getBoundingClientRect().bottom;
    if (below > 0 && pane.scrollHeight > pane.clientHeight) pane.scrollTop += below + pane.clientHeight / 2;
    warm(start);
  }
})();
