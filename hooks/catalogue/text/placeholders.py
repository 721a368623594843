"""Addresses that only hold a place: nobody stands there until the owner of a site types a real one.

It needs nothing but Python: ``tools/smoke.py`` reads it where no catalogue is installed.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

RESERVED_NAMES: Final = (
    "example", "test", "invalid", "localhost", "example.com", "example.net", "example.org",
)  # fmt: skip
"""The names that are kept for examples and tests (RFC 2606, RFC 6761); so is every name below one."""


def is_placeholder(address: str) -> bool:
    """Say whether *address*, of a page or of a mailbox, is at a name that is kept for examples."""
    host = _host(address).rstrip(".").lower()
    return any(host == name or host.endswith(f".{name}") for name in RESERVED_NAMES)


def _host(address: str) -> str:
    """The name of the machine that *address* leads to; empty where it names none."""
    try:
        parts = urlsplit(address.strip())
        name = parts.hostname
    except ValueError:  # no address at all
        return ""
    if name is None and "/" not in parts.path:  # a mailbox
        return parts.path.partition("@")[2]
    return name or ""
