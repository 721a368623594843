"""Modules in the navigation, and every page shown by the template of its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalogue.selections.related import StoryFinder
from catalogue.site.views import part_navigation

if TYPE_CHECKING:
    from catalogue import Module
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext


def on_config(config: MkDocsConfig) -> None:
    config.extra["story_finder"] = StoryFinder(config.extra["catalogue"].stories)


def on_files(files: Files, *, config: MkDocsConfig) -> None:
    """Add every module, as a section of its four parts, to the section that holds the list of modules."""
    for item in config.nav or ():
        for title, children in item.items():
            if isinstance(children, list) and children[0] == "modules/index.md":
                item[title] = [children[0], *map(_section, config.extra["catalogue"].modules)]


def on_page_context(
    context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
) -> None:
    catalogue = config.extra["catalogue"]
    found = catalogue.parts_by_path.get(page.meta["source"])
    if found is not None:
        module, part = found
        context["module"], context["part"] = module, part
        context["parts"] = part_navigation(module, part)
        case = (module.story,) if module.story else ()
        context["stories"] = (*case, *config.extra["story_finder"].find(module))


def _section(module: Module) -> dict[str, list[str]]:
    folder = f"modules/{module.slug}"
    return {
        module.title: [f"{folder}/{part.kind.slug or 'index'}.md" for part in module.parts.values()]
    }
