// The form to share a story: its questions one by one or together, a preview, and the finished file.
// Nothing leaves the browser before a button is pressed; the answers are kept in it until they are wiped.

import { Checker, TEXTS, fill, reasonKey } from "./share-check.js";
import { fileOf, mailAddress, newFileAddress, onOneLine } from "./share-file.js";
import { markdown, parse, shown } from "./share-text.js";

const KEPT = "share";
const AFTER_TYPING = 300;
const AFTER_A_PAUSE = 1200;
const YEARS_UNTIL_REVIEW = 3;
const MANY = new Set(["check", "themes", "scope"]);
const PREVIEW_BESIDE = matchMedia("(min-width: 70rem)");

const place = document.querySelector("[data-share]");
let words; // a template: what the script adds, and says by itself
let says;

// -- small things ---------------------------------------------------------------------------------

async function data(name) {
  const response = await fetch(new URL(`../data/${name}.json`, import.meta.url));
  if (!response.ok) {
    throw new Error(response.statusText);
  }
  return response.json();
}

function later(work, delay) {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(work, delay);
  };
}

// The day in the reader's own time, as a file wants it.
function dayOf(date) {
  const two = (number) => String(number).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

const counted = (n, one, many) => (n === 1 ? one : fill(many, { n }));

function describe(element, id, isDescribed) {
  const ids = new Set((element.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
  ids[isDescribed ? "add" : "delete"](id);
  if (ids.size) {
    element.setAttribute("aria-describedby", [...ids].join(" "));
  } else {
    element.removeAttribute("aria-describedby");
  }
}

// -- the form -------------------------------------------------------------------------------------

class ShareForm {
  constructor(root, checker) {
    this.root = root;
    this.checker = checker;
    this.form = root.querySelector("[data-share-questions]");
    this.questions = [...this.form.querySelectorAll("[data-question]")];
    this.status = root.querySelector("[data-share-status]");
    this.result = root.querySelector("[data-share-result]");
    this.dialog = root.querySelector("[data-share-dialog]");
    this.mode = root.querySelector("[data-share-mode]");
    this.reasons = {};
    this.at = 0;
    this.hasAll = false;
    this.#restore();
    this.#listen();
    this.#look();
    this.#show(this.at);
    history.replaceState({ question: this.at }, "");
  }

  #listen() {
    const save = later(() => this.#save(), AFTER_TYPING);
    const look = later(() => this.#look(), AFTER_TYPING);
    const say = later(() => this.#sayCount(), AFTER_A_PAUSE);
    this.form.addEventListener("input", (event) => {
      save();
      if (event.target.name) {
        look();
      }
      if (event.target.name === "story") {
        this.#count();
        say();
      }
      if (event.target.name === "sector") {
        this.#offerOrganisations();
      }
    });
    this.form.elements.namedItem("date").addEventListener("change", (event) => this.#proposeReview(event.target.value));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#next();
    });
    this.form.querySelector("[data-share-back]").addEventListener("click", () => this.#go(this.at - 1));
    this.mode.addEventListener("click", () => this.#switchMode());
    for (const button of this.root.querySelectorAll("[data-share-wipe]")) {
      button.addEventListener("click", () => {
        this.dialog.returnValue = "";
        this.dialog.showModal();
      });
    }
    this.dialog.addEventListener("close", () => {
      if (this.dialog.returnValue === "yes") {
        this.#wipe();
      }
    });
    addEventListener("popstate", ({ state }) => {
      if (state?.isResult && this.#faultsOfAll().length === 0) {
        this.#showResult();
      } else {
        this.#show(state?.question ?? 0, { hasFocus: true });
      }
    });
    addEventListener("pagehide", () => this.#save());
    this.#listenToResult();
  }

  get values() {
    const given = new FormData(this.form);
    const values = {};
    for (const { name } of this.form.elements) {
      if (name) {
        values[name] = MANY.has(name) ? given.getAll(name) : given.get(name) ?? "";
      }
    }
    const choice = this.form.elements.namedItem("organisation").selectedOptions[0];
    return { ...values, organisationSector: choice?.dataset.sector ?? "" };
  }

  // -- from question to question ------------------------------------------------------------

  #show(at, { hasFocus = false } = {}) {
    this.at = Math.max(0, Math.min(at, this.questions.length - 1));
    this.result.hidden = true;
    this.form.hidden = false;
    this.mode.hidden = false;
    this.mode.textContent = this.hasAll ? says.single : says.all;
    const isLast = this.hasAll || this.at === this.questions.length - 1;
    this.form.querySelector("[data-share-next]").textContent = isLast ? says.finish : says.next;
    this.form.querySelector("[data-share-back]").hidden = this.hasAll || this.at === 0;
    for (const [number, question] of this.questions.entries()) {
      question.hidden = !this.hasAll && number !== this.at;
      const count = question.querySelector("[data-count]");
      count.textContent = fill(count.dataset.count, { n: number + 1, total: this.questions.length });
    }
    this.#showFaults([]);
    if (hasFocus) {
      this.#focus(this.questions[this.at].querySelector("h2"));
    }
  }

  #focus(heading) {
    heading.focus({ preventScroll: true });
    scrollTo({ top: scrollY, behavior: "instant" }); // a scroll under way would carry it out of sight
    const { top } = heading.getBoundingClientRect();
    if (top < 0 || top > innerHeight / 2) {
      heading.scrollIntoView();
    }
  }

  #go(at) {
    this.#show(at, { hasFocus: true });
    history.pushState({ question: this.at }, "");
    this.#save();
  }

  #switchMode() {
    this.hasAll = !this.hasAll;
    this.#show(this.at);
    this.#save();
  }

  #next() {
    this.#look();
    const isLast = this.hasAll || this.at === this.questions.length - 1;
    const faults = isLast ? this.#faultsOfAll() : this.#faultsOf(this.questions[this.at]);
    if (faults.length) {
      const first = this.questions.indexOf(faults[0].question);
      if (!this.hasAll && first !== this.at) {
        this.#go(first);
      }
      this.#showFaults(this.hasAll ? faults : faults.filter((fault) => fault.question === faults[0].question));
    } else if (isLast) {
      this.#showResult();
      history.pushState({ isResult: true }, "");
    } else {
      this.#go(this.at + 1);
    }
  }

  // -- what is wrong ------------------------------------------------------------------------

  #faultsOf(question) {
    const faults = this.checker.faults(question.dataset.question, this.values, this.reasons);
    return [...faults].map((fault) => ({ ...fault, question }));
  }

  #faultsOfAll() {
    return this.questions.flatMap((question) => this.#faultsOf(question));
  }

  #showFaults(faults) {
    const summary = this.form.querySelector("[data-share-errors]");
    for (const shown_ of this.form.querySelectorAll(".field__error")) {
      shown_.remove();
    }
    for (const field of this.form.querySelectorAll("[data-field]")) {
      this.#mark(field, faults.find((fault) => fault.field === field.dataset.field)?.message);
    }
    summary.querySelector("ul").replaceChildren(...faults.map((fault) => this.#faultItem(fault)));
    summary.hidden = faults.length === 0;
    if (faults.length) {
      summary.focus({ preventScroll: true });
      summary.scrollIntoView();
    }
  }

  #mark(field, message) {
    const id = `fout-${field.dataset.field}`;
    const isSet = field.tagName === "FIELDSET";
    const marked = isSet ? field : field.querySelector("input, textarea, select");
    field.classList.toggle("field--wrong", Boolean(message));
    describe(marked, id, Boolean(message));
    if (!isSet) {
      marked.toggleAttribute("aria-invalid", false);
      if (message) {
        marked.setAttribute("aria-invalid", "true");
      }
    }
    if (message) {
      const error = document.createElement("p");
      error.className = "field__error";
      error.id = id;
      error.textContent = message;
      field.querySelector(".field__label").after(error);
    }
  }

  #faultItem(fault) {
    const field = this.form.querySelector(`[data-field="${fault.field}"]`);
    const target = field.querySelector("input, textarea, select");
    const link = document.createElement("a");
    link.href = `#${target.id}`;
    link.textContent = fault.message;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const closed = target.closest("details");
      if (closed) {
        closed.open = true;
      }
      this.#select(target, fault.finding);
    });
    const item = document.createElement("li");
    item.append(link);
    return item;
  }

  // Go to *field*, and to what was found in it.
  #select(field, finding) {
    field.focus();
    const at = finding?.typed ? field.value.indexOf(finding.typed) : -1;
    if (at >= 0) {
      field.setSelectionRange(at, at + finding.typed.length);
    }
  }

  // -- while somebody types -----------------------------------------------------------------

  #look() {
    const { values } = this;
    for (const field of TEXTS) {
      this.#showFindings(field, values);
    }
    this.#count();
    this.#offerOrganisations();
    this.#preview(values);
    const isSure = values.check.length === this.form.querySelectorAll("[name=check]").length;
    const advice = this.form.querySelector("[data-check-advice]");
    if (advice.textContent !== (isSure ? says.checkYes : "")) {
      advice.textContent = isSure ? says.checkYes : "";
    }
  }

  #showFindings(field, values) {
    const list = this.form.querySelector(`[data-findings="${field}"]`);
    const found = this.checker.findings(field, values);
    const key = JSON.stringify([found, values.title, values.summary]);
    if (list.dataset.key !== key) {
      list.dataset.key = key;
      list.replaceChildren(...found.map((finding, at) => this.#findingItem(field, finding, at, values)));
    }
  }

  #findingItem(field, finding, at, values) {
    const item = document.importNode(words.content.firstElementChild, true);
    const part = (name) => item.querySelector(`.finding__${name}`);
    item.classList.toggle("finding--must", finding.isError);
    part("weight").textContent = finding.isError ? says.must : says.might;
    part("message").textContent = finding.message;
    part("hint").textContent = finding.hint;
    part("quote").textContent = finding.quote.slice(0, 60);
    part("quote").hidden = !finding.quote.trim() || !finding.isPersonal;
    part("show").hidden = !this.form.elements.namedItem(field).value.includes(finding.typed || "\0");
    part("show").addEventListener("click", () => this.#select(this.form.elements.namedItem(field), finding));
    if (finding.isError && finding.isPersonal && this.checker.telling(finding, values)) {
      const input = item.querySelector("input");
      input.id = `uitleg-${field}-${at}`;
      part("label").htmlFor = input.id;
      input.value = this.reasons[reasonKey(finding)] ?? "";
      input.addEventListener("input", () => {
        this.reasons[reasonKey(finding)] = input.value;
      });
    } else {
      part("exception").remove();
    }
    return item;
  }

  #countText() {
    const n = this.form.elements.namedItem("story").value.split(/\s+/u).filter(Boolean).length;
    return counted(n, says.wordsOne, says.wordsMany);
  }

  #count() {
    this.form.querySelector("[data-story-count]").textContent = this.#countText();
  }

  #sayCount() {
    const found = this.form.querySelector("[data-findings=story]").children.length;
    const text = found ? counted(found, says.foundOne, says.foundMany) : says.foundNone;
    this.form.querySelector("[data-story-status]").textContent = `${this.#countText()}, ${text}`;
  }

  #offerOrganisations() {
    const choice = this.form.elements.namedItem("organisation");
    const { sector } = this.values;
    for (const option of choice.options) {
      option.hidden = Boolean(option.value) && option.dataset.sector !== sector;
      option.disabled = option.hidden && !option.selected;
    }
  }

  #proposeReview(date) {
    const review = this.form.elements.namedItem("review");
    if (date && !review.value) {
      const [year, ...rest] = date.split("-");
      review.value = [Number(year) + YEARS_UNTIL_REVIEW, ...rest].join("-").replace("-02-29", "-02-28");
    }
  }

  // -- the preview --------------------------------------------------------------------------

  #preview(values) {
    const part = (name) => this.root.querySelector(`[data-preview-${name}]`);
    part("title").textContent = onOneLine(values.title) || says.previewTitle;
    const blocks = parse(values.story);
    if (blocks.length) {
      part("text").replaceChildren(...shown(blocks));
    } else {
      const empty = document.createElement("p");
      empty.textContent = says.previewText;
      part("text").replaceChildren(empty);
    }
    for (const drawing of this.root.querySelectorAll("[data-preview-drawing]")) {
      drawing.hidden = drawing.dataset.previewDrawing !== values.gesture;
    }
    const chosen = [values.gesture && `gesture-${values.gesture}`, ...values.themes.map((id) => `themes-${id}`)];
    const told = chosen.filter(Boolean).map((id) => this.#term(id));
    part("why").hidden = told.length === 0;
    part("why").querySelector("dl").replaceChildren(...told);
    for (const fact of part("facts").children) {
      const field = fact.dataset.fact;
      const ids = [values[field]].flat().filter(Boolean);
      fact.hidden = ids.length === 0;
      fact.lastElementChild.textContent = ids.map((id) => this.#label(`${field}-${id}`)).join(", ");
    }
  }

  #label(id) {
    return this.form.querySelector(`label[for="${id}"]`).textContent;
  }

  #term(id) {
    const term = document.createElement("div");
    const [name, meaning] = [document.createElement("dt"), document.createElement("dd")];
    name.textContent = this.#label(id);
    meaning.textContent = document.getElementById(`${id}-uitleg`).textContent;
    term.append(name, meaning);
    return term;
  }

  // -- the result ---------------------------------------------------------------------------

  #file() {
    const { values } = this;
    const { reference, date, by, form, review } = values;
    const story = {
      ...values,
      published: dayOf(new Date()),
      body: markdown(parse(values.story)),
      consent: { reference: reference.trim(), date, by, scope: values.scope, form: form.trim(), review },
      exceptions: this.checker.exceptions(values, this.reasons),
    };
    return fileOf(story, this.checker.rules, says.remark);
  }

  #showResult() {
    const file = this.#file();
    const part = (name) => this.result.querySelector(`[data-result-${name}]`);
    this.form.hidden = true;
    this.mode.hidden = true;
    this.result.hidden = false;
    part("name").value = `${file.folder}/${file.name}`;
    part("text").value = file.text;
    part("state").textContent = this.values.reference.trim() ? says.complete : says.proposal;
    part("sent").hidden = true;
    part("status").textContent = "";
    part("file").open = false;
    if (part("open")) {
      const { address, isWhole } = newFileAddress(says.newFile, file);
      part("open").target = isWhole ? "" : "_blank"; // what is said here stays to be read
      this.#offer(part("open"), address, isWhole);
      part("open-help").textContent = isWhole ? says.openHelp : says.openCopies;
    }
    if (part("mail")) {
      const { address, isWhole } = mailAddress(says.editorsMail, says.mailSubject, file, says.mailBody);
      this.#offer(part("mail"), address, isWhole);
      part("mail-help").textContent = isWhole ? says.mailHelp : says.mailCopies;
    }
    this.#save();
    this.#focus(this.result.querySelector("h2"));
  }

  // What an address does not take along, a press on its link takes to the clipboard first.
  #offer(link, address, isWhole) {
    link.href = address;
    link.toggleAttribute("data-copies", !isWhole);
  }

  #listenToResult() {
    const part = (name) => this.result.querySelector(`[data-result-${name}]`);
    const done = (text) => {
      part("sent").hidden = false;
      part("status").textContent = text;
    };
    const copy = async (ifDone, ifNot) => {
      try {
        await navigator.clipboard.writeText(part("text").value);
        done(ifDone);
        return true;
      } catch {
        done(ifNot);
        part("file").open = true;
        part("text").focus({ preventScroll: true });
        part("text").select();
        part("status").scrollIntoView();
        return false;
      }
    };
    part("copy").addEventListener("click", () => copy(says.copied, says.copyFailed));
    part("print").addEventListener("click", () => {
      print();
      done("");
    });
    part("download").addEventListener("click", () => {
      const { name, text } = this.#file();
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([text], { type: "text/markdown" }));
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), AFTER_A_PAUSE);
      done(fill(says.downloaded, { name }));
    });
    for (const name of ["open", "mail"]) {
      part(name)?.addEventListener("click", async (event) => {
        const link = event.currentTarget;
        part("sent").hidden = false;
        if (link.hasAttribute("data-copies")) {
          event.preventDefault();
          link.removeAttribute("data-copies"); // from now on it leads on, whatever became of the copy
          if (await copy(says[`${name}Copied`], says.notCopied)) {
            link.click();
          }
        }
      });
    }
    part("change").addEventListener("click", () => this.#go(0));
  }

  // -- what is kept -------------------------------------------------------------------------

  #save() {
    const { organisationSector: _, ...values } = this.values;
    const isEmpty = Object.values(values).every((value) => value.length === 0);
    try {
      if (isEmpty) {
        localStorage.removeItem(KEPT);
      } else {
        const { reasons, at, hasAll } = this;
        localStorage.setItem(KEPT, JSON.stringify({ values, reasons, at, hasAll }));
      }
    } catch {
      this.status.textContent = says.notKept;
    }
  }

  #restore() {
    let kept;
    try {
      kept = JSON.parse(localStorage.getItem(KEPT));
    } catch {
      return; // closed to us, or not ours
    }
    if (!isRecord(kept?.values)) {
      return;
    }
    for (const element of this.form.elements) {
      const value = kept.values[element.name];
      if (value !== undefined && ["checkbox", "radio"].includes(element.type)) {
        element.checked = [value].flat().includes(element.value);
      } else if (value !== undefined) {
        element.value = value;
      }
    }
    this.reasons = isRecord(kept.reasons) ? kept.reasons : {};
    this.at = Number.isInteger(kept.at) ? kept.at : 0;
    this.hasAll = kept.hasAll === true;
    this.form.querySelector("[data-share-editor]").open = Boolean(kept.values.reference);
    this.status.textContent = says.kept;
  }

  #wipe() {
    this.form.reset();
    this.reasons = {};
    this.hasAll = false;
    this.#look();
    this.#go(0);
    this.status.textContent = says.wiped;
  }
}

