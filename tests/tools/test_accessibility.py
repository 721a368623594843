"""What `make accessibility` looks at, what it says, and what it writes down only when all is well."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date

import accessibility
import pytest
import yaml
from accessibility import Found, chosen, main, note

PAGE = """<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>{title}</title></head>
<body><main id="inhoud"><div class="{kind}"><h1>{title}</h1>{more}</div></main></body></html>"""


@pytest.fixture
def small(tmp_path):
    """A site of a few pages."""

    def write(uri, kind="", more="", title="Titel"):
        file = tmp_path / "site" / uri
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(PAGE.format(title=title, kind=kind, more=more), "utf-8")

    write("index.html")
    write("404.html")
    write("over/index.html")
    for slug in ("a", "b"):
        write(f"verhalen/{slug}/index.html", "story")
    write("verhalen/gebaar/index.html", "list")
    write("verhalen/oud/index.html", more='<meta http-equiv="refresh" content="0; url=../a/">')
    write("pagefind/x.html")
    return tmp_path / "site", write


def test_every_page_of_editors_is_looked_at_and_one_of_each_other_kind(small):
    assert list(chosen(small[0])) == ["404.html", "", "over/", "verhalen/a/", "verhalen/gebaar/"]


def test_all_kinds_of_page_of_the_real_site_are_looked_at(site, catalogue):
    looked_at = set(chosen(site.folder))
    assert {page.uri for page in catalogue.pages} <= looked_at
    assert {part.uri for module in catalogue.modules for part in module.parts.values()} <= looked_at
    for begin, depth in (
        ("verhalen/", 2),
        ("verhalen/", 3),
        ("organisaties/", 2),
        ("insluiten/", 2),
    ):
        assert any(u.startswith(begin) and u.count("/") == depth for u in looked_at), (begin, depth)
    assert any(f"verhalen/{story.slug}/" in looked_at for story in catalogue.stories)


def run(root, folder, file):
    """Run it as the command does: Playwright is in use here already."""
    program = root / "tools/accessibility.py"
    command = [sys.executable, program, folder, file]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_a_site_without_faults_is_noted(root, small, tmp_path):
    file = tmp_path / "note.yml"
    assert run(root, small[0], file) == (0, "5 pages, 0 faults\n")
    noted = yaml.safe_load(file.read_text("utf-8"))
    assert noted["pages"] == 5
    asked = json.loads((root / "tests/node/package.json").read_text("utf-8"))["dependencies"]
    axe, browser = noted["tools"]
    assert axe == f"axe-core {asked['axe-core']}"
    assert browser.startswith("Chromium ")


def test_a_site_with_a_fault_is_not(root, small, tmp_path):
    folder, write = small
    write("over/index.html", more='<img src="x.png">')
    file = tmp_path / "note.yml"
    code, said = run(root, folder, file)
    assert code == 1
    assert "/over/ (light): image-alt: <img src=" in said
    assert not file.exists()


def test_the_note_is_what_the_catalogue_reads():
    text = note(Found(84, ("axe-core 4.12.1", "Chromium 156.0.1")), date(2026, 11, 22))
    assert yaml.safe_load(text) == {
        "tested": date(2026, 11, 22),
        "pages": 84,
        "tools": ["axe-core 4.12.1", "Chromium 156.0.1"],
    }


def test_it_says_how_it_is_called_and_that_a_folder_is_no_site(tmp_path, capsys):
    assert main([]) == 2
    assert "usage" in capsys.readouterr().err
    assert main([str(tmp_path), "x"]) == 2
    assert "no built site" in capsys.readouterr().err


def test_it_says_what_to_type_where_axe_is_missing(small, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(accessibility, "AXE", tmp_path / "axe.min.js")
    assert main([str(small[0]), str(tmp_path / "note.yml")]) == 2
    assert "make accessibility" in capsys.readouterr().err
