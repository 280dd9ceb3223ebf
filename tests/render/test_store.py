"""A store keeps what builds need, whoever read it, and forgets the oldest where there is far more."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmsite.render import store
from pmsite.render.store import Store, key_of

PAGES = 10


def put(path: Path, numbers: range) -> None:
    kept = Store(path)
    for number in numbers:
        kept.put(key_of(number), number)
    kept.trim(PAGES)
    kept.close()


def held(path: Path, numbers: range) -> list[int]:
    kept = Store(path)
    found = [number for number in numbers if kept.get(key_of(number)) == number]
    kept.close()
    return found


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "FEWEST", 1)


def test_builds_that_read_nothing_forget_nothing(tmp_path: Path) -> None:
    most = store.SPARE * PAGES
    put(tmp_path / "x.db", range(most))
    for _ in range(3):
        put(tmp_path / "x.db", range(0))
    assert held(tmp_path / "x.db", range(most)) == list(range(most))


def test_the_oldest_is_forgotten_where_there_is_far_more_than_a_site_needs(tmp_path: Path) -> None:
    most = store.SPARE * PAGES
    put(tmp_path / "x.db", range(most))
    put(tmp_path / "x.db", range(most, most + 30))
    assert held(tmp_path / "x.db", range(most + 30)) == list(range(30, most + 30))


def test_what_is_written_again_is_not_old(tmp_path: Path) -> None:
    most = store.SPARE * PAGES
    put(tmp_path / "x.db", range(most))
    put(tmp_path / "x.db", range(5))
    put(tmp_path / "x.db", range(most, most + 30))
    assert held(tmp_path / "x.db", range(most)) == [*range(5), *range(35, most)]


def test_a_small_site_may_have_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "FEWEST", PAGES + 1)
    put(tmp_path / "x.db", range(store.SPARE * (PAGES + 1)))
    assert len(held(tmp_path / "x.db", range(store.SPARE * (PAGES + 1)))) == store.SPARE * (PAGES + 1)
