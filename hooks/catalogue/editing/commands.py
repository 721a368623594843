"""The command line, in Dutch."""

from __future__ import annotations

import argparse
import os
import re
import sys
import textwrap
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Final, NoReturn

from catalogue.build.day import build_day
from catalogue.build.folder import CACHE_FOLDER
from catalogue.editing import drafts
from catalogue.editing.answers import Answers, Option, missing, name_problems
from catalogue.editing.generated import stale_files, write_generated
from catalogue.editing.stage import stage
from catalogue.model.field import LISTS, Field, Kind
from catalogue.problems.hints import choice_hint
from catalogue.problems.problem import ContentError, Problem, Problems
from catalogue.problems.reports import FORMATS, format_text
from catalogue.problems.rules import RULES
from catalogue.project.project import Project, load, read
from catalogue.sources import schema
from catalogue.sources.files import decode, read_bytes
from catalogue.sources.front_matter import Fields, Value, parse_fields
from catalogue.stories import withdrawal
from catalogue.stories.anonymising import propose
from catalogue.text.slugs import SLUG, slugify
from catalogue.text.texts import read_texts

WORDS_FOLDER = "content/_data/"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit code: 0 right, 1 something to mend, 2 a wrong call."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except KeyboardInterrupt:
        _say("\nGestopt. Er is niets bewaard.")
        return 130
    except EOFError:
        _say("\nDe antwoorden zijn op voor alle vragen gesteld zijn. Er is niets bewaard.")
        return 2


def _say(text: str) -> None:
    print(text, file=sys.stderr)


def _answer() -> str:
    """What is typed next; the prompt stays out of what another program reads."""
    print("> ", end="", file=sys.stderr, flush=True)
    return input()


# -- what can be asked of it ------------------------------------------------------------------


class _Parser(argparse.ArgumentParser):
    """An argument parser that speaks Dutch."""

    def __init__(self, **options: object) -> None:
        super().__init__(add_help=False, formatter_class=_Help, **options)  # type: ignore[arg-type]
        self._positionals.title = "gegevens"
        self._optionals.title = "opties"
        self.add_argument("-h", "--help", action="help", help="toon deze uitleg en stop")

    def error(self, message: str) -> NoReturn:
        for pattern, dutch in _PARSER_SAYS.items():
            message = re.sub(pattern, dutch, message)
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: {message}\nMeer uitleg: {self.prog} --help\n")


class _Help(argparse.HelpFormatter):
    def add_usage(self, usage: str | None, actions, groups, prefix: str | None = None) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
        super().add_usage(usage, actions, groups, prefix or "gebruik: ")


