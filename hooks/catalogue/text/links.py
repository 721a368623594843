"""Links between sources, turned into addresses."""

from __future__ import annotations

import re
from collections.abc import Mapping

_HREF = re.compile(
    r"(<a\s(?:[^<>]*?\s)?href\s*=\s*([\"']))"
    r"/((?:content|modules|stories)/[^\"'#<>]+\.md)(#[^\"'<>]*)?(?=\2)",
    re.IGNORECASE,
)


def resolve_html(html: str, page_uri: str, addresses: Mapping[str, str]) -> str:
    """Return *html* with every link to a source turned into a link relative to *page_uri*."""
    return _HREF.sub(
        lambda match: match[1] + relative_uri(addresses[match[3]], page_uri) + (match[4] or ""),
        html,
    )


def resolve_html_absolutely(html: str, site_url: str, addresses: Mapping[str, str]) -> str:
    """Return *html* with every link to a source turned into a whole address, for use outside the site."""
    return _HREF.sub(
        lambda match: match[1] + site_url + addresses[match[3]] + (match[4] or ""), html
    )


def relative_uri(target: str, page_uri: str) -> str:
    """Return the address *target* relative to the page at *page_uri* (both without leading slash)."""
    here, there = page_uri.split("/")[:-1], target.split("/")
    shared = 0
    for mine, its in zip(here, there[:-1], strict=False):
        if mine != its:
            break
        shared += 1
    return "../" * (len(here) - shared) + "/".join(there[shared:]) or "./"
