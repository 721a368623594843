"""The fields of every kind of source, with what editors need to know about them."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from catalogue.model.field import Field, Kind
from catalogue.model.story import Scope
from catalogue.sources.personal_data import KINDS_OF_WORDS

CONSENT: Final = (
    Field(
        "reference",
        Kind.TEXT,
        "Het nummer van het toestemmingsformulier. Het zegt niets over wie het gaf.",
        "T-2026-014",
        maximum=40,
    ),
    Field("date", Kind.DATE, "De dag waarop de toestemming gegeven is.", "2026-01-10"),
    Field(
        "by",
        Kind.CHOICE,
        "Wie de toestemming gaf: de verteller zelf of een vertegenwoordiger.",
        "teller",
        choices=("teller", "representative"),
    ),
    Field(
        "scope",
        Kind.CHOICES,
        "Waarvoor de toestemming geldt: publish (de website), share (elders delen), print (op papier), photo (de foto tonen).",
        "[publish, share, print]",
        choices=tuple(Scope),
        minimum=1,
        maximum=4,
    ),
    Field("form", Kind.TEXT, "De versie van het formulier.", '"1"', maximum=20),
    Field("review", Kind.DATE, "De dag waarop je de toestemming opnieuw vraagt.", "2029-01-10"),
)

NOT_PERSONAL: Final = Field(
    "not_personal",
    Kind.RECORDS,
    "Voor een vals alarm: wat de controle voor een persoonlijk gegeven houdt en het niet is. Wat je hier schrijft, is openbaar.",
    "- kind: title-name",
    required=False,
    fields=(
        Field(
            "kind",
            Kind.CHOICE,
            "Het soort gegeven, zoals de melding het noemt.",
            "title-name",
            choices=KINDS_OF_WORDS,
        ),
        Field(
            "words",
            Kind.TEXT,
            "Een paar woorden uit dezelfde regel, die nergens anders in het verhaal staan. Zo vindt de controle de regel terug, ook als hij verhuist.",
            "zong hij voor de hele gang",
            maximum=120,
        ),
        Field(
            "reason",
            Kind.TEXT,
            "Waarom het geen gegeven van een mens is. Wie het verhaal naleest, beslist mee.",
            "Zo heet het liedje.",
            maximum=200,
        ),
    ),
    minimum=1,
    maximum=20,
)

PHOTO: Final = (
    Field(
        "file",
        Kind.TEXT,
        "De naam van de foto. Ze staat naast het verhaal en heet net zo: JPEG, PNG of WebP, hoogstens 20 MB.",
        "de-stoel-aan-het-raam.jpg",
        maximum=90,
    ),
    Field(
        "alt",
        Kind.TEXT,
        "Wat er op de foto te zien is, voor wie ze niet ziet.",
        "Een lege stoel bij een raam met gordijnen.",
        maximum=200,
    ),
    Field("credit", Kind.TEXT, "Wie de foto maakte.", "Foto: dienst communicatie", maximum=80),
)

STORY: Final = (
    Field("title", Kind.TEXT, "De titel, zonder punt.", "De stoel aan het raam", maximum=90),
    Field(
        "summary",
        Kind.TEXT,
        "Eén zin die nieuwsgierig maakt.",
        "Een zorgkundige schuift elke ochtend een stoel naar het licht.",
        maximum=200,
    ),
    Field(
        "published",
        Kind.DATE,
        "De dag waarop het verhaal op de site komt. Verplicht bij een echt verhaal; een verzonnen verhaal heeft geen datum.",
        "2026-03-14",
        required=False,
    ),
    Field("sector", Kind.CONCEPT, "De soort zorg.", "woonzorgcentrum", scheme="sector"),
    Field("setting", Kind.CONCEPT, "De plek waar het gebeurde.", "kamer", scheme="setting"),
    Field("teller", Kind.CONCEPT, "Wie het verhaal vertelt.", "naaste", scheme="role"),
    Field("giver", Kind.CONCEPT, "Wie het gebaar deed.", "zorgkundige", scheme="role"),
    Field("receiver", Kind.CONCEPT, "Voor wie het gebaar was.", "bewoner", scheme="role"),
    Field("gesture", Kind.CONCEPT, "Het soort gebaar.", "onthouden", scheme="gesture"),
    Field(
        "themes",
        Kind.CONCEPTS,
        "Waar het verhaal over gaat: één tot drie thema's.",
        "[respect, beleving]",
        scheme="theme",
        minimum=1,
        maximum=3,
    ),
    Field(
        "organisation",
        Kind.SLUG,
        "De organisatie die het verhaal deelt, uit content/_data/organisations.yml.",
        "voorbeeldhuis-de-linde",
        required=False,
    ),
    Field(
        "example",
        Kind.BOOLEAN,
        "true als het verhaal verzonnen is. Dat staat dan ook op de pagina.",
        "true",
        required=False,
    ),
    Field(
        "consent",
        Kind.RECORD,
        "De toestemming. Verplicht bij een echt verhaal.",
        "reference: T-2026-014",
        required=False,
        fields=CONSENT,
    ),
    Field(
        "photo",
        Kind.RECORD,
        "Een foto bij het verhaal. Alleen met 'photo' bij scope: dat is een aparte toestemming.",
        "file: de-stoel-aan-het-raam.jpg",
        required=False,
        fields=PHOTO,
    ),
    Field(
        "former_slugs",
        Kind.SLUGS,
        "Vroegere namen van het bestand: die adressen blijven werken.",
        "[de-oude-naam]",
        required=False,
        minimum=1,
        maximum=10,
    ),
    NOT_PERSONAL,
)

REAL_STORY: Final = tuple(
    replace(field, required=True) if field.name == "published" else field for field in STORY
)
"""The fields of a story that happened."""

HELP_LINES: Final = Field(
    "help_lines",
    Kind.BOOLEAN,
    "true als een oefening iets kan losmaken. Dan staan de hulplijnen op de pagina en op alles wat ervan op papier komt.",
    "true",
    required=False,
)

TOMBSTONE: Final = (
    Field("withdrawn", Kind.DATE, "De dag waarop het verhaal is ingetrokken.", "2026-05-02"),
)

INTRODUCTION: Final = (
    Field(
        "title", Kind.TEXT, "De titel van de module.", "Het kleine gebaar leren zien", maximum=90
    ),
    Field(
        "summary",
        Kind.TEXT,
        "Eén of twee zinnen: wat een team ermee doet.",
        "Jullie oefenen in kijken naar wat al gebeurt.",
        maximum=260,
    ),
    Field("minutes", Kind.INTEGER, "Hoe lang de module duurt.", "60", minimum=10, maximum=480),
    Field("group_size", Kind.TEXT, "Voor hoeveel mensen.", "4 tot 12 mensen", maximum=60),
    Field(
        "audience",
        Kind.CONCEPTS,
        "Voor wie de module is.",
        "[zorgteams]",
        scheme="audience",
        minimum=1,
        maximum=8,
    ),
    Field(
        "themes",
        Kind.CONCEPTS,
        "De thema's; hierop zoeken we verhalen die erbij passen.",
        "[voldoening]",
        scheme="theme",
        minimum=1,
        maximum=5,
    ),
    Field(
        "gestures",
        Kind.CONCEPTS,
        "De soorten gebaren waar de module over gaat.",
        "[luisteren]",
        scheme="gesture",
        minimum=1,
        maximum=5,
    ),
    Field(
        "objectives",
        Kind.TEXTS,
        "Drie tot vijf doelen. Elk begint met een werkwoord en is in de praktijk te zien.",
        "- Herken drie kleine gebaren in je eigen dienst.",
        minimum=3,
        maximum=5,
    ),
    Field(
        "materials",
        Kind.TEXTS,
        "Wat er klaar moet liggen.",
        "- Pen en papier voor iedereen",
        minimum=1,
        maximum=12,
    ),
    Field(
        "tomorrow",
        Kind.TEXTS,
        "Drie dingen die je morgen al kunt doen.",
        "- Kijk één minuut rond voor je begint.",
        minimum=3,
        maximum=3,
    ),
    Field(
        "story", Kind.TEXT, "Het verhaal dat als voorbeeld dient.", "/stories/2026/een-verhaal.md"
    ),
    Field("version", Kind.TEXT, "De versie van de module.", '"1.0"', maximum=12),
    Field("updated", Kind.DATE, "De dag van de laatste wijziging.", "2026-11-20"),
    Field(
        "order", Kind.INTEGER, "De plaats in de lijst van modules.", "10", minimum=0, maximum=9999
    ),
    HELP_LINES,
)

PART: Final = (
    Field("title", Kind.TEXT, "De titel van dit deel.", "Opdrachten", maximum=90),
    Field(
        "summary",
        Kind.TEXT,
        "Eén zin: wat hier staat.",
        "Vijf opdrachten om samen te doen.",
        maximum=260,
    ),
)

STEP: Final = (
    Field(
        "activity",
        Kind.TEXT,
        "Wat jullie doen, als het geen opdracht is.",
        "Welkom",
        required=False,
        maximum=90,
    ),
    Field(
        "assignment",
        Kind.SLUG,
        "De opdracht: haar titel als adres.",
        "een-kwartier-kijken",
        required=False,
    ),
    Field(
        "minutes",
        Kind.INTEGER,
        "Hoe lang; bij een opdracht alleen als het anders is dan bij de opdracht zelf.",
        "5",
        required=False,
        minimum=1,
        maximum=240,
    ),
)

PLAN: Final = (
    Field("minutes", Kind.INTEGER, "Hoeveel tijd er is.", "60", minimum=10, maximum=480),
    Field(
        "steps",
        Kind.RECORDS,
        "De stappen in hun volgorde.",
        "- activity: Welkom",
        fields=STEP,
        minimum=1,
        maximum=30,
    ),
)

TEACHING_NOTE: Final = (
    *PART,
    Field(
        "preparation",
        Kind.INTEGER,
        "Hoeveel minuten voorbereiding je nodig hebt.",
        "20",
        minimum=0,
        maximum=480,
    ),
    Field(
        "plans",
        Kind.RECORDS,
        "Een plan voor elke tijd die je kunt hebben; het eerste is dat van de hele module.",
        "- minutes: 60",
        fields=PLAN,
        minimum=1,
        maximum=6,
    ),
)

LAYOUTS: Final = (
    "page",
    "home",
    "stories",
    "modules",
    "organisations",
    "forms",
    "form",
    "search",
    "share",
    "embed",
    "accessibility",
    "help",
)

PAGE: Final = (
    Field("title", Kind.TEXT, "De titel.", "Wat is een Mangomoment", maximum=90),
    Field("summary", Kind.TEXT, "Eén of twee zinnen onder de titel.", "…", maximum=260),
    Field("updated", Kind.DATE, "De dag van de laatste wijziging.", "2026-11-20", required=False),
    Field(
        "layout",
        Kind.CHOICE,
        "De vorm van de pagina.",
        "page",
        required=False,
        choices=LAYOUTS,
    ),
    HELP_LINES,
)

CONCEPT: Final = (
    Field("label", Kind.TEXT, "Wat de lezer ziet.", "Woonzorgcentrum", maximum=80),
    Field("definition", Kind.TEXT, "Eén zin uitleg.", "Een huis waar ouderen wonen.", maximum=300),
    Field(
        "group",
        Kind.TEXT,
        "Het kopje waaronder het staat.",
        "Wat het doet",
        required=False,
        maximum=80,
    ),
    Field(
        "synonyms",
        Kind.TEXTS,
        "Andere woorden die mensen gebruiken.",
        "[rusthuis]",
        required=False,
        minimum=1,
        maximum=20,
    ),
)

ORGANISATION: Final = (
    Field("name", Kind.TEXT, "De naam.", "Voorbeeldhuis De Linde", maximum=90),
    Field("sector", Kind.CONCEPT, "De soort zorg.", "woonzorgcentrum", scheme="sector"),
    Field("summary", Kind.TEXT, "Eén zin over de organisatie.", "…", maximum=260),
    Field("start", Kind.TEXT, "Hoe ze begonnen zijn.", "…", required=False, maximum=900),
    Field("example", Kind.BOOLEAN, "true als ze verzonnen is.", "true", required=False),
)

HELP_LINE: Final = (
    Field(
        "label", Kind.TEXT, "Hoe de hulp heet, of waarvoor ze er is.", "Tele-Onthaal", maximum=90
    ),
    Field(
        "number",
        Kind.TEXT,
        "Het telefoonnummer, tussen aanhalingstekens. Laat het weg bij wie je in je eigen organisatie aanspreekt.",
        '"106"',
        required=False,
        maximum=20,
    ),
    Field(
        "summary",
        Kind.TEXT,
        "Eén zin: wanneer je hier terechtkan.",
        "Je wil praten met iemand die luistert.",
        maximum=260,
    ),
)

ACCESSIBILITY_TEST: Final = (
    Field("tested", Kind.DATE, "De dag van de test.", "2026-11-22"),
    Field("pages", Kind.INTEGER, "Hoeveel pagina's getest zijn.", "80", minimum=1, maximum=99999),
    Field(
        "tools",
        Kind.TEXTS,
        "Waarmee getest is, elk met zijn versie.",
        "[axe-core 4.11.0]",
        minimum=1,
        maximum=6,
    ),
)
