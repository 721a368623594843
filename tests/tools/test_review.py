"""The comment under a pull request: to the letter, and harmless whatever the request says."""

from __future__ import annotations

import io
import json
import re
import zipfile

import pytest
import review
from catalogue.problems.problem import Problems
from catalogue.problems.reports import format_json
from review import Finding, Run, UnreadableError, as_code, comment, read_findings, unzip

RUN = Run(
    sha="0123456789abcdef",
    branch="nieuw-verhaal",
    repository="lezer/site",
    is_success=True,
    address="https://git.example/mango/site/actions/runs/5",
)
STORY = {"filename": "stories/2026/de-krant.md", "status": "added", "previous": None}
ROW = {
    "path": STORY["filename"],
    "line": 5,
    "severity": "error",
    "code": "unknown-value",
    "message": "onbekende waarde 'zikenhuis' bij 'sector'",
    "hint": "bedoelde je 'ziekenhuis'?",
}
BOXES = "\n".join(f"- [ ] {line}" for line in review.CHECKLIST)


def as_json(*rows):
    return json.dumps(rows).encode()


def zipped(data, name="problems.json"):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return file.getvalue()


def test_a_good_story():
    assert (
        comment(RUN, [STORY], ())
        == f"""\
<!-- mangomomenten:nalezen -->

## Nagekeken (`0123456`)

Dit schrijft de controle. Ze past deze tekst aan bij elke nieuwe versie; vinkjes zet je dan opnieuw.

### Wat goed is

- `stories/2026/de-krant.md`: de controle vond niets.
- De site is gebouwd. Wil je ze zien? Haal [op deze pagina](https://git.example/mango/site/actions/runs/5) onderaan `voorbeeldsite` op, pak het zip-bestand uit en open `index.html`. Zoeken werkt daarin niet.

### Voor de tweede lezer

{BOXES}

Lees de tekst één keer luidop. Twijfel je, dan gaat het verhaal niet door.
"""
    )


def test_a_story_with_an_error_a_warning_and_a_change_of_a_workflow():
    run = Run(RUN.sha, RUN.branch, RUN.repository, is_success=False, address=RUN.address)
    files = [
        {"filename": ".github/workflows/check.yml", "status": "modified", "previous": None},
        STORY,
    ]
    findings = read_findings(
        as_json(ROW, {**ROW, "line": 9, "severity": "warning", "message": "let op", "hint": ""})
    )
    assert (
        comment(run, files, findings)
        == f"""\
<!-- mangomomenten:nalezen -->

## Nagekeken (`0123456`)

Dit schrijft de controle. Ze past deze tekst aan bij elke nieuwe versie; vinkjes zet je dan opnieuw.

> [!CAUTION]
> **Dit voorstel verandert ook hoe de site werkt, niet alleen teksten.** Laat iemand van de techniek meekijken voor het aanvaard wordt. Open de voorbeeldsite niet, en vertrouw niet blind wat hieronder staat: ook de controle kan veranderd zijn.
>
> - `.github/workflows/check.yml`

### Wat nog moet veranderen

- [`stories/2026/de-krant.md`, regel 5](https://git.example/lezer/site/edit/nieuw-verhaal/stories/2026/de-krant.md#L5): `onbekende waarde 'zikenhuis' bij 'sector'`
  Wat je kunt doen: `bedoelde je 'ziekenhuis'?`

### Kijk hier nog eens naar

- [`stories/2026/de-krant.md`, regel 9](https://git.example/lezer/site/edit/nieuw-verhaal/stories/2026/de-krant.md#L9): `let op`

### Voor de tweede lezer

{BOXES}

Lees de tekst één keer luidop. Twijfel je, dan gaat het verhaal niet door.
"""
    )


@pytest.mark.parametrize(
    "name",
    [
        ".github/workflows/comment.yml", "hooks/stories.py", "theme/main.html", "tools/setup",
        "mkdocs.yml", "pyproject.toml", "requirements/site.txt", "Makefile", "stories",
        "Stories/2026/x.md", "x/stories/2026/x.md",
    ],
)  # fmt: skip
def test_a_change_of_anything_but_texts_is_told_in_red(name):
    changed = {"filename": name, "status": "modified", "previous": None}
    assert "> [!CAUTION]" in comment(RUN, [STORY, changed], ())


UNREAD = [
    "stories/2026/_de-krant.md", "stories/2026/.de-krant.md", "stories/_kladjes/de-krant.md",
    "modules/_luisteren/introduction.md", "modules/kijken/_oud.svg", "modules/_template/.oud.md",
    "content/.nojekyll", "content/_nota.md", "content/_data/deelnemers.csv", "content/_data/oud/a.yml",
    "content/.DS_Store", "modules/kijken/Thumbs.db",
]  # fmt: skip


