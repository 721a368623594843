"""What can be found, by which words, and when an index is made again."""

from __future__ import annotations

import gzip
import json
import shutil
from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import pairwise
from time import sleep

import pytest
from catalogue import load
from catalogue.search import index as search_index
from catalogue.search.entries import (
    NO_DATE,
    Kind,
    can_be_dated,
    document,
    findable,
    search_facets,
    synonyms,
)
from catalogue.search.index import (
    URI,
    Indexer,
    IndexingError,
    SiteSearch,
    announce,
    entry_of,
    is_whole,
    leave_out,
    program,
    row_of,
    set_aside,
)
from catalogue.search.words import by_letter, fold, lexicon, words_of
from catalogue.site.plan import Planner
from catalogue.text.texts import read_texts


@pytest.fixture(scope="module")
def catalogue(root):
    return load(root)


@pytest.fixture(scope="module")
def texts(root):
    return read_texts(root / "theme/locales/nl.yml")


@pytest.fixture(scope="module")
def found(catalogue, texts):
    return findable(catalogue, {"over/": "<p>Wie schreef dit <em>allemaal</em>?</p>"}, texts)


@pytest.fixture(scope="module")
def by_uri(found):
    return {entry.uri: entry for entry in found.entries}


# -- documents ---------------------------------------------------------------------------------


def test_every_source_can_be_found_once(found, catalogue):
    uris = [entry.uri for entry in found.entries]
    assert len(uris) == len(set(uris))
    assert {story.uri for story in catalogue.stories} <= set(uris)
    assert {part.uri for m in catalogue.modules for part in m.parts.values()} <= set(uris)
    assert {page.uri for page in catalogue.pages} - set(uris) == {"", "zoeken/"}


def test_a_withdrawn_story_cannot_be_found(tmp_path, root, texts, catalogue):
    story = catalogue.stories[0]
    for name in ("stories", "modules", "content"):
        shutil.copytree(root / name, tmp_path / name)
    (tmp_path / story.path).write_text("---\nwithdrawn: 2026-11-20\n---\n", "utf-8")
    for module in (tmp_path / "modules").glob("*/*.md"):
        text = module.read_text("utf-8").replace(story.path, catalogue.stories[1].path)
        module.write_text(text, "utf-8")
    rows = json.dumps([row_of(e) for e in findable(load(tmp_path), {}, texts).entries])
    assert story.uri not in rows
    assert json.dumps(story.title) not in rows


def test_a_story_has_all_its_facets_as_in_the_addresses_of_lists(by_uri, catalogue):
    story = next(story for story in catalogue.stories if story.organisation)
    facets = by_uri[story.uri].facets
    assert ("soort", "verhaal") in facets
    assert ("sector", story.sector.id) in facets
    assert ("plaats", story.setting.id) in facets
    assert ("organisatie", story.organisation.slug) in facets
    assert "jaar" not in [facet for facet, _ in facets]
    assert [id_ for facet, id_ in facets if facet == "thema"] == [t.id for t in story.themes]


def test_only_a_real_story_is_found_by_its_date(catalogue, texts):
    example = catalogue.stories[0]
    real = replace(example, slug="echt", is_example=False, published=date(2026, 3, 14))
    entries = findable(replace(catalogue, stories=(real, example)), {}, texts).entries
    by_uri = {entry.uri: entry for entry in entries}
    assert ("jaar", "2026") in by_uri[real.uri].facets
    assert 'data-pagefind-sort="datum[content]" content="2026-03-14"' in document(
        by_uri[real.uri], ()
    )
    # Its place is behind every date, and it is no day that anybody could read.
    assert by_uri[example.uri].date == NO_DATE < "1000-01-01"


