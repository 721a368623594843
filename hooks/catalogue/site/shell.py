"""A page of the theme with open places, filled by string joining.

The theme renders a page once, with a marker for every value that differs from page to page;
``Shell`` splits it at the markers and fills it ten thousand times. Places are as in Mustache
(https://mustache.github.io/mustache.5.html): a *slot* holds one value, a *section* is repeated for
every item of a list, or shown when its value is true.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NoReturn

from markupsafe import Markup, escape

# Control characters cannot stand in a source (see reading.py), so no text can pose as a marker.
_OPEN, _CLOSE = "\x02", "\x03"

_INDENTATION = re.compile(r"\s*\n\s*")

Values = Mapping[str, Any]


class SlotError(Exception):
    """A template asked what a slot holds: nobody knows before its shell is filled."""


def _unknown(instead: str) -> Callable[..., Any]:
    """Return a method of a slot that says what to write *instead* of asking for its value."""

    def refuse(slot: Slot, *_: object, **__: object) -> NoReturn:
        raise SlotError(
            f"the value of {_name(slot)!r} is not known while the shell is rendered: {instead}"
        )

    return refuse


_ASK_WHEN: Final = (
    "write {% call when(…) %}…{% endcall %} with a value that is true or false, "
    "and let what fills the shell compare"
)
_REPEAT: Final = "write {% call(item) each(…) %}…{% endcall %}"
_SHOW: Final = (
    "write {{ … }} or ~, and let what fills the shell change, count or reckon with the value"
)


class Slot:
    """An open place, used in a template like the object that will fill it: ``story.gesture.label``.

    It can be shown, and handed to ``each`` and ``when``. Whatever asks for its value is an error: an
    ``if`` would take every slot for true, and ``==`` none for the same.
    """

    __slots__ = ("_name",)

    def __init__(self, name: str = "") -> None:
        self._name = name

    def __getattr__(self, name: str) -> Slot:
        if name.startswith("__"):
            raise AttributeError(name)
        return Slot(f"{self._name}.{name}" if self._name else name)

    def __html__(self) -> str:
        return f"{_OPEN}{self._name}{_CLOSE}"

    def __format__(self, form: str) -> str:
        if form:
            raise SlotError(f"{self._name!r} cannot be shown as {form!r}: {_SHOW}")
        return self.__html__()

    __str__ = __html__  # for ~

    __bool__ = _unknown(_ASK_WHEN)
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _unknown(_ASK_WHEN)
    __contains__ = __hash__ = _unknown(_ASK_WHEN)
    __len__ = __iter__ = __getitem__ = __reversed__ = _unknown(_REPEAT)
    __call__ = __int__ = __float__ = __index__ = _unknown(_SHOW)
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _unknown(_SHOW)
    __mod__ = __rmod__ = __truediv__ = __rtruediv__ = __neg__ = _unknown(_SHOW)


def _name(slot: Slot) -> str:
    return slot.__html__()[1:-1]


def each(items: Iterable[Any] | Slot, caller: Callable[[Any], str]) -> Markup:
    """Render *caller* for every item; for a slot, once, as the section that its items will repeat."""
    if isinstance(items, Slot):
        name = _name(items)
        return Markup(f"{_OPEN}#{name}{_CLOSE}{caller(Slot())}{_OPEN}/{name}{_CLOSE}")  # noqa: S704 -- our own template
    return Markup("").join(caller(item) for item in items)


def when(value: Any, caller: Callable[[], str]) -> Markup:
    """Render *caller* when *value* is true; for a slot, as the section that its value will show."""
    if isinstance(value, Slot):
        name = _name(value)
        return Markup(f"{_OPEN}?{name}{_CLOSE}{caller()}{_OPEN}/{name}{_CLOSE}")  # noqa: S704 -- our own template
    return Markup(caller() if value else "")  # noqa: S704 -- our own template


class Row(dict[str, Any]):
    """The values of one item of a repeated section that stands on many pages.

    Rows with the same *key* have the same values, so that a section fills them once.
    """

    __slots__ = ("key",)

    def __init__(self, key: str, values: Values) -> None:
        super().__init__(values)
        self.key = key


@dataclass(frozen=True, slots=True)
class _Section:
    name: str
    is_repeated: bool
    parts: tuple[_Part, ...]
    filled: dict[str, str] = field(default_factory=dict, compare=False, repr=False)
    """What rows became, by their key."""


@dataclass(frozen=True, slots=True)
class _Place:
    name: str


_Part = str | _Place | _Section


@dataclass(frozen=True, slots=True)
class Shell:
    """A page with open places."""

    parts: tuple[_Part, ...]

    @classmethod
    def parse(cls, text: str) -> Shell:
        """Return the shell of a page that was rendered with slots; ValueError when sections overlap."""
        stack: list[tuple[str, bool, list[_Part]]] = [("", False, [])]
        # The theme's own indentation would stand in every page.
        literal, *pieces = _INDENTATION.sub("\n", text).split(_OPEN)
        stack[-1][2].append(literal)
        for piece in pieces:
            name, _, literal = piece.partition(_CLOSE)
            if not name or name == "/":
                raise ValueError("a place without a name")
            if name[0] in "#?":
                stack.append((name[1:], name[0] == "#", []))
            elif name[0] == "/":
                opened, is_repeated, parts = stack.pop()
                if opened != name[1:]:
                    raise ValueError(f"section {opened!r} is closed by {name[1:]!r}")
                stack[-1][2].append(_Section(opened, is_repeated, tuple(parts)))
            else:
                stack[-1][2].append(_Place(name))
            stack[-1][2].append(literal)
        if len(stack) > 1:
            raise ValueError(f"section {stack[-1][0]!r} is not closed")
        return cls(tuple(part for part in stack[0][2] if part != ""))

    def fill(self, values: Values) -> str:
        """Return the page for *values*; text is escaped, ``Markup`` is not. KeyError for a missing value."""
        out: list[str] = []
        _fill(self.parts, _escaped(values), out)
        return "".join(out)


def _escaped(values: Values) -> Values:
    """*values* with their texts escaped: once, however often each is shown."""
    return {
        name: str(escape(value)) if type(value) is str and _NEEDS_ESCAPE(value) else value
        for name, value in values.items()
    }


# To look is three times faster than to escape, and few texts hold one of these.
_NEEDS_ESCAPE: Final = re.compile("[&<>\"']").search


def _fill(parts: Sequence[_Part], values: Values, out: list[str]) -> None:
    """Append to *out* what *parts* become; the texts among *values* are escaped."""
    for part in parts:
        if type(part) is str:
            out.append(part)
        elif type(part) is _Place:
            value = values[part.name]
            out.append(value if isinstance(value, str) else str(escape(value)))
        else:
            assert isinstance(part, _Section)
            value = values[part.name]
            if not part.is_repeated:
                if value:
                    _fill(part.parts, values, out)
            else:
                out += [
                    _row(part, item) if type(item) is Row else _item(part, item) for item in value
                ]


def _row(section: _Section, row: Row) -> str:
    text = section.filled.get(row.key)
    if text is None:
        text = section.filled[row.key] = _item(section, row)
    return text


def _item(section: _Section, item: Values) -> str:
    out: list[str] = []
    _fill(section.parts, _escaped(item), out)
    return "".join(out)
