"""Write story pages and lists: shells that the theme renders once, filled by the catalogue."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from catalogue.lists import paginate
from catalogue.publish import write_pages
from catalogue.shell import Shell, Slot
from catalogue.story_pages import STORIES_URI, StoryPages
from catalogue.views import View, menu
from mkdocs.commands.build import get_context

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation


def on_nav(nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:
    config.extra["nav"] = nav


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> None:
    view = View(
        Slot("view.title"), Slot("view.description"), Slot("view.uri"), Slot("view.edit_url")
    )

    @cache
    def shell(kind: str, depth: int) -> Shell:
        root = "/".join([".."] * depth)
        context = get_context(config.extra["nav"], files, config, base_url=root)
        context |= {"view": view, "menu": menu(config.extra["nav"], STORIES_URI), "slots": Slot()}
        return Shell.parse(env.get_template(f"pages/{kind}.html").render(context))

    edit_root = urljoin(config.repo_url or "", config.edit_uri or "").removesuffix("content/")
    catalogue = config.extra["catalogue"]
    pages = StoryPages(catalogue, config.extra["texts"], shell, edit_root)
    config.extra["story_pages"] = pages
    env.globals["story_lists"] = pages.lists
    first = next(paginate(catalogue.stories, STORIES_URI))
    env.globals |= {"story_index": first, "story_pagination": pages.pagination(first)}


def on_post_build(config: MkDocsConfig) -> None:
    write_pages(Path(config.site_dir), config.extra["story_pages"].pages())
