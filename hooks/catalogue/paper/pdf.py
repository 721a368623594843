"""One document to PDF, by WeasyPrint: tagged, fillable, the same bytes for the same source, and inspected.

PDF/UA-1 (ISO 14289-1) is what it must be; ``inspection`` looks whether it is.
"""

from __future__ import annotations

import atexit
import logging
import mimetypes
import warnings
from collections.abc import Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, Final, Self
from xml.sax.saxutils import escape

from catalogue.build.digests import digest
from catalogue.build.garbage import uncollected
from catalogue.paper.documents import Document, Flaw
from catalogue.paper.qr import qr_svg
from catalogue.paper.tree import Paper
from catalogue.text.sizes import short_size

PAGES_WITHOUT_CONTENTS: Final = 4
"""A document of so many pages needs no table of contents."""

SCALES: Final = (95, 90, 85, 80)
"""Sizes of type, in per cent, that are tried where a document may have only so many pages."""

QR_URI: Final = "qr/"
"""Below this address of the site stands, on paper only, the QR code of any address that follows."""


class NoPangoError(Exception):
    """A library is not installed that printing needs; the text is its name."""


@dataclass(frozen=True, slots=True)
class Job:
    """A document to print, as the templates made it."""

    document: Document
    html: str


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed document, and what is wrong with it."""

    uri: str
    pdf: bytes
    pages: int
    flaws: tuple[Flaw, ...] = ()
    has_harfbuzz: bool = True
    """Whether the library was there that leaves out of a font what the document does not use."""

    @property
    def size(self) -> str:
        """Its size as a reader reads it."""
        return short_size(len(self.pdf))


@dataclass(frozen=True, slots=True)
class Shop:
    """What every document is printed with. Picklable: a worker process gets its own."""

    site: str
    """The address of the site, with a slash at its end."""
    files: Mapping[str, str]
    """The files that the site is built of, by their address in it: nothing else is read."""
    css: str
    licence: str
    leads_to_site: bool = True
    """Whether somebody can go to the address of the site."""

    def print_all(self, jobs: Sequence[Job]) -> list[Printed]:
        """Print *jobs*: the work of one process."""
        return [self.print(job) for job in jobs]

    def print(self, job: Job) -> Printed:
        """Return *job* as a PDF; NoPangoError when that cannot be made here."""
        # Only who prints needs these, and they take half a second to load.
        weasyprint, has_harfbuzz = _weasyprint()
        from catalogue.paper.inspection import inspect  # noqa: PLC0415

        # Fonts and styles are read once in a process.
        fonts, styles, fetcher = _prepared(self.site, self.css, tuple(self.files.items()))
        options: dict[str, Any] = {
            "pdf_variant": "pdf/ua-1",
            "pdf_forms": True,
            "pdf_identifier": digest(job.html.encode()),
            "stylesheets": [styles],
        }
        paper = Paper(job.html, self.site, self.leads_to_site)
        limit = job.document.max_pages
        messages = _Messages()

        def lay_out(*, with_contents: bool = True, scale: int = 100) -> Any:
            messages.clear()
            html = paper.render(with_contents=with_contents, scale=scale)
            return weasyprint(string=html, base_url=self.site, url_fetcher=fetcher).render(
                fonts, **options
            )

        # A document is full of circles as long as it is made: not to search saves a fifth of the time.
        with messages, uncollected():
            laid_out = lay_out()
            if not limit and len(laid_out.pages) <= PAGES_WITHOUT_CONTENTS:
                laid_out = lay_out(with_contents=False)
            for scale in SCALES if limit else ():
                if len(laid_out.pages) <= limit:
                    break
                laid_out = lay_out(scale=scale)
            _add_rights(laid_out.metadata, self.licence)
            pdf: bytes = laid_out.write_pdf(finisher=_name_every_glyph, **options)
        count = len(laid_out.pages)
        flaws = (*messages.flaws, *inspect(pdf, paper.headings, limit))
        return Printed(job.document.uri, pdf, count, flaws, has_harfbuzz)


def _weasyprint() -> tuple[Any, bool]:
    """Return what prints, and whether HarfBuzz-Subset is there for it; NoPangoError when Pango is not.

    What it says itself of libraries, in the middle of a log in another language, is said by whoever prints.
    """
    try:
        with warnings.catch_warnings(), redirect_stdout(StringIO()):
            warnings.filterwarnings("ignore", "HarfBuzz-Subset", DeprecationWarning)
            from weasyprint import HTML  # noqa: PLC0415
            from weasyprint.text.ffi import harfbuzz_subset  # noqa: PLC0415
    except OSError as error:
        raise NoPangoError(str(error).partition("'")[2].partition("'")[0] or str(error)) from None
    return HTML, harfbuzz_subset is not None


@lru_cache(maxsize=1)
def _prepared(site: str, css: str, files: tuple[tuple[str, str], ...]) -> tuple[Any, Any, Any]:
    from weasyprint import CSS  # noqa: PLC0415
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

    fonts, fetcher = FontConfiguration(), _fetcher(site, dict(files))
    styles = CSS(string=css, base_url=site, url_fetcher=fetcher, font_config=fonts)
    return fonts, styles, fetcher


# Fonts are let go while the interpreter still stands: WeasyPrint needs it for that.
atexit.register(_prepared.cache_clear)


def _add_rights(metadata: Any, licence: str) -> None:
    """Put *licence* in the metadata of a document.

    WeasyPrint's option for more metadata adds a second ``rdf:RDF``, of which readers see only the first.
    """
    generate = metadata.generate_rdf_metadata
    rights = (
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:rights><rdf:Alt>'
        f'<rdf:li xml:lang="x-default">{escape(licence)}</rdf:li>'
        "</rdf:Alt></dc:rights></rdf:Description></rdf:RDF>"
    )
    metadata.generate_rdf_metadata = lambda *about: generate(*about).replace(
        b"</rdf:RDF>", rights.encode()
    )


def _name_every_glyph(laid_out: Any, pdf: Any) -> None:
    """Give each glyph that is shown in *pdf* the text it stands for.

    Of a font that can be typed in, WeasyPrint names the glyphs of single characters only: the figures of
    lists, which are all of one width, would be copied and read aloud as nothing.
    """
    shown: dict[bytes, dict[int, str]] = {}
    for font in laid_out.fonts.values():
        if font.used_in_forms:
            shown.setdefault(font.name, {}).update(font.to_unicode)
    for font in pdf.objects:
        if isinstance(font, dict) and "ToUnicode" in font and font["BaseFont"] in shown:
            names = pdf.objects[int(font["ToUnicode"].split()[0])].stream
            named = {line.partition(b">")[0] for line in names if line.startswith(b"<")}
            end = names.index(b"endcmap")
            for glyph, text in sorted(shown[font["BaseFont"]].items()):
                code = f"<{glyph:04x}".encode()
                if code not in named:
                    line = code + f"> <{text.encode('utf-16-be').hex()}>".encode()
                    names[end:end] = [b"1 beginbfchar", line, b"endbfchar"]


def _fetcher(site: str, files: Mapping[str, str]) -> Any:
    from PIL import Image, ImageFile  # noqa: PLC0415
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415

    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint would print half a picture

    class OwnFiles(URLFetcher):  # type: ignore[misc]
        """Reads the files of the site from the project. Nothing on the network, nothing else on the disk."""

        def fetch(self, url: str, headers: object = None) -> Any:  # noqa: ARG002 -- its own signature
            address = url.removeprefix(site)
            if address.startswith(QR_URI):
                data = qr_svg(site + address.removeprefix(QR_URI))
                return URLFetcherResponse(url, data, {"Content-Type": "image/svg+xml"})
            file = files.get(address)
            if file is None or address == url:
                raise ValueError(f"{url} is not a file of this site")
            kind = mimetypes.guess_type(address)[0] or "application/octet-stream"
            data = Path(file).read_bytes()
            if kind.startswith("image/") and kind != "image/svg+xml":
                Image.open(BytesIO(data)).load()  # all of it: half a picture is none
            return URLFetcherResponse(url, data, {"Content-Type": kind})

    return OwnFiles(allowed_protocols=())


class _Messages(logging.Handler):
    """Gathers the errors that WeasyPrint logs: a picture that cannot be read, a link to nowhere."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self._logger = logging.getLogger("weasyprint")
        self._propagates = self._logger.propagate
        self.flaws: list[Flaw] = []

    def emit(self, record: logging.LogRecord) -> None:
        if str(record.msg).startswith("Failed to load image") and isinstance(record.args, tuple):
            flaw = Flaw("print-picture", str(record.args[0]))
        else:
            flaw = Flaw("print-message", record.getMessage())
        if flaw not in self.flaws:
            self.flaws.append(flaw)

    def clear(self) -> None:
        self.flaws = []

    def __enter__(self) -> Self:
        self._logger.addHandler(self)
        self._logger.propagate = False
        return self

    def __exit__(self, *_: object) -> None:
        self._logger.removeHandler(self)
        self._logger.propagate = self._propagates
