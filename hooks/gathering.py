"""What pages load, gathered from the theme: one stylesheet for every page, which then asks for less."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from catalogue.text.stylesheets import stylesheets
from mkdocs.structure.files import File

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

SHEETS = "assets/stylesheets/"


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> None:
    for name, text in stylesheets(Path(config.theme.dirs[0])).items():
        files.append(File.generated(config, f"{SHEETS}{name}.css", content=text))
