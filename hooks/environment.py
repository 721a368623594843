"""What a build is for, and the environment of its templates: our own are escaped everywhere, and compiled once."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from catalogue.build.folder import CACHE_FOLDER
from catalogue.build.store import KeptBytes
from jinja2.bccache import Bucket, BytecodeCache

if TYPE_CHECKING:
    from typing import Literal

    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation

OURS = ("base.html", "main.html", "404.html", "sitemap.xml", "components/", "pages/", "print/")


class Compiled(BytecodeCache):
    """What templates were compiled to, kept between builds; Jinja looks whether one is still the same."""

    def __init__(self, folder: Path) -> None:
        self.kept = KeptBytes(folder / "templates.cache", version("jinja2"))

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


compiled = cache(Compiled)  # for as long as the process lives: a preview compiles what changed
preview = {"is_running": False}


def on_startup(*, command: Literal["build", "serve", "gh-deploy"], dirty: bool) -> None:
    preview["is_running"] = command == "serve"


def on_config(config: MkDocsConfig) -> None:
    config.extra["is_preview"] = preview["is_running"]


def on_nav(nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:
    # Stories are written while MkDocs builds its pages, and so before it has an environment.
    env = config.extra["environment"] = config.theme.get_env()
    env.bytecode_cache = compiled(Path(config.config_file_path).parent / CACHE_FOLDER)
    # Material's templates count on no escaping at all, ours on escaping everywhere.
    env.autoescape = lambda name: name is not None and name.startswith(OURS)


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
    return config.extra["environment"]  # MkDocs goes on with ours


def on_post_build(config: MkDocsConfig) -> None:
    config.extra["environment"].bytecode_cache.kept.save()
