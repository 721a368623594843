// Personal data in a text: what hooks/catalogue/sources/personal_data.py finds, found in a browser, also behind
// formatting (visible_text.py). The rules are that module's `rules_json()`, parsed; tests/browser holds
// the two to one verdict.

const CHECKS = {
  // The month, the day and the check digits fit (births from 2000 have a 2 before the nine digits).
  "register-number": (datum) => {
    const digits = datum.replace(/[^0-9]/g, "");
    const month = Number(digits.slice(2, 4));
    if (month % 20 > 12 || month > 52 || Number(digits.slice(4, 6)) > 31) {
      return false;
    }
    const number = Number(digits.slice(0, 9));
    const check = Number(digits.slice(9));
    return check === 97 - (number % 97) || check === 97 - ((2_000_000_000 + number) % 97);
  },
  // The check digits are those of ISO 13616.
  iban: (datum) => {
    const letters = datum.toUpperCase().replace(/[^0-9A-Z]/g, "");
    if (letters.length < 15 || letters.length > 34) {
      return false;
    }
    const moved = letters.slice(4) + letters.slice(0, 4);
    const digits = [...moved].map((sign) => parseInt(sign, 36)).join("");
    return [...digits].reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0) === 1;
  },
};

const compiled = new WeakMap();

function expressions(rules) {
  if (!compiled.has(rules)) {
    const made = rules.rules.map((rule) => ({
      ...rule,
      expression: new RegExp(rule.pattern, `${rule.flags}dg`),
    }));
    const [markup, leftOut, blank] = [rules.markup, rules.left_out, rules.blank].map(
      (pattern) => new RegExp(pattern, "gu"),
    );
    compiled.set(rules, { rules: made, markup, leftOut, blank });
  }
  return compiled.get(rules);
}

