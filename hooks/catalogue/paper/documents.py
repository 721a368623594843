"""Which documents are printed: for every module, all modules together, and every form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from catalogue.model.catalogue import Catalogue, Page
from catalogue.model.module import Module


class DocumentKind(StrEnum):
    """The kinds of printed document; the value is the name of the template."""

    WORKBOOK = "workbook"
    GUIDE = "guide"
    FACTSHEET = "factsheet"
    BUNDLE = "bundle"
    FORM = "form"


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with a printed document: the code of a problem, and the words that it needs."""

    code: str
    detail: str


MODULE_DOCUMENTS = {
    DocumentKind.WORKBOOK: "werkboek.pdf",
    DocumentKind.GUIDE: "begeleidersgids.pdf",
    DocumentKind.FACTSHEET: "factsheet.pdf",
}
"""What is printed for every module, with the names in their addresses."""

BUNDLE_URI = "modules/bundel.pdf"


@dataclass(frozen=True, slots=True)
class Document:
    """A printed document."""

    kind: DocumentKind
    uri: str
    """Where it stands in the site."""
    page_uri: str
    """The page it belongs to: where its QR code leads."""
    title: str
    """Of what it prints; the kind is added when it is shown."""
    version: str
    updated: date | None
    modules: tuple[Module, ...] = ()
    page: Page | None = None

    @property
    def max_pages(self) -> int:
        """How many pages it may have; 0 means as many as it needs."""
        return 1 if self.kind is DocumentKind.FACTSHEET else 0

    @property
    def leaves_out(self) -> str:
        """The classes of what it does not show: participants get no answers."""
        is_for_participants = self.kind in (DocumentKind.WORKBOOK, DocumentKind.BUNDLE)
        return "answer facilitator hint" if is_for_participants else ""

    @property
    def slug(self) -> str:
        """The last part of the address of its page."""
        return self.page_uri.rstrip("/").rpartition("/")[2]

    @property
    def source(self) -> str:
        """The path of what its flaws are mended in."""
        if self.page is not None:
            return self.page.path
        return self.module.introduction.path if len(self.modules) == 1 else "modules"

    @property
    def module(self) -> Module:
        """The only module of a document that has one."""
        return self.modules[0]


def documents(catalogue: Catalogue) -> tuple[Document, ...]:
    """Return every document of *catalogue*, the longest to print first."""
    return tuple(_documents(catalogue))


def _documents(catalogue: Catalogue) -> Iterator[Document]:
    modules = catalogue.modules
    if modules:
        updated = max(module.updated for module in modules)
        yield Document(DocumentKind.BUNDLE, BUNDLE_URI, "modules/", "", "", updated, modules)
    for kind in (DocumentKind.GUIDE, DocumentKind.WORKBOOK, DocumentKind.FACTSHEET):
        for module in modules:
            uri = f"{module.uri}{MODULE_DOCUMENTS[kind]}"
            yield Document(
                kind, uri, module.uri, module.title, module.version, module.updated, (module,)
            )
    for page in catalogue.pages:
        if page.layout == "form":
            yield Document(
                DocumentKind.FORM, form_uri(page), page.uri, page.title, "", page.updated, (), page
            )


def form_uri(page: Page) -> str:
    """Return where the printed form of *page* stands: beside its own address."""
    return page.uri.rstrip("/") + ".pdf"


def bare(address: str) -> str:
    """Return *address* as paper shows it: without its scheme, which nobody types."""
    return address.removeprefix("https://")


FOR_TEMPLATES: Final[dict[str, Any]] = {
    "module_documents": MODULE_DOCUMENTS,
    "bundle_uri": BUNDLE_URI,
    "form_uri": form_uri,
    "bare": bare,
}
"""What pages and documents need to name and to link documents."""
