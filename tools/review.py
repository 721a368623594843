"""Write the comment under a pull request: what is good, what must change, what a second reader looks at.

It runs with a token that may write, beside a request of which nothing may be trusted. So it needs
nothing but Python, runs from the default branch, and reads the findings as bytes: inside a zip
archive that is never unpacked, of a known form and size, or not at all. Whatever somebody else wrote
is shown as code, where GitHub sees no links, no mentions and no pictures. Which files a request
changes is what the host says of it, never what the findings say.

usage: python tools/review.py request EVENT PULLS
       python tools/review.py comment EVENT FILES FINDINGS
"""

from __future__ import annotations

import io
import json
import re
import sys
import unicodedata
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

MARK: Final = "<!-- mangomomenten:nalezen -->"
"""How the workflow finds its own comment again."""

ONLY_FILE: Final = "problems.json"
"""What is read of the archive."""

LARGEST: Final = 512 * 1024
MOST_FINDINGS, MOST_SHOWN, MOST_FILES_TOLD = 5_000, 40, 3_000
TEXTS: Final = ("stories/", "modules/", "content/")
"""What editors write. Everything else decides how the site works."""

HIDDEN: Final = re.compile(r"(?:^|/)(?:[._][^/]*|Thumbs\.db|desktop\.ini)(?:/|$)")
"""A name, of a file or of a folder on its way, with which nothing among the texts is ever read."""

READ: Final = re.compile(r"modules/_template/[^._/][^/]*|content/_data/[a-z-]+\.yml")
"""What is read nevertheless; the checks tell of data that nothing reads."""

ROW: Final = {"path", "line", "severity", "code", "message", "hint"}


class UnreadableError(Exception):
    """The findings are not what `python -m catalogue check --format json` writes."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem, as the checks of the request tell it."""

    path: str
    line: int
    is_error: bool
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Run:
    """The run of the checks, as the host tells it."""

    sha: str
    branch: str
    repository: str
    """Where the request comes from: ``owner/name``."""
    is_success: bool
    address: str

    @classmethod
    def of(cls, event: dict[str, Any]) -> Run:
        run = event["workflow_run"]
        return cls(
            run["head_sha"],
            run["head_branch"],
            run["head_repository"]["full_name"],
            run["conclusion"] == "success",
            run["html_url"],
        )


def request_number(run: Run, pulls: Iterable[dict[str, Any]]) -> int | None:
    """Return the number of the one open request whose newest version was checked in *run*."""
    numbers = [
        pull["number"]
        for pull in pulls
        if (pull["sha"], pull["repository"]) == (run.sha, run.repository)
    ]
    return numbers[0] if len(numbers) == 1 else None


# -- what may be hostile -----------------------------------------------------------------------


