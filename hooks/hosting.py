"""Give pages their policy, and their host what it reads beside them: the headers it has to send."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from catalogue.site.headers import EARLY_SCRIPT, content_security_policy, headers_file
from markupsafe import Markup

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


def on_config(config: MkDocsConfig) -> None:
    # A preview loads its pages again by a script within them, which no policy would allow.
    config.extra["policy"] = "" if config.extra["is_preview"] else content_security_policy()
    config.extra["early_script"] = Markup(EARLY_SCRIPT)  # noqa: S704 -- our own, and the policy knows it


def on_post_build(config: MkDocsConfig) -> None:
    site = Path(config.site_dir)
    folders = [entry.name for entry in site.iterdir() if entry.is_dir() and entry.name[0] != "."]
    (site / "_headers").write_text(headers_file(folders), encoding="utf-8", newline="\n")
