"""The copy that opens from disk, opened from disk."""

from __future__ import annotations

import pytest
from disk_copy import copy_for_disk


@pytest.fixture(scope="module")
def disk(site, tmp_path_factory):
    out = tmp_path_factory.mktemp("voorbeeld site") / "é"
    copy_for_disk(site.folder, out)
    return out


def test_a_reader_walks_through_the_site_without_a_server(chromium, disk):
    page = chromium.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((disk / "index.html").as_uri())
    page.click(".site-menu a >> text=Verhalen")
    page.wait_for_url((disk / "verhalen/index.html").as_uri())
    page.click(".story-card__title a >> nth=0")
    page.wait_for_url(f"{(disk / 'verhalen').as_uri()}/*/index.html")
    assert page.locator("h1").count() == 1
    shown = page.evaluate("getComputedStyle(document.querySelector('.site-header')).display")
    assert shown != "inline", "no stylesheet"
    page.click(".brand")
    page.wait_for_url((disk / "index.html").as_uri())
    assert {url.partition(":")[0] for url in asked} <= {"file", "data"}
    page.close()