def unzip(data: bytes) -> bytes:
    """Return the one file of the archive *data*, which is read in memory and never written."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(ONLY_FILE) as file:
            return file.read(LARGEST + 1)
    # A broken archive makes the library raise nearly anything: zlib.error, struct.error, ValueError.
    except Exception as error:
        raise UnreadableError("no archive with the findings") from error


def read_findings(data: bytes) -> tuple[Finding, ...]:
    """Return the findings in the JSON *data*; raise UnreadableError unless all of it fits."""
    if len(data) > LARGEST:
        raise UnreadableError("too large")
    try:
        rows = json.loads(data.decode("utf-8"), object_pairs_hook=_unique)
    except (ValueError, RecursionError) as error:
        raise UnreadableError("no JSON") from error
    if not isinstance(rows, list) or len(rows) > MOST_FINDINGS:
        raise UnreadableError("no list of findings")
    return tuple(map(_finding, rows))


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    named = dict(pairs)
    if len(named) < len(pairs):
        raise ValueError("a name twice")
    return named


def _finding(row: object) -> Finding:
    if not isinstance(row, dict) or set(row) != ROW:
        raise UnreadableError("a row with other names")
    path, line, message, hint = row["path"], row["line"], row["message"], row["hint"]
    fits = (
        all(isinstance(row[name], str) for name in ROW - {"line"})
        and type(line) is int
        and 1 <= line <= 1_000_000
        and row["severity"] in ("error", "warning")
        and re.fullmatch(r"[a-z0-9-]{1,60}", row["code"]) is not None
        and 0 < len(path) <= 300
        and 0 < len(message) <= 4_000
        and len(hint) <= 4_000
    )
    if not fits:
        raise UnreadableError("a row that does not fit")
    return Finding(path, line, row["severity"] == "error", message, hint)


def as_code(text: str, limit: int = 400) -> str:
    """Return *text* on one line as Markdown code: GitHub reads nothing in it."""
    shown = "".join(" " if c.isspace() else c for c in text)
    shown = "".join(
        c if unicodedata.category(c)[0] != "C" else "\N{REPLACEMENT CHARACTER}" for c in shown
    )
    shown = " ".join(shown.split())
    if len(shown) > limit:
        shown = shown[: limit - 1] + "…"
    longest = max((len(run) for run in re.findall("`+", shown)), default=0)
    fence = "`" * (longest + 1)
    space = " " if shown[:1] == "`" or shown[-1:] == "`" or not shown else ""
    return f"{fence}{space}{shown}{space}{fence}"


# -- the comment -------------------------------------------------------------------------------

CHECKLIST: Final = (
    "Geen naam, voorletter of bijnaam. Ook niet in de naam van het bestand.",
    "Geen datum, uur, leeftijd, kamer, straat, gemeente of merk.",
    "Geen zeldzame ziekte, en geen situatie die maar op één persoon past.",
    "Niemand in het verhaal is te herkennen, ook niet langs een omweg.",
    "Er is één gebaar, en je ziet het in wat iemand doet of zegt.",
    "De zorg zelf is in orde. Een klacht of een zorg om veiligheid gaat langs een andere weg.",
    "Elk vals alarm (`not_personal`) is er echt een. De reden klopt en verraadt niemand.",
    "De verteller las deze versie en zei ja, apart per gebruik. Of het verhaal is verzonnen.",
    "Ik ben niet wie het verhaal schreef.",
)
TITLE: Final = "## Nagekeken"
BEGINS_SAFE: Final = "Dit schrijft de controle. Ze past deze tekst aan bij elke nieuwe versie; vinkjes zet je dan opnieuw."
MORE_THAN_TEXT: Final = (
    "**Dit voorstel verandert ook hoe de site werkt, niet alleen teksten.** Laat iemand van de techniek "
    "meekijken voor het aanvaard wordt. Open de voorbeeldsite niet, en vertrouw niet blind wat hieronder "
    "staat: ook de controle kan veranderd zijn."
)
NOT_READ_AT_ALL: Final = (
    "**Deze bestanden worden niet gelezen, maar staan wel openbaar.** Niemand keek ze na. Bekijk zelf wat "
    "erin staat, en haal weg wat hier niet hoort."
)
TOO_MANY_FILES: Final = "Er zijn te veel bestanden om ze allemaal te noemen. Splits dit voorstel."
GOOD: Final = "### Wat goed is"
GOOD_FILE: Final = "{path}: de controle vond niets."
GONE_FILE: Final = "{path}: weggehaald."
GOOD_SITE: Final = (
    "De site is gebouwd. Wil je ze zien? Haal [op deze pagina]({address}) onderaan `voorbeeldsite` op, "
    "pak het zip-bestand uit en open `index.html`. Zoeken werkt daarin niet."
)
WRONG: Final = "### Wat nog moet veranderen"
DOUBTFUL: Final = "### Kijk hier nog eens naar"
PLACE: Final = "{path}, regel {line}"
HINT: Final = "Wat je kunt doen: {hint}"
NOT_ALL: Final = "En nog {count} andere. Ze staan bij hun regel onder *Files changed*."
ELSEWHERE: Final = "Er zijn ook {count} meldingen bij bestanden die dit voorstel niet verandert. Vraag hulp aan iemand van de techniek."
ONE_ELSEWHERE: Final = "Er is ook 1 melding bij een bestand dat dit voorstel niet verandert. Vraag hulp aan iemand van de techniek."
NOT_BUILT: Final = "De bronnen zijn in orde, maar de site is niet gebouwd. Dat ligt niet aan jou: vraag iemand van de techniek om [het verslag]({address}) te lezen."
NOT_READ: Final = "De controle gaf geen verslag dat te lezen is. Vraag iemand van de techniek om [het verslag van de machine]({address}) te bekijken."
SECOND_READER: Final = "### Voor de tweede lezer"
READ_ALOUD: Final = "Lees de tekst één keer luidop. Twijfel je, dan gaat het verhaal niet door."


def comment(run: Run, files: Sequence[dict[str, Any]], findings: tuple[Finding, ...] | None) -> str:
    """Return the comment on a request that changes *files*; *findings* None: they could not be read."""
    names = {file["filename"] for file in files}
    own = [finding for finding in findings or () if finding.path in names]
    errors = [finding for finding in own if finding.is_error]
    warnings = [finding for finding in own if not finding.is_error]
    others = [f for f in findings or () if f.is_error and f.path not in names]
    is_all_right = findings is not None and not errors and not others
    parts = [MARK, f"{TITLE} ({as_code(run.sha[:7])})", BEGINS_SAFE, *_caution(files)]
    good = _good(files, errors) if findings is not None else []
    if is_all_right and run.is_success:
        good.append(GOOD_SITE.format(address=run.address))
    if good:
        parts += [GOOD, _bullets(good)]
    if findings is None:
        parts += [WRONG, NOT_READ.format(address=run.address)]
    elif errors or others or not run.is_success:
        parts.append(WRONG)
        parts += _list(errors, run)
        if others:
            parts.append(ONE_ELSEWHERE if len(others) == 1 else ELSEWHERE.format(count=len(others)))
        if is_all_right:
            parts.append(NOT_BUILT.format(address=run.address))
    if warnings:
        parts += [DOUBTFUL, *_list(warnings, run)]
    if any(name.startswith("stories/") for name in names):
        boxes = "\n".join(f"- [ ] {line}" for line in CHECKLIST)
        parts += [SECOND_READER, boxes, READ_ALOUD]
    return "\n\n".join(parts) + "\n"


def _caution(files: Sequence[dict[str, Any]]) -> list[str]:
    touched = {file["filename"] for file in files}
    touched |= {file["previous"] for file in files if file.get("previous")}
    ruling = sorted(name for name in touched if not name.startswith(TEXTS))
    unread = sorted(
        file["filename"]
        for file in files
        if file["status"] != "removed" and _is_unread(file["filename"])
    )
    lines: list[str] = []
    for words, names in ((MORE_THAN_TEXT, ruling), (NOT_READ_AT_ALL, unread)):
        if names:
            lines += [""] if lines else []
            lines += [words, "", *(f"- {as_code(name)}" for name in names[:MOST_SHOWN])]
    if len(files) >= MOST_FILES_TOLD or max(len(ruling), len(unread)) > MOST_SHOWN:
        lines += ["", TOO_MANY_FILES]
    # GitHub shows this kind of quote in red.
    return ["\n".join(["> [!CAUTION]", *(f"> {line}".rstrip() for line in lines)])] if lines else []


def _is_unread(name: str) -> bool:
    is_hidden = HIDDEN.search(name) is not None
    return name.startswith(TEXTS) and is_hidden and READ.fullmatch(name) is None


def _good(files: Sequence[dict[str, Any]], errors: Iterable[Finding]) -> list[str]:
    wrong = {finding.path for finding in errors}
    return [
        (GONE_FILE if file["status"] == "removed" else GOOD_FILE).format(
            path=as_code(file["filename"])
        )
        for file in files[:MOST_SHOWN]
        if file["filename"].startswith(TEXTS)
        and file["filename"] not in wrong
        and (file["status"] == "removed" or not _is_unread(file["filename"]))
    ]


def _bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _list(findings: Sequence[Finding], run: Run) -> list[str]:
    if not findings:
        return []
    lines = []
    for finding in findings[:MOST_SHOWN]:
        place = PLACE.format(path=as_code(finding.path), line=finding.line)
        lines.append(f"- [{place}]({_editor(finding, run)}): {as_code(finding.message)}")
        if finding.hint:
            lines.append(f"  {HINT.format(hint=as_code(finding.hint))}")
    hidden = len(findings) - MOST_SHOWN
    return ["\n".join(lines), *([NOT_ALL.format(count=hidden)] if hidden > 0 else [])]


def _editor(finding: Finding, run: Run) -> str:
    """Where the request's own copy of the file is edited, at the line of *finding*."""
    server = run.address.partition("/actions/")[0].rsplit("/", 2)[0]
    places = (run.repository, "edit", run.branch, finding.path)
    return (
        "/".join([server, *(quote(place, errors="replace") for place in places)])
        + f"#L{finding.line}"
    )


# -- the command line --------------------------------------------------------------------------


def _rows(path: str) -> list[dict[str, Any]]:
    """The objects of a file with one JSON object a line."""
    return [json.loads(line) for line in Path(path).read_text("utf-8").splitlines() if line]


def main(arguments: list[str]) -> int:
    match arguments:
        case ["request", event, pulls]:
            number = request_number(
                Run.of(json.loads(Path(event).read_text("utf-8"))), _rows(pulls)
            )
            print(number or "")
        case ["comment", event, files, archive]:
            run = Run.of(json.loads(Path(event).read_text("utf-8")))
            findings = None
            try:
                findings = read_findings(unzip(Path(archive).read_bytes()))
            except (UnreadableError, OSError) as error:
                print(f"no findings: {error}", file=sys.stderr)
            sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
            print(comment(run, _rows(files), findings), end="")
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
