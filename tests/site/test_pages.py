"""What every page owes its reader, whichever template made it."""

from __future__ import annotations

import re
from collections import Counter

import pytest

PHRASING = {"p", "span", "a", "h1", "h2", "h3", "h4", "h5", "h6", "summary", "strong", "em", "dt"}
BLOCKS = {"p", "div", "ul", "ol", "dl", "table", "section", "article", "nav", "aside", "figure"}
BLOCKS |= {"blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "details", "header", "footer", "form"}


def test_every_title_is_unique(site):
    titles = Counter(page.title for page in site.ordinary_pages)
    assert [title for title, count in titles.items() if count > 1] == []


def test_every_title_says_what_the_page_is_and_where(site):
    for page in site.ordinary_pages:
        assert "Mangomomenten" in page.title
        assert len(page.title) > len("Mangomomenten") + 5


def test_every_page_is_in_dutch_and_fits_a_phone(site):
    for page in site.pages.values():
        assert page.one("html").get("lang") == "nl"
        assert page.one("meta", charset=True).get("charset") == "utf-8"
    for page in site.ordinary_pages:
        assert "width=device-width" in page.one("meta", name="viewport").get("content")


def test_every_page_has_one_main_heading(site):
    wrong = {p.uri: len(p.all("h1")) for p in site.ordinary_pages if len(p.all("h1")) != 1}
    assert wrong == {}


def test_no_heading_is_empty_or_skips_a_level(site):
    wrong = []
    for page in site.ordinary_pages:
        level = 0
        for heading in page.headings:
            assert heading.text
            number = int(heading.tag[1])
            if number > level + 1:
                wrong.append(f"/{page.uri}: <{heading.tag}> {heading.text}")
            level = number
    assert wrong == []


def test_every_page_has_a_description_in_words(site):
    for page in site.ordinary_pages:
        description = page.one("meta", name="description").get("content")
        assert len(description.split()) >= 2, page.uri


def test_two_stories_never_share_a_description(site):
    descriptions = Counter(
        page.one("meta", name="description").get("content")
        for page in site.ordinary_pages
        if page.all("article") and page.uri.startswith("verhalen/")
    )
    assert [text for text, count in descriptions.items() if count > 1] == []


def test_every_page_names_itself_as_its_address(site):
    wrong = {}
    for page in site.ordinary_pages:
        if page.uri == "404.html":
            continue
        href = page.one("link", rel="canonical").get("href")
        if href != f"https://mangomomenten.example/{page.uri}":
            wrong[page.uri] = href
    assert wrong == {}


def test_the_page_for_wrong_addresses_does_not_pose_as_another_page(site):
    assert site["404.html"].all("link", rel="canonical") == []


def test_every_id_is_unique_on_its_page(site):
    for page in site.pages.values():
        assert [id_ for id_, count in Counter(page.ids).items() if count > 1] == [], page.uri


def test_every_reference_by_id_finds_its_element(site):
    for page in site.pages.values():
        for name in ("aria-labelledby", "aria-describedby", "aria-controls", "for"):
            for element in page.all(**{name.replace("-", "_"): True}):
                assert set(element.get(name).split()) <= set(page.ids), (page.uri, name)


def test_every_element_is_closed_where_it_should_be(site):
    assert {page.uri: page.faults for page in site.pages.values() if page.faults} == {}


def test_no_block_stands_where_only_words_may(site):
    """A browser would close the outer element on the spot, and the page would look otherwise."""
    wrong = [
        f"/{page.uri}: <{element.tag}> in <{element.parent.tag}>"
        for page in site.pages.values()
        for element in page.all(*BLOCKS)
        if element.parent.tag in PHRASING - {"a", "dt"}
        and not (element.parent.tag == "summary" and re.match(r"h\d", element.tag))
    ]
    assert wrong == []


def test_every_picture_has_an_alternative_and_a_size_or_a_frame(site):
    for page in site.pages.values():
        for picture in page.all("img"):
            assert "alt" in picture.attributes, page.uri
            is_framed = "figure" in {picture.parent.tag, picture.parent.parent.tag}
            assert is_framed or picture.get("width"), (page.uri, picture.get("src"))


def test_every_link_and_button_has_a_name(site):
    for page in site.pages.values():
        for element in page.all("a", "button"):
            if "hidden" in element.parent.attributes:
                continue  # a script names it before it shows it
            pictures = " ".join(image.get("alt") for image in element.all("img"))
            assert element.text or element.get("aria-label") or pictures.strip(), page.uri


def test_landmarks_of_one_kind_have_different_names(site):
    for page in site.ordinary_pages:
        names = Counter(nav.get("aria-label") for nav in page.all("nav"))
        assert "" not in names
        assert max(names.values()) == 1, page.uri


def test_nothing_comes_from_another_host(site):
    for page in site.pages.values():
        for element in page.all():
            for name in ("src", "srcset", "poster", "data", "action", "formaction"):
                assert "//" not in element.get(name), (page.uri, element.get(name))
            if element.tag == "link" and element.get("rel") != "canonical":
                assert "//" not in element.get("href"), (page.uri, element.get("href"))
            assert not element.get("style"), page.uri
    for file in site.files:
        if file.endswith(".css"):
            text = (site.folder / file).read_text("utf-8")
            is_used = any(file in page.html for page in [site[""]])
            if is_used:
                assert not re.search(r"@import|url\(\s*[\"']?(?:https?:)?//", text), file


def test_links_to_elsewhere_are_plain_and_safe(site):
    for page in site.pages.values():
        for anchor in page.all("a", href=True):
            href = anchor.get("href")
            if "//" in href:
                assert href.startswith("https://"), (page.uri, href)
                assert anchor.get("target") != "_blank", (page.uri, href)


def test_no_source_and_nothing_hidden_is_published(site):
    wrong = [
        file
        for file in site.files
        if file != "_headers"  # read by some hosts, and shown by none
        and re.search(r"(^|/)[_.]|\.(ya?ml|md|py|pyc|jinja2?|toml|vtt\.txt)$", file)
    ]
    assert wrong == []


@pytest.mark.parametrize("mark", ["{{", "{%", "{#", "\x02", "\x03", "Undefined", "None</"])
def test_no_trace_of_templates_is_left_on_a_page(site, mark):
    assert [page.uri for page in site.pages.values() if mark in page.html] == []


def test_no_word_of_the_interface_is_left_unfilled(site):
    for page in site.pages.values():
        assert not re.search(r"\{[a-z]*\}", page.one("html").text), page.uri


def test_the_section_of_a_page_is_marked_in_the_menu(site):
    """For the eye and for a screen reader: the page itself as ``page``, its section as ``true``."""
    wrong = []
    sections = ("verhalen/", "modules/", "aan-de-slag/", "deel-je-mangomoment/")
    for page in site.ordinary_pages:
        section = next((s for s in sections if page.uri.startswith(s)), None)
        if section is None:
            continue
        marked = {
            page.target(anchor.get("href")): anchor
            for anchor in page.all("header")[0].all("a", aria_current=True)
        }
        expected = "page" if page.uri == section else "true"
        if set(marked) != {section} or marked[section].get("aria-current") != expected:
            got = {uri: a.get("aria-current") for uri, a in marked.items()}
            wrong.append(f"/{page.uri}: {got} instead of {section}: {expected}")
    assert wrong == [], f"{len(wrong)} pages, such as {wrong[:4]}"


def test_only_a_link_to_the_page_itself_is_called_this_page(site):
    wrong = Counter()
    for page in site.ordinary_pages:
        for anchor in page.all("a", aria_current="page"):
            if page.target(anchor.get("href")) != page.uri:
                wrong[f"'{anchor.text}'"] += 1
    assert wrong == {}


def test_every_ordinary_page_leads_to_privacy_and_to_sharing_a_moment(site):
    for page in site.ordinary_pages:
        assert {"privacy/", "deel-je-mangomoment/"} <= set(page.links()), page.uri


def test_every_ordinary_page_says_whose_trademark_the_word_is(site):
    assert len(site.ordinary_pages) > 100
    for page in site.ordinary_pages:
        footer = page.one("footer", class_="site-footer")
        assert "“Mangomoment” is een merk van KU Leuven." in footer.text, page.uri


def test_a_page_in_a_section_leads_to_the_other_pages_of_its_section(site, project):
    names = [
        f.stem for f in (project.root / "content/aan-de-slag").glob("*.md") if f.stem != "index"
    ]
    uris = {"aan-de-slag/", *(f"aan-de-slag/{name}/" for name in names)}
    for uri in uris:
        assert uris - {uri} <= set(site[uri].links()), uri


def test_a_menu_of_headings_says_what_the_headings_say(site):
    total = 0
    for page in site.ordinary_pages:
        headings = {heading.get("id"): heading.text for heading in page.headings}
        for holder in page.all("nav", "details"):
            anchors = [a for a in holder.all("a", href=True) if a.get("href").startswith("#")]
            for anchor in anchors:
                if (id_ := anchor.get("href")[1:]) in headings:
                    total += 1
                    assert anchor.text == headings[id_], page.uri
    assert total > 0


# -- the page for wrong addresses ------------------------------------------------------------


def test_a_wrong_address_gets_an_answer_in_dutch_with_ways_on(site):
    page = site["404.html"]
    assert "bestaat niet" in page.one("h1").text
    assert {"verhalen/", "modules/"} <= set(page.links(page.main))


def test_the_page_for_wrong_addresses_finds_its_files_from_any_depth(site):
    for element in site["404.html"].all():
        for name in ("href", "src"):
            value = element.get(name)
            assert not value or value.startswith(("/", "#", "https://")), value


# -- ways to mend a page ---------------------------------------------------------------------

EDIT = "https://git.internal/mangomomenten/site/edit/main/"


def edit_link(page):
    links = [a.get("href") for a in page.all("a", href=True) if "/edit/" in a.get("href")]
    assert len(links) == 1, (page.uri, links)
    return links[0]


def test_every_story_says_where_it_can_be_mended(owned_site, project):
    for story in project.sources("stories/*/*.md"):
        assert edit_link(owned_site[f"verhalen/{story.slug}/"]) == EDIT + story.path


def test_every_part_of_a_module_says_where_it_can_be_mended(owned_site, project):
    parts = {
        "": "introduction",
        "opdrachten/": "assignments",
        "beeldmateriaal/": "media",
        "begeleiding/": "teaching-note",
    }
    for folder in (project.root / "modules").glob("[!_]*"):
        for part, name in parts.items():
            expected = f"{EDIT}modules/{folder.name}/{name}.md"
            assert edit_link(owned_site[f"modules/{folder.name}/{part}"]) == expected


def test_every_other_page_says_where_it_can_be_mended(owned_site, project):
    for file in sorted((project.root / "content").rglob("*.md")):
        path = file.relative_to(project.root / "content").as_posix()
        uri = path.removesuffix(".md").removesuffix("index").removesuffix("/")
        page = owned_site[f"{uri}/" if uri else ""]
        assert edit_link(page) == f"{EDIT}content/{path}"
