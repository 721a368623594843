"""The built site needs no more than the policy allows, and tells its host what to send."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from catalogue.site.headers import CONTENT_POLICY, EARLY_SCRIPT, headers_file

RUN_NOTHING = {"application/ld+json", "application/json", "text/template"}
SOURCES = {
    "script": ("src",), "img": ("src", "srcset"), "source": ("src", "srcset"), "video": ("src", "poster"),
    "audio": ("src",), "track": ("src",), "iframe": ("src",), "link": ("href",), "form": ("action",),
}  # fmt: skip


def test_no_page_holds_a_script_or_a_style_of_its_own(site):
    for page in site.pages.values():
        named = [s for s in page.all("script") if s.get("src") or s.get("type") in RUN_NOTHING]
        # The only other one is that which the policy knows by its hash.
        known = page.html.count(f"<script>{EARLY_SCRIPT}</script>")
        assert len(page.all("script")) - len(named) == known <= 1, page.uri
        assert page.all("style", "base", "object", "embed", "applet") == [], page.uri
        for element in page.root.descendants():
            named = {
                name for name in element.attributes if name == "style" or name.startswith("on")
            }
            assert not named, (page.uri, element.tag, named)
            assert not element.get("href").lower().startswith("javascript:"), page.uri


def test_everything_that_a_page_loads_is_its_own(site):
    for page in site.pages.values():
        for tag, names in SOURCES.items():
            for element in page.all(tag):
                if tag == "link" and element.get("rel") in ("canonical", "alternate", "license"):
                    continue
                for name in names:
                    for address in element.get(name).split(","):
                        parts = urlsplit(address.strip().split(" ")[0])
                        inline = tag == "img" and parts.scheme == "data"
                        assert inline or not (parts.scheme or parts.netloc), (page.uri, address)


def test_no_sheet_loads_anything_from_elsewhere(site):
    for name in site.files:
        if name.endswith(".css"):
            text = (site.folder / name).read_text("utf-8")
            assert not re.search(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//", text), name


def test_every_kind_of_thing_that_is_loaded_has_its_rule():
    assert {
        f"{kind}-src" for kind in ("script", "style", "img", "font", "connect", "media")
    } <= set(CONTENT_POLICY)


def test_the_site_holds_the_headers_for_its_own_folders(site):
    folders = {name.split("/")[0] for name in site.files if "/" in name}
    assert (site.folder / "_headers").read_text("utf-8") == headers_file(folders)
    assert {"verhalen", "modules", "assets", "insluiten"} <= folders
