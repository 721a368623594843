"""Copy a built site into one that opens from disk: every link to a folder names its index.html.

A browser that opens a file shows the list of a folder's files where a server would show its page.

usage: .venv/bin/python tools/disk_copy.py SITE OUT
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from posixpath import dirname, relpath
from urllib.parse import urlsplit

from catalogue.text.relinking import relink, whole_address


def copy_for_disk(site: Path, out: Path) -> int:
    """Write the copy of *site* to the new folder *out*; return how many pages it has."""
    shutil.copytree(site, out, ignore=shutil.ignore_patterns("_headers", "*.gz"))
    folders = {
        folder.relative_to(site).as_posix().removeprefix(".")
        for folder in (site, *site.rglob("*"))
        if (folder / "index.html").is_file()
    }
    pages = sorted(out.rglob("*.html"))
    for page in pages:
        uri = page.relative_to(out).as_posix()
        text = page.read_text("utf-8")
        page.write_text(rewrite(text, uri, folders), encoding="utf-8", newline="")
    return len(pages)


def rewrite(text: str, uri: str, folders: set[str]) -> str:
    """Return the page *text* at *uri* with links that need no server.

    *folders* are those with a page, relative to the site; the empty name is the site itself.
    """
    return relink(text, lambda address, _: to_file(address, uri, folders))


def to_file(address: str, uri: str, folders: set[str]) -> str:
    """Return *address*, as it stands on the page at *uri*, so that it names a file beside it."""
    whole = whole_address(address, uri)
    if whole is None:
        return address
    parts = urlsplit(address)
    if whole in folders:
        whole = f"{whole}/index.html".lstrip("/")
    elif not parts.path.startswith("/") and parts.path:
        return address
    path = relpath(whole, dirname(uri) or ".").replace(" ", "%20")
    return parts._replace(path=path).geturl()


def main(arguments: list[str]) -> int:
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    site, out = map(Path, arguments)
    print(f"{copy_for_disk(site, out)} pages in {out}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
