"""Read every source before MkDocs does, and set the modules beside the ordinary pages.

A project with errors does not build: the problems are printed, all of them, and the last good
site stays. MkDocs never sees front matter that the catalogue has not read.
"""

from __future__ import annotations

from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from catalogue import ContentError
from catalogue.build.garbage import collect_seldom
from catalogue.editing.generated import stale_files
from catalogue.problems.messages import READING_DONE, STILL_WRONG
from catalogue.project.project import project
from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page


log = get_plugin_logger("sources")

collect_seldom()


def on_config(config: MkDocsConfig) -> None:
    started = config.extra["started"] = perf_counter()
    root = Path(config.config_file_path).parent
    try:
        catalogue = config.extra["catalogue"] = project(root).load()
        for warning in (*project(root).warnings, *stale_files(root, catalogue)):
            log.info("%s", warning)  # as a warning it would stop a strict build
    except ContentError as error:
        raise PluginError(f"{STILL_WRONG}\n\n{error}\n") from None
    stories = project(root).stories
    config.extra["digests"] = stories.digests()
    counts = config.extra["counts"] = {
        "cached": stories.from_cache,
        **{name: len(getattr(catalogue, name)) for name in ("stories", "modules", "pages")},
    }
    log.info(READING_DONE.format(seconds=perf_counter() - started, **counts))


def on_files(files: Files, *, config: MkDocsConfig) -> None:
    ours, *theirs = config.theme.dirs
    for file in list(files):
        # Material's stylesheets, scripts and icons are not used; of ours, what pages load is in assets/ or made.
        is_source = file.src_dir == ours and not file.src_uri.startswith("assets/")
        if file.src_dir in theirs or is_source:
            files.remove(file)
    root = Path(config.config_file_path).parent
    for module in config.extra["catalogue"].modules:
        folder = f"modules/{module.slug}"
        for part in module.parts.values():
            _append(files, config, f"{folder}/{part.kind.slug or 'index'}.md", root / part.path)
        for medium in module.media:
            _append(files, config, medium, root / medium)


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:
    catalogue = config.extra["catalogue"]
    source = catalogue.trusted_by_uri["" if page.url in (".", "./") else page.url]
    page.meta = {
        "title": source.title,
        "description": source.summary,
        "source": source.path,
        "template": f"pages/{source.layout}.html",
    }


def _append(files: Files, config: MkDocsConfig, uri: str, source: Path) -> None:
    file = File.generated(config, uri, abs_src_path=str(source))
    file.edit_uri = "../" + source.relative_to(Path(config.config_file_path).parent).as_posix()
    files.append(file)
