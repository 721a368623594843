// The finished file of a story, and the addresses that take it along.

const LONGEST_ADDRESS = 8000; // servers refuse a longer line
const LONGEST_MAIL = 1600; // of what browsers hand over to mail programs, the shortest that they cut off
const PLAIN = /^\p{L}(?:[\p{L}\p{N} ,.'’‘“”!?()…–-]*[\p{L}\p{N}.’”!?)…])?$/u;
const NO_TEXT = /^(?:y|yes|n|no|true|false|on|off|null)$/i; // to YAML

// As hooks/catalogue/text/slugs.py.
export function slugify(text) {
  const plain = text.normalize("NFKD").replace(/[^\x00-\x7f]/g, "").toLowerCase();
  return plain.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
}

// The name of the file, without its ending: short enough, and one that a story can have.
export function nameOf(title, { limits, reserved }) {
  const longest = limits.name - ".md".length;
  let slug = slugify(title);
  if (slug.length > longest) {
    slug = slug.slice(0, slug.lastIndexOf("-", longest) > 0 ? slug.lastIndexOf("-", longest) : longest);
  }
  return reserved.includes(slug) ? `${slug}-1` : slug;
}

// *text* as a value that YAML reads back as the same text.
export function quoted(text) {
  if (PLAIN.test(text) && !NO_TEXT.test(text)) {
    return text;
  }
  return `"${text.replace(/[\\"]/g, "\\$&")}"`;
}

export const onOneLine = (text) => text.normalize("NFC").replace(/\s+/gu, " ").trim();

function consentLines({ reference, date, by, scope, form, review }) {
  return [
    "consent:",
    `  reference: ${reference}`,
    `  date: ${date}`,
    `  by: ${by}`,
    `  scope: [${scope.join(", ")}]`,
    `  form: ${form}`,
    `  review: ${review}`,
  ];
}

// The file of *story*. Without a reference to a consent it is a proposal: it says what the teller agreed
// to as a remark that becomes the field when an editor fills it in.
export function fileOf(story, rules, remark) {
  const fields = [
    `title: ${quoted(onOneLine(story.title))}`,
    `summary: ${quoted(onOneLine(story.summary))}`,
    `published: ${story.published}`,
    ...["sector", "setting", "teller", "giver", "receiver", "gesture"].map((name) => `${name}: ${story[name]}`),
    `themes: [${story.themes.join(", ")}]`,
  ];
  if (story.organisation) {
    fields.push(`organisation: ${story.organisation}`);
  }
  if (story.consent.reference) {
    const { reference, form } = story.consent;
    const given = { ...story.consent, reference: quoted(onOneLine(reference)), form: quoted(onOneLine(form)) };
    fields.push(...consentLines(given));
  } else {
    const asked = { ...story.consent, reference: "…", date: "…", form: "…", review: "…" };
    fields.push(...[remark, ...consentLines(asked)].map((line) => `# ${line}`));
  }
  if (story.exceptions.length) {
    fields.push("not_personal:");
    for (const { kind, words, reason } of story.exceptions) {
      fields.push(`  - kind: ${kind}`, `    words: ${quoted(words)}`, `    reason: ${quoted(onOneLine(reason))}`);
    }
  }
  return {
    folder: `stories/${story.published.slice(0, 4)}`,
    name: `${nameOf(story.title, rules)}.md`,
    text: ["---", ...fields, "---", "", story.body, ""].join("\n"),
  };
}

// -- addresses ----------------------------------------------------------------------------------

function filled(pattern, words) {
  return pattern.replace(/\{(\w+)\}/g, (whole, name) => words[name] ?? whole);
}

// Where the repository's host opens *file* as a new one. `isWhole` is false where its text does not come
// along: the pattern has no place for it, or the address would be too long.
export function newFileAddress(pattern, { folder, name, text }) {
  const words = { folder, name: encodeURIComponent(name) };
  const whole = filled(pattern, { ...words, content: encodeURIComponent(text) });
  const isWhole = pattern.includes("{content}") && whole.length <= LONGEST_ADDRESS;
  return { isWhole, address: isWhole ? whole : filled(pattern, { ...words, content: "" }) };
}

// The address of a mail with *file* in it; with *invitation* in its place where that is too long.
export function mailAddress(address, subject, { name, text }, invitation) {
  const start = `mailto:${address}?subject=${encodeURIComponent(filled(subject, { name }))}&body=`;
  const whole = start + encodeURIComponent(text.replace(/\n/g, "\r\n"));
  const isWhole = whole.length <= LONGEST_MAIL;
  return { isWhole, address: isWhole ? whole : start + encodeURIComponent(invitation) };
}
