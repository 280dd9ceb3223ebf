"""One fact of a file changed: the file before, what is wanted, and the file after, or the code of the refusal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pmsite.writing.change import changed
from pmsite.writing.data import from_data
from pmsite.writing.operation import InFile, OfFiles, Set
from pmsite.writing.refused import Refused

CASES = sorted((Path(__file__).parent / "cases").iterdir())


def text(path: Path) -> str:
    return path.read_bytes().decode()


def operation(data: dict[str, object]) -> InFile:
    told = {"item": "a", **{name: value for name, value in data.items() if name not in ("type", "note", "path")}}
    if data["op"] == "body":
        told["text"] = told.pop("value")
    else:
        told["place"] = data["path"]
    found = from_data(told)
    assert not isinstance(found, OfFiles)
    return found


def apply(before: str, data: dict[str, object]) -> str:
    type_name = str(data["type"])
    return changed(before, [operation(data)], type_name, f"{type_name}s/a.md", f"roadmap/{type_name}s/a.md")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Path) -> None:
    before, data = text(case / "before.md"), json.loads(text(case / "operation.json"))
    if (case / "refused.txt").exists():
        with pytest.raises(Refused) as found:
            apply(before, data)
        assert text(case / "refused.txt").strip() in ("*", found.value.diagnostic.code)
        assert found.value.diagnostic.hint
        return
    after = apply(before, data)
    assert after == text(case / "after.md")
    if data["op"] in ("set", "body"):
        assert apply(after, data) == after


def test_a_fragment_without_front_matter_has_no_facts_to_change() -> None:
    with pytest.raises(Refused) as found:
        changed("A line.\n", [Set("1.fixed", ("title",), "Two")], "change", "changes/1.fixed.md", "roadmap/changes/1.fixed.md")
    assert (found.value.diagnostic.code, found.value.diagnostic.span.path) == ("no-front-matter", "roadmap/changes/1.fixed.md")


@pytest.mark.parametrize("wanted", [["a-1"], [f"b-{number}" for number in range(90)], []])
def test_a_long_list_becomes_another_one(wanted: list[str]) -> None:
    before = f"---\ntitle: One\ntags: [{', '.join(f'a-{number}' for number in range(120))}]  # words\n---\n"
    after = changed(before, [Set("a", ("tags",), [*wanted])], "feature", "features/a.md", "roadmap/features/a.md")
    assert after == f"---\ntitle: One\ntags: [{', '.join(wanted)}]  # words\n---\n"
