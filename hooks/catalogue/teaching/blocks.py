"""Teaching blocks: which there are, and what each may hold.

The syntax is that of pymdownx.blocks (https://facelessuser.github.io/pymdown-extensions/extensions/blocks/),
with a closed list of names.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from catalogue.model.field import Field, Kind
from catalogue.model.module import GROUPINGS

Need = Literal["required", "optional", "none"]


@dataclass(frozen=True, slots=True)
class BlockRule:
    """What one kind of block may hold."""

    name: str
    description: str
    """For editors, in Dutch."""
    title: Need = "none"
    body: Need = "required"
    body_hint: str = "schrijf tekst onder de lege regel"
    options: tuple[Field, ...] = ()
    parents: frozenset[str] = frozenset({"", "assignment", "sheet", "print-only", "screen-only"})
    """Blocks it may stand in; the empty name is the page itself."""


EXPIRED_CASE: Final = "case--expired"
"""The class of what stands in the place of a story whose consent has expired."""

_MEDIA_OPTIONS: Final = (
    Field(
        "src",
        Kind.TEXT,
        "Het bestand in dezelfde map, of een link die begint met https://.",
        "gesprek.mp4",
    ),
    Field(
        "captions",
        Kind.TEXT,
        "Het ondertitelbestand (.vtt), of 'player' als de speler achter de link ondertitels toont.",
        "gesprek.vtt",
        required=False,
    ),
)
_TRANSCRIPT: Final = "schrijf uit wat er gezegd wordt en te zien is, onder de lege regel"
_IN_ASSIGNMENT: Final = frozenset({"assignment"})

RULES: Final = {
    rule.name: rule
    for rule in (
        BlockRule(
            "assignment",
            "Een opdracht, met haar tijd en met hoeveel je ze doet.",
            title="required",
            options=(
                Field("minutes", Kind.INTEGER, "Hoe lang de opdracht duurt.", "15", minimum=1, maximum=240),
                Field(
                    "grouping",
                    Kind.CHOICE,
                    "Met hoeveel: alone (alleen), pairs (per twee) of group (samen).",
                    "pairs",
                    choices=GROUPINGS,
                ),
                Field("id", Kind.SLUG, "Een eigen adres voor de opdracht.", "kijken", required=False),
            ),
            parents=frozenset({""}),
        ),
        BlockRule("hint", "Een duwtje voor wie vastzit.", title="optional", parents=_IN_ASSIGNMENT),
        BlockRule("answer", "Een mogelijk antwoord, of waar je naar luistert.", title="optional", parents=_IN_ASSIGNMENT),
        BlockRule("facilitator", "Een nota voor de begeleider; staat niet in het werkboek.", title="optional"),
        BlockRule(
            "writing",
            "Een plek om te schrijven.",
            body="none",
            options=(
                Field("label", Kind.TEXT, "De vraag boven de lijnen.", "Wat zag je?", maximum=200),
                Field("lines", Kind.INTEGER, "Hoeveel lijnen.", "4", required=False, minimum=1, maximum=20),
            ),
        ),
        BlockRule(
            "choices",
            "Vakjes om aan te kruisen: één per punt.",
            title="required",
            body_hint="begin elke keuze met '- '",
        ),
        BlockRule("sheet", "Een blad van een formulier: begint op papier op een nieuwe bladzijde.", title="required", parents=frozenset({""})),
        BlockRule("reflection", "Vragen om alleen over na te denken.", title="optional"),
        BlockRule("video", "Een film, met ondertitels en uitgeschreven tekst.", title="required", body_hint=_TRANSCRIPT, options=_MEDIA_OPTIONS),
        BlockRule("audio", "Een opname, met uitgeschreven tekst.", title="required", body_hint=_TRANSCRIPT, options=_MEDIA_OPTIONS[:1]),
        BlockRule(
            "story",
            "Een verhaal van de site als voorbeeld.",
            body="none",
            options=(Field("source", Kind.TEXT, "Het bestand van het verhaal.", "/stories/2026/een-verhaal.md"),),
        ),
        BlockRule(
            "picture",
            "Een afbeelding met bijschrift, en desgewenst alles wat erop staat in tekst.",
            title="optional",
            body="optional",
            options=(
                Field("src", Kind.TEXT, "Het bestand in dezelfde map.", "beeldverhaal.svg"),
                Field("alt", Kind.TEXT, 'Wat erop te zien is; "" als het versiering is.', "Twee mensen aan een tafel", maximum=250, required=False),
            ),
        ),
        BlockRule("cards", "Gesprekskaarten om te knippen: één punt per kaart.", title="optional", body_hint="begin elke kaart met '- '", parents=frozenset({""})),
        BlockRule("print-only", "Alleen op papier.", parents=frozenset({"", "assignment", "sheet"})),
        BlockRule("screen-only", "Alleen op het scherm.", parents=frozenset({"", "assignment", "sheet"})),
    )
}  # fmt: skip