_PARSER_SAYS: Final = {
    r"^the following arguments are required: ": "dit ontbreekt nog: ",
    r"^unrecognized arguments: ": "dit ken ik niet: ",
    r"^argument ": "bij ",
    r"invalid choice: (.*?) \(choose from (.*)\)$": r"\1 kan niet; kies uit \2",
    r"expected one argument$": "hier hoort iets achter",
    r"expected at least one argument$": "hier hoort iets achter",
    r"ambiguous option: (\S+) could match ": r"\1 kan meer dan een ding zijn: ",
    r"invalid _day value: (.*)$": r"\1 is geen dag; schrijf jaar-maand-dag, zoals 2026-05-02",
}
"""What argparse says in English, and what it is in Dutch."""


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="python -m catalogue",
        description="Gereedschap voor wie verhalen en modules schrijft.",
    )
    parser.add_argument(
        "--root", type=Path, default=Path(), help="de map van het project (nu: deze map)"
    )
    commands = parser.add_subparsers(
        title="opdrachten",
        prog=parser.prog,
        required=True,
        metavar="OPDRACHT",
        parser_class=_Parser,
    )
    check = commands.add_parser(
        "check", help="lees alle bronnen na en zeg wat er mis is, zonder te bouwen"
    )
    check.add_argument("paths", nargs="*", metavar="PAD", help="toon alleen wat hier mis is")
    check.add_argument(
        "--format", choices=sorted(FORMATS), default="text", help="hoe het verslag eruitziet"
    )
    check.add_argument(
        "--explain", metavar="CODE", help="zeg wat een melding betekent, en lees niets na"
    )
    check.set_defaults(run=_check)
    story = commands.add_parser(
        "new-story",
        help="begin een verhaal: antwoord op de vragen",
        description="Stelt de vragen een voor een, schrijft het bestand en leest het na. Wat je hieronder al meegeeft, wordt niet meer gevraagd.",
    )
    _add_answers(story, _asked_of_a_story())
    story.add_argument("--text", metavar="BESTAND", help="een bestand met het verhaal zelf")
    story.set_defaults(run=_new_story)
    module = commands.add_parser(
        "new-module",
        help="begin een module: een kopie van het sjabloon",
        description="Kopieert modules/_template, vult in wat je antwoordt en toont wat je nog moet invullen.",
    )
    _add_answers(module, _ASKED_OF_A_MODULE)
    module.set_defaults(run=_new_module)
    anonymise = commands.add_parser(
        "anonymise",
        help="toon een verhaal zonder persoonlijke gegevens",
        description="Toont wat er zou veranderen (- de oude regel, + de nieuwe) en schrijft niets. Met --write vraagt het eerst of het mag.",
    )
    anonymise.add_argument("file", metavar="BESTAND", help="het verhaal")
    anonymise.add_argument(
        "--write", action="store_true", help="schrijf het in het bestand, na je ja"
    )
    anonymise.set_defaults(run=_anonymise)
    withdraw = commands.add_parser(
        "withdraw",
        help="trek een verhaal in: alleen de dag blijft over",
        description="Wist het verhaal en zijn foto, laat alleen de dag staan, en zegt wat je daarna nog moet doen.",
    )
    withdraw.add_argument("slug", metavar="NAAM", help="de naam van het bestand, zonder .md")
    withdraw.add_argument(
        "--date", type=_day, metavar="JJJJ-MM-DD", help="de dag van het intrekken (nu: vandaag)"
    )
    withdraw.set_defaults(run=_withdraw)
    stage_ = commands.add_parser(
        "stage", help="schrijf alles als gewone Markdown, voor een ander programma"
    )
    stage_.add_argument("out", type=Path, metavar="MAP", help="een lege of nieuwe map")
    stage_.set_defaults(run=_stage)
    generate = commands.add_parser(
        "generate", help="maak opnieuw wat uit de code volgt: gidsen, formulier, regels van servers"
    )
    generate.set_defaults(run=_generate)
    return parser


def _day(text: str) -> date:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise ValueError(text)
    return date.fromisoformat(text)


def _add_answers(parser: argparse.ArgumentParser, fields: Sequence[Field]) -> None:
    """Add an option for the answer to the question about each of *fields*."""
    parser.add_argument(
        "--answers",
        metavar="BESTAND",
        help="een bestand met antwoorden, zoals 'title: De stoel': dan wordt niets gevraagd",
    )
    for asked in fields:
        for name, part in _parts(asked):
            option = name.replace("_", "-").replace(".", "-")
            description = part.description.replace("%", "%%")
            parser.add_argument(f"--{option}", dest=name, metavar="…", help=description)


def _parts(asked: Field) -> Iterator[tuple[str, Field]]:
    """What is asked about a field: itself, or each field of a record, with its name."""
    if asked.kind is Kind.RECORD:
        yield from ((f"{asked.name}.{part.name}", part) for part in asked.fields)
    else:
        yield asked.name, asked


# -- check ------------------------------------------------------------------------------------


def _check(options: argparse.Namespace) -> int:
    if options.explain is not None:
        return _explain(options.explain)
    started = time.perf_counter()
    catalogue, found = read(options.root)
    if catalogue is not None:
        found.extend(stale_files(options.root, catalogue))
    problems = [p for p in found if _is_within(p, options.root, options.paths)]
    errors = [problem for problem in problems if problem.is_error]
    if problems or options.format == "json":
        print(FORMATS[options.format](problems))
    seconds = f"{time.perf_counter() - started:.1f}".replace(".", ",")
    if errors:
        count = f"{len(errors)} fouten" if len(errors) > 1 else "1 fout"
        print(f"\n{count} ({seconds} s). Verbeter ze en kijk opnieuw na.", file=sys.stderr)
        return 1
    if catalogue is not None:
        print(
            f"Alles in orde: {len(catalogue.stories)} verhalen, {len(catalogue.modules)} modules "
            f"en {len(catalogue.pages)} pagina's nagekeken ({seconds} s).",
            file=sys.stderr,
        )
    return 0


