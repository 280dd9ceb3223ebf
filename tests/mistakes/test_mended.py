"""Mistakes of product managers after `pmsite check --fix`: what has one right answer is made right, and nothing else is touched."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pmsite.diagnostics import Diagnostic
from pmsite.editing.session import Session
from tests.mistakes.test_harbour import FAULTS, PLAN, SOUND, TODAY, TOLD, mistakes

__all__ = ["mistakes"]

pytestmark = pytest.mark.skipif(not FAULTS.is_file(), reason="the mistakes that were made are not beside this checkout")

AS_BEFORE = "as it was before the mistake"
MENDED = {
    "date US": "target: 2026-12-15",
    "date words": AS_BEFORE,
    "date Q4 2026": "target: 2026-Q4",
    "misspelt id": AS_BEFORE,
    "misspelt case": AS_BEFORE,
    "title instead of id": AS_BEFORE,
    "list w/o brackets": "depends_on: [season-contracts, online-booking]",
    "field misspelt": AS_BEFORE,
    "field caps": AS_BEFORE,
    "tab indent": AS_BEFORE,
    "indent": AS_BEFORE,
    "colon title": 'title: "Berths: online booking with instant confirmation"',
    "quote at start": r'title: "\"Book\" online with instant confirmation"',
    "apostrophe start": 'title: "Skipper\'s online booking"',
    "smart quotes around value": AS_BEFORE,
    "smart quotes list": 'highlights: ["Book at any hour, day or night"]',
    "hash in title": 'title: "Fix issue #12 and # others"',
    "at sign owner": AS_BEFORE,
    "no closing ---": AS_BEFORE,
    "front matter dashes long": AS_BEFORE,
    "blank line before": AS_BEFORE,
    "no space after colon": AS_BEFORE,
    "image space": "![Screen](<Screenshot 2026-11-29 at 08.00.png>)",
    "csv date de": AS_BEFORE,
    "md as utf16": AS_BEFORE,
    "folder misspelt": AS_BEFORE,
    "kr ref wrong": AS_BEFORE,
    "product.yml typo": AS_BEFORE,
    "em dash fm & nbsp": AS_BEFORE,
    "new in feature/": AS_BEFORE,
    "new in Features/": AS_BEFORE,
    "new .txt": AS_BEFORE,
    "new .markdown": AS_BEFORE,
    "new .MD": AS_BEFORE,
    "smart quotes release": AS_BEFORE,
    "smart target": AS_BEFORE,
    "smart status": AS_BEFORE,
    "en dash date": AS_BEFORE,
    "bullets unicode": AS_BEFORE,
    "KR list missing dash": AS_BEFORE,
    "unclosed bracket": AS_BEFORE,
}
"""By mistake, the line that stands there then."""
NEW_FILES = {"new in feature/", "new in Features/", "new .txt", "new .markdown", "new .MD"}

ANOTHER_WORD = "it is another word, not a slip: what the team means by it is theirs to say"
NO_SUCH_DAY = "no day or quarter is called so, and more than one is near"
TWO_WAYS = "it can be put right in two ways, which the hint names"
NOT_THERE = "what is named is not there, and nothing is surely meant"
TWO_NUMBERS = "it is one number in one country and another one in the next"
WHO_READS = "it decides who reads the item, which nobody takes back once it was shown"
TWO_VERSIONS = "two versions stand there, and one of them goes"
A_FACT_IS_MISSING = "a fact is missing that only the team knows"
LEFT_TO_PEOPLE = {
    "date 31 Nov": NO_SUCH_DAY,
    "date 2026-Q5": NO_SUCH_DAY,
    "status misspelt": ANOTHER_WORD,
    "status Done": ANOTHER_WORD,
    "effort string": "the unit would be lost, and effort may be meant in another one",
    "duplicate key": TWO_VERSIONS,
    "renamed file": TWO_WAYS,
    "renamed file w/ space+caps": TWO_WAYS,
    "deleted item": NOT_THERE,
    "image missing": NOT_THERE,
    "image elsewhere docs": NOT_THERE,
    "dead link in body": "a file of nearly this name is in another folder, and is another item",
    "csv comma decimal": TWO_NUMBERS,
    "csv semicolon (Excel)": "it is read as it was meant",
    "csv thousands": TWO_NUMBERS,
    "csv BOM cp1252": "the bytes do not tell their encoding",
    "md copied to docx name": "the text of a document has to be copied out of it",
    "file in wrong folder": TWO_WAYS,
    "file in root": TWO_WAYS,
    "unknown audience": WHO_READS,
    "visibility public": WHO_READS,
    "two files same id": TWO_VERSIONS,
    "person id same as feature": TWO_VERSIONS,
    "multi-line summary bad": "the line may be a text that goes on, or a fact",
    "merge conflict": TWO_VERSIONS,
    "shipped with no date/release": A_FACT_IS_MISSING,
    "copied item": TWO_WAYS,
    "new in ideas/": TWO_WAYS,
    "new in root": TWO_WAYS,
    "type: epic": ANOTHER_WORD,
    "vision broken": NOT_THERE,
    "team broken": ANOTHER_WORD,
    "sprint field": ANOTHER_WORD,
    "parent field": ANOTHER_WORD,
    "estimate": ANOTHER_WORD,
}
"""By mistake, why nothing is written: the report tells what there is to decide."""


def test_each_mistake_is_mended_or_left_to_people_for_a_reason() -> None:
    assert MENDED.keys() | LEFT_TO_PEOPLE.keys() == TOLD.keys()
    assert not MENDED.keys() & LEFT_TO_PEOPLE.keys()


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def contents(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def faults(found: Session) -> list[Diagnostic]:
    return [fault for fault in found.look().report if fault.severity.is_fault]


@pytest.fixture(scope="module")
def before() -> frozenset[str]:
    return (
        frozenset(fault.message for fault in faults(Session(PLAN / "roadmap", "roadmap", TODAY)))
        if FAULTS.is_file()
        else frozenset()
    )


@pytest.mark.usefixtures("own_cache")
@pytest.mark.parametrize("name", MENDED)
def test_a_mistake_with_one_right_answer_is_made_right(
    name: str, mistakes: dict[str, Callable[[Path], object]], before: frozenset[str], tmp_path: Path
) -> None:
    root = shutil.copytree(PLAN / "roadmap", tmp_path / "roadmap")
    sound = contents(root)
    mistakes[name](root)
    faulty = contents(root)
    verdict, found, _ = Session(root, "roadmap", TODAY).mend()
    assert verdict.ok
    assert found.done
    again = Session(root, "roadmap", TODAY)
    assert not [fault for fault in faults(again) if fault.message not in before]
    mended = contents(root)
    assert not again.mend()[0].files
    if name in NEW_FILES:
        new = mended.keys() - sound.keys()
        assert new == {"features/tide.md"}
        assert mended["features/tide.md"] in faulty.values()
        assert {inside: mended[inside] for inside in sound} == sound
    elif MENDED[name] == AS_BEFORE:
        assert mended == sound
    else:
        [inside] = [inside for inside in mended if mended[inside] != faulty[inside]]
        old, new_lines = faulty[inside].decode().split("\n"), mended[inside].decode().split("\n")
        assert [line for line, was in zip(new_lines, old, strict=True) if line != was] == [MENDED[name]]
    assert again.undo().ok
    assert contents(root) == faulty


@pytest.mark.usefixtures("own_cache")
@pytest.mark.parametrize("name", [*LEFT_TO_PEOPLE, *sorted(SOUND)])
def test_what_people_have_to_decide_is_left_as_it_is(
    name: str, mistakes: dict[str, Callable[[Path], object]], tmp_path: Path
) -> None:
    root = shutil.copytree(PLAN / "roadmap", tmp_path / "roadmap")
    mistakes[name](root)
    faulty = contents(root)
    verdict, found, _ = Session(root, "roadmap", TODAY).mend()
    assert verdict.ok
    assert not found.done
    assert contents(root) == faulty


ZH = FAULTS.parent / "zh" / "roadmap"
MENDED_IN_CHINESE = {
    "甲1": "title: 全角冒号",
    "甲2": "status: 待评审",
    "甲3": "target: 2026-Q4",
    "甲4": "target: 2026-03-05",
    "甲5": "supports: [首次成果.kr1]",
    "甲6": "supports: [首次成果.kr1, 首次成果.kr2]",
    "甲9": "target: 2027-Q3",
    "乙1": "target: 2027-Q3",
    "乙2": "tags: [移动端, 离线]",
    "乙3": "score: {reach: 1200, impact: 2, confidence: 80%, effort: 3}",
    "乙4": "target: 2027-03-05",
    "乙5": "target: 2027-H1",
    "乙9": "summary: 全角空格缩进",
}
LEFT_IN_CHINESE = {
    "甲7": ANOTHER_WORD,
    "甲8": ANOTHER_WORD,
    "乙6": ANOTHER_WORD,
    "乙8": ANOTHER_WORD,
    "丙2": "the bytes do not tell their encoding",
}


@pytest.mark.usefixtures("own_cache")
def test_slips_of_chinese_input_methods_are_mended_or_left(tmp_path: Path) -> None:
    root = shutil.copytree(ZH, tmp_path / "roadmap")
    before = contents(root)
    Session(root, "roadmap", TODAY).mend()
    after = contents(root)
    for stem, line in MENDED_IN_CHINESE.items():
        assert line in after[f"features/{stem}.md"].decode().split("\n")
    for stem in LEFT_IN_CHINESE:
        assert after[f"features/{stem}.md"] == before[f"features/{stem}.md"]
    assert b"visibility: [\xe5\xae\xa2\xe6\x88\xb7\xef\xbc\x8c" in after["features/乙2.md"]  # who reads is left to people
