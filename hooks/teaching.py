"""Teach Python-Markdown our blocks, and turn links between sources into addresses."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from posixpath import dirname
from typing import TYPE_CHECKING, Any

from catalogue.build.folder import CACHE_FOLDER
from catalogue.modules.cache import Rendered
from catalogue.modules.raw_html import ListedHtml
from catalogue.project.links import resolve_files
from catalogue.teaching.finishing import add_sizes, frame_tables
from catalogue.teaching.render import Surroundings, TeachingBlocks
from catalogue.text.links import resolve_html
from catalogue.text.slugs import slugify
from mkdocs import __version__ as engine
from mkdocs.structure.toc import get_toc

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page
    from mkdocs.structure.toc import AnchorLink


rendered = cache(Rendered)  # for as long as the process lives: a preview asks it again and again


def on_config(config: MkDocsConfig) -> None:
    texts, settings = config.extra["texts"], Path(config.config_file_path)
    config.extra["rendered"] = rendered(settings.parent / CACHE_FOLDER)
    stories = config.extra["rendered"].begin(
        config.extra["catalogue"].stories_by_path,
        texts,
        settings.read_text("utf-8"),
        Path(__file__).read_text("utf-8"),
        engine,
    )
    config.markdown_extensions += [TeachingBlocks(Surroundings(texts, stories)), ListedHtml()]
    config.mdx_configs.setdefault("toc", {})["slugify"] = slugify


def on_page_markdown(
    markdown: str, *, page: Page, config: MkDocsConfig, files: Files
) -> str | None:
    page.meta["known"] = config.extra["rendered"].find(page.file.src_uri, markdown)
    return "" if page.meta["known"] else None


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    known = page.meta.pop("known")
    if known is None:
        headings = list(map(_token, page.toc))
        config.extra["rendered"].keep(page.file.src_uri, (html, headings))
    else:
        html, headings = known
        page.toc = get_toc(headings)
    folder = Path(page.file.abs_src_path or "").parent
    html = frame_tables(html, config.extra["texts"]("page.table"))
    html = resolve_files(html, dirname(page.file.src_uri), page.url)
    return add_sizes(resolve_html(html, page.url, config.extra["catalogue"].addresses), folder)


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> None:
    config.extra["rendered"].finish()


def _token(link: AnchorLink) -> dict[str, Any]:
    children = list(map(_token, link.children))
    return {"name": link.title, "id": link.id, "level": link.level, "children": children}
