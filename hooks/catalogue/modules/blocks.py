"""Teaching blocks as they are written: a scanner that keeps every line.

``teaching.render`` renders the same rules; this module only looks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from catalogue.problems.hints import choice_hint, enumerate_in_dutch
from catalogue.problems.problem import Problems
from catalogue.sources.fields import Reader
from catalogue.sources.front_matter import Fields, parse_fields
from catalogue.teaching.blocks import RULES


@dataclass(slots=True)
class Block:
    """A block as found in a source, with everything it holds."""

    name: str
    title: str
    line: int
    fence: str
    parent: Block | None = None
    options: dict[str, Any] = field(default_factory=dict)
    option_fields: Fields = field(default_factory=dict)
    children: list[Block] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    """Its own lines, without those of the blocks in it."""

    def line_of(self, option: str) -> int:
        """Where *option* stands; the block's own line when it is absent."""
        value = self.option_fields.get(option)
        return value.line if value is not None else self.line

    def descendants(self) -> Iterator[Block]:
        """The block and all blocks in it, in order."""
        waiting = [self]  # a mistake may put thousands of blocks in each other
        while waiting:
            block = waiting.pop()
            yield block
            waiting += reversed(block.children)


_OPEN = re.compile(r"( *)(/{3,}) *([\w-]+) *(?:\| *(.*?) *)?$")
_CLOSE = re.compile(r"( *)(/{3,}) *$")
# As the `fenced_code` extension of Python-Markdown has it.
_FENCE = re.compile(r"(~{3,}|`{3,}) *(?:\{.*\}|\.?[\w#.+-]* *(?:hl_lines=[\"'].*[\"'] *)?)$")
_OPTION_LINE = re.compile(r" {4,}\S")


def fenced_lines(lines: Sequence[str]) -> set[int]:
    """The numbers of the lines of code between fences; a fence that is not closed is text."""
    fenced: set[int] = set()
    unclosed: set[str] = set()
    number = 0
    while number < len(lines):
        opening = _FENCE.match(lines[number])
        number += 1
        if opening is None or opening[1] in unclosed:
            continue
        rest = range(number, len(lines))
        end = next((later for later in rest if lines[later].rstrip() == opening[1]), None)
        if end is None:
            unclosed.add(opening[1])
        else:
            fenced.update(range(number - 1, end + 1))
            number = end + 1
    return fenced


def scan(body: str, reader: Reader, first_line: int) -> list[Block]:
    """Return the outermost blocks of *body*, their options read; note every problem."""
    problems, path = reader.problems, reader.path
    roots: list[Block] = []
    stack: list[Block] = []
    lines = body.split("\n")
    fenced = fenced_lines(lines)
    index = 0
    while index < len(lines):
        text, number = lines[index], first_line + index
        index += 1
        if index - 1 in fenced:
            if stack:
                stack[-1].body.append(text)
            continue
        if match := _CLOSE.match(text):
            if match[1]:
                problems.add("block-indented", path, number, fence=match[2])
            while stack and stack[-1].fence != match[2] and any(b.fence == match[2] for b in stack):
                unclosed = stack.pop()
                problems.add(
                    "block-unclosed", path, unclosed.line, name=unclosed.name, fence=unclosed.fence
                )
            if stack and stack[-1].fence == match[2]:
                stack.pop()
            else:
                problems.add("block-stray-end", path, number, fence=match[2])
        elif match := _OPEN.match(text):
            if match[1]:
                problems.add("block-indented", path, number, fence=match[2])
            block = Block(match[3], match[4] or "", number, match[2], stack[-1] if stack else None)
            if any(outer.fence == block.fence for outer in stack):
                problems.add("block-nested-fence", path, number, fence=block.fence + "/")
            (stack[-1].children if stack else roots).append(block)
            stack.append(block)
            start = index
            while index < len(lines) and _OPTION_LINE.match(lines[index]):
                index += 1
            _read_options(block, lines[start:index], reader, first_line + start)
            has_text = index < len(lines) and bool(lines[index].strip())
            if index > start and has_text and not _CLOSE.match(lines[index]):
                problems.add("block-options-blank-line", path, first_line + index, name=block.name)
        elif stack:
            stack[-1].body.append(text)
    for block in stack:
        problems.add("block-unclosed", path, block.line, name=block.name, fence=block.fence)
    for root in roots:
        for block in root.descendants():
            _check(block, path, problems)
    return roots


def _read_options(block: Block, lines: list[str], reader: Reader, first_line: int) -> None:
    rule = RULES.get(block.name)
    if rule is None or not (lines or rule.options):
        return
    fields = parse_fields("\n".join(lines), reader.path, first_line, reader.problems)
    block.option_fields = fields or {}
    block.options = reader.read(fields, rule.options, block.line) or {}


def _check(block: Block, path: str, problems: Problems) -> None:
    def add(code: str, **words: object) -> None:
        problems.add(code, path, block.line, name=block.name, **words)

    rule = RULES.get(block.name)
    if rule is None:
        add("block-unknown", choice=choice_hint(block.name, RULES))
        return
    parent = block.parent.name if block.parent else ""
    if parent not in rule.parents:
        places = sorted(
            f"in het blok '{name}'" if name else "rechtstreeks op de pagina"
            for name in rule.parents
        )
        add("block-place", place=enumerate_in_dutch(places))
    if rule.title == "required" and not block.title:
        add("block-title-missing")
    if rule.title == "none" and block.title:
        add("block-title-not-allowed")
    has_body = bool(block.children) or any(line.strip() for line in block.body)
    if rule.body == "required" and not has_body:
        add("block-body-missing", what=rule.body_hint)
    if rule.body == "none" and has_body:
        add("block-body-not-allowed")
    if block.name in ("cards", "choices") and has_body:
        for line in block.body:
            if line.strip() and not re.match(r"(- |  )", line):
                add("cards-list")
                break
    if block.name == "picture" and "alt" not in block.option_fields and "src" in block.options:
        problems.add("picture-alt", path, block.line, target=block.options["src"])
    if block.name == "video" and "src" in block.options and not block.options.get("captions"):
        problems.add("captions-missing", path, block.line)
