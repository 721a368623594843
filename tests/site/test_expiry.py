"""The case of a module whose consent expires: the whole site on the last day, the day after, and when it is asked anew."""

from __future__ import annotations

import dataclasses
import gzip
import io
import re
import shutil
import subprocess
from pathlib import Path
from zipfile import ZipFile

import pytest
from PIL import Image

MODULE = "modules/het-kleine-gebaar-leren-zien/"
DOCUMENTS = ("werkboek.pdf", "begeleidersgids.pdf", "factsheet.pdf")
LAST_DAY, NEXT_DAY = "1862870400", "1862956800"
"""Friday 12 January 2029 and the Saturday after it: the story of the week stays the same."""
ASKED = "Dit verhaal vragen we opnieuw"
WORD = "kwikstaart"
"""What only this story says: in its title, its summary, its text, and beside its photo."""
STORY = """\
title: De {word}
summary: Iemand ziet een {word}.
published: 2026-03-12
sector: ziekenhuis
setting: kamer
teller: naaste
giver: arts
receiver: patient
gesture: comfort
themes: [ruimte]
former_slugs: [het-oude-adres]
photo:
  file: {slug}.jpg
  alt: Een {word}.
  credit: De teamleider
consent:
  reference: T-2026-014
  date: 2026-01-10
  by: teller
  scope: [publish, share, print, photo]
  form: "1"
  review: 2029-01-12
"""


def files(site):
    return {
        file.relative_to(site.folder).as_posix(): file.read_bytes()
        for file in sorted(site.folder.rglob("*"))
        if file.is_file()
    }


def says(name, data, words):
    """Whether *words* stand in the file *name*, in whatever form it is."""
    if name.endswith(".zip"):
        with ZipFile(io.BytesIO(data)) as archive:
            return any(says(inner, archive.read(inner), words) for inner in archive.namelist())
    if name.endswith(".pdf"):
        command = ["pdftotext", "-enc", "UTF-8", "-", "-"]
        data = subprocess.run(command, input=data, capture_output=True, check=True).stdout
    elif data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    return words in " ".join(data.decode("utf-8", "replace").split())


def saying(found, words):
    return {name for name, data in found.items() if says(name, data, words)}


@pytest.fixture(scope="module")
def lapsing(scratch, project, site):
    """The project with a consent until a day for the case of a module; that is shown on one of its pages."""
    assert site.files, "what was printed for it need not be printed again"
    lapsing = scratch("lapsing", PDF="yes")
    shutil.copytree(project.root / ".cache/documents", lapsing.root / ".cache/documents")
    introduction = (lapsing.root / MODULE / "introduction.md").read_text("utf-8")
    path = re.search(r"^story: /(\S+)", introduction, re.MULTILINE)[1]
    assert f"source: /{path}" in (lapsing.root / MODULE / "assignments.md").read_text("utf-8")
    slug = path.rpartition("/")[2].removesuffix(".md")
    fields = STORY.format(word=WORD, slug=slug)
    lapsing.write(path, f"---\n{fields}---\n\nEen {WORD} zat op de vensterbank.\n")
    Image.linear_gradient("L").save((lapsing.root / path).with_suffix(".jpg"))
    lapsing.write("content/over.md", (lapsing.root / "content/over.md").read_text("utf-8")
                  + f"\nLees [dat verhaal](/{path}).\n")  # fmt: skip
    return lapsing, path, f"verhalen/{slug}/"


def differences(one, other):
    """The files that are not the same; Pagefind makes another index each time, and a gzip has its hour in it."""
    names = {name for name in one.keys() | other.keys() if not name.startswith("pagefind/")}
    return sorted(n for n in names - {"sitemap.xml.gz"} if one.get(n) != other.get(n))


def all_but_what_was_printed(folder, names):
    """What a copy of a project leaves behind of its cache."""
    return set(names) - {"documents"} if Path(folder).name == ".cache" else ()


def on(project, day):
    return dataclasses.replace(project, settings={**project.settings, "SOURCE_DATE_EPOCH": day})


@pytest.fixture(scope="module")
def days(lapsing, tmp_path_factory):
    """Every file of the site: on the last day, warm and cold on the day after, and with a new review."""
    project, path, _ = lapsing
    found = {"before": files(on(project, LAST_DAY).build())}
    found["warm"] = files(on(project, NEXT_DAY).build())
    place = tmp_path_factory.mktemp("cold")
    shutil.copytree(project.root, place / "project", ignore=all_but_what_was_printed)
    cold = dataclasses.replace(project, root=place / "project", site_dir=place / "site")
    found["cold"] = files(on(cold, NEXT_DAY).build())
    project.replace(path, "review: 2029-01-12", "review: 2032-01-12")
    found["anew"] = files(on(project, NEXT_DAY).build())
    return found


def test_it_is_everywhere_until_the_last_day(days, lapsing):
    _, _, uri = lapsing
    found = saying(days["before"], WORD)
    module = {f"{MODULE}{name}" for name in (*DOCUMENTS, "opdrachten/index.html")}
    zip_ = {f"{MODULE}het-kleine-gebaar-leren-zien.zip"}
    assert {f"{uri}index.html", "verhalen/verhalen.csv", *module, *zip_} <= found
    assert any(name.startswith("pagefind/fragment/") for name in found)
    assert f"{uri}foto-256.jpg" in days["before"]


def test_the_day_after_no_file_says_a_word_of_it(days, lapsing):
    _, _, uri = lapsing
    assert saying(days["warm"], WORD) == set()
    assert [name for name in days["warm"] if name.startswith(f"{uri}foto-")] == []


def test_a_warm_build_is_the_same_as_a_cold_one(days):
    assert differences(days["warm"], days["cold"]) == []


def test_its_addresses_say_that_it_is_asked_anew(days, lapsing, parse):
    _, _, uri = lapsing
    for address in (uri, "verhalen/het-oude-adres/"):
        page = parse(days["warm"][f"{address}index.html"].decode())
        assert page.one("h1").text == ASKED
        assert page.one("meta", name="robots").get("content") == "noindex"
        assert page.faults == []


def test_a_link_keeps_its_words_and_leads_there(days, lapsing, parse):
    _, _, uri = lapsing
    page = parse(days["warm"]["over/index.html"].decode())
    assert {f"../{uri}": "dat verhaal"}.items() <= {
        a.get("href"): a.text for a in page.all("a", href=True)
    }.items()
    assert uri not in days["warm"]["sitemap.xml"].decode()


def test_a_module_says_so_in_its_place(days):
    sentence = f"{ASKED} aan wie het vertelde."
    found = saying(days["warm"], sentence)
    for name in ("index.html", "opdrachten/index.html", "het-kleine-gebaar-leren-zien.zip"):
        assert f"{MODULE}{name}" in found, name
    for name in DOCUMENTS:
        assert f"{MODULE}{name}" in found, name
    with ZipFile(io.BytesIO(days["warm"][f"{MODULE}het-kleine-gebaar-leren-zien.zip"])) as copy:
        assert not [name for name in copy.namelist() if name.endswith("verhaal.html")]


def test_a_workbook_says_so_once(days):
    command = ["pdftotext", "-enc", "UTF-8", "-", "-"]
    for name in ("werkboek.pdf", "begeleidersgids.pdf", "factsheet.pdf"):
        pdf = days["warm"][f"{MODULE}{name}"]
        text = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout
        assert " ".join(text.decode().split()).count(ASKED) == 1, name


def test_a_new_review_brings_everything_back(days):
    assert differences(days["anew"], days["before"]) == []
    assert differences(days["anew"], days["warm"]) != []
