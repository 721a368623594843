"""A story typed into an issue of the repository's host: the form that asks, and what its answers become.

The form is made of the schema and the vocabulary. Its answers come back as one Markdown text in
which anybody may have typed anything: only headings of the form count, each may stand there once,
and what stands below them is checked like any other story before it is proposed.

https://docs.github.com/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-githubs-form-schema
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import yaml

from catalogue.model.field import Field
from catalogue.model.story import Scope
from catalogue.model.vocabulary import Vocabulary
from catalogue.problems.problem import Problem
from catalogue.sources import schema
from catalogue.text.slugs import slugify

LABEL: Final = "verhaal"
"""The label that the form sets."""

READY_LABEL: Final = "klaar-voor-voorstel"
"""The label by which an editor decides that an issue becomes a proposal."""

WARNING: Final = """\
**Alles wat je hier typt, is meteen openbaar. Het blijft bewaard, ook als je het later verbetert.**

Maak je verhaal dus eerst onherkenbaar: geen namen, data, uren, leeftijden, kamers, straten of gemeenten. Laat iemand anders het nalezen. Stuur geen foto en geen toestemmingsformulier mee.

Twijfel je? Geef je tekst dan op papier aan wie in je organisatie verhalen verzamelt."""

_FIELDS: Final = {field.name: field for field in schema.STORY}
_CONSENT: Final = {field.name: field for field in schema.CONSENT}


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the form, and the field of a story that its answer fills."""

    id: str
    label: str
    """Also the heading above the answer, so no two questions share one."""
    kind: str
    """``input``, ``textarea``, ``dropdown`` or ``checkboxes``."""
    description: str
    is_required: bool = True
    example: str = ""
    scheme: str = ""
    """The concept scheme to choose from."""
    options: tuple[tuple[str, str], ...] = ()
    """Other choices: what is typed in a source, and what the form shows."""
    is_multiple: bool = False


INVENTED, REAL = "Het is verzonnen, als voorbeeld", "Het is echt gebeurd, en er is toestemming"
SCOPES: Final = (
    (Scope.PUBLISH.value, "Op deze website"),
    (Scope.SHARE.value, "Elders gedeeld, zoals in een nieuwsbrief"),
    (Scope.PRINT.value, "Op papier"),
)
PROMISES: Final = (
    "Niemand in dit verhaal is te herkennen, ook niet langs een omweg.",
    "Iemand anders las dit na.",
    "Ik weet dat dit meteen openbaar is.",
)


def _chosen(name: str, label: str, *, is_multiple: bool = False) -> Question:
    field = _FIELDS[name]
    return Question(
        name, label, "dropdown", field.description, scheme=field.scheme, is_multiple=is_multiple
    )


def _of_consent(name: str, label: str) -> Question:
    field = _CONSENT[name]
    example = field.example.strip('"')
    return Question(f"consent_{name}", label, "input", field.description, False, example)


QUESTIONS: Final = (
    Question("title", "Titel", "input", _FIELDS["title"].description, example=_FIELDS["title"].example),
    Question("summary", "In één zin", "input", _FIELDS["summary"].description, example=_FIELDS["summary"].example),
    Question("body", "Het verhaal", "textarea", "Tachtig tot vijfhonderd woorden. Laat een regel open tussen twee alinea’s."),
    _chosen("sector", "Soort zorg"),
    _chosen("setting", "Plaats"),
    _chosen("teller", "Wie vertelt"),
    _chosen("giver", "Wie deed iets"),
    _chosen("receiver", "Voor wie"),
    _chosen("gesture", "Soort gebaar"),
    _chosen("themes", "Thema’s", is_multiple=True),
    Question("origin", "Is het echt gebeurd", "dropdown", "Zonder toestemming komt een echt verhaal niet op de site.", options=(("example", INVENTED), ("consent", REAL))),
    _of_consent("reference", "Nummer van de toestemming"),
    _of_consent("date", "Dag van de toestemming"),
    Question("consent_by", "Wie gaf toestemming", "dropdown", _CONSENT["by"].description, False, options=(("teller", "De verteller zelf"), ("representative", "Een vertegenwoordiger"))),
    Question("consent_scope", "Waarvoor geldt de toestemming", "checkboxes", "Vink alleen aan wat op het formulier staat.", False, options=SCOPES, is_multiple=True),
    _of_consent("form", "Versie van het formulier"),
    _of_consent("review", "Dag waarop jullie het opnieuw vragen"),
)  # fmt: skip


