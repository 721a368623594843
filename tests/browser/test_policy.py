"""The content security policy: pages work with it, and what is slipped into a page does not run."""

from __future__ import annotations

import re

import pytest
from catalogue.site.headers import content_security_policy

# Kinds of page that are looked at nowhere else in a browser.
MORE = (
    "search",
    "facet",
    "list",
    "organisation",
    "embeds",
    "embedded",
    "forms",
    "form",
    "open-data",
)

SLIPPED_IN = """
<script>window.ran = "inline"</script>
<img src="x" onerror="window.ran = 'handler'">
<a id="slipped" href="javascript:window.ran = 'address'">x</a>
<script src="https://evil.example/x.js"></script>
<iframe srcdoc="<script>parent.ran = 'frame'</script>"></iframe>
<base href="https://evil.example/">
<form action="https://evil.example/"><button id="sent">x</button></form>
<style>body { display: none }</style>
<object data="https://evil.example/x"></object>
"""


@pytest.fixture(scope="module")
def more(catalogue):
    facet = next(iter(catalogue.stories)).sector.id
    organisation = next(iter(catalogue.organisations))
    return {
        "search": "zoeken/",
        "facet": "verhalen/sector/",
        "list": f"verhalen/sector/{facet}/",
        "organisation": f"organisaties/{organisation}/",
        "embeds": "insluiten/",
        "embedded": "insluiten/nieuwste/",
        "forms": "sjablonen/",
        "form": "sjablonen/bedankkaart/",
        "open-data": "open-data/",
    }


@pytest.mark.parametrize("name", MORE)
def test_a_page_keeps_to_the_policy(visit, more, name):
    visited = visit(more[name])
    visited.page.wait_for_timeout(100)
    assert visited.complaints == []


def test_every_page_has_the_policy_before_it_loads_anything(site):
    meta = f'<meta http-equiv="Content-Security-Policy" content="{content_security_policy()}">'
    for uri, page in site.pages.items():
        html = page.html.replace("&#39;", "'")
        assert html.count(meta) == 1, uri
        assert not re.search(r"<(?:link|script|img|style|body)", html.partition(meta)[0]), uri


def test_nothing_that_is_slipped_into_a_page_runs(chromium, serve, site):
    home = serve(site)
    page = chromium.new_page()
    asked, said = [], []
    page.on("response", lambda answer: asked.append(answer.url))
    page.on("console", lambda message: said.append(message.text))

    def slip_in(route):
        answer = route.fetch()
        html = answer.text().replace("</main>", f"{SLIPPED_IN}</main>")
        route.fulfill(response=answer, body=html)

    page.route(f"{home}/over/", slip_in)
    page.goto(f"{home}/over/", wait_until="load")
    page.evaluate("document.getElementById('slipped').click()")
    page.evaluate("document.getElementById('sent').click()")
    page.wait_for_timeout(200)
    assert page.evaluate("window.ran") is None
    assert page.evaluate("document.baseURI") == f"{home}/over/"
    assert page.evaluate("getComputedStyle(document.body).display") != "none"
    assert page.url == f"{home}/over/"
    assert [url for url in asked if not url.startswith((f"{home}/", "about:", "data:"))] == []
    assert sum("Content Security Policy" in text for text in said) >= 6
    page.close()


def test_the_policy_leaves_no_way_for_a_script_in_the_page():
    policy = content_security_policy()
    assert "unsafe-inline" not in policy
    assert "'unsafe-eval'" not in policy
    assert policy.startswith("default-src 'none'; ")