def _explain(code: str) -> int:
    """Say what the rule *code* means; with words of a message instead, which rules have them."""
    rule = RULES.get(code)
    if rule is None:
        words = code.casefold()
        found = [key for key, rule in RULES.items() if words in rule.message.casefold()]
        if not found:
            _say(f"Die melding bestaat niet: '{code}'. {choice_hint(code, RULES).capitalize()}")
            return 2
        for key in found:
            print(f"{key}: {_open(RULES[key].message)}")
        return 0
    grave = "fout: de site wordt niet gebouwd" if rule.severity == "error" else "let op: het mag zo"
    print(f"{code} ({grave})\n  wat:  {_open(rule.message)}\n  hoe:  {_open(rule.hint)}")
    return 0


def _open(template: str) -> str:
    """Return the text of a rule, with an ellipsis for what differs from time to time."""
    return re.sub(r"\{\w+\}", "…", template)


def _is_within(problem: Problem, root: Path, paths: Sequence[str]) -> bool:
    if not paths:
        return True
    if problem.path.startswith(WORDS_FOLDER):
        return True  # nothing else was read
    # Not resolved: a link belongs where it stands, not where it leads.
    place = Path(os.path.abspath(root / problem.path))  # noqa: PTH100
    return any(place.is_relative_to(os.path.abspath(path)) for path in paths)  # noqa: PTH100


# -- questions --------------------------------------------------------------------------------

_NAME: Final = Field(
    "name",
    Kind.TEXT,
    "De naam van het bestand. Die komt in het adres: zet er niets in wat iemand verraadt.",
    "de-stoel-aan-het-raam",
)
_MODULE_NAME: Final = Field(
    "name", Kind.TEXT, "De naam van de map. Die komt in het adres.", "het-kleine-gebaar"
)
_IN_OTHER_WORDS: Final = {
    "example": "Is het verhaal verzonnen? Dat staat dan ook op de pagina.",
    "consent": "De toestemming van de verteller. Elk antwoord komt in het bestand, en dat is openbaar.",
}
"""What is asked where the description of a field says how it is typed."""
_QUOTES: Final = '"'
_OF_A_REAL_STORY: Final = {"published", "consent"}
_NOT_ASKED: Final = {"former_slugs", "not_personal", "photo"}
"""What a story that has just begun does not have yet."""
_ASKED_OF_A_MODULE: Final = (
    *(f for f in schema.INTRODUCTION if f.name in ("title", "summary", "version", "updated")),
    _MODULE_NAME,
)


def _asked_of_a_story() -> tuple[Field, ...]:
    """What is asked, in this order: whether the story is invented comes before what only a real one has."""
    asked = (item for item in schema.STORY if item.name not in _NOT_ASKED)
    return (*sorted(asked, key=lambda item: item.name in _OF_A_REAL_STORY), _NAME)


