"""The printed documents as they were really built: accessible, complete, and for the right reader."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from functools import cache
from html import unescape
from itertools import pairwise
from urllib.parse import urlsplit

import pikepdf
import pytest
import zxingcpp
from catalogue.model.story import Scope
from PIL import Image

SITE = "https://mangomomenten.example/"
A4 = (595.3, 841.9)
FAMILY = "Atkinson-Hyperlegible-Next"
FORMS = (
    "bedankkaart", "communicatieplan", "kort-overleg", "mangomoment-kaart", "reflectiemoment",
    "waarderingsbewijs",
)  # fmt: skip
PER_MODULE = ("werkboek.pdf", "begeleidersgids.pdf", "factsheet.pdf")


@pytest.fixture(scope="module")
def pdfs(site):
    """Every document, open, by its address."""
    opened = {
        uri: pikepdf.open(site.folder / uri) for uri in sorted(site.files) if uri.endswith(".pdf")
    }
    yield opened
    for pdf in opened.values():
        pdf.close()


@pytest.fixture(scope="module")
def text_of(site):
    """Give the words of a document: of all its pages, or page by page."""

    @cache
    def read(uri, *options):
        command = ["pdftotext", "-enc", "UTF-8", *options, str(site.folder / uri), "-"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return done.stdout

    return read


def squeezed(text):
    """The letters and digits of a text: how its lines were broken does not matter."""
    return re.sub(r"[\W_]+", "", text)


@pytest.fixture(scope="module")
def letters_of(text_of):
    # In the order in which they were written: two columns of cards are not read across.
    return cache(lambda uri: squeezed(text_of(uri, "-raw")))


def plain(markdown):
    """The words of a piece of Markdown without its marks, a sentence or a line each."""
    text = re.sub(r"^ *(/{3,}.*|[a-z]+: .*|[|<].*)$", "", markdown, flags=re.MULTILINE)
    text = re.sub(
        r"\]\([^)]*\)|\[\^[^]]*\]|^\s*([-*]|\d+\.)\s|[*`\[]", " ", text, flags=re.MULTILINE
    )
    sentences = (squeezed(sentence) for sentence in re.split(r"\n|(?<=[.?:]) ", text))
    return [sentence for sentence in sentences if len(sentence) > 20]


def first_lines(story):
    """How each paragraph of a story begins: the rest of it can stand on the next page."""
    paragraphs = re.findall(r"<p>(.*?)</p>", story.html, re.DOTALL)
    assert len(paragraphs) > 2
    return [squeezed(unescape(re.sub(r"<[^>]+>", " ", text)))[:30] for text in paragraphs]


def blocks(body, name):
    """The texts within the blocks *name* of a source."""
    found, depth, current = [], 0, []
    for line in body.split("\n"):
        fence = re.match(r"(/{3,})\s*([\w-]*)", line)
        if current and fence and not fence[2] and len(fence[1]) == depth:
            found.append("\n".join(current[1:]))
            current = []
        elif current:
            current.append(line)
        elif fence and fence[2] == name:
            depth, current = len(fence[1]), [line]
    return found


def elements(pdf):
    """Every element of the structure with its kind, in reading order."""
    stack = [pdf.Root.StructTreeRoot]
    while stack:
        node = stack.pop()
        if isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                yield str(node.S), node
            kids = node.get("/K", [])
            stack += reversed(list(kids) if isinstance(kids, pikepdf.Array) else [kids])


def annotations(pdf, kind):
    return [a for page in pdf.pages for a in page.get("/Annots", ()) if a.get("/Subtype") == kind]


def uris(pdfs, name):
    return [uri for uri in pdfs if uri.endswith(name)]


# -- which there are -------------------------------------------------------------------------


def test_every_module_has_its_documents_and_every_form_its_own(pdfs, catalogue):
    expected = {f"{module.uri}{name}" for module in catalogue.modules for name in PER_MODULE}
    expected |= {"modules/bundel.pdf"} | {f"sjablonen/{name}.pdf" for name in FORMS}
    assert set(pdfs) == expected


def test_every_document_is_offered_with_its_pages_and_size(site, pdfs):
    offered = {}
    for page in site.ordinary_pages:
        for link in page.all("a", class_="download"):
            if not link.get("href").endswith(".zip"):
                offered[page.target(link.get("href"))] = link.text
    assert set(offered) == set(pdfs)
    for uri, words in offered.items():
        count = len(pdfs[uri].pages)
        assert f"{count} bladzijde{'n' if count > 1 else ''}" in words
        size = round((site.folder / uri).stat().st_size / 1000)
        assert f"{size} kB" in words


def test_without_documents_nothing_leads_to_one(grown_site):
    assert [file for file in grown_site.files if file.endswith(".pdf")] == []
    for page in grown_site.pages.values():
        for link in page.all("a", href=True):
            assert not link.get("href").endswith(".pdf"), (page.uri, link.get("href"))
        assert "afdrukken" not in page.ids, page.uri


# -- accessible ------------------------------------------------------------------------------


def test_every_document_is_tagged_dutch_and_says_what_it_is(pdfs):
    for uri, pdf in pdfs.items():
        root = pdf.Root
        assert "/StructTreeRoot" in root, uri
        assert root.MarkInfo.Marked, uri
        assert str(root.Lang) == "nl", uri
        assert root.ViewerPreferences.DisplayDocTitle, uri
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1", uri
            assert "CC BY 4.0" in str(metadata["dc:rights"]), uri
            assert metadata["dc:title"] == str(pdf.docinfo["/Title"]), uri
            assert "Mangomomenten" in str(metadata["dc:creator"]), uri
        assert len(str(pdf.docinfo["/Title"])) > 5, uri


def test_no_two_documents_have_one_title(pdfs):
    titles = Counter(str(pdf.docinfo["/Title"]) for pdf in pdfs.values())
    assert [title for title, count in titles.items() if count > 1] == []


def test_every_picture_is_described(pdfs):
    figures = 0
    for uri, pdf in pdfs.items():
        for kind, element in elements(pdf):
            if kind == "/Figure":
                figures += 1
                assert len(str(element.get("/Alt", ""))) > 10, uri
    assert figures > len(pdfs)


def test_tables_have_header_cells_and_lists_have_items(pdfs):
    for uri, pdf in pdfs.items():
        kinds = Counter(kind for kind, _ in elements(pdf))
        assert bool(kinds["/Table"]) == bool(kinds["/TH"]), uri
        assert bool(kinds["/L"]) == bool(kinds["/LI"]), uri
    assert Counter(k for k, _ in elements(pdfs[uris(pdfs, "gids.pdf")[0]]))["/Table"] >= 3


def outline(pdf):
    def walk(items, level):
        for item in items:
            yield level, item.title
            yield from walk(item.children, level + 1)

    with pdf.open_outline() as opened:
        return list(walk(opened.root, 1))


def test_headings_skip_no_level_and_are_the_bookmarks(pdfs, letters_of):
    for uri, pdf in pdfs.items():
        levels = [int(kind[2]) for kind, _ in elements(pdf) if re.fullmatch(r"/H\d", kind)]
        assert levels[0] == 1, uri
        assert levels.count(1) == 1, uri
        for before, level in pairwise(levels):
            assert level <= before + 1, uri
        bookmarks = outline(pdf)
        assert [level for level, _ in bookmarks] == levels, uri
        for _, title in bookmarks:
            assert squeezed(title) in letters_of(uri), (uri, title)


def test_every_field_can_be_called_by_its_name_and_its_words(pdfs, text_of):
    seen = 0
    for uri, pdf in pdfs.items():
        fields = annotations(pdf, "/Widget")
        names = [str(field.T) for field in fields]
        assert len(set(names)) == len(names), uri
        for field in fields:
            seen += 1
            words = str(field.TU)
            assert squeezed(words) in squeezed(text_of(uri)), (uri, words)
            assert not re.match(r"veld-\d", words), uri
        if fields:
            assert len(pdf.Root.AcroForm.Fields) >= 1
    assert seen > 100


def test_every_form_can_be_filled_in_everywhere_where_one_writes(pdfs, project):
    for name in FORMS:
        (source,) = project.sources(f"content/sjablonen/{name}.md")
        places = len(re.findall(r"^/{4} writing", source.body, re.MULTILINE))
        for choices in blocks(source.body, "choices"):
            places += len(re.findall(r"^- ", choices, re.MULTILINE))
        assert len(annotations(pdfs[f"sjablonen/{name}.pdf"], "/Widget")) == places


# -- good paper ------------------------------------------------------------------------------


def test_every_page_is_a4_upright_and_no_document_is_heavy(site, pdfs):
    for uri, pdf in pdfs.items():
        assert (site.folder / uri).stat().st_size <= 2_000_000, uri
        for page in pdf.pages:
            box = [float(number) for number in page.MediaBox]
            assert box[:2] == [0, 0], uri
            assert abs(box[2] - A4[0]) < 1, uri
            assert abs(box[3] - A4[1]) < 1, uri
            assert page.get("/Rotate", 0) == 0, uri


def test_every_font_is_ours_and_inside(pdfs):
    for uri, pdf in pdfs.items():
        fonts = [
            f for page in pdf.pages for f in page.get("/Resources", {}).get("/Font", {}).values()
        ]
        assert fonts, uri
        for font in fonts:
            assert FAMILY in str(font.BaseFont), (uri, str(font.BaseFont))
            for one in font.get("/DescendantFonts", [font]):
                assert {"/FontFile2", "/FontFile3"} & set(one.FontDescriptor.keys()), uri


def test_no_word_runs_off_the_paper(site, pdfs):
    for uri in pdfs:
        command = ["pdftotext", "-bbox", str(site.folder / uri), "-"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        words = re.findall(
            r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">',
            done.stdout,
        )
        assert words, uri
        for word in words:
            left, top, right, bottom = map(float, word)
            assert left > 40, uri
            assert right < A4[0] - 40, uri
            assert top > 25, uri
            assert bottom < A4[1] - 25, uri


def test_every_page_says_where_it_is_from_and_which_it_is(pdfs, text_of, catalogue):
    versions = {module.slug: f"versie {module.version} van " for module in catalogue.modules}
    for uri, pdf in pdfs.items():
        pages = text_of(uri).split("\f")[:-1]
        assert len(pages) == len(pdf.pages), uri
        for number, page in enumerate(pages, 1):
            assert page.lstrip().startswith("Mangomomenten · "), (uri, number)
            assert re.search(rf"^{number} ?/ ?{len(pages)}$", page, re.MULTILINE), (uri, number)
            assert "mangomomenten.example/" in page, (uri, number)
            assert re.search(r"versie .*\d van \d+ \w+ 20\d\d|versie van \d+ \w+ 20\d\d", page), uri
        if uri.count("/") == 2:
            assert versions[uri.split("/")[1]] in pages[0]


def test_the_head_of_a_page_names_the_part_that_it_belongs_to(pdfs, text_of):
    for uri in uris(pdfs, "werkboek.pdf"):
        heads = [page.lstrip().split("\n\n")[1] for page in text_of(uri).split("\f")[1:-1]]
        assert {"Inleiding", "Opdrachten"} <= set(heads), uri


def test_contents_stand_only_where_there_are_more_than_four_pages(pdfs, text_of):
    for uri, pdf in pdfs.items():
        has_contents = bool(re.search(r"^Inhoud$", text_of(uri), re.MULTILINE))
        has_parts = uri.endswith(("werkboek.pdf", "begeleidersgids.pdf", "bundel.pdf"))
        assert has_contents is (has_parts and len(pdf.pages) > 4), uri


def test_the_contents_name_the_page_where_each_part_begins(pdfs, text_of):
    for uri in [*uris(pdfs, "werkboek.pdf"), *uris(pdfs, "gids.pdf"), "modules/bundel.pdf"]:
        pages = [squeezed(page) for page in text_of(uri).split("\f")]
        first = next(page for page in text_of(uri, "-layout").split("\f") if "Inhoud\n" in page)
        entries = re.findall(r"^ +(\S.*?) {3,}(\d+)$", first, re.MULTILINE)
        assert len(entries) > 4, uri
        for title, number in entries:
            words = squeezed(title)
            begins = [n for n, page in enumerate(pages, 1) if words in page]
            assert int(number) in begins, (uri, title, number, begins)


def test_a_heading_never_stands_alone_at_the_foot_of_a_page(pdfs, text_of):
    for uri, pdf in pdfs.items():
        titles = {squeezed(title) for _, title in outline(pdf)}
        for number, page in enumerate(text_of(uri).split("\f")[:-1], 1):
            lines = [line for line in page.strip().split("\n") if line.strip()]
            text = [line for line in lines if "mangomomenten.example" not in line][:-1]
            if len(text) > 6:
                assert squeezed(text[-1]) not in titles, (uri, number, text[-1])


def test_links_lead_to_places_that_exist(pdfs, site, project, catalogue):
    numbers = {line.address for line in catalogue.help_lines if line.number}
    sources = "".join(
        file.read_text("utf-8")
        for folder in ("content", "modules", "stories")
        for file in (project.root / folder).rglob("*.md")
    )
    known = {urlsplit(address).hostname for address in re.findall(r"https://[^\s)\"'>]+", sources)}
    for uri, pdf in pdfs.items():
        names = set()
        if "/Names" in pdf.Root and "/Dests" in pdf.Root.Names:
            names = set(pikepdf.NameTree(pdf.Root.Names.Dests).keys())
        for link in annotations(pdf, "/Link"):
            if "/A" in link and link.A.S == "/URI":
                address = urlsplit(str(link.A.URI))
                if address.scheme == "tel":
                    assert str(link.A.URI) in numbers, (uri, str(link.A.URI))
                    continue
                assert address.scheme == "https", (uri, str(link.A.URI))
                if str(link.A.URI).startswith(SITE):
                    path = address.path.lstrip("/")
                    assert path in site.pages or path in site.files, (uri, str(link.A.URI))
                    if address.fragment:
                        assert address.fragment in site[path].ids, (uri, str(link.A.URI))
                else:
                    assert address.hostname in known, (uri, str(link.A.URI))
            else:
                target = link.get("/Dest", link.get("/A", {}).get("/D"))
                assert isinstance(target, pikepdf.Array) or str(target) in names, uri


def test_a_qr_code_leads_to_the_page_of_its_document(site, catalogue, tmp_path):
    """One document of each kind, as a telephone would see it."""
    module = catalogue.modules[0].uri
    expected = {
        f"{module}werkboek.pdf": {module},
        f"{module}factsheet.pdf": {module},
        f"{module}begeleidersgids.pdf": {module, f"{module}beeldmateriaal/"},
        "modules/bundel.pdf": {"modules/"} | {other.uri for other in catalogue.modules},
    } | {f"sjablonen/{name}.pdf": {f"sjablonen/{name}/"} for name in FORMS}
    for uri, pages in expected.items():
        folder = tmp_path / uri.replace("/", "-")
        folder.mkdir()
        command = ["pdftoppm", "-r", "110", "-gray", str(site.folder / uri), str(folder / "page")]
        subprocess.run(command, check=True)
        seen = set()
        for picture in folder.iterdir():
            with Image.open(picture) as image:
                seen |= {code.text for code in zxingcpp.read_barcodes(image)}
        assert seen == {SITE + page for page in pages}, uri


# -- for the right reader --------------------------------------------------------------------


@pytest.fixture(scope="module")
def sources(project):
    """The parts of every module as they were written, by slug and kind."""
    found = {}
    for source in project.sources("modules/*/*.md"):
        found.setdefault(source.path.split("/")[1], {})[source.slug] = source
    return found


KEPT_FROM_PARTICIPANTS = ("answer", "hint", "facilitator")


def test_a_workbook_holds_every_assignment_and_nothing_for_the_facilitator(sources, letters_of):
    for slug, parts in sources.items():
        body = parts["assignments"].body
        letters = letters_of(f"modules/{slug}/werkboek.pdf")
        titles = re.findall(r"^/{3,} assignment \| (.+)$", body, re.MULTILINE)
        assert titles
        for title in titles:
            assert squeezed(title) in letters, (slug, title)
        for label in re.findall(r"^ *label: (.+)$", body, re.MULTILINE):
            assert squeezed(label.strip("\"'")) in letters, (slug, label)
        shown = squeezed(re.sub(r"\]\([^)]*\)", "]", body))
        for name in KEPT_FROM_PARTICIPANTS:
            for sentence in (s for text in blocks(body, name) for s in plain(text)):
                if shown.count(sentence) == 1:
                    assert sentence not in letters, (slug, name, sentence)
        shared = squeezed(parts["introduction"].body + str(parts["introduction"].fields)) + shown
        for sentence in plain(parts["teaching-note"].body):
            if sentence not in shared:
                assert sentence not in letters, (slug, sentence)


def test_the_bundle_holds_every_workbook(sources, letters_of):
    letters = letters_of("modules/bundel.pdf")
    for slug, parts in sources.items():
        assert squeezed(parts["introduction"].fields["title"]) in letters
        for title in re.findall(
            r"^/{3,} assignment \| (.+)$", parts["assignments"].body, re.MULTILINE
        ):
            assert squeezed(title) in letters, (slug, title)
        for text in (
            t for n in KEPT_FROM_PARTICIPANTS for t in blocks(parts["assignments"].body, n)
        ):
            for sentence in plain(text):
                if squeezed(parts["assignments"].body).count(sentence) == 1:
                    assert sentence not in letters, (slug, sentence)


def test_a_guide_holds_all_that_its_facilitator_needs(sources, letters_of, catalogue):
    for module in catalogue.modules:
        parts = sources[module.slug]
        letters = letters_of(f"{module.uri}begeleidersgids.pdf")
        told = [
            sentence
            for kind in ("assignments", "teaching-note", "media")
            for sentence in plain(parts[kind].body)
        ]
        assert len(told) > 40
        missing = [sentence for sentence in told if sentence not in letters]
        assert missing == [], module.slug
        for item in [*module.materials, *module.tomorrow, *module.objectives]:
            assert squeezed(item) in letters, (module.slug, item)
        for plan in module.plans:
            assert f"Planvan{plan.minutes}minuten" in letters
            for step in plan.steps:
                assert squeezed(step.title) in letters, (module.slug, step.title)
        assert all(line in letters for line in first_lines(module.story)), module.slug


def test_the_story_of_a_module_is_in_its_workbook(catalogue, letters_of):
    for module in catalogue.modules:
        assert module.story.allows(Scope.PRINT), "then the test below is for it"
        letters = letters_of(f"{module.uri}werkboek.pdf")
        assert squeezed(module.story.title) in letters, module.slug
        assert all(line in letters for line in first_lines(module.story)), module.slug


def test_a_factsheet_is_one_page_with_the_module_its_story_and_three_things(
    catalogue, pdfs, letters_of, text_of
):
    for module in catalogue.modules:
        uri = f"{module.uri}factsheet.pdf"
        assert len(pdfs[uri].pages) == 1
        letters = letters_of(uri)
        for words in (module.title, module.summary, module.story.title, *module.objectives):
            assert squeezed(words) in letters, (module.slug, words)
        assert "Drie dingen voor morgen" in text_of(uri)
        assert len(module.tomorrow) == 3
        for thing in module.tomorrow:
            assert squeezed(thing) in letters, (module.slug, thing)
        opening = squeezed(re.sub(r"<[^>]+>", " ", module.story.html))[:60]
        assert opening in letters, module.slug


def test_every_sheet_of_a_form_is_one_page(text_of, project):
    for name in FORMS:
        (source,) = project.sources(f"content/sjablonen/{name}.md")
        titles = re.findall(r"^/// sheet \| (.+)$", source.body, re.MULTILINE)
        pages = text_of(f"sjablonen/{name}.pdf").split("\f")[:-1]
        assert len(pages) == len(titles) >= 1, name
        for title, page in zip(titles, pages, strict=True):
            assert squeezed(title) in squeezed(page), (name, title)
        for text in blocks(source.body, "screen-only"):
            for sentence in plain(text):
                assert sentence not in squeezed("".join(pages)), (name, sentence)


# -- a machine that cannot print -------------------------------------------------------------


def test_without_pango_the_build_says_in_one_sentence_what_to_do(scratch, tmp_path):
    (tmp_path / "weasyprint.py").write_text(
        "raise OSError(\"cannot load library 'libpango-1.0-0': libpango-1.0-0: cannot open\")\n"
    )
    project = scratch("unprintable")
    path = f"{tmp_path}:{project.root / 'hooks'}"
    result = type(project)(
        project.root, project.site_dir, {"PDF": "", "SEARCH": "no", "PYTHONPATH": path}
    ).try_build()
    log = result.stdout + result.stderr
    assert result.returncode != 0
    assert "Om pdf's te maken is Pango nodig (libpango-1.0-0 ontbreekt)." in log
    assert "make site PDF=no" in log
    assert "Traceback" not in log
