"""What to do about a problem, worked out from what was typed: the nearest word, the nearest file."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import PurePosixPath


def enumerate_in_dutch(words: Iterable[str]) -> str:
    """``a, b of c``."""
    items = list(words)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} of {items[-1]}"


def in_days(count: int) -> str:
    """``over 12 dagen``."""
    return {0: "vandaag", 1: "morgen"}.get(count, f"over {count} dagen")


def choice_hint(value: str, allowed: Iterable[str]) -> str:
    """What to type instead of *value*: the nearest of *allowed* where one is near, and the whole list."""
    options = sorted(allowed)
    nearest = difflib.get_close_matches(value.lower(), options, n=1, cutoff=0.6)
    suggestion = f"bedoelde je '{nearest[0]}'? " if nearest else ""
    return f"{suggestion}kies uit: {', '.join(options)}"


def path_hint(target: str, paths: Iterable[str]) -> str:
    """Where a link that leads nowhere may have been meant to go."""
    known = list(paths)
    name = PurePosixPath(target).name
    same_name = [path for path in known if PurePosixPath(path).name == name]
    nearest = difflib.get_close_matches(target, same_name or known, n=1, cutoff=0.5)
    if nearest:
        return f"bedoelde je '/{nearest[0]}'?"
    return "kijk de naam van de map en van het bestand na"


def file_hint(target: str, names: Iterable[str]) -> str:
    """Which file beside the text may have been meant."""
    known = list(names)
    return choice_hint(target, known) if known else "zet ze in dezelfde map als deze tekst"


def anchor_hint(anchor: str, anchors: Iterable[str]) -> str:
    """Which heading may have been meant."""
    known = list(anchors)
    return choice_hint(anchor, known) if known else "laat '#' en wat erna komt weg"


_INSTEAD_OF_HTML = {
    "schrijf een link als [de tekst](https://…)": "a",
    "zet de afbeelding in dezelfde map en schrijf ![wat erop te zien is](naam.png)": (
        "figure image img picture svg"
    ),
    "gebruik het blok 'video' of 'audio', met een bestand of een link": (
        "audio embed frame iframe object source track video"
    ),
    "maak een tabel met | tussen de kolommen": "table tbody td th thead tr",
    "begin een kop met '## ' of '### '": "h1 h2 h3 h4 h5 h6",
    "begin elk punt van een lijst met '- ' of '1. '": "dd dl dt li ol ul",
    "laat een lege regel tussen twee alinea's, meer is niet nodig": (
        "article aside center div footer header main nav p section"
    ),
    "begin elke regel van een citaat met '> '": "blockquote",
    "zet code tussen `, of tussen twee regels met ```": "code pre samp tt",
    "typ '---' op een eigen regel, met een lege regel ervoor": "hr",
    "gebruik een blok, zoals 'hint' of 'facilitator'": "details summary",
    "gebruik het blok 'writing' om te laten schrijven, of 'choices' om te laten kiezen": (
        "button fieldset form input label option select textarea"
    ),
    "haal het weg: de site bepaalt hoe alles eruitziet": "align class color font id link style",
    "haal het weg: een nota voor collega's komt zo op de site; zet ze bij je voorstel": "!--",
    "haal het weg: een pagina doet niets uit zichzelf; naar een andere pagina leidt een link": (
        "applet base marquee meta noscript script template"
    ),
}
"""What an editor does instead of HTML: what to do, and for which elements and attributes."""


NOTHING_INSTEAD = "haal de code tussen < en > weg"


def instead_of_html(name: str) -> str:
    """Return what to do instead of the element or attribute *name*."""
    name = "script" if name.startswith("on") else name
    for instead, names in _INSTEAD_OF_HTML.items():
        if name in names.split():
            return instead
    return NOTHING_INSTEAD
