"""Front matter: YAML fields with the line of every key and value, by way of python-frontmatter.

YAML is only *composed* here, never constructed: every value stays text until our own schema
gives it a type, so no value of a stranger becomes a date, a number or an object by accident.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple, cast

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler

from catalogue.problems.problem import Problems
from catalogue.text.characters import unseen

try:
    from yaml import CSafeLoader as _SafeLoader  # ten times faster than the one in Python
except ImportError:  # a PyYAML without libyaml
    from yaml import SafeLoader as _SafeLoader  # type: ignore[assignment]

MAX_CHARACTERS: Final = 16_000
MAX_DEPTH: Final = 5

Kind = Literal["text", "boolean", "number", "date", "empty", "list", "mapping"]

_KINDS: Final[dict[str, Kind]] = {
    "tag:yaml.org,2002:bool": "boolean",
    "tag:yaml.org,2002:int": "number",
    "tag:yaml.org,2002:float": "number",
    "tag:yaml.org,2002:timestamp": "date",
    "tag:yaml.org,2002:null": "empty",
}


class Loader(_SafeLoader):
    """Composes without asking what each plain word would mean: ``_kind`` asks it of values only."""

    def resolve(self, kind: type[yaml.Node], _value: object, _implicit: object) -> str:
        if kind is yaml.ScalarNode:
            return "tag:yaml.org,2002:str"
        return "tag:yaml.org,2002:seq" if kind is yaml.SequenceNode else "tag:yaml.org,2002:map"


def _kind(text: str) -> Kind:
    """What YAML 1.1 makes of the unquoted *text*, by PyYAML's own rules."""
    for tag, pattern in yaml.SafeLoader.yaml_implicit_resolvers.get(text[:1], ()):
        if pattern.match(text):
            return _KINDS.get(tag, "text")
    return "text"


class Value(NamedTuple):
    """A YAML value and the line in the source where it begins."""

    line: int
    kind: Kind
    """What YAML would make of it: ``ja`` is text, but an unquoted ``on`` is a boolean."""
    text: str = ""
    """A scalar as it was typed, without its quotes."""
    items: tuple[Value, ...] = ()
    fields: Fields | None = None
    key_line: int = 0
    """The line of its name, where that is another one; else 0."""


Fields = dict[str, Value]
"""The values of a mapping by their key, in the order of the source."""


def scalars(fields: Fields) -> Iterator[Value]:
    """Return every value in *fields*, however deep it stands."""
    waiting = [*reversed(fields.values())]
    while waiting:
        value = waiting.pop()
        yield value
        waiting += reversed([*value.items, *(value.fields or {}).values()])


class LineHandler(YAMLHandler):
    """python-frontmatter's YAML handler, keeping lines: ``load`` gives Fields instead of values."""

    FM_BOUNDARY = re.compile(r"^---[ \t]*$", re.MULTILINE)

    def __init__(self, path: str, problems: Problems) -> None:
        super().__init__()
        self._path = path
        self._problems = problems
        self.is_readable = True
        """Whether the YAML could be read; without it, an absent field says nothing."""

    def load(self, fm: str, **_options: object) -> Fields:
        # python-frontmatter hands over what stands between the two `---`, the first line end
        # included, so that line 1 of `fm` is line 1 of the file.
        fields = parse_fields(fm, self._path, 1, self._problems)
        self.is_readable = fields is not None
        return fields or {}


def split(text: str, path: str, problems: Problems) -> tuple[Fields | None, str, int] | None:
    """Return the fields, the body and the body's first line; None when *text* has no front matter.

    The fields are None when they are there but cannot be read.
    """
    if not re.match(r"---[ \t]*(\n|$)", text):
        problems.add("front-matter-missing", path, 1)
        return None
    boundary = LineHandler.FM_BOUNDARY.search(text, 4)
    if boundary is None:
        problems.add("front-matter-unclosed", path, 1)
        return None
    if boundary.end() > MAX_CHARACTERS:
        problems.add("front-matter-large", path, 1, limit=MAX_CHARACTERS)
        return None
    handler = LineHandler(path, problems)
    fields, body = frontmatter.parse(text, handler=handler)
    rest = text[boundary.end() :]
    leading = len(rest) - len(rest.lstrip())
    body_line = text.count("\n", 0, boundary.end() + leading) + 1
    return (cast(Fields, fields) if handler.is_readable else None), body, body_line


