"""The pages for editors that are made of the code: every field, and every message of the check.

Each is a whole page in Markdown, so that it is read, searched and printed like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from catalogue.model.field import Field, Kind
from catalogue.model.vocabulary import SCHEMES, Vocabulary
from catalogue.problems.hints import enumerate_in_dutch
from catalogue.problems.rule import Rule, Severity
from catalogue.problems.rules import RULES
from catalogue.sources import schema
from catalogue.sources.fields import MAX_LIST_TEXT
from catalogue.text.slugs import slugify


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of source, or a part of one, and the fields that belong in it."""

    title: str
    introduction: str
    fields: Sequence[Field]


FORMS: Final = (
    Form("Een verhaal", "Een bestand in `stories/`, in de map van het jaar.", schema.STORY),
    Form("Een ingetrokken verhaal", "Wat er overblijft als iemand zijn verhaal terugneemt.", schema.TOMBSTONE),
    Form("De inleiding van een module", "Het bestand `introduction.md`.", schema.INTRODUCTION),
    Form("De opdrachten en het beeldmateriaal", "De bestanden `assignments.md` en `media.md`.", schema.PART),
    Form("De begeleiding van een module", "Het bestand `teaching-note.md`.", schema.TEACHING_NOTE),
    Form("Een gewone pagina", "Een bestand in `content/`.", schema.PAGE),
    Form("Een vast woord", "Een woord in `content/_data/vocabulary.yml`.", schema.CONCEPT),
    Form("Een organisatie", "Een organisatie in `content/_data/organisations.yml`.", schema.ORGANISATION),
    Form("Een hulplijn", "Een hulplijn in `content/_data/help.yml`: wie je kan bellen, of wie je in je eigen organisatie aanspreekt.", schema.HELP_LINE),
    Form("De test van de toegankelijkheid", "Het bestand `content/_data/accessibility.yml`. Het commando `make accessibility` schrijft het.", schema.ACCESSIBILITY_TEST),
)  # fmt: skip

SCHEME_TITLES: Final = {
    "sector": "Soorten zorg",
    "setting": "Plaatsen",
    "role": "Rollen",
    "gesture": "Gebaren",
    "theme": "Thema’s",
    "audience": "Doelgroepen",
}

FIELDS_HEAD: Final = """\
---
title: Alle velden
summary: Elk veld dat je kunt invullen, met uitleg en een voorbeeld, en alle woorden waaruit je kunt kiezen.
---

De woorden links typ je zoals ze hier staan, in het Engels. Wat erna komt, lees je rechts. Een lijst zet je tussen vierkante haken. Je mag ook elk punt op een eigen regel zetten, met een streepje ervoor.
"""

WORDS_HEAD: Final = """\
## De vaste woorden

Je typt het woord uit de eerste kolom. De lezer ziet het woord uit de tweede.
"""


def fields_page(vocabulary: Vocabulary) -> str:
    """Return the page with every field of every kind of source, and every word to choose from."""
    parts = [FIELDS_HEAD]
    for form in FORMS:
        parts += [f"## {form.title}\n", f"{form.introduction}\n", *_tables(form.fields)]
    parts.append(WORDS_HEAD)
    for scheme in SCHEMES:
        parts.append(f"### {SCHEME_TITLES[scheme]}\n")
        rows = [(_code(c.id), _plain(c.label), _plain(c.definition)) for c in vocabulary[scheme]]
        parts.append(_table(("Woord", "Wat de lezer ziet", "Uitleg"), rows))
    return "\n".join(parts)


def _tables(fields: Sequence[Field]) -> Iterator[str]:
    rows = [
        (
            _code(field.name),
            "ja" if field.required else "nee",
            _meaning(field),
            _code(field.example),
        )
        for field in fields
    ]
    yield _table(("Veld", "Nodig?", "Wat je invult", "Voorbeeld"), rows)
    for field in fields:
        if field.fields:
            what = f": {NESTED[field.name]}" if field.name in NESTED else ""
            yield f"### Onder {_code(field.name)}{what}\n"
            yield from _tables(field.fields)


NESTED: Final = {
    "consent": "de toestemming",
    "photo": "de foto",
    "not_personal": "een vals alarm",
    "plans": "een plan",
    "steps": "een stap van een plan",
}


def _meaning(field: Field) -> str:
    description = _plain(field.description)
    return f"{description} {_limits(field)}".strip()