@dataclass(slots=True)
class _Questions:
    """Asks what is not given yet, one question at a time, until the answer fits."""

    answers: Answers
    given: Mapping[str, str]
    """Answers from the call, by the name of their field."""
    file: Fields | None
    """Answers from a file; None when there is none. With a file, nothing is asked."""
    problems: list[Problem] = field(default_factory=list)
    """What is wrong with answers, where nobody can be asked."""

    def ask(
        self, asked: Field, default: str = "", sector: str = "", prefix: str = ""
    ) -> Value | None:
        """Return the answer about *asked*; None when there is none, and there need not be."""
        options = self.answers.options(asked, sector)
        value = self._given(asked, options, prefix)
        if value is not None and not self._complain(asked, value):
            return value
        if self.file is not None:
            return self.answers.value(asked, default) if default and value is None else None
        self._explain(asked, options, default)
        while True:
            typed = _answer().strip() or default
            if not typed and not asked.required:
                return None
            value = self.answers.value(asked, typed, options)
            if asked.kind in LISTS and not value.items:
                value = Value(1, "empty")
            if not self._complain(asked, value):
                return value

    def ask_name(self, asked: Field, default: str, folder: str, taken: Mapping[str, str]) -> str:
        """Return a name that can stand in *folder* and is not among *taken*; empty when there is none."""
        value = self._given(asked, (), "")
        name = value.text if value is not None else default if self.file is not None else ""
        if not name:
            self._explain(asked, (), default)
            name = _answer().strip() or default
        while found := name_problems(name.removesuffix(".md"), folder, taken):
            self._tell(found)
            if self.file is not None:
                return ""
            name = _answer().strip() or default
        return name.removesuffix(".md")

    def ask_text(self, file: str | None) -> str:
        """Return the story itself: from *file*, from the file of answers, or as it is typed."""
        if file is not None:
            return Path(file).read_text("utf-8")
        if self.file is not None:
            return self.file["text"].text if "text" in self.file else ""
        _say(
            "\nNu het verhaal. Typ het of plak het; een lege regel begint een nieuwe alinea.\n"
            "Klaar? Typ dan een punt op een regel alleen."
        )
        lines: list[str] = []
        while True:
            try:
                line = input()
            except EOFError:
                break
            if line.strip() == ".":
                break
            lines.append(line)
        return "\n".join(lines)

    def _given(self, asked: Field, options: tuple[Option, ...], prefix: str) -> Value | None:
        typed = self.given.get(prefix + asked.name)
        if typed is not None:
            return self.answers.value(asked, typed, options)
        fields = self.file or {}
        if prefix:
            record = fields.get(prefix.rstrip("."))
            fields = (record.fields if record is not None else None) or {}
        return fields.get(asked.name)

    def _complain(self, asked: Field, value: Value) -> bool:
        found = self.answers.problems(asked, value)
        self._tell(found)
        return bool(found)

    def _tell(self, found: Sequence[Problem]) -> None:
        for problem in found:
            if self.file is not None:
                self.problems.append(problem)
            else:
                _say(f"  {problem.message}\n  hint: {problem.hint}")

    def _explain(self, asked: Field, options: tuple[Option, ...], default: str) -> None:
        _say(f"\n{asked.name}: {_IN_OTHER_WORDS.get(asked.name, asked.description)}")
        for number, option in enumerate(options, 1):
            is_same = option.label.casefold() == option.id
            label = option.label if is_same else f"{option.label} ({option.id})"
            text = f"{number:>4}. {label}" + (f": {option.definition}" if option.definition else "")
            _say(textwrap.fill(text, 100, subsequent_indent=" " * 6))
        if options and asked.kind in LISTS:
            _say("  Kies een of meer nummers, met een komma ertussen.")
        elif options:
            _say("  Kies een nummer, of typ het woord.")
        elif asked.kind is Kind.BOOLEAN:
            _say("  Antwoord met ja of nee.")
        elif not default:
            _say(f"  Bijvoorbeeld: {asked.example.strip(_QUOTES)}")
        if default:
            _say(f"  Enter betekent: {default}")
        elif not asked.required:
            _say("  Enter betekent: niets.")


def _questions(options: argparse.Namespace, fields: Sequence[Field]) -> _Questions | None:
    """Return who asks the questions about *fields*; None, and what is wrong is said, when nobody can."""
    problems = Problems()
    context = Project(options.root).context(problems)
    found: Fields | None = None
    if options.answers is not None:
        data = read_bytes(options.answers, options.answers, problems)
        text = None if data is None else decode(data, options.answers, problems)
        found = None if text is None else parse_fields(text, options.answers, 1, problems)
        known = {item.name: item for item in (*fields, *_WITHOUT_QUESTION)}
        for key, value in (found or {}).items():
            if key not in known:
                line = value.key_line or value.line
                choice = choice_hint(key, known)
                problems.add("unknown-key", options.answers, line, key=key, choice=choice)
    if context is None or problems.errors:
        _say(format_text(problems))
        return None
    names = [name for item in fields for name, _ in _parts(item)]
    given = {name: getattr(options, name) for name in names}
    typed = {name: text for name, text in given.items() if text is not None}
    return _Questions(Answers(context), typed, found)


