"""What every template needs: Dutch words, dates, the menu, and escaping for our own templates."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from catalogue.prose import opening
from catalogue.shell import each, when
from catalogue.texts import read_texts
from catalogue.views import View, menu, siblings
from jinja2.bccache import Bucket, BytecodeCache

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext

OURS = ("base.html", "main.html", "404.html", "sitemap.xml", "components/", "pages/", "print/")


def on_config(config: MkDocsConfig) -> None:
    config.extra["texts"] = read_texts(Path(config.theme.dirs[0]) / "locales/nl.yml")


def on_nav(nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:
    # Stories are written while MkDocs builds its pages, and so before it has an environment.
    env = config.theme.get_env()
    env.bytecode_cache = compiled
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
    config.extra["nav"], config.extra["environment"] = nav, env


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
    return config.extra["environment"]  # MkDocs goes on with ours


class _Compiled(BytecodeCache):
    """Templates compiled before in this process: a preview compiles only those that changed."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


compiled = _Compiled()


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
