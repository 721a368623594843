"""One policy in the form of every host."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256

import pytest
from catalogue import load
from catalogue.editing.generated import generated_files
from catalogue.site import headers


def as_policy(text):
    """A policy as a browser reads it: each directive with its sources."""
    return {
        name: value for name, _, value in (rule.strip().partition(" ") for rule in text.split(";"))
    }


def test_the_policy_allows_nothing_that_could_run_a_stranger_s_text():
    policy = as_policy(headers.content_security_policy())
    assert policy["default-src"] == "'none'"
    early = b64encode(sha256(headers.EARLY_SCRIPT.encode()).digest()).decode()
    assert policy["script-src"] == f"'self' 'wasm-unsafe-eval' 'sha256-{early}'"
    assert policy["style-src"] == "'self'"
    assert policy["object-src"] == policy["base-uri"] == "'none'"
    assert not re.search(r"unsafe-inline|'unsafe-eval'|https?:|\*", " ".join(policy.values()))
    assert "frame-ancestors" not in policy


def sent(text, path):
    """The headers that a host of `_headers` sends with *path*: those of every rule that fits."""
    found, fits = [], False
    for line in text.split("\n"):
        if line.startswith("/"):
            fits = path.startswith(line[:-1]) if line.endswith("*") else path == line
        elif fits and line.strip():
            name, _, value = line.strip().partition(": ")
            found.append((name, value))
    return found


FOLDERS = ["assets", "insluiten", "modules", "pagefind", "verhalen"]


@pytest.mark.parametrize(
    "path", ["/", "/verhalen/", "/verhalen/de-krant/", "/assets/a.css", "/404.html"]
)
def test_every_file_gets_every_header(path):
    names = [name for name, _ in sent(headers.headers_file(FOLDERS), path)]
    assert {"Content-Security-Policy", *headers.HEADERS} <= set(names)


def test_only_what_is_made_for_it_may_be_framed_by_other_sites():
    text = headers.headers_file(FOLDERS)
    ours = ("Content-Security-Policy", "frame-ancestors 'self'")
    for path in ("/", "/verhalen/de-krant/", "/modules/"):
        assert ours in sent(text, path)
    for path in ("/insluiten/", "/insluiten/week/"):
        assert not any("frame-ancestors" in value for _, value in sent(text, path))


def test_no_file_is_told_twice_how_long_to_keep_it():
    text = headers.headers_file(FOLDERS)
    for path, expected in (
        ("/pagefind/fragment/nl_1.pf_fragment", [headers.FOR_EVER]),
        ("/pagefind/pagefind.js", []),
        ("/assets/fonts/a.woff2", [headers.A_MONTH]),
        ("/verhalen/", []),
    ):
        assert [value for name, value in sent(text, path) if name == "Cache-Control"] == expected


def test_nginx_sends_the_same_policy_from_one_level():
    text = headers.nginx_configuration()
    for name, value in headers.HEADERS.items():
        assert f'add_header {name} "{value}" always;' in text
    assert headers.content_security_policy("$mangomomenten_frames") in text
    location = text[text.index("  location / {") :]
    assert "add_header" not in location, (
        "a location with a header of its own loses those of the server"
    )
    assert text.count("{") == text.count("}")
    assert "error_page 404 /404.html;" in text


def test_apache_sends_the_same_policy():
    text = headers.apache_configuration()
    for name, value in headers.HEADERS.items():
        assert f'Header always set {name} "{value}"' in text
    for ancestors in (headers.FRAMED_BY_US, headers.FRAMED_BY_ANYBODY):
        assert f'"{headers.content_security_policy(ancestors)}"' in text
    assert "ErrorDocument 404 /404.html" in text


def test_generated_files_are_as_the_code_says(root):
    for path, text in generated_files(load(root)).items():
        assert (root / path).read_text("utf-8") == text, f"{path}: run python -m catalogue generate"
