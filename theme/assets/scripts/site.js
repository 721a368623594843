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
openForPrint();
