"""What every template needs: Dutch words, dates, the menu, and escaping for our own templates."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from catalogue.prose import opening
from catalogue.shell import each, when
from catalogue.texts import read_texts
from catalogue.views import View, menu, siblings

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext

OURS = ("main.html", "404.html", "sitemap.xml", "components/", "pages/")


def on_config(config: MkDocsConfig) -> None:
    config.extra["texts"] = read_texts(Path(config.theme.dirs[0]) / "locales/nl.yml")


def on_files(files: Files, *, config: MkDocsConfig) -> None:
    """Publish our own theme's files; Material's stylesheets, scripts and icons are not used."""
    for file in list(files):
        if file.src_dir in config.theme.dirs[1:]:
            files.remove(file)


def on_nav(nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:
    # Stories are written while MkDocs builds its pages, and so before it has an environment.
    config.extra["nav"], config.extra["environment"] = nav, config.theme.get_env()
    _prepare(config.extra["environment"], config)


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> None:
    _prepare(env, config)
    env.globals |= config.extra["environment"].globals


def _prepare(env: Environment, config: MkDocsConfig) -> None:
    # Material's templates count on no escaping at all, ours on escaping everywhere.
    env.autoescape = lambda name: name is not None and name.startswith(OURS)
    texts = config.extra["texts"]
    env.globals |= {
        "t": texts,
        "long_date": texts.date,
        "each": each,
        "opening": opening,
        "when": when,
        "catalogue": config.extra["catalogue"],
    }


def on_page_context(
    context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
) -> None:
    uri = "" if page.is_homepage else page.url
    context["view"] = View(page.title, page.meta["description"], uri, edit_url=page.edit_url)
    context["menu"] = menu(nav, uri)
    context["siblings"] = siblings(nav, uri)
    context["source"] = config.extra["catalogue"].trusted_by_uri[uri]


def on_template_context(
    context: TemplateContext, *, template_name: str, config: MkDocsConfig
) -> None:
    context["base_url"] = context["base_url"].rstrip("/")
    title = config.extra["texts"]("not_found.title")
    context["view"] = View(title, title, "", is_indexed=False)
    context["menu"] = menu(context["nav"], "")
