// The text of a story as somebody types it: paragraphs, line breaks, *emphasis*, **strong**, lists,
// quotes (>), headings (## and ###) and a line (---). Everything else is text, whatever it looks like:
// it is shown as it was typed, and marked as text in the file, so that both always say the same.

const BULLET = /^[-*+•] +(?=\S)/u;
const NUMBER = /^(\d{1,3})[.)] +(?=\S)/;
const QUOTE = /^> ?/;
const HEADING = /^(#{2,3}) +(?=\S)/;
const RULE = /^(?:(?:\* *){3,}|(?:- *){3,}|(?:_ *){3,})$/;
const MARKED = /(?<=^|[\s\p{P}])(\*\*|__|\*|_)(?![\s*_])([^*_]*[^\s*_])\1(?=$|[\s\p{P}])/gu;

// -- reading ------------------------------------------------------------------------------------

function lines(text) {
  const plain = text.normalize("NFC").replace(/\r\n?/g, "\n").replace(/[\ufffe\uffff]/g, "");
  return plain.split("\n").map((line) => line.replace(/\s+/gu, " ").trim());
}

// The blocks of *text*: {kind, lines} of a paragraph, {kind, items} of a list, {kind, paragraphs} of a
// quote. A line is a list of {kind, text}.
export function parse(text) {
  const blocks = [];
  let open; // the block that the next line may belong to
  const begin = (block) => {
    blocks.push(block);
    open = block;
  };
  const item = (kind, line, start) => {
    if (blocks.at(-1)?.kind !== kind) {
      begin({ kind, start, items: [] });
    }
    open = blocks.at(-1);
    open.items.push([spans(line)]);
  };
  for (const line of lines(text)) {
    if (!line) {
      open = undefined;
    } else if (RULE.test(line)) {
      blocks.push({ kind: "hr" });
      open = undefined;
    } else if (HEADING.test(line)) {
      const kind = `h${line.match(HEADING)[1].length}`;
      blocks.push({ kind, lines: [spans(line.replace(HEADING, ""))] });
      open = undefined;
    } else if (BULLET.test(line)) {
      item("ul", line.replace(BULLET, ""));
    } else if (NUMBER.test(line)) {
      item("ol", line.replace(NUMBER, ""), Number(line.match(NUMBER)[1]));
    } else if (QUOTE.test(line)) {
      const quoted = line.replace(QUOTE, "").trim();
      if (open?.kind !== "blockquote") {
        begin({ kind: "blockquote", paragraphs: [[]] });
      }
      if (quoted) {
        open.paragraphs.at(-1).push(spans(quoted));
      } else if (open.paragraphs.at(-1).length) {
        open.paragraphs.push([]);
      }
    } else if (open?.items) {
      open.items.at(-1).push(spans(line));
    } else if (open?.lines) {
      open.lines.push(spans(line));
    } else {
      begin({ kind: "p", lines: [spans(line)] });
    }
  }
  return blocks.map(withoutEmpty).filter((block) => block.paragraphs?.length !== 0);
}

function withoutEmpty(block) {
  const paragraphs = block.paragraphs?.filter((paragraph) => paragraph.length);
  return paragraphs ? { ...block, paragraphs } : block;
}

function spans(line) {
  const found = [];
  let at = 0;
  for (const match of line.matchAll(MARKED)) {
    found.push({ kind: "text", text: line.slice(at, match.index) });
    found.push({ kind: match[1].length === 2 ? "strong" : "em", text: match[2] });
    at = match.index + match[0].length;
  }
  found.push({ kind: "text", text: line.slice(at) });
  return found.filter((span) => span.text);
}

// -- writing ------------------------------------------------------------------------------------

const MARKS = { text: "", em: "*", strong: "**" };

function escaped(text) {
  return text
    .replace(/[\\`*<[]/g, "\\$&")
    .replace(/&(?=#?\w+;)/g, "\\&")
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\_");
}

// What would make of a line something else than text, if it stood in front.
function begun(line) {
  return line
    .replace(/^(?:[#>]|[-+](?= |$)|-+$|=+$|~~~)/, "\\$&")
    .replace(/^(\d{1,9})([.)])(?= |$)/, "$1\\$2");
}

function written(line) {
  return begun(line.map((span) => MARKS[span.kind] + escaped(span.text) + MARKS[span.kind]).join(""));
}

function writtenBlock(block) {
  switch (block.kind) {
    case "hr":
      return "---";
    case "h2":
    case "h3":
      return `${block.kind === "h2" ? "##" : "###"} ${written(block.lines[0]).replace(/#+$/, "\\$&")}`;
    case "ul":
      return block.items.map((item) => `- ${item.map(written).join("\\\n  ")}`).join("\n");
    case "ol":
      return block.items
        .map((item, index) => {
          const mark = `${block.start + index}. `;
          return mark + item.map(written).join(`\\\n${" ".repeat(mark.length)}`);
        })
        .join("\n");
    case "blockquote":
      return block.paragraphs.map((paragraph) => `> ${paragraph.map(written).join("\\\n> ")}`).join("\n>\n");
    default:
      return block.lines.map(written).join("\\\n");
  }
}

// The Markdown that every other reader of the file understands as these blocks.
export function markdown(blocks) {
  return blocks.map(writtenBlock).join("\n\n");
}

// -- showing ------------------------------------------------------------------------------------

// Quotes, dashes and dots as they are printed.
export function printed(text) {
  return text
    .replace(/\.\.\./g, "…")
    .replace(/---/g, "—")
    .replace(/--/g, "–")
    .replace(/(^|[\s([{‘“–—])"/gu, "$1“")
    .replace(/"/g, "”")
    .replace(/(^|[\s([{“–—])'(?=[^']*\S'(?![\p{L}\p{N}]))/gu, "$1‘")
    .replace(/'/g, "’");
}

function shownLines(lines_) {
  const nodes = [];
  for (const [index, line] of lines_.entries()) {
    if (index) {
      nodes.push(document.createElement("br"));
    }
    for (const span of line) {
      if (span.kind === "text") {
        nodes.push(document.createTextNode(printed(span.text)));
      } else {
        nodes.push(element(span.kind, document.createTextNode(printed(span.text))));
      }
    }
  }
  return nodes;
}

function element(kind, ...children) {
  const made = document.createElement(kind);
  made.append(...children);
  return made;
}

// The blocks as elements. What somebody typed only ever becomes the text of one.
export function shown(blocks) {
  return blocks.map((block) => {
    if (block.items) {
      const list = element(block.kind, ...block.items.map((item) => element("li", ...shownLines(item))));
      if (block.start > 1) {
        list.start = block.start;
      }
      return list;
    }
    const paragraphs = block.paragraphs?.map((paragraph) => element("p", ...shownLines(paragraph)));
    return element(block.kind, ...(paragraphs ?? shownLines(block.lines ?? [])));
  });
}