def form(vocabulary: Vocabulary) -> str:
    """Return the form as ``.github/ISSUE_TEMPLATE/verhaal.yml``."""
    body: list[dict[str, Any]] = [{"type": "markdown", "attributes": {"value": WARNING}}]
    body += [_element(question, vocabulary) for question in QUESTIONS]
    promises = [{"label": promise, "required": True} for promise in PROMISES]
    body.append(
        {
            "type": "checkboxes",
            "id": "promises",
            "attributes": {"label": "Voor je dit instuurt", "options": promises},
        }
    )
    template = {
        "name": "Een verhaal insturen",
        "description": "Typ een verhaal en kies de woorden die erbij passen. Je hebt geen bestand nodig.",
        "title": "Verhaal: ",
        "labels": [LABEL],
        "body": body,
    }
    text = yaml.safe_dump(template, allow_unicode=True, sort_keys=False, width=1000)
    return f"# {MADE}\n{text}"


MADE: Final = "Made by `python -m catalogue generate` from the schema and the vocabulary."


def _element(question: Question, vocabulary: Vocabulary) -> dict[str, Any]:
    attributes: dict[str, Any] = {"label": question.label, "description": question.description}
    if question.example:
        attributes["placeholder"] = question.example
    labels = list(_ids_by_label(question, vocabulary))
    if question.kind == "checkboxes":
        attributes["options"] = [{"label": label} for label in labels]
    elif question.kind == "dropdown":
        attributes["options"] = labels
        if question.is_multiple:
            attributes["multiple"] = True
    element = {"type": question.kind, "id": question.id, "attributes": attributes}
    if question.kind != "checkboxes":
        element["validations"] = {"required": question.is_required}
    return element


def _ids_by_label(question: Question, vocabulary: Vocabulary) -> dict[str, str]:
    if question.scheme:
        return {concept.label: concept.id for concept in vocabulary[question.scheme]}
    return {label: id_ for id_, label in question.options}


# -- the answers -------------------------------------------------------------------------------


class AnswerError(Exception):
    """The answers cannot become a story; the message says why, for the person who typed them."""