_WITHOUT_QUESTION: Final = (Field("text", Kind.TEXT, "Het verhaal zelf.", "…"),)


# -- new sources ------------------------------------------------------------------------------


def _new_story(options: argparse.Namespace) -> int:
    questions = _questions(options, _asked_of_a_story())
    if questions is None:
        return 1
    fields = dict(_story_fields(questions))
    title = fields["title"].text if "title" in fields else ""
    taken = drafts.story_names(options.root)
    name = questions.ask_name(_NAME, _name_of(title), "stories", taken)
    problems = [*questions.problems, *missing(fields, schema.STORY)]
    if problems:
        return _refuse(problems)
    text = drafts.source_text(fields, schema.STORY, questions.ask_text(options.text))
    year = fields["published"].text[:4] if "published" in fields else build_day().year
    path = f"stories/{year}/{name}.md"
    if not _create(options.root, path, lambda: drafts.create(options.root / path, text)):
        return 1
    return _show_what_remains(options.root, path)


def _story_fields(questions: _Questions) -> Iterator[tuple[str, Value]]:
    today = build_day()
    sector = ""
    is_example = False
    for asked in _asked_of_a_story()[:-1]:
        if is_example and asked.name in _OF_A_REAL_STORY:
            continue
        if asked.kind is Kind.RECORD:
            if value := _record(questions, asked, today):
                yield asked.name, value
            continue
        default = {"published": str(today), "example": "nee"}.get(asked.name, "")
        value_ = questions.ask(asked, default, sector)
        if value_ is None:
            continue
        if asked.name == "sector":
            sector = value_.text
        if asked.name == "example":
            is_example = value_.text == "true"
            if not is_example:
                continue
        yield asked.name, value_


def _record(questions: _Questions, asked: Field, today: date) -> Value | None:
    """Return the answers about the fields of *asked*; None when there is none at all."""
    if questions.file is None:
        _say(f"\n{asked.name}: {_IN_OTHER_WORDS.get(asked.name, asked.description)}")
    found: Fields = {}
    for part in asked.fields:
        default = ""
        if part.name == "review":
            default = f"{today.year + YEARS_BETWEEN_REVIEWS}{today:-%m-}{min(today.day, 28):02}"
        value = questions.ask(part, default if found else "", prefix=f"{asked.name}.")
        if value is not None:
            found[part.name] = value
    if not found:
        return None
    value = Value(1, "mapping", fields=found)
    questions.problems.extend(missing(found, asked.fields))
    return value


YEARS_BETWEEN_REVIEWS: Final = 3


def _new_module(options: argparse.Namespace) -> int:
    questions = _questions(options, _ASKED_OF_A_MODULE)
    if questions is None:
        return 1
    defaults = {"version": "1.0", "updated": str(build_day())}
    fields: Fields = {}
    for asked in _ASKED_OF_A_MODULE[:-1]:
        value = questions.ask(asked, defaults.get(asked.name, ""))
        if value is not None:
            fields[asked.name] = value
    title = fields["title"].text if "title" in fields else ""
    taken = drafts.module_names(options.root)
    name = questions.ask_name(_MODULE_NAME, _name_of(title), "modules", taken)
    if problems := [*questions.problems, *missing(fields, _ASKED_OF_A_MODULE[:-1])]:
        return _refuse(problems)
    path, template = f"modules/{name}", options.root / "modules/_template"
    values = {key: drafts.quoted(value.text) for key, value in fields.items() if key != "updated"}
    values["updated"] = fields["updated"].text
    folder = options.root / path
    if not _create(options.root, path, lambda: drafts.create_module(template, folder, values)):
        return 1
    _say(f"Vervang voorbeeld.svg en teken theme/assets/drawings/module-{name}.svg (320 bij 200).")
    return _show_what_remains(options.root, path)


