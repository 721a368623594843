"""Write story pages and lists: shells that the theme renders once, filled by the catalogue.

The pages are written in other processes while MkDocs builds its own.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import click
from catalogue.build.folder import CACHE_FOLDER
from catalogue.model.addresses import STORIES_URI
from catalogue.problems.messages import BUILD_DONE, WRITING
from catalogue.selections.lists import paginate
from catalogue.site.files import StorySite
from catalogue.site.plan import Planner
from catalogue.site.shell import Shell, Slot
from catalogue.site.views import SHELL_VIEW, menu
from catalogue.site.writer import SHELLS, PageWriter
from mkdocs.commands.build import get_context
from mkdocs.plugins import get_plugin_logger

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation

log = get_plugin_logger("stories")

# For as long as the process lives: a preview plans and writes only what changed.
story_planner = cache(Planner)
story_site = cache(StorySite)


def on_pre_build(config: MkDocsConfig) -> None:
    cache_folder = Path(config.config_file_path).parent / CACHE_FOLDER
    site = config.extra["story_site"] = story_site(Path(config.site_dir), cache_folder)
    config.extra["planner"] = story_planner(cache_folder)
    site.set_aside()


def on_nav(nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:
    env = config.extra["environment"]
    catalogue, texts = config.extra["catalogue"], config.extra["texts"]
    shells = {(kind, depth): _shell(kind, depth, env, files, config) for kind, depth in SHELLS}
    sources, imprint = config.extra["owner"].sources, config.extra["imprint"]
    writer = PageWriter(texts, shells, catalogue.addresses, sources, imprint)
    first = next(paginate(catalogue.stories, STORIES_URI))
    env.globals |= {
        "story_lists": config.extra["planner"].lists(catalogue),
        "story_index": first,
        "story_pagination": writer.pagination(first),
    }
    plan = config.extra["planner"].plan(catalogue)
    site = config.extra["story_site"]
    config.extra["story_writing"] = site.begin(plan, writer, config.extra["digests"])


def on_post_build(config: MkDocsConfig) -> None:
    extra = config.extra
    total, hidden = len(extra["story_site"].plan), not sys.stderr.isatty()
    with click.progressbar(length=total, label=WRITING, file=sys.stderr, hidden=hidden) as bar:
        changed = extra["story_writing"].finish(lambda done: bar.update(done - bar.pos))
    seconds = perf_counter() - extra["started"]
    log.info(BUILD_DONE.format(seconds=seconds, changed=changed, written=total, **extra["counts"]))


def _shell(kind: str, depth: int, env: Environment, files: Files, config: MkDocsConfig) -> Shell:
    nav = config.extra["nav"]
    context = get_context(nav, files, config, base_url="/".join([".."] * depth))
    context |= {"view": SHELL_VIEW, "menu": menu(nav, f"{STORIES_URI}…/"), "slots": Slot()}
    return Shell.parse(env.get_template(f"pages/{kind}.html").render(context))