NO_RESPONSE: Final = "_No response_"
HEADING_TWICE: Final = "De kop ‘{label}’ staat er meer dan één keer. Haal hem uit je tekst weg."
HEADING_MISSING: Final = (
    "De vraag ‘{label}’ staat er niet meer. Stuur je verhaal opnieuw in met het formulier."
)
CHOICE_UNKNOWN: Final = "Bij ‘{label}’ staat iets wat niet in de lijst voorkomt. Kies opnieuw."
EMPTY: Final = "Bij ‘{label}’ staat niets."
TITLE_EMPTY: Final = (
    "De titel heeft letters of cijfers nodig: het adres van het verhaal wordt ervan gemaakt."
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A story as a file."""

    path: str
    text: str


def proposal(body: str, vocabulary: Vocabulary, day: date) -> Proposal:
    """Return the story that the issue text *body* tells, sent in on *day*; raise AnswerError."""
    answers = _answers(body)
    values = {q.id: _value(q, answers[q.id], vocabulary) for q in QUESTIONS}
    lines = [f"{name}: {_quoted(values[name])}" for name in ("title", "summary")]
    if values["origin"] == "consent":
        lines.append(f"published: {day.isoformat()}")
    lines += [
        f"{name}: {values[name]}"
        for name in ("sector", "setting", "teller", "giver", "receiver", "gesture")
    ]
    lines.append(f"themes: [{', '.join(values['themes'])}]")
    if values["origin"] == "example":
        lines.append("example: true")
    else:
        lines += ["consent:", *_consent(values)]
    slug = slugify(values["title"])[:80].strip("-")
    if not slug:
        raise AnswerError(TITLE_EMPTY)
    text = "\n".join(["---", *lines, "---", "", values["body"], ""])
    return Proposal(f"stories/{day.year}/{slug}.md", text)


def _answers(body: str) -> dict[str, str]:
    """The text below each heading of the form."""
    by_label = {question.label: question.id for question in QUESTIONS}
    found: dict[str, list[str]] = {}
    current: list[str] = []
    for line in body.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        heading = re.fullmatch(r"### (.*?)\s*", line)
        if heading and heading[1] in by_label:
            id_ = by_label[heading[1]]
            if id_ in found:
                raise AnswerError(HEADING_TWICE.format(label=heading[1]))
            current = found[id_] = []
        elif heading and heading[1] == "Voor je dit instuurt":
            current = []
        else:
            current.append(line)
    for question in QUESTIONS:
        if question.id not in found:
            raise AnswerError(HEADING_MISSING.format(label=question.label))
    texts = {id_: "\n".join(lines).strip() for id_, lines in found.items()}
    return {id_: "" if text == NO_RESPONSE else text for id_, text in texts.items()}


def _value(question: Question, answer: str, vocabulary: Vocabulary) -> Any:
    if question.is_required and not answer:
        raise AnswerError(EMPTY.format(label=question.label))
    if question.kind == "textarea":
        return answer
    if question.kind == "input":
        return " ".join(answer.split())
    ids = _ids_by_label(question, vocabulary)
    if question.kind == "checkboxes":
        marked = [re.fullmatch(r"- \[([ xX])\] (.*?)\s*", line) for line in answer.split("\n")]
        chosen = [box[2] for box in marked if box and box[1] != " "]
    else:
        chosen = answer.split(", ") if question.is_multiple and answer else [answer]
    if not all(label in ids for label in chosen if label):
        raise AnswerError(CHOICE_UNKNOWN.format(label=question.label))
    values = [ids[label] for label in chosen if label]
    return values if question.is_multiple else "".join(values)


def _consent(values: Mapping[str, Any]) -> Iterable[str]:
    for field in schema.CONSENT:
        value = values[f"consent_{field.name}"]
        if not value:
            label = next(q.label for q in QUESTIONS if q.id == f"consent_{field.name}")
            raise AnswerError(EMPTY.format(label=label))
        yield f"  {field.name}: {_consent_value(field, value)}"


def _consent_value(field: Field, value: Any) -> str:
    if field.name == "scope":
        return f"[{', '.join(value)}]"
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value) or field.name == "by":
        return str(value)
    return _quoted(value)


def _quoted(text: str) -> str:
    """*text* as a scalar between double quotes; what is right in JSON is right in YAML."""
    return json.dumps(text, ensure_ascii=False)


# -- what is answered --------------------------------------------------------------------------

REFUSED: Final = (
    "Dit verhaal kan nog niet als voorstel. Verbeter dit, en vraag dan opnieuw het label `{label}`:"
)
PROPOSED_TITLE: Final = "Verhaal uit melding {number}"
PROPOSED: Final = """\
Dit verhaal komt uit melding #{number}. De controle vond geen fouten in het bestand.

Lees het na met vier ogen, zoals in het sjabloon voor voorstellen staat. Ken je de verteller? Schrijf nooit wie het is.

De controle begint hier niet vanzelf: sluit dit voorstel en open het opnieuw, dan begint ze wel.

Closes #{number}
"""


def refusal(reasons: Iterable[str]) -> str:
    """Return the answer under an issue that cannot become a story."""
    lines = "\n".join(f"- {reason}" for reason in reasons)
    return f"{REFUSED.format(label=READY_LABEL)}\n\n{lines}\n"


def reason(problem: Problem) -> str:
    """What is wrong, and what to do, without the line of a file that nobody sees."""
    return f"{problem.message}. {problem.hint}" if problem.hint else problem.message
