"""A module to keep: its pages in a frame of their own, packed by the catalogue with everything they need.

A preview, which has to be quick, offers none; nor does a build without documents.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalogue.packages.zip import offline_uri, pack
from catalogue.site.module_copy import copied_page, steps, taken_along, unshared, without
from catalogue.site.views import View
from catalogue.text.links import resolve_html
from mkdocs.commands.build import get_context
from mkdocs.structure.files import File

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalogue import Module, Story
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

FRAME = "pages/offline.html"


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> None:
    copies = config.extra["copies"] = {}
    env.globals |= {"copies": copies, "offline_uri": offline_uri}
    if config.extra["is_preview"] or not config.extra["documents"]:
        return  # a copy without its documents is no copy
    own = {file.url: file for file in files if file.page is None}
    site_url = config.extra["owner"].site_url
    left_out = unshared(config.extra["catalogue"].stories)
    made = [
        pack(module, dict(_pages(module, left_out, env, config, files)), own, site_url)
        for module in config.extra["catalogue"].modules
    ]
    copies.update({copy.uri: copy for copy in made})  # after the last one: no copy offers itself
    for copy in made:
        files.append(File.generated(config, copy.uri, content=copy.data))


def _pages(
    module: Module,
    left_out: dict[str, Story],
    env: Environment,
    config: MkDocsConfig,
    files: Files,
) -> Iterator[tuple[str, str]]:
    nav, texts = config.extra["nav"], config.extra["texts"]
    addresses = config.extra["catalogue"].addresses
    label, notice = texts("document.case"), texts("offline.not_shared")
    shared = {"frame": FRAME, "module": module, "stories": taken_along(module)}
    for part in module.parts.values():
        page = files.src_uris[f"{module.uri}{part.kind.slug or 'index'}.md"].page
        context = get_context(nav, files, config, page)
        context = config.plugins.on_page_context(context, page=page, config=config, nav=nav)
        content = without(left_out, page.content, part.uri, addresses, notice)
        context |= {"page": copied_page(page, module, content), "parts": steps(module, part, label)}
        yield part.uri, env.get_template(f"pages/{part.layout}.html").render(context | shared)
    for story in taken_along(module):
        context = get_context(nav, files, config, base_url="../..")
        context["view"] = View(story.title, story.summary, story.uri, kind="article")
        content = resolve_html(story.html, story.uri, addresses)
        context |= {"story": story, "content": content, "parts": steps(module, story, label)}
        yield story.uri, env.get_template("pages/offline-story.html").render(context | shared)
