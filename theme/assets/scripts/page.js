// The little that needs a script. Without it, every text can be read and every list reached.
"use strict";

function chooseScheme(button) {
  const order = ["auto", "light", "dark"];
  const state = button.querySelector(".scheme-switch__state");
  const current = () => document.documentElement.dataset.scheme ?? "auto";
  const show = () => {
    state.textContent = button.dataset[current()];
    button.title = state.textContent;
  };
  button.hidden = false;
  show();
  button.addEventListener("click", () => {
    const next = order[(order.indexOf(current()) + 1) % order.length];
    if (next === "auto") {
      delete document.documentElement.dataset.scheme;
    } else {
      document.documentElement.dataset.scheme = next;
    }
    try {
      if (next === "auto") {
        localStorage.removeItem("scheme");
      } else {
        localStorage.setItem("scheme", next);
      }
    } catch {
      // The choice holds for this page only.
    }
    show();
  });
}

function offerActions(actions) {
  actions.hidden = false;
  const copy = actions.querySelector("[data-copy-address]");
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(location.href.split("#")[0]);
    copy.textContent = copy.dataset.done;
  });
  actions.querySelector("[data-print]")?.addEventListener("click", () => print());
}

// On paper, a workbook for participants or everything for the facilitator.
function offerPrints(choice) {
  choice.hidden = false;
  for (const button of choice.querySelectorAll("[data-print-for]")) {
    button.addEventListener("click", () => {
      document.documentElement.dataset.printFor = button.dataset.printFor;
      addEventListener("afterprint", () => delete document.documentElement.dataset.printFor, { once: true });
      print();
    });
  }
}

// Without script the link leads to one of the stories, another one each week.
function surprise(link) {
  const slugs = link.dataset.surprises.trim().split(" ");
  link.addEventListener("click", () => {
    const slug = slugs[Math.floor(Math.random() * slugs.length)];
    link.href = link.href.replace(/[^/]+\/$/, `${slug}/`);
  });
}

// One snippet at a time, in a field that can be copied, instead of the list of all of them.
function makeSnippets(maker) {
  const list = document.querySelector("[data-snippets]");
  const [choice, field] = [maker.querySelector("select"), maker.querySelector("textarea")];
  const [button, look] = [maker.querySelector("button"), maker.querySelector("a")];
  const copy = button.textContent;
  const entries = [...list.children];
  choice.append(...entries.map((entry, number) => new Option(entry.querySelector("dt").textContent, number)));
  const show = () => {
    const entry = entries[choice.value];
    field.value = entry.querySelector("code").textContent;
    look.href = entry.querySelector("a").href;
    button.textContent = copy;
  };
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(field.value);
    button.textContent = button.dataset.done;
  });
  choice.addEventListener("change", show);
  show();
  list.hidden = true;
  maker.hidden = false;
}

// On paper a story shows the way back. Drawn here: ten thousand stories need no ten thousand pictures.
function showCode(figure) {
  const draw = async () => {
    const { qrPath } = await import("./qr.js");
    const code = qrPath(document.querySelector("link[rel=canonical]").href);
    if (code) {
      const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
      svg.setAttribute("viewBox", `-4 -4 ${code.size + 8} ${code.size + 8}`);
      svg.setAttribute("class", "qr__code");
      svg.setAttribute("aria-hidden", "true"); // the address stands beside it
      path.setAttribute("d", code.path);
      svg.append(path);
      figure.prepend(svg);
    }
  };
  whenIdle(draw);
}

// When what stands on the page now is drawn.
function whenDrawn(work) {
  requestAnimationFrame(() => setTimeout(work));
}

// Once the page stands there, so that nothing that shows has to wait for it; on a device that is never
// idle, a second later all the same.
function whenIdle(work) {
  const soon = () => ("requestIdleCallback" in window ? requestIdleCallback(work, { timeout: 1000 }) : setTimeout(work, 500));
  if (document.readyState === "complete") {
    whenDrawn(soon);
  } else {
    addEventListener("load", () => whenDrawn(soon), { once: true });
  }
}

// The questions of the form come when the page around them is drawn; all files of their script at once.
function askQuestions(place) {
  const files = place.dataset.share.trim().split(/\s+/).map((file) => new URL(file, location.href).href);
  whenDrawn(() => files.forEach((file) => import(file)));
}

// The ways into the search: click, / and Ctrl+K. What searches comes when the page stands there, or
// sooner for who asks for it.
function offerSearch(link) {
  let fetched;
  function fetchSearch() {
    fetched ??= new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = new URL("../assets/scripts/search.js", link.href).href;
      script.addEventListener("load", done);
      script.addEventListener("error", failed);
      document.head.append(script);
    });
    return fetched;
  }

  const isPage = document.querySelector("[data-search]") !== null;
  const isOff = !isPage && new URL(link.href).pathname === location.pathname;
  const fetchQuietly = () => fetchSearch().catch(() => {}); // whoever asks for it, goes to the page
  if (isPage) {
    fetchQuietly();
  } else if (!isOff) {
    whenIdle(() => setTimeout(fetchQuietly, 1000)); // not before the largest picture is drawn
  }

  async function open(event) {
    if (isOff) {
      return;
    }
    event.preventDefault();
    try {
      await fetchSearch();
      document.dispatchEvent(new Event("search:open"));
    } catch {
      location.href = link.href;
    }
  }

  link.addEventListener("click", (event) => {
    if (!event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
      open(event);
    }
  });
  addEventListener("keydown", (event) => {
    const isWriting = event.target.closest?.("input, textarea, select, [contenteditable]");
    const isSlash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !isWriting;
    const isCtrlK = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey;
    if ((isSlash || isCtrlK) && !document.querySelector("dialog[open]")) {
      open(event);
    }
  });
}

// Browsers that cannot print what is closed get it opened for the occasion.
function openForPrint() {
  const opened = [];
  addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("details:not([open])")) {
      details.open = true;
      opened.push(details);
    }
  });
  addEventListener("afterprint", () => {
    for (const details of opened.splice(0)) {
      details.open = false;
    }
  });
}

document.querySelectorAll("[data-scheme-switch]").forEach(chooseScheme);
document.querySelectorAll("[data-story-actions]").forEach(offerActions);
document.querySelectorAll("[data-print-choice]").forEach(offerPrints);
document.querySelectorAll("[data-surprises]").forEach(surprise);
document.querySelectorAll("[data-snippet-maker]").forEach(makeSnippets);
document.querySelectorAll("[data-qr]").forEach(showCode);
document.querySelectorAll("[data-share]").forEach(askQuestions);
document.querySelectorAll("[data-search-open]").forEach(offerSearch);
openForPrint();
