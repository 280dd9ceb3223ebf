"""What files and ids may be called."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmsite.read.names import file_name_fault, fold, id_fault

IDS = (
    "offline-mode",
    "f-1",
    "3.2",
    "a",
    "A_b",
    "1234.fixed",
    "constructor",
    "index.old",
    "comma",
    "离线模式",
    "überblick",
    "путь",
    "दिशा",
    "x" * 100,
)
NO_IDS = {
    "": "empty",
    "-f": "begin with",
    ".": "begin with",
    "..": "begin with",
    "__proto__": "begin with",
    "../../x": "/",
    "a..b": "full stop",
    "plan.": "full stop",
    "a b": "space",
    "a/b": "/",
    "a\\b": "\\",
    "a%2Fb": "%",
    "<b>": "<",
    "a\n::error::": "U+000A",
    "plan\n": "U+000A",
    "a\u200bb": "U+200B",
    "a\u202eb": "U+202E",
    "a\ufe0f": "U+FE0F",
    "\u3164": "U+3164",
    "cafe\u0301": "NFC",
    "pl\u0430n": "Latin and Cyrillic",
    "pl\u03b1n": "Latin and Greek",
    "index": "own page",
    "Index": "own page",
    "con": "store",
    "NUL": "store",
    "com1": "store",
    "lpt9.txt": "store",
    "Aux.md": "store",
    "x" * 101: "101 characters",
}
FILES = ("a.md", "features", "1234.fixed.md", "+orphan.fixed.md", "weekly active.csv", "_draft.md", "离线.md", "a-b_c.png")
NO_FILES = {
    "--output=x.md": "=",
    "-rf.md": "hyphen",
    "a\u202edm.md": "U+202E",
    "<img>.md": "<",
    "a%0A.md": "%",
    "a:b.md": ":",
    "..\\evil.md": "\\",
    "a\n.md": "U+000A",
    "a##[x].md": "#",
    "cafe\u0301.md": "NFC",
    "a\udcff.md": "UTF-8",
    " a.md": "space",
    "a.md ": "space",
    "plan.": "full stop",
}


@pytest.mark.parametrize("written", IDS)
def test_an_id_may_be(written: str) -> None:
    assert id_fault(written) is None


@pytest.mark.parametrize(("written", "why"), NO_IDS.items())
def test_an_id_may_not_be(written: str, why: str) -> None:
    assert why in (id_fault(written) or "")


@pytest.mark.parametrize("name", FILES)
def test_a_file_may_be_called(name: str) -> None:
    assert file_name_fault(name) is None


@pytest.mark.parametrize(("name", "why"), NO_FILES.items())
def test_a_file_may_not_be_called(name: str, why: str) -> None:
    assert why in (file_name_fault(name) or "")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Plan-A", "plan-a"),
        ("ISTANBUL", "istanbul"),
        ("İstanbul", "istanbul"),
        ("\N{LATIN SMALL LETTER DOTLESS I}stanbul", "ISTANBUL"),
        ("straße", "STRASSE"),
        ("Σ", "ς"),
    ],
)
def test_names_that_collide_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.text(max_size=20))
def test_the_fault_of_an_id_is_one_printable_line(written: str) -> None:
    assert (id_fault(written) or "").isprintable()
    assert (file_name_fault(written) or "").isprintable()


@given(st.text(alphabet=st.characters(categories=("L", "Nd")), min_size=1, max_size=10).filter(lambda text: id_fault(text) is None))
def test_folding_twice_changes_nothing_more(written: str) -> None:
    assert fold(fold(written)) == fold(written)
    assert fold(unicodedata.normalize("NFD", written)) == fold(written)
