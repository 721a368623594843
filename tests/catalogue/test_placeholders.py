"""Which addresses only hold a place."""

from __future__ import annotations

import pytest
from catalogue.text.placeholders import is_placeholder


@pytest.mark.parametrize(
    "address",
    [
        "https://git.example/mango/site/", "http://example.com", "https://www.example.org:8443/a?b#c",
        "https://mango.example.net/", "https://MANGO.Example./", "//git.example/x", "https://a@b.test/",
        "http://localhost:8000/", "https://x.invalid", "mailto:redactie@site.example?subject=a@b.be",
        "redactie@site.example", "redactie@example.com", " https://git.example/ ",
        "https://git.example/new/{folder}?filename={name}&value={content}",
    ],
)  # fmt: skip
def test_a_name_that_is_kept_for_examples_holds_a_place(address: str) -> None:
    assert is_placeholder(address)


@pytest.mark.parametrize(
    "address",
    [
        "", "https://mangomomenten.be/", "https://example.be/", "https://myexample.com/",
        "https://mangomomenten.be/git.example/", "https://mangomomenten.be/?van=git.example",
        "https://git.example.be/", "https://git.internal/", "redactie@mangomomenten.be", "mailto:",
        "a.example@mangomomenten.be", "../verhalen/voorbeeld.example", "edit/main/content/",
        "#git.example", "http://[", "http://127.0.0.1:8000/", "\0", "@", "https://",
    ],
)  # fmt: skip
def test_every_other_address_does_not(address: str) -> None:
    assert not is_placeholder(address)
