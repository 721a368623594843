"""Make the search index beside the other work, and put it in the site.

A build waits for it, and makes it only when something that can be found has changed. A preview does
not wait: the search page says so until the index is there. `SEARCH=no` leaves it out.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from catalogue.build.folder import CACHE_FOLDER
from catalogue.problems.messages import INDEX_KEPT, INDEX_MADE, NO_PAGEFIND, NOT_INDEXED
from catalogue.search import index as search_index
from catalogue.search.entries import can_be_dated, findable, search_facets
from catalogue.search.index import FOLDER, IndexingError, SiteSearch
from catalogue.selections.lists import SMALLEST_SHOWN_COUNT
from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger

if TYPE_CHECKING:
    from catalogue import Catalogue
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation

log = get_plugin_logger("search")
has_search = os.environ.get("SEARCH") != "no"


@cache
def _site_search(folder: Path) -> SiteSearch:
    return SiteSearch(folder, lambda error: log.error("%s", NOT_INDEXED.format(error=error)))


def on_pre_build(config: MkDocsConfig) -> None:
    if has_search and search_index.program() is None:
        raise PluginError(NO_PAGEFIND)
    search_index.set_aside(Path(config.site_dir))


def on_nav(nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:
    config.extra["environment"].globals["has_search"] = has_search


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> None:
    extra, texts = config.extra, config.extra["texts"]
    env.globals["search_facets"] = search_facets(env.globals["story_lists"], texts)
    env.globals["has_dates"] = can_be_dated(extra["catalogue"])
    env.globals["smallest_shown_count"] = SMALLEST_SHOWN_COUNT
    contents = {file.page.url: file.page.content for file in files if file.page}
    search = _site_search(Path(config.config_file_path).parent / CACHE_FOLDER / FOLDER)

    def again(catalogue: Catalogue) -> None:
        if has_search:
            search.follow(findable(catalogue, contents, texts), Path(config.site_dir))

    extra["search"], extra["search_again"] = search, again
    if has_search and not extra["is_preview"]:
        found = findable(extra["catalogue"], contents, texts)
        extra["is_new_index"] = search.begin(found)


def on_post_build(config: MkDocsConfig) -> None:
    extra, site = config.extra, Path(config.site_dir)
    if not has_search:
        search_index.leave_out(site)
    elif extra["is_preview"]:
        search_index.announce(site)
        extra["search_again"](extra["catalogue"])
    else:
        try:
            extra["search"].finish(site)
        except IndexingError as error:
            raise PluginError(NOT_INDEXED.format(error=error)) from None
        log.info(INDEX_MADE if extra["is_new_index"] else INDEX_KEPT)
