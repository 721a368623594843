"""Every page is valid HTML, as html-validate reads the standard."""

from __future__ import annotations

import json
import subprocess
from zipfile import ZipFile

from catalogue.editing.share_form import FORM_URI

NODE_FOLDER = "tests/node"

REASONS = {
    "aria-label-misuse": "the standard lets a list have a name too",
    "doctype-style": "in small letters, as all the rest",
    "form-dup-name": "the boxes of one question share their name",
    "long-title": "how long a title may be, the schema of its source says",
    "no-trailing-whitespace": "what templates leave behind, nobody sees",
    "valid-id": "the standard lets an id begin with a digit, as that of the heading '20 minuten'",
    "void-style": "Python-Markdown closes <input/> as XHTML does, which the standard allows",
}
"""Why a rule differs from those that html-validate recommends."""

RARE_KINDS = (
    "verhalen/de-oude-naam/",
    "verhalen/het-ingetrokken-verhaal/",
    "verhalen/de-vreemde-titel/",
    "verhalen/het-echte-verhaal/",
)
"""Kinds of page that only a grown site has."""


PAGE_AROUND = '<!doctype html><html lang="nl"><head><title>x</title></head><body><main><h1>x</h1>'
"""What stands before a piece of a page, so that it can be read as one."""


def complaints(root, report, *files):
    """What html-validate says of *files*; it needs a file for its *report*."""
    folder = root / NODE_FOLDER
    program = folder / "node_modules/html-validate/bin/html-validate.mjs"
    done = subprocess.run(
        [  # noqa: S607 -- the PATH is the tester's
            "node",
            program,
            f"--config={folder}/.htmlvalidate.json",
            f"--formatter=json={report}",
            *files,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    return [
        f"{result['filePath']}:{message['line']}: {message['message']} ({message['ruleId']})"
        for result in json.loads(report.read_text("utf-8"))
        for message in result["messages"]
    ]


def kept_pages(site, modules, folder):
    """The pages in the copies to keep of *modules*, unpacked in *folder*."""
    for module in modules:
        with ZipFile(site.folder / module.uri / f"{module.slug}.zip") as archive:
            archive.extractall(folder)
    return sorted(folder.rglob("*.html"))


def test_every_page_is_valid_html(root, site, catalogue, tmp_path):
    files = [site.folder / file for file in sorted(site.files) if file.endswith(".html")]
    assert len(files) > 100
    first, *_, last = catalogue.modules
    kept = kept_pages(site, (first, last), tmp_path / "kept")
    assert len(kept) == 2 * (len(first.parts) + 1), "their parts, and the story of each"
    fetched = json.loads((site.folder / FORM_URI).read_text("utf-8"))["html"]
    form = tmp_path / "form.html"
    form.write_text(f"{PAGE_AROUND}{fetched}</main></body></html>", "utf-8")
    assert complaints(root, tmp_path / "report", *files, *kept, form) == []


def test_rare_kinds_of_page_are_valid_html(root, grown_site, tmp_path):
    files = [grown_site.folder / uri / "index.html" for uri in RARE_KINDS]
    assert complaints(root, tmp_path / "report", *files) == []


def test_the_validator_finds_what_is_wrong(root, tmp_path):
    page = tmp_path / "page.html"
    page.write_text(
        '<!doctype html><html lang="nl"><head><title>x</title></head><p><div></p></html>'
    )
    assert complaints(root, tmp_path / "report", page)


def test_every_rule_that_is_not_as_recommended_has_a_reason(root):
    settings = json.loads((root / NODE_FOLDER / ".htmlvalidate.json").read_text("utf-8"))
    assert settings["extends"] == ["html-validate:recommended"]
    assert set(settings["rules"]) == set(REASONS)
