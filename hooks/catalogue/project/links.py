"""Links between sources: written from the root of the project, checked here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path, PurePosixPath

from catalogue.model.story import Story
from catalogue.modules.markdown import Document
from catalogue.problems.hints import anchor_hint, file_hint, path_hint
from catalogue.problems.problem import Problems
from catalogue.sources.pictures import MEDIA
from catalogue.text.links import relative_uri
from catalogue.text.placeholders import is_placeholder
from catalogue.text.relinking import relink

_BESIDE = re.compile(r"[a-z0-9-]+\.[a-z0-9]+")
"""The address of a file in the folder of the text, as a teaching block has it."""

_ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")
"""How an address outside the site begins."""


def resolve_files(html: str, folder: str, page_uri: str) -> str:
    """Return *html* with everything that it loads of *folder*, that of its text, relative to *page_uri*.

    The engine does so for pictures, not for recordings and their captions.
    """

    def change(address: str, is_loaded: bool) -> str:
        if is_loaded and _BESIDE.fullmatch(address):
            return relative_uri(f"{folder}/{address}".lstrip("/"), page_uri)
        return address

    return relink(html, change)


def check_links(
    root: Path,
    documents: Mapping[str, Document],
    stories: Iterable[Story],
    addresses: Mapping[str, str],
    unread: AbstractSet[str],
    problems: Problems,
) -> None:
    """Note every link, picture or recording that leads nowhere; *unread* sources have their own problems."""
    checker = _Checker(root, documents, addresses, unread, problems)
    for document in documents.values():
        for link in document.links:
            if link.is_picture:
                checker.file(document.path, link.line, link.target, "picture-missing")
            else:
                checker.link(document.path, link.line, link.target)
        for block in document.all_blocks():
            options = block.options
            if block.name == "story" and "source" in options:
                checker.story(document.path, block.line_of("source"), options["source"])
            elif block.name == "picture" and "src" in options:
                checker.file(document.path, block.line_of("src"), options["src"], "picture-missing")
            elif block.name in ("video", "audio") and "src" in options:
                checker.recording(document.path, block.line_of("src"), options["src"])
                captions = options.get("captions")
                if captions and captions != "player":
                    checker.file(
                        document.path, block.line_of("captions"), captions, "media-missing"
                    )
    for story in stories:
        for target, line in zip(story.links, story.link_lines, strict=True):
            checker.link(story.path, line, target)


class _Checker:
    def __init__(
        self,
        root: Path,
        documents: Mapping[str, Document],
        addresses: Mapping[str, str],
        unread: AbstractSet[str],
        problems: Problems,
    ) -> None:
        self._root = root
        self._unread = unread
        self._documents = documents
        self._addresses = addresses
        self._problems = problems

    def link(self, path: str, line: int, target: str) -> None:
        add = self._problems.add
        if target.startswith(("https://", "http://", "mailto:")):
            if is_placeholder(target):
                add("link-placeholder", path, line, target=target)
            return
        if _ELSEWHERE.match(target):
            add("link-scheme", path, line, target=target)
            return
        page, _, anchor = target.partition("#")
        if target.startswith("#"):
            self._anchor(path, line, path, anchor)
        elif not page.startswith("/") and PurePosixPath(page).suffix in MEDIA:
            self.file(path, line, page, "media-missing")
        elif not page.startswith("/") or not page.endswith(".md"):
            add("link-form", path, line, target=target, example="het-kleine-gebaar-leren-zien")
        elif page[1:] in self._unread:
            return
        elif page[1:] not in self._addresses:
            choice = path_hint(page[1:], self._addresses)
            add("link-target", path, line, target=target, choice=choice)
        elif anchor:
            self._anchor(path, line, page[1:], anchor)

    def story(self, path: str, line: int, target: str) -> None:
        path_of_story = target.removeprefix("/")
        if path_of_story in self._unread:
            return
        if not path_of_story.startswith("stories/") or path_of_story not in self._addresses:
            stories = [known for known in self._addresses if known.startswith("stories/")]
            choice = path_hint(path_of_story, stories)
            self._problems.add("link-target", path, line, target=target, choice=choice)

    def recording(self, path: str, line: int, target: str) -> None:
        if target.startswith("https://"):
            if is_placeholder(target):
                self._problems.add("link-placeholder", path, line, target=target)
            return
        if _ELSEWHERE.match(target):
            self._problems.add("link-scheme", path, line, target=target)
        else:
            self.file(path, line, target, "media-missing")

    def file(self, path: str, line: int, target: str, code: str) -> None:
        """Check a picture or recording, which stands in the same folder as the text."""
        if code == "picture-missing" and _ELSEWHERE.match(target):
            self._problems.add("picture-remote", path, line, target=target)
            return
        folder = PurePosixPath(path).parent
        names = sorted(
            entry.name
            for entry in (self._root / folder).iterdir()
            if entry.suffix in MEDIA and not entry.is_symlink()
        )
        if target not in names:
            choice = file_hint(target, names)
            self._problems.add(code, path, line, target=target, choice=choice)

    def _anchor(self, path: str, line: int, target: str, anchor: str) -> None:
        document = self._documents.get(target)
        if document is None or anchor not in document.anchors:
            anchors = document.anchors if document is not None else ()
            choice = anchor_hint(anchor, anchors)
            self._problems.add(
                "link-anchor", path, line, path=f"/{target}", anchor=anchor, choice=choice
            )
