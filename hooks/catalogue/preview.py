"""A live preview: what an editor changes is seen at once, and what is wrong is said in the browser too."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html import escape
from typing import Any, Final

from catalogue.loading import Project, tree_signature
from catalogue.models import Catalogue, Story
from catalogue.problems import ContentError, format_text
from catalogue.publish import SiteTree
from catalogue.story_pages import PageWriter, Plan, Planner

BUILT_BY_ENGINE: Final = ("content", "modules", "theme", "mkdocs.yml")
"""Where a change concerns more than the pages of stories."""

Signature = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Built:
    """What the last build of the whole site made of the stories."""

    catalogue: Catalogue
    plan: Plan
    writer: PageWriter
    tree: SiteTree
    shown: frozenset[str]
    """The slugs of stories that the engine's own pages show."""


@dataclass(slots=True)
class Preview:
    """Keeps the site of a running preview up to date."""

    project: Project
    planner: Planner
    build_all: Callable[[], None]
    """Builds the whole site with the engine."""
    reload: Callable[[], None]
    """Tells the browsers to load their page again, before the whole site is built."""
    problems: str = ""
    """What is wrong with the sources now, as text; empty when they are right."""
    built: Built | None = None
    _signature: Signature = field(default=())

    def remember(self, built: Built) -> None:
        """Note what a build of the whole site made."""
        self.built = built
        self._signature = self._engine_signature()

    def rebuild(self) -> None:
        """Bring the site up to date after a change; with errors in the sources, leave it as it is."""
        try:
            catalogue = self.project.load()
        except ContentError as error:
            self.problems = format_text(error.problems)
            return
        self.problems = ""
        if self.built is None or self._engine_signature() != self._signature:
            self.build_all()
            return
        changed = self._update_stories(catalogue, self.built)
        if changed & self.built.shown or catalogue.stories[:1] != self.built.catalogue.stories[:1]:
            self.reload()
            self.build_all()

    def _update_stories(self, catalogue: Catalogue, built: Built) -> frozenset[str]:
        """Write the pages that changed; return the slugs of stories that are new, gone or different."""
        plan = self.planner.plan(catalogue)
        built.writer.addresses = catalogue.addresses
        for uri, page in plan.items():
            if built.plan.get(uri) != page:
                built.tree.update(uri, built.writer.html(uri, page))
        for uri in built.plan.keys() - plan.keys():
            built.tree.remove(uri)
        changed = _changed(built.catalogue.stories, catalogue.stories)
        self.built = Built(catalogue, plan, built.writer, built.tree, built.shown)
        return changed

    def _engine_signature(self) -> Signature:
        root = self.project.root
        folders = [name for name in BUILT_BY_ENGINE if (root / name).is_dir()]
        status = (root / "mkdocs.yml").stat()
        settings = ("mkdocs.yml", status.st_mtime_ns, status.st_size)
        return (*tree_signature(root, folders), settings)


def _changed(before: Iterable[Story], after: Iterable[Story]) -> frozenset[str]:
    old = {story.slug: story for story in before}
    new = {story.slug: story for story in after}
    same = {slug for slug, story in new.items() if old.get(slug) is story}
    return frozenset((old.keys() | new.keys()) - same)


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


def stories_shown_by_engine(catalogue: Catalogue, first: int) -> frozenset[str]:
    """Return the slugs of the stories on pages that the engine builds: the *first* newest, and those of modules."""
    newest = {story.slug for story in catalogue.stories[: first + 1]}
    return frozenset(newest | {module.story.slug for module in catalogue.modules})