def _name_of(title: str) -> str:
    """The name that follows from *title*, not too long to type."""
    return slugify(title)[:60].strip("-")


def _refuse(problems: Sequence[Problem]) -> int:
    for problem in problems:
        _say(f"{problem.message}\n    hint: {problem.hint}")
    _say("\nEr is niets bewaard.")
    return 1


def _create(root: Path, path: str, write: Callable[[], None]) -> bool:
    """Whether the new source *path* could be written; if not, say why."""
    if link := drafts.link_on_the_way(root, path):
        _say(f"'{link}' is een verwijzing naar een andere plaats. Er is niets bewaard.")
        return False
    try:
        write()
    except FileExistsError:
        _say(f"'{path}' bestaat al en blijft zoals het is. Kies een andere naam.")
        return False
    except OSError as error:
        _say(f"'{path}' kon niet bewaard worden: {error.strerror}. Er is niets bewaard.")
        return False
    print(path)
    return True


def _show_what_remains(root: Path, path: str) -> int:
    """Run the checks and show what they say of *path*."""
    found = [p for p in read(root)[1] if p.path == path or p.path.startswith(f"{path}/")]
    if not found:
        _say(f"\n{path} is bewaard en nagekeken: alles in orde.")
        _say("Laat het nog door iemand anders lezen voor je het voorstelt.")
        return 0
    _say(f"\n{path} is bewaard. Dit is er nog mee:\n")
    _say(format_text(found))
    return 1 if any(problem.is_error for problem in found) else 0


# -- anonymise --------------------------------------------------------------------------------


def _anonymise(options: argparse.Namespace) -> int:
    file = Path(options.file)
    problems = Problems()
    context = Project(options.root).context(problems)
    data = read_bytes(file, options.file, problems)
    proposal = None
    if context is not None and data is not None:
        proposal = propose(_path_in(options.root, file), data, context, problems)
    if proposal is None:
        _say(format_text(problems))
        return 1
    diff = proposal.diff()
    print(diff, end="")
    if proposal.left:
        _say("\nHier moet je zelf kijken:\n")
        _say(format_text(proposal.left))
    if not diff:
        _say("Er is niets om te maskeren. Een mens leest nog altijd mee.")
        return 0
    if not options.write:
        _say("\nEr is niets geschreven. Met --write kun je dit bewaren.")
        return 0
    _say(f"\nDit in {options.file} schrijven? De oude tekst is dan weg. Typ ja of nee.")
    if _answer().strip().casefold() not in ("ja", "j"):
        _say("Er is niets geschreven.")
        return 0
    if not withdrawal.rewrite(file, proposal.after.encode()):
        _say(f"'{options.file}' kon niet bewaard worden.")
        return 1
    _say("Bewaard. Vervang nu elk ··· door gewone woorden, en lees het verhaal nog eens.")
    return 0


def _path_in(root: Path, file: Path) -> str:
    """Return how *file* is called in the project at *root*; its own name when it stands elsewhere."""
    try:
        return file.absolute().relative_to(root.absolute()).as_posix()
    except ValueError:
        return f"stories/{build_day().year}/{file.name}"


# -- withdraw ---------------------------------------------------------------------------------


def _withdraw(options: argparse.Namespace) -> int:
    root, slug = options.root, options.slug
    if not SLUG.fullmatch(slug):
        _say(
            f"'{slug}' kan geen naam van een verhaal zijn. Geef alleen de naam van het bestand, "
            "zonder map en zonder .md, zoals de-stoel-aan-het-raam."
        )
        return 2
    path = withdrawal.find_story(root, slug)
    if not path or drafts.link_on_the_way(root, path):
        names = drafts.story_names(root)
        _say(f"Er is geen verhaal '{slug}'. {_choice_near(slug, names)}")
        return 1
    today = build_day()
    day = options.date or today
    if day > today:
        _say(f"{day} is nog niet gekomen. Geef de dag waarop het verhaal is ingetrokken.")
        return 2
    if used := withdrawal.mentions(root, path):
        _say_where_it_is_used(slug, used)
        return 1
    try:
        pictures = withdrawal.withdraw(root, path, day)
    except OSError:
        _say(f"'{path}' kon niet bewaard worden. Er is niets veranderd.")
        return 1
    withdrawal.clear(root / CACHE_FOLDER)
    print(path)
    removed = "".join(f", {picture} is gewist" for picture in pictures)
    _say(f"Ingetrokken: in {path} staat alleen nog de dag{removed}.")
    _say(_STILL_TO_DO.format(slug=slug).rstrip())
    return 0


