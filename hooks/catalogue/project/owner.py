"""What the owner of a site has set: where it stands, where its sources are kept, where stories are handed in.

A setting that is no address, or one that only holds a place, counts as not set: so nothing that
somebody can press leads there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urljoin, urlsplit

import yaml

from catalogue.problems.problem import Problems
from catalogue.problems.rules import SETTINGS_TO_TYPE
from catalogue.text.placeholders import is_placeholder

SETTINGS_PATH: Final = "mkdocs.yml"
OF_THE_GENERATOR: Final = ("site_url", "repo_url", "edit_uri")
OF_OURS: Final = ("new_file", "editors_mail")
"""The keys of the settings that hold an address: at the top of the file, and below ``extra``."""

_PATTERN_PARTS: Final = ("{folder}", "{name}")
"""What the address of a new file has to hold; ``{content}`` only where the host takes a text along."""

_MAILBOX: Final = re.compile(r"[A-Za-z0-9._+-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}")


@dataclass(frozen=True, slots=True)
class Owner:
    """What the settings of a site lead to. A field is empty where they lead nowhere."""

    site_url: str = ""
    """The address of the site."""
    sources: str = ""
    """The address below which the sources are edited, each under its path."""
    new_file: str = ""
    """The pattern of the address under which the host of the repository opens a new file."""
    editors_mail: str = ""
    """The mailbox of the editors."""

    @property
    def takes_stories(self) -> bool:
        """Whether a story can be handed in from the site itself."""
        return bool(self.new_file or self.editors_mail)


def owner_of(settings: Mapping[str, object]) -> Owner:
    """Return what *settings*, by their keys, lead to."""
    given = {key: _text(settings.get(key)) for key in (*OF_THE_GENERATOR, *OF_OURS)}
    sources = edit_root(given["repo_url"], given["edit_uri"]) if given["edit_uri"] else ""
    return Owner(
        _reachable(given["site_url"]),
        _reachable(sources),
        _reachable(given["new_file"]),
        given["editors_mail"] if _takes_mail(given["editors_mail"]) else "",
    )


def edit_root(repo_url: str, edit_uri: str) -> str:
    """Return the address under which sources are edited; *edit_uri* ends with the folder of the pages."""
    return urljoin(repo_url.rstrip("/") + "/", edit_uri).removesuffix("content/")


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _reachable(address: str) -> str:
    return address if _is_web_address(address) and not is_placeholder(address) else ""


def _is_web_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def _takes_mail(address: str) -> bool:
    return bool(_MAILBOX.fullmatch(address)) and not is_placeholder(address)


# -- what is told about them -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Setting:
    """A setting as it stands in the file; *text* is None where that cannot say what its value will be."""

    line: int
    text: str | None


def check_settings(root: Path, problems: Problems) -> None:
    """Note what leads nowhere of the settings of the site at *root*; nothing where they cannot be read."""
    try:
        text = (root / SETTINGS_PATH).read_text("utf-8")
        found = dict(_settings(yaml.compose(text, Loader=yaml.SafeLoader), OF_THE_GENERATOR))
    except (OSError, UnicodeError, yaml.YAMLError):
        return  # the generator, which reads them whole, says why
    for key, setting in found.items():
        if setting.text:
            _check(key, setting.text, setting.line, problems)
    given = {key: setting.text for key, setting in found.items()}
    is_known = all(given.get(key, "") is not None for key in OF_OURS)
    if is_known and not owner_of(given).takes_stories:
        line = next((found[key].line for key in reversed(OF_OURS) if key in found), 1)
        problems.add("setting-nowhere", SETTINGS_PATH, line)


def _settings(node: yaml.Node | None, keys: tuple[str, ...]) -> Iterator[tuple[str, _Setting]]:
    if not isinstance(node, yaml.MappingNode):
        return
    for key, value in node.value:
        if key.value in keys:
            is_text = isinstance(value, yaml.ScalarNode) and value.tag.endswith(":str")
            is_empty = value.tag.endswith(":null")
            text = value.value if is_text else "" if is_empty else None
            yield key.value, _Setting(key.start_mark.line + 1, text)
        elif key.value == "extra":
            yield from _settings(value, OF_OURS)


def _check(key: str, text: str, line: int, problems: Problems) -> None:
    advice = SETTINGS_TO_TYPE[key]
    if is_placeholder(text):
        problems.add("setting-placeholder", SETTINGS_PATH, line, key=key, value=text, advice=advice)
    elif key == "editors_mail":
        if not _takes_mail(text):
            problems.add("setting-mail", SETTINGS_PATH, line, advice=advice)
    elif key != "edit_uri" and not _is_web_address(text):
        problems.add("setting-address", SETTINGS_PATH, line, key=key, value=text, advice=advice)
    elif key == "new_file":
        for part in _PATTERN_PARTS:
            if part not in text:
                problems.add("setting-pattern", SETTINGS_PATH, line, part=part, advice=advice)