def test_years_and_the_newest_first_are_offered_when_a_story_has_a_date(catalogue, texts):
    def offered(stories):
        some = replace(catalogue, stories=stories)
        facets = {facet.slug: facet for facet in search_facets(Planner().lists(some), texts)}
        return can_be_dated(some), facets["jaar"].values if "jaar" in facets else None

    example, other = catalogue.stories[:2]
    real = replace(example, is_example=False, published=date(2026, 3, 14))
    assert offered((example, other)) == (False, None)
    assert offered((real, other)) == (True, (("2026", "2026"),))


def test_what_holds_for_a_module_leads_to_its_first_page(by_uri, catalogue):
    module = catalogue.modules[0]
    assert module.audience[0].label in by_uri[module.uri].labels
    assert by_uri[f"{module.uri}opdrachten/"].labels == ()
    assert module.objectives[0].split()[0] in by_uri[module.uri].html


def test_a_page_is_found_by_its_rendered_text(by_uri):
    assert "allemaal" in by_uri["over/"].html


def test_a_document_holds_what_is_shown_and_hides_what_only_helps(by_uri, catalogue):
    story = catalogue.stories[0]
    entry = replace(
        by_uri[story.uri], title='<b> & "aanhaling"', summary="kort", html="<p>lang</p>"
    )
    html = document(entry, ["zorgkundige"])
    head, body = html.split("<body>")
    assert "<title>&lt;b&gt; &amp; &quot;aanhaling&quot;</title>" in head
    assert 'data-pagefind-meta="words[content]" content="zorgkundige"' in head
    assert f'data-pagefind-sort="datum[content]" content="{entry.date}"' in head
    assert f'data-pagefind-filter="gebaar[content]" content="{story.gesture.id}"' in head
    assert "zorgkundige" not in body
    assert "<p>lang</p>" in body


def test_an_example_says_so_wherever_it_is_found(by_uri, catalogue):
    story = next(story for story in catalogue.stories if story.is_example)
    assert by_uri[story.uri].note == "Voorbeeldverhaal"


def test_an_entry_survives_the_way_to_another_process(found):
    for entry in found.entries:
        assert entry_of(json.loads(json.dumps(row_of(entry)))) == entry


def test_the_choices_are_those_of_the_lists_in_their_order(catalogue, texts):
    facets = search_facets(Planner().lists(catalogue), texts)
    assert [facet.slug for facet in facets][:3] == ["soort", "sector", "plaats"]
    assert [id_ for id_, _ in facets[0].values] == [str(kind) for kind in Kind]
    sectors = dict(facets[1].values)
    assert sectors["woonzorgcentrum"] == "Woonzorgcentrum"


# -- words -------------------------------------------------------------------------------------


def words(*texts, synonyms=(), stop_words=()):
    counts = Counter(word for text in texts for word in words_of(text))
    return lexicon(counts, dict(synonyms), stop_words)


def test_words_are_lower_case_without_accents_and_elements():
    assert words_of("<p>Patiënten &amp; <em>café</em>’s: één, foto's</p>") == {
        "patienten", "cafe", "s", "een", "foto's",
    }  # fmt: skip
    assert fold("Één ÇÀ") == "een ca"


