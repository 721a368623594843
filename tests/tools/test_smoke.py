"""The smoke test sees what would be wrong with a published site, and finds nothing wrong with ours."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest
import smoke


@pytest.fixture
def broken(site, tmp_path):
    """A copy of the site, small enough to break."""
    out = tmp_path / "site"
    ignore = shutil.ignore_patterns("pagefind", "*.pdf", "*.zip")
    shutil.copytree(site.folder, out, ignore=ignore)
    return out


def test_our_site_has_no_faults(site, capsys):
    assert smoke.faults(site.folder) == []
    assert smoke.main([str(site.folder)]) == 0
    assert capsys.readouterr().out.endswith(" pages, 0 faults\n")


def test_it_needs_nothing_but_python(root, broken):
    """It runs where the packages of the lock file are not installed."""
    command = [sys.executable, "-I", "-S", str(root / "tools/smoke.py"), str(broken)]
    told = subprocess.run(command, cwd=broken, capture_output=True, text=True, check=False)
    assert told.stdout.endswith(" faults\n"), told.stderr


@pytest.mark.parametrize("folder", ["verhalen", "organisaties"])
def test_what_is_real_stands_on_no_site_at_an_address_for_examples(broken, catalogue, folder):
    entries = catalogue.stories if folder == "verhalen" else catalogue.organisations.values()
    uri = next(entry.uri for entry in entries if entry.is_example)
    file = broken / uri / "index.html"
    head, end, rest = file.read_text("utf-8").partition("<section")
    assert "example-label" in head
    file.write_text(head.replace("example-label", "label") + end + rest, encoding="utf-8")
    fault = f"{uri}index.html: is real, while the site is at https://mangomomenten.example/{uri}, an address for examples"
    assert [found for found in smoke.faults(broken) if "is real" in found] == [fault]
    text = file.read_text("utf-8")
    file.write_text(
        text.replace("mangomomenten.example", "mangomomenten.internal"), encoding="utf-8"
    )
    assert [found for found in smoke.faults(broken) if "is real" in found] == []


def test_an_empty_folder_is_no_site(tmp_path):
    assert smoke.faults(tmp_path) == ["index.html: there is no home page"]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("</head>", '<script src="https://elders.example/x.js"></script></head>', "index.html: loads https://elders.example/x.js from elsewhere"),
        ("</head>", '<link rel="stylesheet" href="//elders.example/x.css"></head>', "index.html: loads //elders.example/x.css from elsewhere"),
        ("</body>", '<img src="weg.png" alt=""></body>', "index.html: leads to weg.png, which is not there"),
        ("</body>", '<video src="weg.webm"></video></body>', "index.html: leads to weg.webm, which is not there"),
        ("</body>", '<video><track src="weg.vtt"></video></body>', "index.html: leads to weg.vtt, which is not there"),
        ("</body>", '<img alt="" srcset="weg.webp 2x, https://elders.example/a.webp 3x"></body>', "index.html: loads https://elders.example/a.webp from elsewhere"),
        ("</body>", '<a href="weg/#kop">weg</a></body>', "index.html: leads to weg/#kop, which is not there"),
        ("</body>", '<a href="https://git.example/site/">x</a></body>', "index.html: leads to https://git.example/site/, an address for examples"),
        ("</body>", '<a href="mailto:a@site.example">x</a></body>', "index.html: leads to mailto:a@site.example, an address for examples"),
        ("</body>", '<form action="//localhost/x"></form></body>', "index.html: leads to //localhost/x, an address for examples"),
        ('lang="nl"', 'lang="en"', "index.html: does not say that it is in Dutch"),
        ("<title>", "<title></title><x-title>", "index.html: has no title"),
    ],
)  # fmt: skip
def test_a_fault_of_a_page_is_found(broken, old, new, fault):
    home = broken / "index.html"
    text = home.read_text("utf-8")
    assert old in text
    home.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert fault in smoke.faults(broken)


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("404.html", None, "404.html: is missing"),
        ("sitemap.xml", None, "sitemap.xml: is missing"),
        ("privacy/index.html", None, "privacy/index.html: is missing"),
        ("verhalen/index.html", None, "verhalen/index.html: is missing"),
        ("x.css", "@import 'https://elders.example/a.css';", "x.css: loads https://elders.example/a.css from elsewhere"),
        ("x.css", "a{background:url( //elders.example/a.png )}", "x.css: loads //elders.example/a.png from elsewhere"),
        ("x.json", "{", "x.json: is no JSON"),
        ("x.xml", "<feed>", "x.xml: is no XML"),
        ("x.xml", "<!DOCTYPE a><feed/>", "x.xml: has a document type"),
        ("x.xml", "<other/>", "x.xml: is neither a feed nor a map of the site"),
    ],
)  # fmt: skip
def test_a_fault_of_another_file_is_found(broken, name, text, fault):
    if text is None:
        (broken / name).unlink()
    else:
        (broken / name).write_text(text, encoding="utf-8")
    found = smoke.faults(broken)
    assert any(line.startswith(fault) for line in found), found[:5]
    assert smoke.main([str(broken)]) == 1


def test_a_map_that_names_a_page_that_is_gone_is_a_fault(broken):
    file = broken / "sitemap.xml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("/privacy/</loc>", "/weg/</loc>"), encoding="utf-8")
    assert any("/weg/, which is not there" in fault for fault in smoke.faults(broken))


def test_a_file_that_leads_elsewhere_is_a_fault(broken, tmp_path):
    (broken / "geheim.txt").symlink_to(tmp_path)
    assert "geheim.txt: leads to another file" in smoke.faults(broken)
