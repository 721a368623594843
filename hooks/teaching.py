"""Teach Python-Markdown our blocks, and turn links between sources into addresses."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from catalogue.finishing import add_sizes, frame_tables
from catalogue.links import resolve_html
from catalogue.rendered import Rendered
from catalogue.slugs import slugify
from catalogue.teaching_blocks import Surroundings, TeachingBlocks
from mkdocs.plugins import event_priority

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page


rendered = Rendered()


@event_priority(-50)  # after sources.py and interface.py have put their results in config.extra
def on_config(config: MkDocsConfig) -> None:
    stories = config.extra["catalogue"].stories_by_path
    blocks = TeachingBlocks(Surroundings(config.extra["texts"], stories))
    config.markdown_extensions.append(blocks)
    config.mdx_configs.setdefault("toc", {})["slugify"] = slugify


def on_page_markdown(
    markdown: str, *, page: Page, config: MkDocsConfig, files: Files
) -> str | None:
    stories = config.extra["catalogue"].stories_by_path
    page.meta["known"] = rendered.find(page.file.src_uri, markdown, stories, config.extra["texts"])
    return "" if page.meta["known"] else None


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    known = page.meta.pop("known")
    if known is None:
        rendered.keep(page.file.src_uri, (html, page.toc))
    else:
        html, page.toc = known
    folder = Path(page.file.abs_src_path or "").parent
    html = frame_tables(html, config.extra["texts"]("page.table"))
    return add_sizes(resolve_html(html, page.url, config.extra["catalogue"].addresses), folder)
