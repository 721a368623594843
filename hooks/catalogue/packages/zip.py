"""A module to keep, packed: its pages, its story, its pictures and its documents in one zip that opens from disk.

In it the files stand beside each other under the names that somebody looks for in a folder:
``index.html``, ``opdrachten.html``, ``werkboek.pdf``. What its pages load comes along; every other
link leads to the site. The same module gives the same bytes.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from posixpath import dirname, normpath
from typing import Final, Protocol
from urllib.parse import urlsplit
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from catalogue.model.module import Module
from catalogue.text.relinking import relink, whole_address
from catalogue.text.sizes import short_size

START: Final = "index.html"
"""The page to begin with."""

STORY: Final = "verhaal.html"
_IN_A_SHEET: Final = re.compile(r"""url\(\s*["']?(?!data:)([^"')#?]+)""")
_PACKED_ALREADY: Final = (
    ".pdf",
    ".png",
    ".jpg",
    ".jpeg",
    ".webp",
    ".woff2",
    ".mp3",
    ".mp4",
    ".webm",
)
_FIRST_DAY: Final = (1980, 1, 1)
"""The oldest that a zip can name."""


class SiteFile(Protocol):
    """A file of the site that is no page, as engines of the MkDocs family have it."""

    @property
    def content_bytes(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class OfflineCopy:
    """A module in a zip."""

    uri: str
    """Where it stands in the site."""
    data: bytes

    @property
    def size(self) -> str:
        """Its size as a reader reads it."""
        return short_size(len(self.data))


def offline_uri(module: Module) -> str:
    """Return where the copy of *module* stands: beside its pages, under a name that tells them apart."""
    return f"{module.uri}{module.slug}.zip"


def pack(
    module: Module, pages: Mapping[str, str], own: Mapping[str, SiteFile], site_url: str
) -> OfflineCopy:
    """Return the copy of *module* with the finished *pages*, by their address in the site.

    *own* are all files of the site by their address. Those beside the pages of the module, its pictures,
    recordings and documents, come along; of the others, what its pages load. Without a *site_url* no link
    leads out of the copy to the site.
    """
    beside = [uri for uri in own if uri.startswith(module.uri)]
    names = {uri.rstrip("/"): _page_name(uri, module) for uri in pages}
    names |= {uri: uri.removeprefix(module.uri) for uri in beside}
    files = {names[uri]: own[uri].content_bytes for uri in beside}

    def relinked(uri: str, html: str) -> str:
        def change(address: str, is_loaded: bool) -> str | None:
            whole = whole_address(address, uri)
            if whole is None:
                return address
            parts = urlsplit(address)
            if whole not in names and is_loaded and _take(whole, files, own):
                names[whole] = whole
            if whole in names and whole.endswith(".vtt"):
                return _within_a_page(files[names[whole]])
            if whole in names:
                return parts._replace(path=names[whole], query="").geturl()
            if not site_url:
                return None
            folder = "/" if whole and parts.path.endswith(("/", ".")) else ""
            return site_url + parts._replace(path=whole + folder).geturl()

        return relink(html, change)

    for uri, html in pages.items():
        files[names[uri.rstrip("/")]] = relinked(f"{uri}{START}", html).encode()
    return OfflineCopy(offline_uri(module), _zipped(module.slug, files, module.updated))


def _within_a_page(captions: bytes) -> str:
    """Return the address that holds *captions* itself: from disk no browser takes them from a file."""
    return f"data:text/vtt;base64,{b64encode(captions).decode()}"


def _page_name(uri: str, module: Module) -> str:
    if uri == module.uri:
        return START
    return (
        f"{uri.removeprefix(module.uri).rstrip('/')}.html" if uri.startswith(module.uri) else STORY
    )


def _take(uri: str, files: dict[str, bytes], own: Mapping[str, SiteFile]) -> bool:
    """Put the file at *uri* in *files*, and what it loads itself when it is a stylesheet; say whether it is there."""
    if uri not in own:
        return False
    if uri not in files:
        files[uri] = own[uri].content_bytes
        if uri.endswith(".css"):
            for address in _IN_A_SHEET.findall(files[uri].decode()):
                _take(normpath(f"{dirname(uri)}/{address}"), files, own)
    return True


def _zipped(folder: str, files: Mapping[str, bytes], day: date) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name in sorted(files):
            info = ZipInfo(f"{folder}/{name}", (*max(day.timetuple()[:3], _FIRST_DAY), 0, 0, 0))
            info.create_system = 3  # the same on every system
            info.external_attr = 0o100644 << 16
            info.compress_type = ZIP_STORED if name.endswith(_PACKED_ALREADY) else ZIP_DEFLATED
            archive.writestr(info, files[name])
    return out.getvalue()
