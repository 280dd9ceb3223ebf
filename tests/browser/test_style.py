"""The style sheet and the script: small, and without what could become markup."""

from __future__ import annotations

import gzip
from pathlib import Path

import material

from pmsite.templates import assets

MOST, SENT = 60_000, 25_000


def source(name: str) -> str:
    return dict(assets.files())[name]


def test_script_and_style_together_stay_small() -> None:
    texts = [text.encode() for name, text in assets.files() if name != assets.SEARCH]
    assert sum(len(text) for text in texts) <= MOST
    assert sum(len(gzip.compress(text)) for text in texts) <= SENT


def test_the_search_is_smaller_than_the_script_that_it_stands_for() -> None:
    (theirs,) = (Path(material.__file__).parent / "templates/assets/javascripts/workers").glob("search.*.js")
    assert len(source(assets.SEARCH).encode()) * 3 <= theirs.stat().st_size


def test_the_script_holds_no_words_and_never_writes_markup() -> None:
    script = source(assets.SCRIPT)
    assert "innerHTML" not in script
    assert "insertAdjacent" not in script
