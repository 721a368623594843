"""What every template needs: Dutch words, dates, the menu, what the owner of the site has set."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from catalogue.paper.documents import FOR_TEMPLATES
from catalogue.project.owner import owner_of
from catalogue.site.shell import each, when
from catalogue.site.views import View, menu, siblings
from catalogue.text.html import opening
from catalogue.text.texts import read_texts

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext


def on_config(config: MkDocsConfig) -> None:
    config.extra["texts"] = read_texts(Path(config.theme.dirs[0]) / "locales/nl.yml")
    owner = config.extra["owner"] = owner_of({**config, **config.extra})
    if not owner.sources:  # no page has a link to mend it
        config.edit_uri = config.edit_uri_template = None


def on_nav(nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:
    texts = config.extra["texts"]
    config.extra["environment"].globals |= {
        **FOR_TEMPLATES,
        "t": texts,
        "long_date": texts.date,
        "each": each,
        "opening": opening,
        "when": when,
        "catalogue": config.extra["catalogue"],
        "owner": config.extra["owner"],
    }
    config.extra["nav"] = nav


def on_page_context(
    context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
) -> None:
    uri = "" if page.is_homepage else page.url
    source = context["source"] = config.extra["catalogue"].trusted_by_uri[uri]
    context["view"] = View(
        page.title,
        page.meta["description"],
        uri,
        edit_url=page.edit_url,
        has_help_lines=source.has_help_lines,
    )
    context["menu"] = menu(nav, uri)
    context["siblings"] = siblings(nav, uri)


def on_template_context(
    context: TemplateContext, *, template_name: str, config: MkDocsConfig
) -> None:
    context["base_url"] = context["base_url"].rstrip("/")
    title = config.extra["texts"]("not_found.title")
    context["view"] = View(title, title, "", is_indexed=False)
    context["menu"] = menu(context["nav"], "")
