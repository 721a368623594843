"""What a page says to search engines and catalogues of learning materials: JSON-LD in the words of schema.org.

A module is described as Dutch catalogues of learning materials read it (Kennisnet's mapping of
NL LOM to LRMI, https://schema.org/LearningResource): for whom, how long, what it teaches, its licence.
"""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Iterable, Iterator
from typing import Any, Final

from markupsafe import Markup

from catalogue.model.catalogue import Catalogue
from catalogue.model.imprint import Imprint
from catalogue.model.module import Module, Part
from catalogue.model.organisation import Organisation
from catalogue.model.story import Story
from catalogue.text.texts import Texts

Thing = dict[str, Any]
Steps = Iterable[tuple[str, str]]
"""The way to a page: title and address of each page on it, the page itself last."""

LANGUAGE: Final = "nl"

_encode: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

# Within a <script> a browser looks for its end, and for the beginning of a comment, in the middle
# of any string; two separators end a line in older JavaScript.
_ESCAPES: Final = tuple((char, f"\\u{ord(char):04x}") for char in "<>&\u2028\u2029")


def json_ld(*things: Thing) -> Markup:
    """Return *things* as the text of a ``<script type="application/ld+json">``; nothing can end it."""
    if not things:
        return Markup()
    document = {"@context": "https://schema.org", "@graph": things}
    text = _encode(document)
    for char, escape in _ESCAPES:  # five times faster than str.translate
        text = text.replace(char, escape)
    return Markup(text)  # noqa: S704 -- holds none of < > & any more


def page_data(
    uri: str, catalogue: Catalogue, imprint: Imprint, texts: Texts, documents: Iterable[str] = ()
) -> Markup:
    """Return the data of the page at *uri* that trusted editors wrote; see ``module_thing`` for *documents*."""
    if not uri:
        return json_ld(*site_things(imprint))
    source = catalogue.trusted_by_uri[uri]
    way = breadcrumb([(imprint.name, ""), *_trail(uri, catalogue)], imprint)
    if not isinstance(source, Part):
        return json_ld(way)
    module, part = catalogue.parts_by_path[source.path]
    if part is module.introduction:
        return json_ld(module_thing(module, imprint, texts, documents), way)
    return json_ld(part_thing(part, module, imprint), way)


def site_things(imprint: Imprint) -> tuple[Thing, ...]:
    """The site, and who publishes it."""
    site = {
        "@type": "WebSite",
        "@id": f"{imprint.url}#site",
        "name": imprint.name,
        "description": imprint.description,
        "url": imprint.url,
        "inLanguage": LANGUAGE,
        "license": imprint.licence_uri,
        "publisher": {"@id": _publisher_id(imprint)},
    }
    return site, _publisher(imprint)


def breadcrumb(steps: Steps, imprint: Imprint) -> Thing:
    """The way to a page, as a search engine shows it instead of the address."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": title, "item": imprint.address(uri)}
            for number, (title, uri) in enumerate(steps, 1)
        ],
    }


def story_thing(story: Story, imprint: Imprint) -> Thing:
    """*story* as an article. Who tells it stays unnamed: its organisation stands for her, if it exists, else the site."""
    address = imprint.address(story.uri)
    publisher = _publisher(imprint)
    author, organisation = publisher, story.organisation
    if organisation is not None and not organisation.is_example:
        author = organisation_thing(organisation, imprint)
    thing = {
        "@type": "Article",
        "@id": address,
        "url": address,
        "headline": story.title,
        "description": story.summary,
        "inLanguage": LANGUAGE,
        "author": author,
        "publisher": publisher,
        "keywords": [concept.label for concept in (story.gesture, *story.themes, story.sector)],
        "wordCount": story.words,
        "isAccessibleForFree": True,
    }
    if story.published:
        day = story.published.isoformat()
        thing |= {"datePublished": day, "dateModified": day}
    licence = imprint.licence_of(story)
    return thing | {"license": licence} if licence else thing


def organisation_thing(organisation: Organisation, imprint: Imprint) -> Thing:
    """An organisation that shares stories."""
    address = imprint.address(organisation.uri)
    return {
        "@type": "Organization",
        "@id": address,
        "url": address,
        "name": organisation.name,
        "description": organisation.summary,
    }


def module_thing(
    module: Module, imprint: Imprint, texts: Texts, documents: Iterable[str] = ()
) -> Thing:
    """*module* as a learning resource; *documents* are the addresses of all printed and packed files."""
    encodings = [_encoding(uri, imprint) for uri in documents if uri.startswith(module.uri)]
    thing = {
        **_resource(module.title, module.summary, module.uri, module, imprint),
        "learningResourceType": texts("module.kind"),
        "timeRequired": f"PT{module.minutes}M",
        "teaches": list(module.objectives),
        "audience": [
            {
                "@type": "EducationalAudience",
                "audienceType": concept.label,
                "educationalRole": concept.label,
            }
            for concept in module.audience
        ],
        "about": [
            {"@type": "DefinedTerm", "name": concept.label, "description": concept.definition}
            for concept in (*module.themes, *module.gestures)
        ],
        "hasPart": [
            {
                "@type": "LearningResource",
                "@id": imprint.address(part.uri),
                "url": imprint.address(part.uri),
                "name": part.title,
            }
            for part in module.parts.values()
            if part is not module.introduction
        ],
    }
    return thing | {"encoding": encodings} if encodings else thing


def part_thing(part: Part, module: Module, imprint: Imprint) -> Thing:
    """A further part of *module*, as a learning resource."""
    return {
        **_resource(part.title, part.summary, part.uri, module, imprint),
        "learningResourceType": part.label,
        "isPartOf": {
            "@type": "LearningResource",
            "@id": imprint.address(module.uri),
            "name": module.title,
        },
    }


def _trail(uri: str, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """The way to *uri* through the pages above it, as its address tells."""
    names = uri.strip("/").split("/")
    for count in range(1, len(names) + 1):
        step = "/".join(names[:count]) + "/"
        if step in catalogue.trusted_by_uri:
            yield catalogue.trusted_by_uri[step].title, step


def _resource(title: str, summary: str, uri: str, module: Module, imprint: Imprint) -> Thing:
    publisher = _publisher(imprint)
    return {
        "@type": "LearningResource",
        "@id": imprint.address(uri),
        "url": imprint.address(uri),
        "name": title,
        "description": summary,
        "inLanguage": LANGUAGE,
        "license": imprint.licence_uri,
        "author": publisher,
        "publisher": publisher,
        "dateModified": module.updated.isoformat(),
        "version": module.version,
        "isAccessibleForFree": True,
    }


def _encoding(uri: str, imprint: Imprint) -> Thing:
    return {
        "@type": "MediaObject",
        "contentUrl": imprint.address(uri),
        "encodingFormat": mimetypes.guess_type(uri)[0] or "application/octet-stream",
    }


def _publisher(imprint: Imprint) -> Thing:
    return {
        "@type": "Organization",
        "@id": _publisher_id(imprint),
        "name": imprint.name,
        "url": imprint.url,
    }


def _publisher_id(imprint: Imprint) -> str:
    return f"{imprint.url}#publisher"
