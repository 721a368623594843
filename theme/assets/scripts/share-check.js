// What is still wrong with a story: what the checker would say of its texts, and what is missing.
// The checker's rules and words come with the site: assets/data/share.json and personal-data.json.

import { find, plain } from "./personal-data.js";
import { nameOf, onOneLine, slugify } from "./share-file.js";
import { markdown, parse } from "./share-text.js";

export const TEXTS = ["story", "title", "summary"];
const FIRST_CHOICES = ["sector", "setting", "teller", "giver", "receiver", "gesture"];
const MOST_WORDS_OF_A_LINE = 12;
const ESCAPES = /\\(?=[\n!-/:-@[-`{-~])/g; // what the form itself put before marks and line ends
const BY_HAND = "not_personal"; // the part of a hint that is for who writes the file by hand

export const fill = (text, words) => text.replace(/\{(\w+)\}/g, (whole, name) => words[name] ?? whole);
const sentence = (text) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
const megabytes = (size) => `${(size / 1_000_000).toFixed(1).replace(".", ",")} MB`;

export class Checker {
  constructor(rules, personal, says) {
    this.rules = rules;
    this.personal = personal;
    this.says = says;
    this.unseen = new RegExp(rules.unseen.pattern, "gu");
    const { run } = rules.limits;
    this.runs = new RegExp(`([!-/:-@[-\`{-~])\\1{${run},}`, "g");
  }

  // -- what stands in the texts -------------------------------------------------------------

  // The text of *field* as it stands in the file.
  read(field, values) {
    return field === "story" ? markdown(parse(values.story)) : onOneLine(values[field]);
  }

  // What the checker would say of *field*: {kind, isError, quote, typed, message, hint, line}. The quote
  // is what is seen; as it is typed it may have marks in it.
  findings(field, values) {
    const raw = values[field];
    const text = this.read(field, values);
    const found = [...this.#ofText(raw, text)];
    for (const { kind, severity, start, end, masked, text: quote } of find(text, this.personal)) {
      const { message, hint } = this.personal.kinds[kind];
      found.push({
        kind,
        isError: severity === "error",
        quote,
        typed: quote && text.slice(start, end).replace(ESCAPES, ""),
        message: sentence(fill(message, { masked })),
        hint: sentence(hint.split("; ").filter((part) => !part.includes(BY_HAND)).join("; ")),
        line: text.slice(text.lastIndexOf("\n", end - 1) + 1).split("\n")[0],
        isPersonal: true,
      });
    }
    return found;
  }

  *#ofText(raw, text) {
    const { limits, problems, unseen } = this.rules;
    const problem = (code, quote, words) => ({
      kind: code,
      isError: true,
      quote,
      typed: quote,
      message: sentence(fill(problems[code].message, words)),
      hint: sentence(fill(problems[code].hint, words)),
    });
    const names = new Set((raw.toWellFormed?.() ?? raw).match(this.unseen));
    for (const character of names) {
      const code = character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
      yield problem("control-character", character, { name: unseen.names[code] ?? `U+${code}` });
    }
    for (const [run, mark] of text.matchAll(this.runs)) {
      yield problem("punctuation-run", run, { limit: limits.run, mark });
    }
    for (const word of text.split(/\s+/u)) {
      if (word.length > limits.word) {
        yield problem("long-word", word, { length: word.length, limit: limits.word });
      }
    }
    const size = new Blob([text]).size;
    if (size > limits.file / 2) {
      yield problem("file-large", "", { size: megabytes(size), limit: megabytes(limits.file / 2) });
    }
  }

  // -- false alarms -------------------------------------------------------------------------

  // Words that tell the line of *finding* from every other, and are themselves nobody's; or nothing.
  telling(finding, values) {
    const lines = TEXTS.flatMap((field) => this.read(field, values).split("\n")).map((line) => plain(line, this.personal));
    const words = plain(finding.line, this.personal).split(" ");
    const own = new Set(plain(finding.quote, this.personal).split(" "));
    const candidates = [];
    for (let length = 1; length <= Math.min(words.length, MOST_WORDS_OF_A_LINE); length += 1) {
      for (let start = 0; start + length <= words.length; start += 1) {
        const run = words.slice(start, start + length);
        candidates.push({ run, isOwn: run.some((word) => own.has(word)), isShort: length < 3 });
      }
    }
    candidates.sort((one, other) => one.isOwn - other.isOwn || one.isShort - other.isShort);
    return candidates
      .map(({ run }) => run.join(" "))
      .find((run) => run.length <= this.rules.limits.words && this.#tells(run, lines));
  }

  #tells(words, lines) {
    return (
      lines.filter((line) => line.includes(words)).length === 1
      && /[\p{L}\p{N}]/u.test(words)
      && this.isNobodys(words)
    );
  }

  isNobodys(text) {
    return find(text, this.personal).every(({ severity }) => severity !== "error");
  }

  // The exceptions of the file: one for each line and kind.
  exceptions(values, reasons) {
    const made = new Map();
    for (const finding of TEXTS.flatMap((field) => this.findings(field, values))) {
      const reason = onOneLine(reasons[reasonKey(finding)] ?? "");
      const words = reason && finding.isPersonal && this.telling(finding, values);
      if (words) {
        made.set(`${finding.kind} ${finding.line}`, { kind: finding.kind, words, reason });
      }
    }
    return [...made.values()];
  }

  // -- what is missing ----------------------------------------------------------------------

  // What is wrong with the answers to *question*: {field, message}, with the finding where there is one.
  faults(question, values, reasons) {
    return {
      check: () => [],
      story: () => [
        ...this.#missing("story", markdown(parse(values.story)), this.says.errorStory),
        ...this.#personal("story", values, reasons),
        ...this.#tooManyExceptions(values, reasons),
      ],
      name: () => [...this.#titleFaults(values, reasons), ...this.#summaryFaults(values, reasons)],
      place: () => [...this.#choices(["sector", "setting"], values), ...this.#organisationFaults(values)],
      people: () => this.#choices(["teller", "giver", "receiver"], values),
      subject: () => [...this.#choices(["gesture"], values), ...this.#themeFaults(values)],
      consent: () => this.#consentFaults(values),
    }[question]();
  }

  #missing(field, value, message) {
    return value ? [] : [{ field, message }];
  }

  #choices(fields, values) {
    const missing = FIRST_CHOICES.filter((field) => fields.includes(field) && !values[field]);
    return missing.map((field) => ({ field, message: this.says[said("error", field)] }));
  }

  #long(field, value) {
    const [n, limit] = [[...value].length, this.rules.limits[field]];
    const text = this.says[said("error", field, "long")] ?? this.says.errorLong;
    return n > limit ? [{ field, message: fill(text, { n, limit }) }] : [];
  }

  *#personal(field, values, reasons) {
    for (const finding of this.findings(field, values)) {
      const reason = onOneLine(reasons[reasonKey(finding)] ?? "");
      const isExplained = reason && finding.isPersonal && this.telling(finding, values);
      if (finding.isError && !isExplained) {
        yield { field, message: finding.message, finding };
      } else if (isExplained && !this.isNobodys(reason)) {
        yield { field, message: this.says.errorReasonPersonal, finding };
      } else if (isExplained && [...reason].length > this.rules.limits.reason) {
        const words = { n: [...reason].length, limit: this.rules.limits.reason };
        yield { field, message: fill(this.says.errorLong, words), finding };
      }
    }
  }

  #tooManyExceptions(values, reasons) {
    const limit = this.rules.limits.exceptions;
    const isTooMany = this.exceptions(values, reasons).length > limit;
    return isTooMany ? [{ field: "story", message: fill(this.says.errorReasonMany, { limit }) }] : [];
  }

  #titleFaults(values, reasons) {
    const title = onOneLine(values.title);
    if (!title) {
      return [{ field: "title", message: this.says.errorTitleMissing }];
    }
    const hasName = slugify(title) && nameOf(title, this.rules);
    const faults = hasName ? [] : [{ field: "title", message: this.says.errorTitleLetters }];
    return [...faults, ...this.#long("title", title), ...this.#personal("title", values, reasons)];
  }

  #summaryFaults(values, reasons) {
    const summary = onOneLine(values.summary);
    if (!summary) {
      return [{ field: "summary", message: this.says.errorSummaryMissing }];
    }
    return [...this.#long("summary", summary), ...this.#personal("summary", values, reasons)];
  }

  #organisationFaults(values) {
    const isElsewhere = values.organisation && values.organisationSector !== values.sector;
    return isElsewhere ? [{ field: "organisation", message: this.says.errorOrganisation }] : [];
  }

  #themeFaults({ themes }) {
    const isRight = themes.length >= 1 && themes.length <= this.rules.limits.themes;
    return isRight ? [] : [{ field: "themes", message: this.says.errorThemes }];
  }

  #consentFaults(values) {
    const { scope, by, reference, date, form, review } = values;
    const faults = [
      ...this.#missing("scope", scope.includes("publish"), this.says.errorScope),
      ...this.#missing("by", by, this.says.errorBy),
    ];
    if (reference.trim() || date || form.trim() || review) {
      faults.push(
        ...this.#missing("reference", reference.trim(), this.says.errorReference),
        ...this.#long("reference", reference.trim()),
        ...this.#missing("date", date, this.says.errorDate),
        ...this.#missing("form", form.trim(), this.says.errorForm),
        ...this.#long("form", form.trim()),
        ...this.#missing("review", review > date, this.says.errorReview),
      );
    }
    return faults;
  }
}

// Under what a reason is kept: it stays with its words when the line moves.
export const reasonKey = ({ kind, quote }) => `${kind} ${quote}`;

const said = (...words) => words.map((word, at) => (at ? word[0].toUpperCase() + word.slice(1) : word)).join("");
