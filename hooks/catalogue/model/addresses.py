"""The addresses of the site that no source has for itself."""

from __future__ import annotations

from typing import Final

from catalogue.model.facet import FACETS

PAGINATION_SLUG: Final = "pagina"
EMBEDS_URI: Final = "insluiten/"

RESERVED_SLUGS: Final = frozenset({facet.slug for facet in FACETS} | {PAGINATION_SLUG, "feed"})
"""Names under ``/verhalen/`` that the site itself uses."""

STORIES_URI: Final = "verhalen/"
ORGANISATIONS_URI: Final = "organisaties/"