def _limits(field: Field) -> str:
    """What the check asks of the value, in a sentence."""
    low, high = field.minimum, field.maximum
    count = f"{low} tot {high}" if low < high else f"{high}"
    match field.kind:
        case Kind.TEXT if high:
            return f"Hoogstens {high} tekens."
        case Kind.DATE:
            return "Schrijf jaar-maand-dag."
        case Kind.INTEGER:
            return f"Een getal van {low} tot {high}."
        case Kind.BOOLEAN:
            return "Schrijf `true` of `false`."
        case Kind.CHOICE:
            return f"Kies {_codes(field.choices)}."
        case Kind.CONCEPT:
            return f"Kies uit [{SCHEME_TITLES[field.scheme].lower()}](#{_anchor(field.scheme)})."
        case Kind.SLUG:
            return "Kleine letters, cijfers en streepjes."
        case Kind.TEXTS:
            return f"Een lijst van {count}, elk hoogstens {MAX_LIST_TEXT} tekens."
        case Kind.SLUGS:
            return f"Een lijst van {count} namen met kleine letters, cijfers en streepjes."
        case Kind.CHOICES:
            return f"Een lijst van {count} uit {_codes(field.choices)}."
        case Kind.CONCEPTS:
            scheme = SCHEME_TITLES[field.scheme].lower()
            return f"Een lijst van {count} uit [{scheme}](#{_anchor(field.scheme)})."
        case Kind.RECORD:
            return "Zet er de velden van hieronder in, elk twee spaties verder."
        case Kind.RECORDS:
            return f"Een lijst van {count}, elk met de velden van hieronder."
    return ""


def _anchor(scheme: str) -> str:
    return slugify(SCHEME_TITLES[scheme])


def _codes(words: Iterable[str]) -> str:
    return enumerate_in_dutch(map(_code, words))


# -- the messages ------------------------------------------------------------------------------

GROUPS: Final = (
    ("Persoonlijke gegevens", ("personal-", "not-personal", "private-")),
    ("Het bestand zelf", ("file-", "paragraph-", "not-utf", "byte-", "crlf", "control-", "conflict-", "punctuation-", "long-word")),
    ("De velden bovenaan", ("front-matter", "yaml-", "unknown-", "missing-", "empty-", "not-", "impossible-", "text-long", "list-", "number-", "date-", "double-", "yes-no")),
    ("Toestemming en intrekken", ("story-consent", "consent-", "tombstone-", "withdrawn-")),
    ("Een verhaal", ("story-",)),
    ("Een foto bij een verhaal", ("photo-",)),
    ("Een module", ("module-", "assignment-", "plan-")),
    ("De blokken", ("block-", "cards-", "captions-", "sheet-")),
    ("HTML", ("html-",)),
    ("Links en afbeeldingen", ("link-", "picture-", "media-", "heading-", "page-")),
    ("De hulplijnen", ("help-",)),
    ("De instellingen van de site", ("setting-",)),
    ("De toegankelijkheidsverklaring", ("accessibility-",)),
    ("Wat afgedrukt wordt", ("print-",)),
    ("Wat vanzelf gemaakt wordt", ("generated-",)),
)  # fmt: skip
"""The headings, and how the codes of the rules below them begin; the first that fits counts."""

OTHER: Final = "Andere meldingen"

MESSAGES_HEAD: Final = """\
---
title: Wat de controle zegt
summary: Elke melding van de controle, en wat je kunt doen. Een fout houdt de site tegen, bij ‘let op’ kies je zelf.
---

De controle leest alles na voor het op de site komt. Elke melding zegt in welk bestand ze iets zag, op welke regel, en wat je in de plaats kunt typen.

```
stories/2026/de-krant.md:5: onbekende waarde 'zikenhuis' bij 'sector'
    hint: bedoelde je 'ziekenhuis'?
```

- **Fout**: de site wordt niet gebouwd tot het verbeterd is. De vorige versie blijft staan.
- **Let op**: het mag, maar kijk er nog eens naar.

Begin bovenaan. Eén slordigheid geeft soms meer dan één melding. Op de plaats van de drie puntjes staat bij jou het woord uit je eigen bestand. Wat over een mens kan gaan, herhaalt de controle nooit.
"""

SEVERITIES: Final = {Severity.ERROR: "Fout", Severity.WARNING: "Let op"}


def messages_page() -> str:
    """Return the page with every message of the check, and what to do about it."""
    parts = [MESSAGES_HEAD]
    titles = [*(title for title, _ in GROUPS), OTHER]
    grouped: dict[str, list[Rule]] = {title: [] for title in titles}
    for code, rule in RULES.items():
        grouped[_group(code)].append(rule)
    for title, rules in grouped.items():
        if rules:
            rows = [
                (SEVERITIES[rule.severity], _sentence(rule.message), _sentence(rule.hint))
                for rule in rules
            ]
            parts += [f"## {title}\n", _table(("Soort", "De melding", "Wat je doet"), rows)]
    return "\n".join(parts)


def _group(code: str) -> str:
    return next((title for title, begins in GROUPS if code.startswith(begins)), OTHER)


AS_SHOWN: Final = "Kies wat de controle voorstelt."


def _sentence(template: str) -> str:
    """A text of a rule with dots for what is filled in."""
    if re.fullmatch(r"\{\w+\}", template):
        return AS_SHOWN
    text = re.sub(r"\{\w*(?::[^{}]*)?\}", "…", template).replace("{{", "{").replace("}}", "}")
    if text:
        text = text[0].upper() + text[1:] + ("" if text[-1] in ".?…" else ".")
    return _plain(text)


# -- Markdown ----------------------------------------------------------------------------------


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def _plain(text: str) -> str:
    """*text* in a cell, read as nothing but words."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_\[\]|{}])", r"\\\1", text)


def _code(text: str) -> str:
    """*text* in a cell, as it is typed."""
    return f"`{text}`".replace("|", "\\|")
