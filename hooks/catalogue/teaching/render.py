"""Teaching blocks to HTML: a Python-Markdown extension over the grammar in ``blocks``.

The elements carry meaning (section, details, figure) and a class; how they look is the theme's.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from markdown import Markdown
from markdown.util import AtomicString
from pymdownx.blocks import BlocksExtension, BlocksProcessor
from pymdownx.blocks.block import Block, type_any, type_string, type_string_in

from catalogue.model.field import Field, Kind
from catalogue.model.story import Scope, Story
from catalogue.teaching.blocks import EXPIRED_CASE, RULES, BlockRule
from catalogue.text.slugs import slugify
from catalogue.text.texts import Texts


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What blocks need from the rest of the site."""

    texts: Texts
    stories: Mapping[str, Story | None]
    """By path; None for one whose consent has expired."""


class TeachingBlocks(BlocksExtension):
    """All teaching blocks; *surroundings* gives them their words and their stories."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__()
        self._surroundings = surroundings

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: BlocksProcessor) -> None:
        for name, rule in RULES.items():
            block_mgr.register(_block_class(name, rule), {"surroundings": self._surroundings})


def _block_class(name: str, rule: BlockRule) -> type[Block]:
    """The pymdownx block of *rule*: its name, whether it has a title, and its options with their types."""
    argument = {"required": True, "optional": None, "none": False}[rule.title]
    options = {option.name: _option(option) for option in rule.options}
    namespace = {"NAME": name, "ARGUMENT": argument, "OPTIONS": options}
    return type(f"{name.title()}Block", (_BLOCKS.get(name, _TeachingBlock),), namespace)


def _integer(value: Any) -> int:
    return int(str(value))


def _option(option: Field) -> tuple[Any, Callable[[Any], Any]]:
    match option.kind:
        case Kind.INTEGER:
            check = _integer  # the range was checked when the source was read
        case Kind.CHOICE:
            check = type_string_in(option.choices, insensitive=False)
        case Kind.TEXT | Kind.SLUG:
            check = type_string
        case _:
            check = type_any
    return None, check


def _add(
    parent: ET.Element, tag: str, class_: str = "", text: str = "", **attributes: str
) -> ET.Element:
    element = ET.SubElement(parent, tag, attributes)
    if class_:
        element.set("class", class_)
    if text:
        element.text = text
    return element


class _TeachingBlock(Block):
    """What the blocks share: a title from the source or from the interface's words."""

    def on_init(self) -> None:
        surroundings: Surroundings = self.config["surroundings"]
        self.texts, self.stories = surroundings.texts, surroundings.stories

    @property
    def heading(self) -> str:
        """The title as written, else the usual one for this kind of block."""
        return self.argument or self.texts(f"block.{self.NAME}.title")

    def on_create(self, parent: ET.Element) -> ET.Element:
        return _add(parent, "div", self.NAME)


class _Disclosure(_TeachingBlock):
    """Something to open when one wants it: hint, answer, note for the facilitator."""

    def on_create(self, parent: ET.Element) -> ET.Element:
        details = _add(parent, "details", f"disclosure {self.NAME}")
        summary = _add(details, "summary", "disclosure__summary")
        if self.argument:
            _add(
                summary, "span", "disclosure__kind", self.texts(f"block.{self.NAME}.title")
            ).tail = " "
        _add(summary, "span", "disclosure__title", self.heading)
        self._body = _add(details, "div", "disclosure__body")
        return details

    def on_add(self, block: ET.Element) -> ET.Element:
        return self._body


class _Assignment(_TeachingBlock):
    def on_create(self, parent: ET.Element) -> ET.Element:
        number = self.tracker.setdefault("assignments", 0) + 1
        self.tracker["assignments"] = number
        section = _add(parent, "section", "assignment")
        header = _add(section, "div", "assignment__header")
        heading = _add(header, "h2", "assignment__title")
        heading.set("id", self.options["id"] or slugify(self.argument))
        _add(
            heading, "span", "assignment__number", self.texts("block.assignment.number", n=number)
        ).tail = " "
        _add(heading, "span", "assignment__name", self.argument)
        facts = _add(header, "ul", "assignment__facts")
        _add(facts, "li", "fact fact--minutes", self.texts("minutes", n=self.options["minutes"]))
        grouping = self.options["grouping"]
        _add(facts, "li", f"fact fact--{grouping}", self.texts(f"grouping.{grouping}"))
        self._body = _add(section, "div", "assignment__body")
        return section

    def on_add(self, block: ET.Element) -> ET.Element:
        return self._body


class _Writing(_TeachingBlock):
    def on_create(self, parent: ET.Element) -> ET.Element:
        box = _add(parent, "div", "writing")
        _add(box, "p", "writing__label", self.options["label"])
        lines = _add(box, "div", "writing__lines")
        lines.set("data-lines", str(self.options["lines"] or 4))
        for _ in range(self.options["lines"] or 4):
            _add(lines, "span", "writing__line")
        return box


