"""The whole project as plain Markdown with ordinary front matter, for any generator that reads such a tree.

Teaching blocks become headings, quotes and lists; links between sources become links between files.
It is the way out: nothing in the result needs our hooks or our theme.
"""

from __future__ import annotations

import html
import posixpath
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, Final

import yaml

from catalogue.model.catalogue import Catalogue
from catalogue.model.module import PartKind
from catalogue.model.story import Story
from catalogue.modules.blocks import Block, scan
from catalogue.problems.problem import Problems
from catalogue.sources.fields import Reader
from catalogue.sources.files import Source, is_hidden, read_source
from catalogue.sources.pictures import MEDIA
from catalogue.text.texts import Texts

_LINK = re.compile(r"(?<=\]\()/((?:content|modules|stories)/[^)#\s]+\.md)(?=[)#])")
_PART_FILES: Final = {kind: f"{kind.slug or 'index'}.md" for kind in PartKind}


def stage(root: Path, catalogue: Catalogue, texts: Texts, out: Path) -> int:
    """Write *catalogue* below *out* as ``docs/`` and an ``mkdocs.yml``; return the number of pages."""
    return _Stage(root, catalogue, texts, out).write()


class _Stage:
    def __init__(self, root: Path, catalogue: Catalogue, texts: Texts, out: Path) -> None:
        self._root, self._catalogue, self._texts, self._out = root, catalogue, texts, out
        self._places = dict(_places(catalogue))

    def write(self) -> int:
        catalogue = self._catalogue
        for page in catalogue.pages:
            self._page(page.path, {"title": page.title, "description": page.summary})
            if page.layout in ("stories", "modules"):
                self._append_list(page.path, page.layout)
            if page.has_help_lines or page is catalogue.help_page:
                self._append_help_lines(page.path)
        for module in catalogue.modules:
            for part in module.parts.values():
                tags = [concept.label for concept in (*module.themes, *module.gestures)]
                fields = {"title": part.title, "description": part.summary, "tags": tags}
                self._page(part.path, fields)
                if part.has_help_lines:
                    self._append_help_lines(part.path)
        for story in catalogue.stories:
            self._page(story.path, _story_fields(story))
        for expired in catalogue.expired:
            self._write(
                expired.path,
                {"title": self._texts("story.expired")},
                self._texts("story.expired_text"),
            )
        self._media()
        settings = {"site_name": "Mangomomenten", "docs_dir": "docs"}
        (self._out / "mkdocs.yml").write_text(_yaml(settings), "utf-8", newline="\n")
        return len(self._places)

    def _page(self, path: str, fields: Mapping[str, Any]) -> None:
        source = read_source(self._root / path, path, Problems())
        assert source is not None, "the catalogue has read it"
        place = self._places[path]
        body = "\n".join(self._plain(source))
        story = self._catalogue.stories_by_path.get(path)
        if story is not None and story.is_example:
            body = f"*{self._texts('story.example')}*\n\n{body}"
        body = _LINK.sub(lambda match: self._relative(match[1], place), body)
        self._write(path, fields, body)

    def _write(self, path: str, fields: Mapping[str, Any], body: str) -> None:
        text = f"---\n{_yaml(fields)}---\n\n# {_escape(fields['title'])}\n\n{body}\n"
        self._file(self._places[path]).write_text(text, "utf-8", newline="\n")

    def _append_list(self, path: str, layout: str) -> None:
        place = self._places[path]
        catalogue = self._catalogue
        note = f" – *{self._texts('story.example')}*"
        items = (
            [(s.title, s.path, note if s.is_example else "") for s in catalogue.stories]
            if layout == "stories"
            else [(module.title, module.introduction.path, "") for module in catalogue.modules]
        )
        lines = [
            f"- [{_escape(title)}]({self._relative(target, place)}){more}"
            for title, target, more in items
        ]
        self._append(place, lines)

    def _append_help_lines(self, path: str) -> None:
        lines = [f"## {self._texts('help.title')}", ""]
        for line in self._catalogue.help_lines:
            number = f" **{line.number}**" if line.number else ""
            lines.append(f"- {_escape(line.label)}{number}: {_escape(line.summary)}")
        self._append(self._places[path], lines)

    def _append(self, place: str, lines: list[str]) -> None:
        with self._file(place).open("a", encoding="utf-8", newline="\n") as file:
            file.write("\n" + "\n".join(lines) + "\n")

    def _media(self) -> None:
        modules = [medium for module in self._catalogue.modules for medium in module.media]
        content = [
            file.relative_to(self._root).as_posix()
            for file in sorted((self._root / "content").rglob("*"))
            if file.suffix in MEDIA and not any(map(is_hidden, file.relative_to(self._root).parts))
        ]
        for path in (*modules, *content):
            shutil.copyfile(self._root / path, self._file(path.removeprefix("content/")))

    def _file(self, place: str) -> Path:
        file = self._out / "docs" / place
        file.parent.mkdir(parents=True, exist_ok=True)
        return file

    def _relative(self, path: str, place: str) -> str:
        return posixpath.relpath(self._places[path], posixpath.dirname(place) or ".")

    # -- teaching blocks to plain Markdown ---------------------------------------------------

    def _plain(self, source: Source) -> Iterator[str]:
        """The lines of *source*, its blocks replaced by what a plain renderer understands."""
        reader = Reader(source.path, self._catalogue.vocabulary, Problems())
        blocks = {
            block.line: block
            for root in scan(source.body, reader, source.body_line)
            for block in root.descendants()
        }
        number = 0
        skip_options = False
        for line_number, line in enumerate(source.body.split("\n"), source.body_line):
            if block := blocks.get(line_number):
                number += block.name == "assignment"
                skip_options = True
                yield ""
                yield from self._opening(block, number)
            elif skip_options and line.startswith("    "):
                continue
            elif re.fullmatch(r"/{3,} *", line):
                yield ""
            else:
                skip_options = False
                yield line

    def _opening(self, block: Block, number: int) -> Iterator[str]:
        texts, options = self._texts, block.options
        level = "###" if block.parent else "##"
        match block.name:
            case "assignment":
                yield f"## {texts('block.assignment.number', n=number)}: {block.title}"
                yield ""
                grouping = texts(f"grouping.{options['grouping']}")
                yield f"*{texts('minutes', n=options['minutes'])} · {grouping}*"
            case "writing":
                yield f"**{options['label']}**"
            case "story":
                story = self._catalogue.stories_by_path[options["source"].removeprefix("/")]
                if story is None:
                    yield texts("story.expired_case")
                else:
                    yield f"[{texts('story.read')}: {_escape(story.title)}]({options['source']})"
            case "picture":
                yield f"![{options.get('alt') or ''}]({options['src']})"
                if block.title:
                    yield ""
                    yield f"*{block.title}*"
            case "video" | "audio":
                yield f"[{block.title}]({options['src']})"
            case "print-only" | "screen-only":
                pass
            case name:
                yield f"{level} {block.title or texts(f'block.{name}.title')}"
        yield ""


def _places(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Where each source goes, below ``docs/``, so that its address stays what it is."""
    for page in catalogue.pages:
        yield page.path, page.path.removeprefix("content/")
    for module in catalogue.modules:
        for part in module.parts.values():
            yield part.path, f"modules/{module.slug}/{_PART_FILES[part.kind]}"
    for path in catalogue.stories_by_path:
        yield path, f"verhalen/{PurePosixPath(path).name}"


def _story_fields(story: Story) -> dict[str, Any]:
    concepts = (story.sector, story.setting, story.gesture, *story.themes)
    date = {"date": story.published} if story.published else {}
    return {
        "title": story.title,
        "description": story.summary,
        **date,
        "tags": [concept.label for concept in concepts],
    }


def _escape(text: str) -> str:
    """Return *text* as Markdown that says just that: strangers write titles."""
    return re.sub(r"([\\`*_\[\]])", r"\\\1", html.escape(text, quote=False))


def _yaml(fields: Mapping[str, Any]) -> str:
    return yaml.safe_dump(dict(fields), allow_unicode=True, sort_keys=False, width=1000)
