"""Print the documents: the theme's print templates, filled here, printed by the catalogue.

A build waits for them and prints only what changed. A preview does not wait: what is not ready yet
is printed in the background, and whoever asks for it is told so. `PDF=no` leaves all of them out.
"""

from __future__ import annotations

import os
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from catalogue.paper.documents import documents
from catalogue.paper.pdf import Job, NoPangoError, Shop
from catalogue.paper.press import Press, embeds, flaws, waiting_room
from catalogue.problems.messages import NO_PANGO
from jinja2 import Environment, StrictUndefined
from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files

log = get_plugin_logger("pdf")
press = Press()


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> None:
    started = perf_counter()
    listed = config.extra["documents"] = {}
    env.globals["documents"] = listed
    if os.environ.get("PDF") == "no" or not config.site_url:
        return  # paper must say where it is from
    press.is_for_preview = config.extra["is_preview"]
    press.begin(Path(config.config_file_path).parent, Path(config.site_dir))
    own = {file.url: file.abs_src_path for file in files.media_files() if file.abs_src_path}
    fonts = Path(config.theme.dirs[0], "print/fonts").glob("*.ttf")
    own |= {f"print/fonts/{font.name}": str(font) for font in fonts}
    css = env.get_template("print/document.css").render(site=config.site_url)
    licence, leads_to_site = config.extra["licence"]["name"], bool(config.extra["owner"].site_url)
    shop = Shop(config.site_url, own, css, licence, leads_to_site)
    jobs = list(_jobs(env, config, files))
    try:
        printed, new = press.print(shop, jobs)
    except NoPangoError as error:
        raise PluginError(NO_PANGO.format(error=error)) from None
    if found := flaws(jobs, printed):
        raise PluginError(found)
    listed.update({job.document.uri: None for job in jobs})
    for document in printed:
        listed[document.uri] = document
        files.append(File.generated(config, document.uri, content=document.pdf))
    for line in press.told(printed, new, perf_counter() - started):
        log.info(line)


def on_serve(
    server: LiveReloadServer, *, config: MkDocsConfig, builder: object
) -> LiveReloadServer:
    server.set_app(waiting_room(server.get_app(), press, config.extra["texts"]))
    return server


def _jobs(env: Environment, config: MkDocsConfig, files: Files) -> Iterator[Job]:
    strict = env.overlay(undefined=StrictUndefined)
    content = {file.page.url: file.page.content for file in files.documentation_pages()}
    shared = {"config": config, "content": content, "embeds": embeds, "site": config.site_url}
    for document in documents(config.extra["catalogue"]):
        template = strict.get_template(f"print/{document.kind}.html")
        yield Job(document, template.render(document=document, **shared))