@pytest.mark.parametrize("name", UNREAD)
def test_a_file_that_nobody_reads_is_told_in_red_and_not_praised(name):
    added = {"filename": name, "status": "added", "previous": None}
    text = comment(RUN, [STORY, added], ())
    assert "> **Deze bestanden worden niet gelezen, maar staan wel openbaar.** Niemand" in text
    assert f"> - `{name}`" in text
    assert f"`{name}`: de controle vond niets" not in text
    assert "hoe de site werkt" not in text


def test_a_file_that_nobody_reads_may_go():
    removed = {"filename": UNREAD[0], "status": "removed", "previous": None}
    text = comment(RUN, [removed], ())
    assert "CAUTION" not in text
    assert f"`{UNREAD[0]}`: weggehaald" in text


@pytest.mark.parametrize(
    "name", ["modules/_template/introduction.md", "content/_data/vocabulary.yml", "content/a_b.md"]
)
def test_what_is_read_is_not_told_in_red(name):
    assert "CAUTION" not in comment(RUN, [{**STORY, "filename": name}], ())


def test_both_warnings_stand_in_one_red_box():
    names = ["hooks/stories.py", "stories/2026/_a.md"]
    files = [{"filename": name, "status": "added", "previous": None} for name in names]
    text = comment(RUN, files, ())
    box = text.partition("> [!CAUTION]")[2].partition("\n\n")[0]
    assert text.count("[!CAUTION]") == 1
    assert re.findall("> - `(.*)`", box) == names


def test_a_file_that_moved_away_from_the_code_is_told_too():
    moved = {"filename": "content/a.md", "status": "renamed", "previous": "hooks/stories.py"}
    assert "> - `hooks/stories.py`" in comment(RUN, [moved], ())


def test_a_story_alone_gets_no_warning_and_a_page_no_checklist():
    page = {"filename": "content/over.md", "status": "modified", "previous": None}
    assert "CAUTION" not in comment(RUN, [STORY], ())
    assert "[ ]" not in comment(RUN, [page], ())


def test_what_is_wrong_elsewhere_is_only_counted():
    elsewhere = Finding("hooks/../etc", 1, is_error=True, message="x" * 30, hint="")
    text = comment(RUN, [STORY], (elsewhere,))
    assert "x" * 30 not in text
    assert "Er is ook 1 melding bij een bestand dat dit voorstel niet verandert." in text


def test_a_site_that_is_not_built_and_findings_that_cannot_be_read_are_told():
    run = Run(RUN.sha, RUN.branch, RUN.repository, is_success=False, address=RUN.address)
    assert "maar de site is niet gebouwd" in comment(run, [STORY], ())
    unread = comment(run, [STORY], None)
    assert "geen verslag dat te lezen is" in unread
    assert "vond niets" not in unread


def test_a_long_list_is_cut_and_the_comment_stays_below_what_the_host_accepts():
    finding = Finding(STORY["filename"], 1, is_error=True, message="m" * 4_000, hint="h" * 4_000)
    text = comment(RUN, [STORY], (finding,) * 5_000)
    assert "En nog 4960 andere." in text
    assert len(text) < 65_536