def _say_where_it_is_used(slug: str, used: Sequence[withdrawal.Mention]) -> None:
    cases = [mention for mention in used if mention.is_case]
    if cases:
        _say(f"'{slug}' is het voorbeeld van een module. Kies daar eerst een ander verhaal:")
        for mention in cases:
            _say(f"  {mention.path}:{mention.line}")
    others = [mention for mention in used if not mention.is_case]
    if others:
        _say(f"Deze regels verwijzen naar '{slug}'. Haal de verwijzing eerst weg:")
        for mention in others:
            _say(f"  {mention.path}:{mention.line}")
    _say("Er is niets veranderd. Doe het vandaag nog, en trek het verhaal dan in.")


def _choice_near(slug: str, names: Iterable[str]) -> str:
    """Which of *names* may have been meant."""
    nearest = get_close_matches(slug, list(names), n=1)
    return f"Bedoelde je '{nearest[0]}'?" if nearest else "Kijk de naam van het bestand na."


_STILL_TO_DO: Final = """
Wat je nu nog doet:

1. Bewaar dit en zet het online: git add -A stories && git commit -m "Verhaal ingetrokken" && git push
   Bouw de site opnieuw. Wat vroegere keren bewaard was (.cache), is al gewist; de map site/ pas dan.
2. De geschiedenis van het project kent de tekst nog. Kijk waar:
     git log --all --full-history --oneline -- "stories/*/{slug}.*"
     git log --all --oneline -S"{slug}"
   Staat ze openbaar, laat ze dan herschrijven door wie de site technisch beheert
   (git filter-repo --invert-paths --path-glob "stories/*/{slug}.*", en bewaar daarna het lege bestand opnieuw),
   en vraag de beheerder van de opslagplaats om kopieën, voorstellen en oude bouwsels te wissen.
3. Zoekmachines: vraag bij Google (Verouderde inhoud verwijderen) en Bing (Content Removal) om
   /verhalen/{slug}/ opnieuw te bekijken. Kijk ook op web.archive.org.
4. Feeds en data: wie zich abonneerde of verhalen.json ophaalde, heeft misschien een kopie. Verwittig
   wie je kent; op een intranet toont een ingesloten verhaal vanzelf een ander.
5. Papier en pakketten: haal werkboeken, kaarten en affiches met dit verhaal terug, en vervang pdf's en
   pakketten die iemand downloadde of in een leerplatform zette.
6. Zeg aan de verteller wat weg is en wat niet. Bewaar dit niet in het project.
"""


# -- stage ------------------------------------------------------------------------------------


def _stage(options: argparse.Namespace) -> int:
    if options.out.exists() and any(options.out.iterdir()):
        print(f"De map '{options.out}' is niet leeg. Kies een nieuwe map.", file=sys.stderr)
        return 2
    try:
        catalogue = load(options.root)
    except ContentError as error:
        print(error)
        return 1
    texts = read_texts(options.root / "theme/locales/nl.yml")
    count = stage(options.root, catalogue, texts, options.out)
    print(f"{count} pagina's staan in {options.out}/docs.", file=sys.stderr)
    return 0


# -- generate ---------------------------------------------------------------------------------


def _generate(options: argparse.Namespace) -> int:
    try:
        catalogue = load(options.root)
    except ContentError as error:
        print(error)
        return 1
    changed = write_generated(options.root, catalogue)
    print("\n".join(changed) or "Alles was al zoals het moet.", file=sys.stderr)
    return 0
