"""Garbage collection is as it was, whatever happens while it is off."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from catalogue.build.garbage import uncollected


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Leave the collector to the other tests as it was."""
    yield
    gc.enable()
    gc.unfreeze()


@pytest.mark.parametrize("stays", [True, False])
def test_nothing_is_collected_meanwhile_and_everything_afterwards(*, stays: bool) -> None:
    with uncollected(stays=stays):
        assert not gc.isenabled()
    assert gc.isenabled()


def test_an_exception_leaves_it_on() -> None:
    with pytest.raises(ValueError, match="x"), uncollected(stays=True):
        raise ValueError("x")
    assert gc.isenabled()


@pytest.mark.parametrize("stays", [True, False])
def test_where_it_was_off_it_stays_off(*, stays: bool) -> None:
    with uncollected():
        with uncollected(stays=stays):
            pass
        assert not gc.isenabled()


def test_only_what_stays_is_not_searched_later() -> None:
    gc.unfreeze()
    with uncollected():
        pass
    assert gc.get_freeze_count() == 0
    with uncollected(stays=True):
        pass
    assert gc.get_freeze_count() > 0
