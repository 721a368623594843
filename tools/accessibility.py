"""Test a built site with axe: every page that editors wrote, and one of each other kind, light and dark.

Only when nothing is found, the day, the number of pages and the programs are written to the file NOTE.

usage: python tools/accessibility.py SITE NOTE
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, Final

from catalogue.build.day import build_day
from playwright.sync_api import Page, sync_playwright

AXE: Final = Path(__file__).parent.parent / "tests/node/node_modules/axe-core/axe.min.js"
"""What looks: `tools/setup test` puts it there."""

RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE: Final = {"width": 360, "height": 740}
MADE: Final = ("verhalen/", "organisaties/", "insluiten/")
"""Below these addresses stand pages that no editor wrote one by one: one of each kind is enough."""

_KIND: Final = re.compile(
    r'id="inhoud".*?<(?:article|header|section|div) class="([^"]*)"', re.DOTALL
)


@dataclass
class Found:
    """What a test found."""

    pages: int = 0
    tools: tuple[str, ...] = ()
    faults: list[str] = field(default_factory=list)


def chosen(site: Path) -> Iterator[str]:
    """Every page of the folder *site* that is tested, by its address."""
    kinds = set()
    for file in sorted(site.rglob("*.html")):
        uri = file.relative_to(site).as_posix().removesuffix("index.html")
        text = file.read_text("utf-8")
        if 'http-equiv="refresh"' in text or uri.startswith("pagefind/"):
            continue
        if uri.startswith(MADE):
            shape = _KIND.search(text)
            kind = uri.split("/")[0], uri.count("/"), shape and shape[1]
            if kind in kinds:
                continue
            kinds.add(kind)
        yield uri


def run_axe(page: Page, tags: list[str]) -> dict[str, Any]:
    """Return what axe says of *page* as it stands, by its rules with one of *tags*."""
    page.evaluate(AXE.read_text("utf-8"))
    answer: dict[str, Any] = page.evaluate(
        "tags => axe.run({ runOnly: tags, resultTypes: ['violations'] })", tags
    )
    return answer


def look(site: Path) -> Found:
    """Return what axe finds on the chosen pages of the folder *site*."""
    found, uris = Found(), list(chosen(site))
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site)))
    Thread(target=server.serve_forever, daemon=True).start()
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=next(filter(None, map(shutil.which, names)), None),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        for scheme in ("light", "dark"):
            page = browser.new_page(viewport=PHONE, color_scheme=scheme)
            for uri in uris:
                page.goto(f"http://127.0.0.1:{server.server_port}/{uri}", wait_until="load")
                page.evaluate(
                    "document.querySelectorAll('details').forEach(d => { d.open = true; })"
                )
                answer = run_axe(page, RULES)
                found.faults += _faults(f"/{uri} ({scheme})", answer)
                engine = answer["testEngine"]
                found.tools = f"{engine['name']} {engine['version']}", f"Chromium {browser.version}"
            page.close()
        browser.close()
    server.shutdown()
    found.pages = len(uris)
    return found


def _faults(place: str, answer: dict[str, Any]) -> list[str]:
    return [
        f"{place}: {violation['id']}: {node['html'][:120]}"
        for violation in answer["violations"]
        for node in violation["nodes"]
    ]


def note(found: Found, day: date) -> str:
    """Return the file that the statement of accessibility is made of."""
    return (
        "# Written by `make accessibility`, and shown by content/toegankelijkheid.md.\n"
        f"tested: {day}\npages: {found.pages}\ntools: [{', '.join(found.tools)}]\n"
    )


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments: Any) -> None:
        pass


def main(arguments: list[str]) -> int:
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    site, file = map(Path, arguments)
    if not (site / "index.html").is_file():
        print(f"{site} is no built site", file=sys.stderr)
        return 2
    if not AXE.is_file():
        print("axe is not there: type make accessibility", file=sys.stderr)
        return 2
    found = look(site)
    print(*found.faults, f"{found.pages} pages, {len(found.faults)} faults", sep="\n")
    if found.faults:
        return 1
    file.write_text(note(found, build_day()), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