HOSTILE = [
    "@iemand kijk", "![x](https://evil.example/p.png)", "[klik](javascript:alert(1))", "#1 GH-2",
    "<img src=x onerror=alert(1)>", "</details><script>", "`` ` ```", "``", "`", "a\n\n# kop\n- [x] ja",
    "| a | b |", "https://evil.example/", "\u202eomgekeerd", "\udcff", "x" * 5000, "-->", "$\\int$",
    "\u0085\u2028nieuw", "",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_somebody_wrote_is_code_on_one_line(text):
    code = as_code(text)
    fence = re.match("`+", code)[0]
    inner = code[len(fence) : -len(fence)]
    assert code.endswith(fence)
    assert len(inner) > 0
    assert fence not in re.findall("`+", inner)
    assert len(code.splitlines()) == 1
    assert len(code) < 450
    code.encode()


@pytest.mark.parametrize("text", [text for text in HOSTILE if text])
def test_hostile_findings_and_names_stay_within_their_code(text):
    path = f"stories/2026/{text[:200]}.md"
    finding = Finding(path, 1, is_error=True, message=text, hint=text)
    run = Run(RUN.sha, f"tak{text[:50]}", RUN.repository, is_success=True, address=RUN.address)
    written = comment(run, [{"filename": path, "status": "added", "previous": text}], (finding,))
    outside = re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", written)
    outside = re.sub(r"\]\(https://git\.example/[!-'*-~]*\)", "]", outside)
    for mark in ("@", "<img", "<script", "](javascript", "evil.example", "\u202e"):
        assert mark not in outside.replace(review.MARK, "")


def test_an_address_of_the_editor_holds_nothing_that_ends_a_link():
    finding = Finding("stories/2026/a) b(.md", 3, is_error=True, message="m", hint="")
    run = Run(
        RUN.sha, "x)](https://evil.example/", RUN.repository, is_success=True, address=RUN.address
    )
    text = comment(run, [{**STORY, "filename": finding.path}], (finding,))
    assert "/edit/x%29%5D%28https%3A//evil.example//stories/2026/a%29%20b%28.md#L3)" in text


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\xff", b"{}", b"null", b"[1]", b"[" * 100_000, b"[" + b"9" * 5000 + b"]",
        as_json({}), as_json({**ROW, "more": 1}), as_json({**ROW, "line": True}),
        as_json({**ROW, "line": 0}), as_json({**ROW, "line": "5"}), as_json({**ROW, "line": 1.5}),
        as_json({**ROW, "severity": "fatal"}), as_json({**ROW, "code": "../x"}),
        as_json({**ROW, "message": None}), as_json({**ROW, "message": ""}),
        as_json({**ROW, "path": "x" * 301}), as_json({**ROW, "hint": "x" * 4001}),
        as_json(*[ROW] * 5001), b" " * 600_000 + b"[]", b'[{"path":"a","path":"b"}]',
        as_json({name: ROW[name] for name in ROW if name != "hint"}),
    ],
)  # fmt: skip
def test_findings_of_another_form_are_not_read(data):
    with pytest.raises(UnreadableError):
        read_findings(data)


def test_what_the_command_line_writes_can_be_read(catalogue_findings):
    assert read_findings(catalogue_findings)[0].path == "stories/2026/een.md"


@pytest.fixture
def catalogue_findings():
    problems = Problems()
    problems.add("file-empty", "stories/2026/een.md", 1)
    return format_json(problems).encode()


def test_of_the_archive_one_file_is_read_in_memory():
    assert unzip(zipped(as_json(ROW))) == as_json(ROW)


@pytest.mark.parametrize(
    "data",
    [b"", b"PK", b"x" * 100, zipped(b"[]", "../problems.json"), zipped(b"[]", "other.json")],
)
def test_another_archive_is_not_read(data):
    with pytest.raises(UnreadableError):
        unzip(data)


def test_an_archive_that_swells_is_cut_off():
    assert len(unzip(zipped(b" " * 50_000_000))) == review.LARGEST + 1


PULL = {"number": 7, "sha": RUN.sha, "repository": RUN.repository}


@pytest.mark.parametrize(
    ("pulls", "number"),
    [
        ([PULL], 7),
        ([PULL, {**PULL, "number": 8, "sha": "other"}], 7),
        ([], None),
        ([{**PULL, "sha": "newer"}], None),
        ([{**PULL, "repository": "ander/site"}], None),
        ([{**PULL, "repository": None}], None),
        ([PULL, {**PULL, "number": 8}], None),
    ],
)
def test_the_number_is_that_of_the_one_request_that_was_checked(pulls, number):
    assert review.request_number(RUN, pulls) == number


def test_the_commands_read_what_the_host_wrote(tmp_path, capsys):
    event = {
        "workflow_run": {
            "head_sha": RUN.sha,
            "head_branch": RUN.branch,
            "head_repository": {"full_name": RUN.repository},
            "conclusion": "success",
            "html_url": RUN.address,
        }
    }
    (tmp_path / "event.json").write_text(json.dumps(event))
    (tmp_path / "pulls.jsonl").write_text(json.dumps(PULL) + "\n")
    (tmp_path / "files.jsonl").write_text(json.dumps(STORY) + "\n")
    (tmp_path / "findings.zip").write_bytes(zipped(b"[]"))
    places = {name: str(tmp_path / name) for name in ("event.json", "pulls.jsonl", "files.jsonl")}
    assert review.main(["request", places["event.json"], places["pulls.jsonl"]]) == 0
    assert capsys.readouterr().out == "7\n"
    arguments = [places["event.json"], places["files.jsonl"], str(tmp_path / "findings.zip")]
    assert review.main(["comment", *arguments]) == 0
    assert capsys.readouterr().out == comment(RUN, [STORY], ())
    arguments[-1] = str(tmp_path / "none.zip")
    assert review.main(["comment", *arguments]) == 0
    assert "geen verslag" in capsys.readouterr().out