@pytest.mark.parametrize(
    ("word", "known", "more"),
    [
        ("nachtzorgkundige", "nacht zorgkundige", ["zorgkundige"]),
        ("verjaardagstaart", "verjaardag taart staart", ["taart"]),
        ("bejaardentehuis", "bejaarden tehuis", ["tehuis"]),
        ("ziekenhuiskamer", "ziekenhuis kamer zieken huis", ["kamer"]),
        ("oogarts", "oog arts", ["arts"]),
        ("vertelde", "telde ver", []),
        ("intrekken", "trekken", ["trekken"]),
        ("zorgkundige", "kundige", []),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_compound_is_found_by_its_parts(word, known, more):
    found = words(word, known, stop_words=("in",)).more({word})
    assert [part for part in found if part in more] == more
    if not more:
        assert found == []


def test_who_writes_of_care_is_found_by_the_carers_and_the_other_way_round():
    lex = words("de mantelzorg", "twee mantelzorgers", "een mantelzorger")
    assert lex.more({"mantelzorg"}) == ["mantelzorger", "mantelzorgers"]
    assert "mantelzorgers".startswith("mantelzorg")  # this way, Pagefind finds it by itself


def test_a_comparison_is_no_trade():
    assert words("vroeg", "vroeger").more({"vroeg"}) == []


def test_synonyms_are_those_of_places_and_people(catalogue):
    found = synonyms(catalogue.vocabulary)
    assert "rusthuis" in found["Woonzorgcentrum"]
    assert "Buiten" not in found  # an ordinary word, too


def test_a_text_is_found_by_what_people_also_say():
    lex = words("een woonzorgcentrum", synonyms={"Woonzorgcentrum": ("Rusthuis",)}.items())
    assert lex.more({"een", "woonzorgcentrum"}) == ["rusthuis"]
    assert lex.more({"woonzorgcentrum", "rusthuis"}) == []


def test_the_words_to_propose_stand_by_letter_the_most_used_first():
    lex = words("koffie koffer bed", "koffie éclair")
    assert by_letter(lex.counts) == {"k": ["koffie", "koffer"], "e": ["eclair"]}


def test_a_word_of_many_parts_takes_no_noticeable_time():
    text = " ".join(f"{a}{b}" for a in ("zorg", "nacht", "huis") for b in range(10))
    long = "zorg" * 40
    assert words(text + " " + long, "zorg").parts(long)[0] == "zorg"


# -- the index ---------------------------------------------------------------------------------


@pytest.fixture
def few(found):
    return replace(found, entries=found.entries[:4])


@pytest.fixture(scope="module")
def made(tmp_path_factory, found):
    """An index of four documents, to copy."""
    indexer = Indexer(tmp_path_factory.mktemp("index") / "search-index")
    assert indexer.begin(replace(found, entries=found.entries[:4]))
    indexer.finish()
    return indexer


@pytest.fixture
def indexer(made, tmp_path):
    shutil.copytree(made.folder, tmp_path / "search-index", copy_function=shutil.copy2)
    return Indexer(tmp_path / "search-index")


def test_the_program_is_there():
    assert program() is not None


def test_an_index_holds_what_a_browser_asks_for_and_no_interface(made):
    names = {file.name for file in (made.folder / made.key).iterdir()}
    assert {"pagefind.js", "pagefind-entry.json", "wasm.nl.pagefind", "words"} <= names
    assert not {name for name in names if "ui" in name}
    entry = json.loads((made.folder / made.key / "pagefind-entry.json").read_text())
    assert entry["languages"]["nl"]["page_count"] == 4


def urls_of(index):
    """The addresses of what Pagefind keeps in the folder *index*."""
    return [
        json.loads(gzip.decompress(file.read_bytes()).removeprefix(b"pagefind_dcd"))["url"]
        for file in index.glob("fragment/*")
    ]


def test_many_documents_make_several_parts_the_newest_first(tmp_path, found, monkeypatch):
    monkeypatch.setattr(search_index, "PART", 3)
    few = replace(found, entries=found.entries[:7])
    indexer = Indexer(tmp_path / "search-index")
    assert indexer.begin(few)
    indexer.finish()
    made = indexer.folder / indexer.key
    folders = [made, made / "older/1", made / "older/2"]
    entries = [json.loads((f / "pagefind-entry.json").read_text("utf-8")) for f in folders]
    assert [entry["languages"]["nl"]["page_count"] for entry in entries] == [3, 3, 1]
    script = (made / "pagefind.js").read_text("utf-8")
    assert script.endswith('export const older = ["older/1/", "older/2/"];\n')
    assert not [file.name for file in folders[1].iterdir() if file.suffix in (".js", ".css")]
    dates = {f"/{entry.uri.rstrip('/')}.html": entry.date for entry in few.entries}
    in_parts = [[dates.pop(url) for url in urls_of(folder)] for folder in folders]
    assert not dates, "each is in one part"
    for newer, older in pairwise(in_parts):
        assert min(newer) >= max(older)


def test_an_index_of_the_same_is_not_made_again(indexer, few):
    assert not indexer.begin(few)
    assert indexer.is_ready()


@pytest.mark.parametrize("change", ["title", "html", "facets"])
def test_an_index_of_something_else_is(made, few, change):
    other = {"title": "Anders", "html": "<p>Anders</p>", "facets": (("soort", "verhaal"),)}
    entries = (replace(few.entries[0], **{change: other[change]}), *few.entries[1:])
    indexer = Indexer(made.folder)
    assert indexer.begin(replace(few, entries=entries))
    indexer._process.kill()
    indexer._process.communicate()


@pytest.mark.parametrize("damage", ["truncated", "missing", "no record", "other file", "no folder"])
def test_a_damaged_index_is_made_again(indexer, few, damage):
    assert not indexer.begin(few)
    folder = indexer.folder / indexer.key
    match damage:
        case "truncated":
            (folder / "pagefind.js").write_text("x")
        case "missing":
            next(folder.glob("fragment/*")).unlink()
        case "no record":
            (indexer.folder / f"{indexer.key}.record").unlink()
        case "other file":
            (folder / "extra.js").write_text("alert(1)")
        case "no folder":
            shutil.rmtree(folder)
    assert indexer.begin(few)
    indexer.finish()
    assert indexer.is_ready()
    assert not (folder / "extra.js").exists()


def test_two_builds_can_make_the_same_index_at_once(tmp_path, few):
    first, second = Indexer(tmp_path / "index"), Indexer(tmp_path / "index")
    assert first.begin(few)
    assert second.begin(few)
    first.finish()
    second.finish()
    assert first.is_ready()
    assert second.is_ready()


def test_only_the_last_few_indexes_are_kept(tmp_path, few):
    indexer = Indexer(tmp_path / "index")
    for number in range(5):
        entries = (replace(few.entries[0], title=f"Titel {number}"),)
        indexer.begin(replace(few, entries=entries))
        indexer.finish()
    assert len([f for f in indexer.folder.iterdir() if f.is_dir()]) == 3
    assert indexer.is_ready()


def test_what_pagefind_says_is_told(tmp_path, few):
    blocked = tmp_path / "file"
    blocked.write_text("")
    indexer = Indexer(blocked / "index")
    indexer.begin(few)
    with pytest.raises(IndexingError):
        indexer.finish()


def test_an_index_stays_in_the_site_from_build_to_build(indexer, few, tmp_path):
    site = tmp_path / "site"
    site.mkdir()
    indexer.begin(few)
    indexer.install(site)
    file = site / URI / "pagefind.js"
    before = file.stat().st_ino
    set_aside(site)
    assert not (site / URI).exists()
    (site / f".{URI}" / "pagefind-entry.json").exists()
    indexer.install(site)
    assert file.stat().st_ino == before
    assert not (site / f".{URI}").exists()


def test_a_site_without_search_keeps_no_index(indexer, few, tmp_path):
    site = tmp_path / "site"
    site.mkdir()
    indexer.begin(few)
    indexer.install(site)
    set_aside(site)
    leave_out(site)
    assert list(site.iterdir()) == []


def test_a_preview_announces_the_index_and_gets_it_later(made, few, tmp_path):
    site = tmp_path / "site"
    announce(site)
    assert "isBeingMade" in (site / URI / "pagefind.js").read_text()
    search = SiteSearch(made.folder, pytest.fail, pause=0)
    search.follow(few, site)
    for _ in range(200):
        if (site / URI / "pagefind-entry.json").exists():
            break
        sleep(0.05)
    assert "isBeingMade" not in (site / URI / "pagefind.js").read_text()


def test_an_empty_record_vouches_for_nothing(tmp_path):
    assert not is_whole(tmp_path, [])
