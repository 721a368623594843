// Personal data in a text: what hooks/catalogue/personal_data.py finds, found in a browser.
// The rules are that module's `rules_json()`, parsed; tests/browser holds the two to one verdict.

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
    compiled.set(rules, made);
  }
  return compiled.get(rules);
}

function mask(text) {
  return text.replace(/[0-9]/g, "·").replace(/[^·0-9 .,:;/()+@'"-]+/gu, "···");
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

// What in the text (in NFC) may be personal data: a list of {kind, severity, start, end, masked}.
export function find(text, rules) {
  const folded = fold(text, rules.folds);
  const taken = new Uint8Array(folded.length);
  const found = [];
  const add = (kind, start, end, shown) => {
    found.push({ kind, severity: rules.kinds[kind].severity, start, end, masked: shown });
  };
  for (const rule of expressions(rules)) {
    for (const match of folded.matchAll(rule.expression)) {
      const [start, end] = match.indices[0];
      const overlaps = taken.subarray(start, end).includes(1);
      if (!overlaps && (!rule.check || CHECKS[rule.check](match[0]))) {
        taken.fill(1, start, end);
        add(rule.kind, start, end, masked(rule, match));
      }
    }
  }
  if (text.split(/\s+/u).filter(Boolean).length > rules.most_words) {
    add("long-text", 0, text.length, "");
  }
  return found.sort((one, other) => one.start - other.start || one.end - other.end);
}
