"""Stop a build that still tells of a story that was withdrawn, on a page of any kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalogue.problems.messages import STILL_TOLD
from catalogue.site.traces import planned, told
from mkdocs.exceptions import PluginError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page


def on_nav(nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:
    _refuse(planned(config.extra["story_site"].plan, config.extra["catalogue"].tombstones))


def on_post_page(output: str, *, page: Page, config: MkDocsConfig) -> None:
    found = told(output, config.extra["catalogue"].tombstones)
    _refuse([(page.url, slug) for slug in found])


def _refuse(found: Sequence[tuple[str, str]]) -> None:
    if found:
        told_ = "\n".join(STILL_TOLD.format(uri=uri, slug=slug) for uri, slug in found)
        raise PluginError(told_)