def parse_fields(text: str, path: str, first_line: int, problems: Problems) -> Fields | None:
    """Return the fields of the YAML mapping *text*, which begins on *first_line* of *path*.

    None, and its problems, when it cannot be read.
    """
    if not _is_plain_yaml(text, path, first_line, problems):
        return None
    try:
        node = yaml.compose(text, Loader=Loader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        _add_syntax_problem(error, text, path, first_line, problems)
        return None
    if node is None:
        return {}
    if not isinstance(node, yaml.MappingNode):
        problems.add("front-matter-not-fields", path, node.start_mark.line + first_line)
        return None
    return _fields(node, text.split("\n"), path, first_line, 1, problems)


def _fields(
    node: yaml.MappingNode,
    lines: list[str],
    path: str,
    first_line: int,
    depth: int,
    problems: Problems,
) -> Fields:
    fields: Fields = {}
    key_lines: dict[str, int] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + first_line
        if not isinstance(key_node, yaml.ScalarNode):
            problems.add("front-matter-not-fields", path, line)
            continue
        key = key_node.value
        if key in fields:
            problems.add("double-key", path, line, key=key, first=key_lines[key])
            continue
        key_lines[key] = line
        value = _value(value_node, key, lines, path, first_line, depth, problems)
        fields[key] = value._replace(key_line=line) if value.line != line else value
    return fields


def _value(
    node: yaml.Node,
    key: str,
    lines: list[str],
    path: str,
    first_line: int,
    depth: int,
    problems: Problems,
) -> Value:
    line = node.start_mark.line + first_line
    if isinstance(node, yaml.ScalarNode):
        kind: Kind = "text"
        if not node.style:  # plain: libyaml says "", PyYAML itself None
            kind = _kind(node.value)
            end = node.end_mark
            rest = lines[end.line] if end.line < len(lines) else ""
            if "#" in rest and (lost := rest[end.column :].strip()).startswith("#"):
                problems.add("yaml-comment", path, line, key=key, lost=lost)
        elif node.style == '"':  # there a backslash makes characters that the source does not have
            for name in unseen(node.value):
                problems.add("control-character", path, line, name=name)
        return Value(line, kind, node.value)
    if depth >= MAX_DEPTH:
        problems.add("yaml-depth", path, line, limit=MAX_DEPTH)
        return Value(line, "empty")
    if isinstance(node, yaml.SequenceNode):
        items = tuple(
            _value(item, key, lines, path, first_line, depth + 1, problems) for item in node.value
        )
        return Value(line, "list", items=items)
    assert isinstance(node, yaml.MappingNode)
    return Value(
        line, "mapping", fields=_fields(node, lines, path, first_line, depth + 1, problems)
    )


def _is_plain_yaml(text: str, path: str, first_line: int, problems: Problems) -> bool:
    """Whether *text* is free of tabs, aliases, anchors and tags; each found is a problem."""
    plain = True
    if "\t" in text:
        for offset, line in enumerate(text.split("\n")):
            if "\t" in line.rstrip():
                problems.add("yaml-tab", path, offset + first_line)
                plain = False
    if plain and any(sign in text for sign in "&*!"):
        # Rare in practice; only now is it worth asking YAML's scanner what the sign means here.
        try:
            for token in yaml.scan(text, Loader=Loader):
                code = _FORBIDDEN_TOKENS.get(type(token).__name__)
                if code is not None:
                    problems.add(code, path, token.start_mark.line + first_line)
                    plain = False
        except (yaml.YAMLError, ValueError, RecursionError):
            return plain  # composing will say what is wrong
    return plain


_FORBIDDEN_TOKENS: Final = {
    "AliasToken": "yaml-alias",
    "AnchorToken": "yaml-alias",
    "TagToken": "yaml-tag",
}

_COLON_TRAP = re.compile(r"^\s*(?:- )?([\w-]+):\s+[^\s\"'\[{|>&*!#].*?:(\s|$)")
_SPACE_TRAP = re.compile(r"^\s*(?:- )?[\w-]+:[^\s/]")
_QUOTE_TRAP = re.compile(r"^\s*(?:- )?([\w-]+):\s+[\"']")


_BEGUN_EARLIER: Final = {
    "while scanning a simple key",
    "while parsing a flow sequence",
    "while parsing a flow mapping",
}
"""What YAML only finds wrong on a later line than the one to mend."""


def _add_syntax_problem(
    error: Exception, text: str, path: str, first_line: int, problems: Problems
) -> None:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if getattr(error, "context", None) in _BEGUN_EARLIER:
        mark = getattr(error, "context_mark", None) or mark
    lines = text.split("\n")
    at = min(mark.line if mark is not None else 0, len(lines) - 1)
    # libyaml goes a thousand levels deep; without it, Python's own limit comes first.
    if isinstance(error, RecursionError) or "nesting depth" in str(error):
        problems.add("yaml-depth", path, at + first_line, limit=MAX_DEPTH)
        return
    # libyaml often notices on the next line what went wrong on the one before.
    for index in (at, at - 1):
        if index < 0:
            continue
        if match := _COLON_TRAP.match(lines[index]):
            problems.add("yaml-colon", path, index + first_line, key=match[1])
            return
    context_mark = getattr(error, "context_mark", None)
    start = context_mark.line if context_mark is not None else at
    for index in (start, at):
        if index < len(lines) and (match := _QUOTE_TRAP.match(lines[index])):
            problems.add("yaml-quote", path, index + first_line, key=match[1])
            return
    if at and _SPACE_TRAP.match(lines[at - 1]):
        at -= 1
    problems.add("yaml-syntax", path, at + first_line)