function mask(text) {
  return text.replace(/[0-9]/g, "·").replace(/[^·0-9 \n*_[\].,:;/()+@'"-]+/gu, "···");
}

function masked(rule, match) {
  const place = match.indices[1];
  if (place === undefined) {
    return mask(match[0]);
  }
  const [start, end] = place.map((at) => at - match.index);
  return match[0].slice(0, start) + mask(match[0].slice(start, end)) + match[0].slice(end);
}

// One sign for all spaces, one for all dashes, straight quotes; places stay the same.
function fold(text, folds) {
  const lines = text.replace(/(?<!\n)\n(?!\n)/g, " ");
  return Array.from(lines, (sign) => folds[sign] ?? sign).join("");
}

// -- what a reader sees -------------------------------------------------------------------------

function decoded(entity) {
  return new DOMParser().parseFromString(entity, "text/html").body.textContent;
}

// Letters, digits and spaces in the place of what looks like them.
function asSeen(signs, { leftOut, blank }) {
  return signs.normalize("NFKC").replace(blank, " ").replace(leftOut, "");
}

// What is seen of a text, in pieces that each stand for a stretch of it.
class VisibleText {
  pieces = [];
  length = 0;
  last = "\n";

  get text() {
    return this.pieces.map(({ piece }) => piece).join("");
  }

  // Where in the source stands what stands from *start* to *end* in the text.
  source(start, end) {
    const first = this.#pieceAt(start);
    const last = this.#pieceAt(end - 1);
    return [
      first.since + (isAsTyped(first) ? start - first.start : 0),
      isAsTyped(last) ? last.since + end - last.start : last.until,
    ];
  }

  #pieceAt(place) {
    return this.pieces.findLast(({ start }) => start <= place);
  }

  add(piece, since, until) {
    const isSecondSpace = piece.startsWith(" ") && " \n".includes(this.last);
    const [shown, from] = isSecondSpace ? [piece.slice(1), Math.min(since + 1, until)] : [piece, since];
    if (shown) {
      this.pieces.push({ piece: shown, start: this.length, since: from, until });
      this.length += shown.length;
      this.last = shown.at(-1);
    }
  }

  addTyped(piece, since, signs) {
    let done = 0;
    for (const match of piece.matchAll(/[^\x00-\x7f]|  +/gu)) {
      const seen = asSeen(match[0], signs);
      if (seen !== match[0]) {
        const end = match.index + match[0].length;
        this.add(piece.slice(done, match.index), since + done, since + match.index);
        this.add(seen, since + match.index, since + end);
        done = end;
      }
    }
    this.add(piece.slice(done), since + done, since + piece.length);
  }
}

const isAsTyped = ({ piece, since, until }) => until - since === piece.length;

function visible(markdown, signs) {
  const found = new VisibleText();
  const source = `\n${markdown}`; // so that the first line begins as every other does
  const count = (text, bracket) => text.split(bracket).length - 1;
  const markup = new RegExp(signs.markup);
  let done = 0;
  let openBrackets = 0;
  let isItem = false;
  let isClosed = true; // whether what stands on the line before cannot go on
  for (let match = markup.exec(source); match; match = markup.exec(source)) {
    const [whole, leads, entity, sign, lines, rule, mark, space] = match;
    const [since, until] = [match.index - 1, match.index + whole.length - 1];
    found.addTyped(source.slice(done, match.index), done - 1, signs);
    if (leads !== undefined && !openBrackets) {
      markup.lastIndex = match.index + 1; // there is no link: what stands behind the bracket is seen
    }
    done = markup.lastIndex;
    if (lines !== undefined) {
      const isNew = isClosed || count(lines, "\n") > 1;
      isClosed = Boolean(rule) || Boolean(mark?.startsWith("#"));
      if (mark && /^[0-9]/.test(mark) && !(isNew || isItem || mark.slice(0, -1) === "1")) {
        // Within a paragraph only 1 begins a list: this is a number at the end of a sentence.
        found.add(" ", since, since + lines.length);
        found.add(`${mark} `, since + lines.length, until);
      } else if (mark || rule || isNew) {
        if (found.last !== "\n") {
          found.add("\n\n", since, until);
        }
        isItem = Boolean(mark) && !isClosed;
      } else {
        found.add(" ", since, until);
      }
    } else if (entity !== undefined) {
      found.add(asSeen(decoded(entity), signs), since, until);
    } else if (sign !== undefined) {
      found.add(asSeen(sign, signs), since, until);
    } else if (space !== undefined) {
      found.add(" ", since, until);
    } else if (leads !== undefined) {
      openBrackets = Math.max(openBrackets - 1, 0);
    } else {
      openBrackets = Math.max(openBrackets + count(whole, "[") - count(whole, "]"), 0);
    }
  }
  found.addTyped(source.slice(done), done - 1, signs);
  return found;
}

// -- finding ------------------------------------------------------------------------------------

function* findIn(text, rules) {
  const folded = fold(text, rules.folds);
  const taken = new Uint8Array(folded.length);
  for (const rule of expressions(rules).rules) {
    for (const match of folded.matchAll(rule.expression)) {
      const [start, end] = match.indices[0];
      const overlaps = taken.subarray(start, end).includes(1);
      if (!overlaps && (!rule.check || CHECKS[rule.check](match[0]))) {
        taken.fill(1, start, end);
        const { severity } = rules.kinds[rule.kind];
        yield { kind: rule.kind, severity, start, end, masked: masked(rule, match), text: text.slice(start, end) };
      }
    }
  }
}

// Nothing is found across an empty line, and no formatting goes over one.
function* findBehindFormatting(text, rules) {
  let begin = 0;
  for (const block of text.split("\n\n")) {
    const seen = visible(block, expressions(rules));
    for (const finding of findIn(seen.text, rules)) {
      const [start, end] = seen.source(finding.start, finding.end);
      yield { ...finding, start: begin + start, end: begin + end };
    }
    begin += block.length + 2;
  }
}

// Without what was found twice: of those that overlap the graver, then the longer.
function apart(found, size) {
  const taken = new Uint8Array(size);
  const weight = ({ severity }) => (severity === "error" ? 0 : 1);
  const longer = (one, other) => other.end - other.start - (one.end - one.start);
  const sorted = [...found].sort((one, other) => weight(one) - weight(other) || longer(one, other));
  return sorted.filter(({ start, end }) => {
    const isFirst = !taken.subarray(start, end).includes(1);
    if (isFirst) {
      taken.fill(1, start, end);
    }
    return isFirst;
  });
}

// What in the text (in NFC) may be personal data: a list of {kind, severity, start, end, masked, text}.
export function find(text, rules) {
  const found = apart([...findIn(text, rules), ...findBehindFormatting(text, rules)], text.length);
  if (text.split(/\s+/u).filter(Boolean).length > rules.most_words) {
    const { severity } = rules.kinds["long-text"];
    found.push({ kind: "long-text", severity, start: 0, end: text.length, masked: "", text: "" });
  }
  return found.sort((one, other) => one.start - other.start || one.end - other.end);
}

// What is seen of one line, as words with one space between them.
export function plain(line, rules) {
  const { text } = visible(line, expressions(rules));
  return fold(text, rules.folds).split(/\s+/u).filter(Boolean).join(" ");
}
