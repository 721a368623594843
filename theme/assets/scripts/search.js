// Searching: a window on every page, and the search page with its filters. Pagefind and its index are
// loaded when somebody searches, not before. All words come from the search page.
"use strict";

(function () {
  const PAGE = 10;
  const IN_WINDOW = 6;
  const MOST_WORDS = 12;
  const WAIT_FOR_TYPING = 80;
  const TRY_AGAIN = 2000;
  const KIND = "soort";
  const PART = "deel"; // of an index of several parts
  const RANKING = { metaWeights: { title: 6, summary: 2, labels: 1, words: 0.5, note: 0 }, termSimilarity: 1.4 };

  const searchUrl = new URL(document.querySelector("[data-search-open]").href);
  const root = new URL("../", searchUrl);

  // -- words ----------------------------------------------------------------------------------

  const fold = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  // As words are compared: without accents, and as long, short, soft and hard sounds are one (huizen, huis).
  const sound = (text) => fold(text).replace(/(\p{L})\1/gu, "$1").replace(/v/g, "f").replace(/z/g, "s");
  const fill = (text, words) => text.replace(/\{(\w+)\}/g, (whole, name) => words[name] ?? whole);

  function termsOf(query, stopWords) {
    const all = query.normalize("NFC").match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? [];
    const telling = all.filter((word) => !stopWords.has(fold(word)));
    return { isEmpty: all.length === 0, terms: telling.slice(0, MOST_WORDS) };
  }

  // Whether one letter more, less, other, or two the other way round makes *b* of *a*.
  function isNear(a, b) {
    if (a === b || Math.abs(a.length - b.length) > 1) {
      return false;
    }
    let start = 0;
    while (start < a.length && a[start] === b[start]) {
      start += 1;
    }
    const rest = (text, skipped) => text.slice(start + skipped);
    return (
      rest(a, 1) === rest(b, 1) || rest(a, 1) === rest(b, 0) || rest(a, 0) === rest(b, 1)
      || (a[start] === b[start + 1] && a[start + 1] === b[start] && rest(a, 2) === rest(b, 2))
    );
  }

  // -- the index ------------------------------------------------------------------------------

  class BeingMade extends Error {}

  // Parts of it that are blocked are said to the reader, by whoever waits for them.
  addEventListener("unhandledrejection", (event) => {
    if (String(event.reason?.stack ?? event.reason).toLowerCase().includes("pagefind")) {
      event.preventDefault();
    }
  });

  let pagefind;
  let attempt = 0;
  function load() {
    pagefind ??= (async () => {
      const module = await import(new URL(`pagefind/pagefind.js${attempt ? `?${attempt}` : ""}`, root).href);
      if (module.isBeingMade) {
        throw new BeingMade();
      }
      const options = { baseUrl: "/", excerptLength: 22, ranking: RANKING };
      const older = module.older ?? [];
      const partOf = (number) => (older.length ? { [PART]: String(number) } : {});
      await module.options({ noWorker: true, ...options, mergeFilter: partOf(0) });
      await module.init();
      await Promise.all(older.map((uri, at) => {
        const path = new URL(`pagefind/${uri}`, root).pathname;
        return module.mergeIndex(path, { ...options, mergeFilter: partOf(at + 1) });
      }));
      return { search: module.search, filters: module.filters, parts: ["", ...older].map((_, at) => partOf(at)) };
    })();
    pagefind.catch(() => {
      pagefind = undefined;
      attempt += 1; // a browser remembers what failed by its address
    });
    return pagefind;
  }

  const shards = new Map();
  function wordsWith(letter) {
    if (!/[a-z]/.test(letter)) {
      return Promise.resolve([]);
    }
    if (!shards.has(letter)) {
      const asked = fetch(new URL(`pagefind/words/${letter}.json`, root))
        .then((response) => (response.ok ? response.json() : []))
        .catch(() => []);
      shards.set(letter, asked);
    }
    return shards.get(letter);
  }

  // What *term* must have been: the word that is a letter off, or the words it is put together of.
  // The same word when it is known, nothing when there is no such word on the site.
  async function better(term) {
    const word = fold(term);
    if (word.length < 4) {
      return [term];
    }
    const known = await wordsWith(word[0]);
    if (known.some((other) => sound(other).startsWith(beginning(word)))) {
      const isWord = known.some((other) => other.startsWith(word));
      return [isWord ? term : known.find((other) => isNear(word, other)) ?? term];
    }
    const near = known.find((other) => isNear(word, other));
    if (near) {
      return [near];
    }
    for (let at = 3; at <= word.length - 4; at += 1) {
      const [head, tail] = [word.slice(0, at), word.slice(at)];
      if ((await wordsWith(tail[0])).includes(tail)) {
        const heads = [head, head.replace(/(s|en|n|e)$/, "")];
        const found = heads.find((other) => known.includes(other));
        return found ? [found, tail] : [tail];
      }
    }
    const start = word.slice(0, Math.max(3, Math.ceil(word.length * 0.6)));
    return known.some((other) => other.startsWith(start)) ? [term] : [];
  }

  // So much of a word is there in all its forms.
  function beginning(term) {
    const [word, length] = [sound(term), fold(term).length];
    return word.slice(0, word.length - (length > 6 ? 2 : length > 4 ? 1 : 0));
  }

  // Whether what was found has each of *terms*: Pagefind is also content with the beginning of one.
  function isSure(terms, data) {
    const said = sound(`${data.meta.title} ${data.content} ${data.meta.labels ?? ""} ${data.meta.words ?? ""}`);
    const words = said.match(/[\p{L}\p{N}]+/gu) ?? [];
    return terms.every((term) => words.some((other) => other.startsWith(beginning(term))));
  }

  async function hits(index, terms, filters, order) {
    const query = terms.length ? terms.join(" ") : null;
    const found = await index.search(query, { filters: asked(filters) });
    let { results } = found;
    if (order === "date") {
      // Pagefind would mix the parts; they are made so that all of one is newer than the next.
      const sorted = await Promise.all(index.parts.map((part) => (
        index.search(query, { filters: { ...asked(filters), ...part }, sort: { datum: "desc" } })
      )));
      results = sorted.flatMap((part) => part.results);
    }
    return { results, filters: found.filters, hasSome: false };
  }

  function asked(filters) {
    return Object.fromEntries([...filters].map(([facet, values]) => [facet, { any: [...values] }]));
  }

  // Texts with some of *terms*, those with most of them first.
  async function someHits(index, terms, filters) {
    const merged = new Map();
    for (const found of await Promise.all(terms.map((term) => hits(index, [term], filters)))) {
      for (const result of found.results) {
        const known = merged.get(result.id) ?? { ...result, score: 0, data: result.data };
        known.score += result.score;
        merged.set(result.id, known);
      }
    }
    const results = [...merged.values()].sort((a, b) => b.score - a.score);
    return { results, filters: undefined, hasSome: results.length > 0 };
  }

  // What is found for *state*; *withCounts* also how many there are of each value of each facet.
  async function find(state, stopWords, withCounts) {
    const { isEmpty, terms } = termsOf(state.query, stopWords);
    if (!isEmpty && terms.length === 0) {
      return { isStopOnly: true };
    }
    const index = await load();
    if (withCounts) {
      await index.filters();
    }
    const search = async (words) => {
      const found = await hits(index, words, state.filters, state.sort);
      return found.results.length === 0 && words.length > 1 ? someHits(index, words, state.filters) : found;
    };
    let found = await search(terms);
    let [used, meant] = [terms, undefined];
    const first = await found.results[0]?.data();
    if (terms.length && (found.hasSome || !first || !isSure(terms, first))) {
      const other = (await Promise.all(terms.map(better))).flat();
      if (other.join(" ") !== terms.join(" ")) {
        const instead = other.length ? await search(other) : { results: [], filters: {} };
        const isMore = other.length && !(found.results.length && instead.hasSome);
        const isLess = other.every((term) => terms.includes(term)); // what is no word was left out
        meant = isLess ? undefined : other;
        if (isMore || !other.length) {
          [found, used] = [{ ...instead, hasSome: instead.hasSome || (isLess && other.length > 0) }, other];
        }
      }
    }
    const isOfMeant = meant !== undefined && used === meant;
    // In a facet where something is chosen, its other values count as if nothing were.
    const counts = withCounts && found.filters && { ...found.filters };
    if (counts) {
      await Promise.all([...state.filters.keys()].map(async (facet) => {
        const others = new Map([...state.filters].filter(([name]) => name !== facet));
        counts[facet] = (await hits(index, used, others)).filters[facet];
      }));
    }
    return { ...found, counts, meant, isOfMeant, terms: used };
  }

  // -- what is shown --------------------------------------------------------------------------

  // What the search page holds for the script; on another page it is fetched.
  class Kit {
    constructor(page) {
      const words = page.querySelector("template[data-search-words]");
      this.says = words.dataset;
      this.result = words.content.firstElementChild;
      this.dialog = page.querySelector("template[data-search-dialog]").content.firstElementChild;
      this.smallestShown = Number(words.dataset.smallestShown); // of a count that narrows down
      this.stopWords = new Set(words.dataset.stopWords.split(/\s+/));
      this.labels = new Map();
      for (const box of page.querySelectorAll("[data-search-choices] input")) {
        this.labels.set(`${box.name}/${box.value}`, box.parentElement.querySelector(".choice__label").textContent);
      }
    }

    label(facet, id) {
      return this.labels.get(`${facet}/${id}`) ?? id;
    }
  }

  // What is called exactly as somebody asks stands first, also where all its words are small.
  function titledFirst(datas, query) {
    const plain = (text) => fold(text).replace(/[^\p{L}\p{N}]+/gu, " ").trim();
    const asked = plain(query);
    const isSame = (data) => plain(data.meta.title) === asked;
    return [...datas.filter(isSame), ...datas.filter((data) => !isSame(data))];
  }

  function marked(html) {
    const nodes = [];
    for (const node of new DOMParser().parseFromString(html, "text/html").body.childNodes) {
      if (node.nodeName === "MARK") {
        const mark = document.createElement("mark");
        mark.textContent = node.textContent;
        nodes.push(mark);
      } else {
        nodes.push(node.textContent);
      }
    }
    return nodes;
  }

  function resultItem(kit, data, terms) {
    const item = document.importNode(kit.result, true);
    const kind = data.filters[KIND]?.[0] ?? "";
    item.classList.add(`result--${kind}`);
    item.querySelector(".result__kind").textContent = kit.label(KIND, kind);
    const facts = ["gebaar", "sector"].flatMap((facet) => (kind === "verhaal" ? data.filters[facet] ?? [] : []).map((id) => kit.label(facet, id)));
    item.querySelector(".result__labels").textContent = [...facts, data.meta.note].filter(Boolean).map((text) => ` · ${text}`).join("");
    const anchor = item.querySelector("a");
    anchor.textContent = data.meta.title;
    anchor.href = new URL(`.${(data.raw_url ?? data.url).replace(/\.html$/, "/")}`, root).href;
    item.querySelector(".result__summary").textContent = data.meta.summary ?? "";
    const shown = fold(`${data.meta.title} ${data.meta.summary ?? ""}`);
    if (data.excerpt.includes("<mark>") && !terms.every((term) => shown.includes(fold(term)))) {
      const excerpt = item.querySelector(".result__excerpt");
      excerpt.hidden = false;
      excerpt.append("… ", ...marked(data.excerpt), " …");
    }
    return item;
  }

  const quoted = (query) => (query.length > 60 ? `${query.slice(0, 60)}…` : query);

  // What is said of *found*, for the eyes and for the ears.
  function sentence(kit, state, found) {
    const { says } = kit;
    const query = quoted(state.query.trim());
    if (found.isStopOnly) {
      return says.stopOnly;
    }
    const count = found.results.length;
    if (count === 0) {
      return state.filters.size ? says.noneFiltered : fill(says.none, { query });
    }
    if (found.isOfMeant) {
      return fill(says.meantInstead, { query, word: found.meant.join(" ") });
    }
    if (found.hasSome) {
      return fill(says.some, { query });
    }
    const isBreakdown = [...state.filters.keys()].some((facet) => facet !== KIND);
    let total = count === 1 ? says.foundOne : fill(says.foundMany, { n: count });
    if (isBreakdown && count < kit.smallestShown) {
      total = says.foundFew;
    }
    return query ? fill(says.forQuery, { found: total, query }) : total;
  }

  function showMeant(line, found) {
    line.hidden = !found?.meant || found.isOfMeant;
    if (!line.hidden) {
      const words = found.meant.join(" ");
      const anchor = line.querySelector("a");
      anchor.textContent = words;
      anchor.href = `${searchUrl.pathname}?${new URLSearchParams({ q: words })}`;
    }
  }

  // Sentences change only when they say something else: a screen reader reads each change.
  function say(status, text) {
    if (status.textContent !== text) {
      status.textContent = text;
    }
  }

  function later(work) {
    let timer;
    return (...items) => {
      clearTimeout(timer);
      timer = setTimeout(work, WAIT_FOR_TYPING, ...items);
    };
  }

  // Arrow keys go from the field to the results and through them.
  function walkWithArrows(within, input) {
    within.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const stops = [input, ...within.querySelectorAll(".result__title a")];
      const here = stops.indexOf(document.activeElement);
      if (step && here >= 0 && stops[here + step]) {
        event.preventDefault();
        stops[here + step].focus();
      }
    });
  }

  // -- the window -----------------------------------------------------------------------------

  let dialog;
  async function openWindow() {
    load().catch(() => {}); // what is wrong is said when somebody searches
    try {
      dialog ??= buildWindow(await fetchKit());
    } catch {
      location.href = searchUrl.href;
      return;
    }
    if (!dialog.open) {
      dialog.showModal();
      dialog.querySelector("input").select();
    }
  }

  async function fetchKit() {
    const response = await fetch(searchUrl);
    if (!response.ok) {
      throw new Error(response.statusText);
    }
    return new Kit(new DOMParser().parseFromString(await response.text(), "text/html"));
  }

  function buildWindow(kit) {
    const element = document.importNode(kit.dialog, true);
    const [form, input] = [element.querySelector("form"), element.querySelector("input")];
    const [status, list] = [element.querySelector("[role=status]"), element.querySelector("ol")];
    const [all, meant] = [element.querySelector(".search-dialog__all"), element.querySelector(".search__meant")];
    form.action = searchUrl.href;
    say(status, kit.says.help);
    let turn = 0;
    async function search() {
      const mine = ++turn;
      const state = { query: input.value.slice(0, 500), filters: new Map(), sort: "" };
      if (termsOf(state.query, kit.stopWords).isEmpty) {
        list.replaceChildren();
        all.hidden = meant.hidden = true;
        say(status, kit.says.help);
        return;
      }
      try {
        const found = await find(state, kit.stopWords, false);
        const datas = await Promise.all((found.results ?? []).slice(0, IN_WINDOW).map((result) => result.data()));
        if (mine === turn) {
          const hadFocus = list.contains(document.activeElement);
          list.replaceChildren(...titledFirst(datas, state.query).map((data) => resultItem(kit, data, found.terms)));
          if (hadFocus) {
            (list.querySelector("a") ?? input).focus(); // who was among the results stays there
          }
          all.hidden = datas.length === 0;
          all.querySelector("a").href = `${searchUrl.pathname}?${new URLSearchParams({ q: state.query })}`;
          showMeant(meant, found);
          say(status, sentence(kit, state, found));
        }
      } catch (problem) {
        if (mine === turn) {
          list.replaceChildren();
          meant.hidden = true;
          all.hidden = false;
          all.querySelector("a").href = searchUrl.href;
          say(status, problem instanceof BeingMade ? kit.says.making : kit.says.missing);
          if (problem instanceof BeingMade) {
            setTimeout(search, TRY_AGAIN);
          }
        }
      }
    }
    input.addEventListener("input", later(search));
    walkWithArrows(element, input);
    element.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.isComposing) {
        event.preventDefault(); // a browser would only empty the field
        element.close();
      }
    });
    element.querySelector("[data-close]").addEventListener("click", () => element.close());
    element.addEventListener("click", (event) => {
      if (event.target === element) {
        element.close(); // beside the window
      }
    });
    document.body.append(element);
    return element;
  }

  // -- the search page ------------------------------------------------------------------------

  function runPage(page) {
    const kit = new Kit(document);
    const part = (name) => page.querySelector(`[data-search-${name}]`);
    const [form, status, list, more] = ["form", "status", "results", "more"].map(part);
    const [chosen, choices, meant] = ["chosen", "choices", "meant"].map(part);
    const input = form.querySelector("input");
    const order = part("sort").querySelector("select");
    const boxes = [...choices.querySelectorAll("input")];
    let turn = 0;
    let isTyping = false;
    let isCounted = false;

    function readAddress() {
      const asked = new URLSearchParams(location.search);
      input.value = (asked.get("q") ?? "").slice(0, 500);
      order.value = asked.get("sort") === "date" ? "date" : "";
      for (const box of boxes) {
        box.checked = asked.getAll(box.name).includes(box.value);
      }
    }

    function state() {
      const filters = new Map();
      for (const box of boxes.filter((box) => box.checked)) {
        filters.set(box.name, [...(filters.get(box.name) ?? []), box.value]);
      }
      return { query: input.value, filters, sort: order.value };
    }

    function writeAddress(isNew) {
      const now = state();
      const asked = new URLSearchParams();
      if (now.query.trim()) {
        asked.set("q", now.query.trim());
      }
      for (const [facet, values] of now.filters) {
        values.forEach((value) => asked.append(facet, value));
      }
      if (now.sort) {
        asked.set("sort", now.sort);
      }
      const address = `${location.pathname}${asked.size ? `?${asked}` : ""}`;
      if (address !== location.pathname + location.search) {
        history[isNew ? "pushState" : "replaceState"](null, "", address);
      }
    }

    function showChosen() {
      const items = boxes.filter((box) => box.checked).map((box) => {
        const label = kit.label(box.name, box.value);
        const button = document.createElement("button");
        button.type = "button";
        button.className = "chip chip--chosen";
        button.textContent = label;
        button.setAttribute("aria-label", fill(kit.says.remove, { label }));
        button.addEventListener("click", () => {
          box.checked = false;
          change();
          (chosen.querySelector("button") ?? input).focus();
        });
        return button;
      });
      if (items.length > 1) {
        const clear = document.createElement("button");
        clear.type = "button";
        clear.className = "chip";
        clear.textContent = kit.says.clear;
        clear.addEventListener("click", () => {
          boxes.forEach((box) => {
            box.checked = false;
          });
          change();
          input.focus();
        });
        items.push(clear);
      }
      chosen.hidden = items.length === 0;
      chosen.replaceChildren(...items.map((button) => {
        const item = document.createElement("li");
        item.append(button);
        return item;
      }));
    }

    function showCounts(counts) {
      for (const facet of choices.querySelectorAll("[data-facet]")) {
        let isAny = false;
        for (const box of facet.querySelectorAll("input")) {
          const count = counts?.[box.name]?.[box.value] ?? 0;
          const item = box.closest("li");
          // What somebody just took away stays: where it goes, the keyboard loses its place.
          const isInUse = box.checked || box === document.activeElement;
          item.hidden = Boolean(counts) && count === 0 && !isInUse;
          item.querySelector(".choice__count").textContent = counts && count >= kit.smallestShown ? `(${count})` : "";
          isAny ||= !item.hidden;
        }
        facet.hidden = !isAny;
        facet.open ||= facet.querySelector("input:checked") !== null;
      }
    }

    async function showFrom(results, start, terms) {
      const mine = turn;
      const datas = await Promise.all(results.slice(start, start + PAGE).map((result) => result.data()));
      if (mine !== turn) {
        return false;
      }
      const sorted = order.value ? datas : titledFirst(datas, input.value);
      const items = sorted.map((data) => resultItem(kit, data, terms));
      if (start === 0) {
        list.replaceChildren(...items);
      } else {
        list.append(...items);
        items[0]?.querySelector("a").focus();
      }
      more.hidden = start + PAGE >= results.length;
      more.onclick = () => showFrom(results, start + PAGE, terms);
      return true;
    }

    async function search() {
      const mine = ++turn;
      page.dataset.state = "searching";
      await answer(mine);
      if (mine === turn) {
        page.dataset.state = "done";
      }
    }

    async function answer(mine) {
      const now = state();
      showChosen();
      const isIdle = termsOf(now.query, kit.stopWords).isEmpty && now.filters.size === 0;
      isCounted = choices.open || !isIdle;
      const slow = setTimeout(() => mine === turn && !isIdle && say(status, kit.says.loading), 400);
      try {
        const found = isIdle ? await overview() : await find(now, kit.stopWords, true);
        if (mine !== turn) {
          return;
        }
        if (found.isStopOnly) {
          showCounts(await allCounts());
        } else {
          showCounts(found.counts);
        }
        showMeant(meant, found);
        const results = found.results ?? [];
        if (results.length === 0) {
          delete document.documentElement.dataset.asks; // no answer needs a place
        }
        part("sort").hidden = results.length < 2 || order.length < 2; // without dates there is no choice
        if (await showFrom(results, 0, found.terms ?? [])) {
          say(status, isIdle ? kit.says.help : sentence(kit, now, found));
        }
      } catch (problem) {
        if (mine === turn) {
          list.replaceChildren();
          meant.hidden = more.hidden = part("sort").hidden = choices.hidden = true;
          say(status, problem instanceof BeingMade ? kit.says.making : kit.says.missing);
          if (problem instanceof BeingMade) {
            setTimeout(search, TRY_AGAIN);
          }
        }
        return;
      } finally {
        clearTimeout(slow);
      }
      choices.hidden = false;
    }

    const allCounts = async () => (await load()).filters();
    // Before somebody searches, the index is there only for the numbers of choices that can be seen.
    const overview = async () => ({ results: [], counts: choices.open ? await allCounts() : undefined });

    function change() {
      isTyping = false;
      writeAddress(true);
      search();
    }

    const typed = later(() => {
      writeAddress(!isTyping); // one step back for one word, not for each letter
      isTyping = true;
      search();
    });
    input.addEventListener("input", () => {
      page.dataset.state = "searching";
      typed();
    });
    input.addEventListener("blur", () => {
      isTyping = false;
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      change();
    });
    order.addEventListener("change", change);
    choices.addEventListener("change", change);
    choices.addEventListener("toggle", () => choices.open && !isCounted && search());
    input.addEventListener("focus", () => load().catch(() => {}), { once: true });
    addEventListener("popstate", () => {
      readAddress();
      search();
    });
    walkWithArrows(page, input);

    const wide = matchMedia("(min-width: 60rem)");
    const unfold = () => {
      choices.open = wide.matches;
    };
    wide.addEventListener("change", unfold);
    unfold();
    readAddress();
    search();
    return input;
  }

  // -- the way in: page.js says when somebody asks for it -----------------------------------------

  const page = document.querySelector("[data-search]");
  const field = page && runPage(page);

  document.addEventListener("search:open", () => {
    if (field) {
      field.focus();
      field.select();
    } else {
      openWindow();
    }
  });
})();
