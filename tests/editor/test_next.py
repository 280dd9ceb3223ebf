"""What the menu of an item offers to make next names fields that there are."""

from __future__ import annotations

import re

import pytest

from pmsite.editor.files import content
from pmsite.model.types import BY_NAME, references

SCRIPT = (content("items.js") or (b"", ""))[0].decode()
BLOCK = re.search(r"const NEXT = \{\n(.*?)\n\};", SCRIPT, re.DOTALL)
NEXT = [
    (type_name, *pair)
    for type_name, pairs in re.findall(r"^ {2}(\w+): \[(.*)\],$", BLOCK[1] if BLOCK else "", re.MULTILINE)
    for pair in re.findall(r'\["(\w+)", "(\w+)"\]', pairs)
]


def test_all_of_it_is_read() -> None:
    assert BLOCK
    assert len(NEXT) == BLOCK[1].count('["')
    assert len(NEXT) > 20


@pytest.mark.parametrize(("type_name", "other", "field"), NEXT)
def test_the_new_item_can_name_the_one_that_it_is_made_on(type_name: str, other: str, field: str) -> None:
    named = references(BY_NAME[other])[field].to
    assert not named or type_name in named
