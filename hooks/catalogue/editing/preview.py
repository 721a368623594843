"""A live preview: what an editor changes is seen at once, and what is wrong is said in the browser too."""

from __future__ import annotations

import logging
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from html import escape
from typing import Any, Final

from catalogue.build.day import build_day
from catalogue.build.folder import tree_signature
from catalogue.model.catalogue import Catalogue
from catalogue.problems.messages import STILL_WRONG
from catalogue.problems.problem import ContentError
from catalogue.problems.reports import format_text
from catalogue.project.project import Project
from catalogue.selections.lists import PAGE_SIZE
from catalogue.selections.related import StoryFinder
from catalogue.selections.week import story_of_the_week, surprises
from catalogue.site.files import StorySite
from catalogue.site.plan import Planner

BUILT_BY_ENGINE: Final = ("content", "modules", "theme")
"""The folders where a change concerns more than the pages of stories; so does one in mkdocs.yml."""

log = logging.getLogger(__name__)

Signature = tuple[tuple[str, int, int], ...]


@dataclass(slots=True)
class Preview:
    """Keeps the site of a running preview up to date."""

    project: Project
    planner: Planner
    stories: StorySite
    build_all: Callable[[], None]
    """Builds the whole site with the engine."""
    reload: Callable[[], None]
    """Tells the browsers to load their page again, before all is done."""
    catalogue: Catalogue
    """What the site shows now."""
    when_changed: Callable[[Catalogue], None] = lambda _: None
    """Told of the stories that are shown now, where the engine need not build."""
    embedded: Callable[[], Iterable[str]] = tuple
    """Gives the paths of the stories that stand within pages of the engine."""
    problems: str = ""
    """What is wrong with the sources now, as text; empty when they are right."""
    _signature: Signature = field(default=())

    def __post_init__(self) -> None:
        self._signature = self._engine_signature()

    def rebuild(self) -> None:
        """Bring the site up to date after a change; with errors in the sources, leave it as it is."""
        try:
            catalogue = self.project.load()
        except ContentError as error:
            self.problems = format_text(error.problems)
            log.error("%s\n\n%s", STILL_WRONG, self.problems)  # noqa: TRY400 -- no traceback for editors
            return
        self.problems = ""
        before, self.catalogue = self.catalogue, catalogue
        signature = self._engine_signature()
        if signature != self._signature or self.stories.writer is None:
            self._signature = signature
            self.build_all()
            return
        self.stories.writer.addresses = catalogue.addresses
        self.stories.update(self.planner.plan(catalogue), self.reload)
        self.when_changed(catalogue)
        embedded = tuple(self.embedded())
        if _shown_by_engine(before, embedded) != _shown_by_engine(catalogue, embedded):
            self.build_all()

    def _engine_signature(self) -> Signature:
        status = (self.project.root / "mkdocs.yml").stat()
        settings = ("mkdocs.yml", status.st_mtime_ns, status.st_size)
        return (*tree_signature(self.project.root, BUILT_BY_ENGINE), settings)


def _shown_by_engine(catalogue: Catalogue, embedded: Iterable[str]) -> tuple[Hashable, ...]:
    """What pages that the engine builds show of stories: the newest, that of the week, those of modules.

    And those that stand within them: *embedded*.
    """
    day = build_day()
    surprising = tuple(story.uri for story in surprises(catalogue.stories, day))
    week = story_of_the_week(catalogue.stories, day)
    newest = catalogue.stories[: PAGE_SIZE + 1]
    finder = StoryFinder(catalogue.stories)
    related = (story for module in catalogue.modules for story in finder.find(module))
    within = map(catalogue.stories_by_path.get, embedded)
    cases = (module.story for module in catalogue.modules)
    return (*newest, *related, *cases, *within, week, surprising)


def show_problems(app: Callable[..., Any], preview: Preview, title: str) -> Callable[..., Any]:
    """Return the WSGI application *app*, which also says on every page what is wrong, when something is."""

    def with_problems(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        started: list[Any] = []
        body = app(environ, lambda *arguments: started.extend(arguments))
        status, headers, *rest = started
        if preview.problems and ("text/html" in dict(headers).get("Content-Type", "")):
            html = b"".join(body)
            note = _NOTE.format(title=escape(title), problems=escape(preview.problems)).encode()
            body = [html.replace(b"</body>", note + b"</body>")]
            headers = [(name, value) for name, value in headers if name != "Content-Length"]
            headers.append(("Content-Length", str(len(body[0]))))
        start_response(status, headers, *rest)
        return body

    return with_problems


_NOTE: Final = """
<section role="alert" style="position:fixed;inset:auto 0 0;z-index:9;max-height:60vh;overflow:auto;padding:1rem;\
background:#8c1d4b;color:#fff;font:1rem/1.5 sans-serif"><strong>{title}</strong>
<pre style="white-space:pre-wrap;font-size:.9rem">{problems}</pre></section>
"""