async function start() {
  let rules;
  let personal;
  let questions;
  try {
    [rules, personal, questions] = await Promise.all(["share", "personal-data", "share-form"].map(data));
  } catch {
    return; // the page as it is says how to share by hand
  }
  const kit = new DOMParser().parseFromString(questions.html, "text/html");
  const template = kit.querySelector("template[data-share-form]");
  words = kit.querySelector("template[data-share-words]");
  says = words.dataset;
  const checker = new Checker(rules, personal, says);
  await new Promise((done) => setTimeout(done)); // two short tasks let a slow device breathe, one long does not
  const form = document.importNode(template.content, true);
  for (const question of form.querySelectorAll("[data-question]")) {
    question.hidden = true; // what is not shown yet is not measured, and its pictures are not fetched
  }
  place.append(form);
  document.querySelector("[data-share-still]").remove();
  place.querySelector("[data-share-preview]").open = PREVIEW_BESIDE.matches;
  new ShareForm(place, checker);
  // What somebody types asks nothing of any host: so its rare letters are there before.
  const fetchLetters = () => document.fonts.load('1em "Atkinson Hyperlegible Next"', "ÿ");
  if (document.readyState === "complete") {
    fetchLetters();
  } else {
    addEventListener("load", fetchLetters, { once: true });
  }
}

start();
