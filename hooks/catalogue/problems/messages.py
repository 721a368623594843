"""What a build says to who runs it, in Dutch."""

from __future__ import annotations

STILL_WRONG = "De bronnen zijn nog niet in orde. De laatste goede versie blijft staan."
"""What stands above the problems when a site is not built because of them."""

READING_DONE = "{stories} verhalen, {modules} modules en {pages} pagina's gelezen in {seconds:.1f} s ({cached} verhalen uit de cache)"
WRITING = "Pagina's met verhalen"
BUILD_DONE = "Klaar: {stories} verhalen en {modules} modules in {seconds:.1f} s; {cached} verhalen uit de cache, {changed} van {written} pagina's met verhalen nieuw of veranderd"
"""What a build says of itself."""

NOT_PRINTED = "Niet alle documenten zijn goed gedrukt."
"""What stands above the problems when a document is not what it must be."""

PRINTING_DONE = "Documenten: {ready} klaar in {seconds:.1f} s, waarvan {new} nieuw gedrukt"
PRINTING_LATER = "Documenten: {ready} klaar; wat nog komt ({new}), wordt gedrukt terwijl je kijkt"
NO_HARFBUZZ = "De documenten zijn goed, maar een bibliotheek ontbreekt die later nodig wordt: HarfBuzz-Subset. Installeer ze (op Debian of Ubuntu: sudo apt install libharfbuzz-subset0)"
NO_PANGO = "Om pdf's te maken is Pango nodig ({error} ontbreekt). Installeer het (op Debian of Ubuntu: sudo apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0), of bouw zonder pdf's met: make site PDF=no"

INDEX_MADE = "De zoekindex is gemaakt"
INDEX_KEPT = "De zoekindex is nog goed: er veranderde niets dat je kunt vinden"
NO_PAGEFIND = "Om de zoekindex te maken is Pagefind nodig. Installeer het (pip install 'pagefind[extended]'), of bouw zonder zoeken met: make site SEARCH=no"
NOT_INDEXED = "De zoekindex kon niet gemaakt worden. Pagefind zegt:\n{error}"

STILL_TOLD = (
    "/{uri} vertelt nog van '{slug}', maar dat verhaal is ingetrokken. Haal de verwijzing weg."
)
"""Why a site is not built: something of a withdrawn story would stand in it."""
