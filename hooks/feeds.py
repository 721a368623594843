"""What the site says to other programs and sites: its imprint, data on pages, a map, snippets, the story of the week."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from catalogue.build.day import build_day
from catalogue.exchange.embeds import snippets
from catalogue.exchange.site_map import site_map
from catalogue.exchange.structured_data import page_data
from catalogue.model.imprint import Imprint
from catalogue.selections.week import story_of_the_week, surprises

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext


def on_config(config: MkDocsConfig) -> None:
    licence = config.extra["licence"]
    config.extra["imprint"] = Imprint(
        config.site_name,
        config.site_description or "",
        config.site_url or "",
        licence["name"],
        licence["uri"],
    )


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> None:
    catalogue, imprint = config.extra["catalogue"], config.extra["imprint"]
    day = build_day()
    env.globals |= {
        "story_of_the_week": story_of_the_week(catalogue.stories, day),
        "surprises": surprises(catalogue.stories, day),
        "snippets": snippets(catalogue, imprint, config.extra["texts"]),
        "site_map": site_map(catalogue, env.globals["story_lists"]),
    }


def on_page_context(
    context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
) -> None:
    extra = config.extra
    documents = (*extra.get("documents", ()), *extra.get("copies", ()))
    uri = context["view"].uri
    data = page_data(uri, extra["catalogue"], extra["imprint"], extra["texts"], documents)
    context["view"] = replace(context["view"], data=data)
