"""JSON-LD: what search engines and catalogues of learning materials require, and what can never break out."""

from __future__ import annotations

import json
from datetime import date
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest
from catalogue.exchange.structured_data import json_ld, module_thing, page_data, story_thing
from catalogue.model.imprint import Imprint
from catalogue.model.organisation import Organisation
from catalogue.model.story import Consent, Scope
from catalogue.model.vocabulary import Concept
from catalogue.text.texts import Texts

if TYPE_CHECKING:
    from tests.catalogue.conftest import MakeModule, MakeStory, Project

IMPRINT = Imprint(
    "Mango", "Verhalen.", "https://mango.test/", "CC BY 4.0", "https://licence.test/by"
)
ODD_TITLES = (
    "Minder < meer > & \"dubbel\" 'enkel'",
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "&lt;/script&gt;",
    "Een 🥭 van 👩‍⚕️",
    "Hier\u2028en\u2029daar",
    "\\u003c \\",
)


class Scripts(HTMLParser):
    """Gathers what a browser takes for the contents of scripts, and for anything else."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts: list[str] = []
        self.elements: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        self.elements.append(tag)

    def handle_data(self, data: str) -> None:
        self.scripts.append(data)


@pytest.mark.parametrize("title", ODD_TITLES)
def test_a_title_neither_ends_its_script_nor_changes(title: str, make_story: MakeStory) -> None:
    data = json_ld(story_thing(make_story("a", title=title, summary=title), IMPRINT))
    assert not set(data) & set("<>&\u2028\u2029")
    page = Scripts()
    page.feed(f'<script type="application/ld+json">{data}</script>')
    assert page.elements == ["script"]
    (article,) = json.loads("".join(page.scripts))["@graph"]
    assert article["headline"] == article["description"] == title


def test_nothing_to_say_is_no_script() -> None:
    assert not json_ld()


def test_a_story_is_an_article_with_all_that_is_required(make_story: MakeStory) -> None:
    thing = story_thing(make_story("a", words=90), IMPRINT)
    assert thing["@type"] == "Article"
    assert thing["url"] == "https://mango.test/verhalen/a/"
    assert thing["inLanguage"] == "nl"
    assert thing["author"]["@type"] == thing["publisher"]["@type"] == "Organization"
    assert thing["license"] == "https://licence.test/by"
    assert thing["wordCount"] == 90


def test_only_a_real_story_has_a_date(make_story: MakeStory) -> None:
    real = story_thing(make_story("a", published=date(2026, 3, 14)), IMPRINT)
    assert (real["datePublished"], real["dateModified"]) == ("2026-03-14", "2026-03-14")
    assert not [name for name in story_thing(make_story("a"), IMPRINT) if "date" in name.lower()]


@pytest.mark.parametrize(("is_example", "author"), [(True, IMPRINT.name), (False, "De Linde")])
def test_a_story_is_by_its_organisation_when_that_exists(
    *, is_example: bool, author: str, make_story: MakeStory
) -> None:
    sector = Concept("wzc", "Wzc")
    house = Organisation("de-linde", "De Linde", sector, "Een huis.", is_example=is_example)
    thing = story_thing(make_story("a", organisation=house), IMPRINT)
    assert thing["author"]["name"] == author


def test_a_real_story_claims_no_licence(make_story: MakeStory) -> None:
    day = date(2026, 1, 1)
    consent = Consent("T-1", day, "teller", frozenset(Scope), "1", day)
    assert "license" not in story_thing(make_story("a", is_example=False, consent=consent), IMPRINT)


@pytest.fixture
def resource(make_module: MakeModule, make_story: MakeStory, dutch: Texts) -> dict[str, Any]:
    module = make_module(
        "kijken",
        make_story("a"),
        minutes=90,
        objectives=("Herken drie gebaren.",),
        audience=(Concept("zorgteams", "Zorgteams"),),
        themes=("respect",),
        updated=date(2026, 11, 20),
        version="1.2",
    )
    documents = ("modules/kijken/werkboek.pdf", "modules/kijken/scorm.zip", "modules/ander/x.pdf")
    return module_thing(module, IMPRINT, dutch, documents)


def test_a_module_is_a_learning_resource_with_all_that_catalogues_ask(
    resource: dict[str, Any],
) -> None:
    expected = {
        "@type": "LearningResource",
        "name": "Kijken",
        "description": "Een zin.",
        "url": "https://mango.test/modules/kijken/",
        "inLanguage": "nl",
        "license": "https://licence.test/by",
        "timeRequired": "PT90M",
        "teaches": ["Herken drie gebaren."],
        "learningResourceType": "Module",
        "dateModified": "2026-11-20",
        "version": "1.2",
        "isAccessibleForFree": True,
    }
    assert {name: resource[name] for name in expected} == expected
    assert resource["author"] == resource["publisher"]
    assert resource["audience"] == [
        {
            "@type": "EducationalAudience",
            "audienceType": "Zorgteams",
            "educationalRole": "Zorgteams",
        }
    ]
    assert [part["@type"] for part in resource["hasPart"]] == ["LearningResource"] * 3


def test_a_module_names_its_own_documents_and_no_others(resource: dict[str, Any]) -> None:
    assert [(e["contentUrl"], e["encodingFormat"]) for e in resource["encoding"]] == [
        ("https://mango.test/modules/kijken/werkboek.pdf", "application/pdf"),
        ("https://mango.test/modules/kijken/scorm.zip", "application/zip"),
    ]


def test_a_module_without_documents_names_none(
    make_module: MakeModule, make_story: MakeStory, dutch: Texts
) -> None:
    module = make_module("kijken", make_story("a"))
    assert "encoding" not in module_thing(module, IMPRINT, dutch)


def things(uri: str, project: Project, dutch: Texts) -> dict[str, dict[str, Any]]:
    graph = json.loads(page_data(uri, project.load(), IMPRINT, dutch))["@graph"]
    return {thing["@type"]: thing for thing in graph}


def test_the_home_page_says_whose_site_it_is(project: Project, dutch: Texts) -> None:
    found = things("", project, dutch)
    assert set(found) == {"WebSite", "Organization"}
    assert found["WebSite"]["publisher"]["@id"] == found["Organization"]["@id"]


def test_a_part_of_a_module_says_what_it_is_a_part_of(project: Project, dutch: Texts) -> None:
    found = things("modules/kijken/opdrachten/", project, dutch)
    assert found["LearningResource"]["isPartOf"]["@id"] == "https://mango.test/modules/kijken/"


def test_the_way_to_a_page_goes_by_the_pages_above_it(project: Project, dutch: Texts) -> None:
    way = things("modules/kijken/opdrachten/", project, dutch)["BreadcrumbList"]["itemListElement"]
    assert [step["position"] for step in way] == [1, 2, 3]
    assert [step["item"] for step in way] == [
        "https://mango.test/",
        "https://mango.test/modules/kijken/",
        "https://mango.test/modules/kijken/opdrachten/",
    ]