class _Choices(_TeachingBlock):
    def on_create(self, parent: ET.Element) -> ET.Element:
        group = _add(parent, "fieldset", "choices")
        _add(group, "legend", "choices__title", self.heading)
        return group

    def on_end(self, block: ET.Element) -> None:
        for item in block.iter("li"):
            label = ET.Element("label", {"class": "choices__choice"})
            box = ET.SubElement(label, "input", {"type": "checkbox"})
            words = ET.SubElement(label, "span")
            words.text, item.text = item.text, None
            for child in list(item):
                item.remove(child)
                words.append(child)
            box.tail = " "
            item.append(label)


class _Sheet(_TeachingBlock):
    def on_create(self, parent: ET.Element) -> ET.Element:
        section = _add(parent, "section", "sheet")
        _add(section, "h2", "sheet__title", self.heading).set("id", slugify(self.heading))
        return section


class _Reflection(_TeachingBlock):
    def on_create(self, parent: ET.Element) -> ET.Element:
        section = _add(parent, "section", "reflection")
        _add(section, "p", "reflection__title", self.heading)
        return section


class _Cards(_TeachingBlock):
    def on_create(self, parent: ET.Element) -> ET.Element:
        section = _add(parent, "section", "conversation-cards")
        _add(section, "h2", "conversation-cards__title", self.heading).set(
            "id", slugify(self.heading)
        )
        return section


class _Story(_TeachingBlock):
    def on_create(self, parent: ET.Element) -> ET.Element:
        path = self.options["source"].removeprefix("/")
        story = self.stories[path]
        if story is None:
            return _add(parent, "p", f"case {EXPIRED_CASE}", self.texts("story.expired_case"))
        box = _add(parent, "blockquote", "case")
        title = _add(box, "p", "case__title")
        # A stranger's words: Python-Markdown must not look for Markdown or HTML in them.
        name = AtomicString(story.title.replace("&", "&amp;"))
        _add(title, "a", "", name, href=f"/{path}")
        if story.is_example:
            _add(box, "p", "example-label", self.texts("story.example"))
        is_printable = story.allows(Scope.PRINT)
        class_ = "case__text" if is_printable else "case__text screen-only"
        _add(box, "div", class_, self.md.htmlStash.store(story.html))
        if not is_printable:
            _add(box, "p", "print-only print-refusal", self.texts("story.not_for_print"))
        return box


class _Picture(_TeachingBlock):
    def on_create(self, parent: ET.Element) -> ET.Element:
        # What stands on the picture is no part of the figure, in which a caption has to come last.
        box = _add(parent, "div", "picture")
        figure = _add(box, "figure", "picture__figure")
        src, alt = self.options["src"], self.options["alt"] or ""
        # A drawing with small words is read by opening it; one that is only decoration is not.
        place = _add(figure, "a", "picture__link", href=src) if alt else figure
        _add(place, "img", src=src, alt=alt)  # not lazy: an unseen picture would stay off paper
        if self.argument:
            _add(figure, "figcaption", "picture__caption", self.argument)
        self._details = _add(box, "details", "disclosure picture__text")
        summary = _add(self._details, "summary", "disclosure__summary")
        _add(summary, "span", "disclosure__title", self.texts("block.picture.text"))
        self._body = _add(self._details, "div", "disclosure__body")
        return box

    def on_add(self, block: ET.Element) -> ET.Element:
        return self._body

    def on_end(self, block: ET.Element) -> None:
        if not len(self._body):
            block.remove(self._details)


class _Recording(_TeachingBlock):
    """A film or a sound; nothing is loaded before somebody asks for it."""

    def on_create(self, parent: ET.Element) -> ET.Element:
        figure = _add(parent, "figure", f"recording recording--{self.NAME}")
        _add(figure, "figcaption", "recording__title", self.argument)
        src = self.options["src"]
        if src.startswith("https://"):
            text = self.texts(f"block.{self.NAME}.link", host=urlsplit(src).hostname)
            _add(figure, "a", "button", text, href=src, rel="external noreferrer")
        else:
            player = _add(
                figure, self.NAME, "recording__player", src=src, controls="controls", preload="none"
            )
            if captions := self.options.get("captions"):
                label = self.texts("block.video.captions")
                _add(
                    player,
                    "track",
                    src=captions,
                    kind="captions",
                    srclang="nl",
                    label=label,
                    default="default",
                )
        details = _add(figure, "details", "disclosure recording__transcript")
        summary = _add(details, "summary", "disclosure__summary")
        _add(summary, "span", "disclosure__title", self.texts("block.transcript"))
        self._body = _add(details, "div", "disclosure__body")
        return figure

    def on_add(self, block: ET.Element) -> ET.Element:
        return self._body


_BLOCKS: Final[dict[str, type[_TeachingBlock]]] = {
    "assignment": _Assignment,
    "hint": _Disclosure,
    "answer": _Disclosure,
    "facilitator": _Disclosure,
    "writing": _Writing,
    "reflection": _Reflection,
    "choices": _Choices,
    "sheet": _Sheet,
    "cards": _Cards,
    "story": _Story,
    "picture": _Picture,
    "video": _Recording,
    "audio": _Recording,
}
