"""Mistakes that product managers make in a plan that is in use: each is answered in words that say what to change."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from pmsite.diagnostics import Diagnostic
from pmsite.pipeline import load

FAULTS = Path(__file__).parents[3] / "shared" / "faults" / "mistakes.py"
PLAN = FAULTS.parents[1] / "data" / "harbour"
TODAY = date(2026, 11, 29)
SOUND: frozenset[str] = frozenset(
    [
        "emoji",
        "percent",
        "release unquoted",
        "release 1.0 unquoted",
        "image beside, exists",
        ".DS_Store + ~",
        "README in features",
        "yes as value",
        "epics/ with type",
        "owner unknown person",
        "conf 80",
        "impact 9",
    ]
)
"""What is no mistake, or told by a rule of another kind."""
TOLD = {
    "date 31 Nov": ("target: 2026-11 has no day 31", "November 2026 ends on 2026-11-30"),
    "date US": ("'12/15/2026' is not a date", "write 2026-12-15;"),
    "date words": ("'December 2026'", "write 2026-12;"),
    "date Q4 2026": ("'Q4 2026'", "write 2026-Q4;"),
    "date 2026-Q5": ("'2026-Q5'", "a year has four quarters: write 2026-Q1 to 2026-Q4, or 2027-Q1"),
    "misspelt id": ("no team has the id bookings", "did you mean booking?"),
    "misspelt case": ("no team has the id Booking", "did you mean booking?"),
    "title instead of id": ("it holds a space", "write season-contracts, the id of “Seasonal contracts online”"),
    "list w/o brackets": ("a list is needed here", "write [season-contracts, online-booking]"),
    "status misspelt": ("in progress is not a status", "did you mean building?"),
    "status Done": ("Done is not a status", "did you mean shipped?"),
    "field misspelt": ("staus is not a known key", "did you mean `status`?"),
    "field caps": ("Status is not a known key", "did you mean `status`?"),
    "tab indent": ("a tab indents this line", "two spaces"),
    "indent": ("begins in another column", "indent it by 4 spaces"),
    "colon title": ("needs quotes", 'title: "Berths: online booking with instant confirmation"'),
    "quote at start": ("after the closing quote", r'title: "\"Book\" online with instant confirmation"'),
    "apostrophe start": ("after the closing quote", 'title: "Skipper\'s online booking"'),
    "smart quotes around value": ("the quotes here are typographic (“ ”)", 'write version: "1.1"'),
    "smart quotes list": ("the comma between them splits the text", 'write highlights: ["Book at any hour, day or night"]'),
    "hash in title": ("a # after a space begins a comment", 'title: "Fix issue #12 and # others"'),
    "at sign owner": ("cannot start with @", "write the name without the @: owner: maya"),
    "effort string": ("4 weeks is not a number", "the number alone: 4"),
    "no closing ---": ("is never closed", "before line 14, “Text.”"),
    "front matter dashes long": ("three hyphens and nothing else", "make --- the whole first line"),
    "blank line before": ("must start on line 1", "remove the empty lines at the top"),
    "no space after colon": ("a space is missing after the colon", "team: booking"),
    "duplicate key": ("the key team stands here a second time", "keep one of the two"),
    "renamed file": ("no item has the id online-booking", "renamed? Write `id: online-booking` into features/instant-booking.md"),
    "renamed file w/ space+caps": ("this file looks like it", "renamed? Write `id: sso` into it, or call it sso.md"),
    "deleted item": ("has the id phones-at-dusk", "write the id of an item that exists"),
    "image space": ("spaces in an address", "write ![Screen](<Screenshot 2026-11-29 at 08.00.png>)"),
    "image missing": ("there is no picture screen.png", "relative to this file"),
    "image elsewhere docs": ("a file on your own machine", "put the file beside the item, and write screen.png"),
    "dead link in body": ("the link seach.md leads nowhere", "did you mean ../changes/search.md?"),
    "csv comma decimal": ("2.650,5 may be one number", "write 2650.5"),
    "csv semicolon (Excel)": ("read with semicolons", "nothing needs to be changed"),
    "csv thousands": ("2,650 is not a number", "write 2650, or 2.65"),
    "csv date de": ("'23.11.2026' is not a date", "write 2026-11-23"),
    "csv BOM cp1252": ("not UTF-8", "CSV UTF-8"),
    "md as utf16": ("not UTF-8", "it is UTF-16 now"),
    "md copied to docx name": ("items end in .md, this one in .docx", "write its text into online-booking.md"),
    "file in wrong folder": ("ideas/ is no folder of items", "move it to features/online-booking.md"),
    "file in root": ("it lies in no folder of items", "move it to features/online-booking.md"),
    "folder misspelt": ("feature/ is no folder of items", "did you mean features/?"),
    "unknown audience": ("customer is not an audience", "did you mean customers?"),
    "visibility public": ("must be a list of audiences, this is public", "[customers, investors]"),
    "kr ref wrong": ("has the id q4-online.night", "did you mean q4-online.nights?"),
    "two files same id": ("the id online-booking is taken by", "another name"),
    "person id same as feature": ("skills is not a known key", "items in people/ have"),
    "multi-line summary bad": ("second line is not a known key", "double quotes, on one line"),
    "merge conflict": ("a merge left both versions", "keep one of the two versions"),
    "shipped with no date/release": ("nothing says when", "add `shipped:` with the day"),
    "product.yml typo": ("curency is not a known key", "did you mean `currency`?"),
    "copied item": ("it holds a space", "rename the file to online-booking-copy.md"),
    "em dash fm & nbsp": ("the space here is not the ordinary one", "status: building"),
    "new in ideas/": ("ideas/ is no folder of items", "an idea is a feature with `status: idea`"),
    "new in feature/": ("feature/ is no folder of items", "did you mean features/? Move it to features/tide.md"),
    "new in Features/": ("differ only in case", "keep one of the two"),
    "new in root": ("it lies in no folder of items", "or write `type: feature` into it"),
    "new .txt": ("items end in .md, this one in .txt", "call it tide.md"),
    "new .markdown": ("items end in .md, this one in .markdown", "call it tide.md"),
    "new .MD": ("items end in .md, in small letters", "call it tide.md"),
    "type: epic": ("epic is not a type of item", "did you mean feature?"),
    "smart quotes release": ("typographic (“ ”): “1.1”", "write 1.1"),
    "smart target": ("typographic (“ ”): “2026-12”", "write 2026-12"),
    "smart status": ("typographic (“ ”): “building”", "write building"),
    "en dash date": ("the – is a long dash", "write 2026-12"),
    "bullets unicode": ("this line begins with •", "write - {text: Draft with lawyer, done: true}"),
    "vision broken": ("'soon' is not a date", "write it as 2026-12-15"),
    "team broken": ("squad is not known here", "write one of product, platform"),
    "KR list missing dash": ("has no hyphen before it", "write - {id: marinas, title:"),
    "unclosed bracket": ("is never closed", "supports: [q4-online.nights]"),
    "sprint field": ("sprint is not a known key", "`cycle` names the stretch of the team's time"),
    "parent field": ("this is shipped, and its part", "make them parts of something else"),
    "estimate": ("estimate is not a known key", "effort: …"),
}
"""By mistake, words of the message and of the hint."""


@pytest.fixture(scope="module")
def mistakes() -> dict[str, Callable[[Path], object]]:
    """Each mistake as what it does to the files of a workspace."""
    found: dict[str, Callable[[Path], object]] = {}
    if FAULTS.is_file():
        script = FAULTS.read_text(encoding="utf-8")
        quiet = script.replace("SOUND = set(told(PLAN))", "case = note").replace("def case(", "def told_of(")
        names = {"__file__": str(FAULTS), "__name__": "mistakes", "note": found.__setitem__}
        exec(compile(quiet, str(FAULTS), "exec"), names)
    return found


def made(change: Callable[[Path], object], folder: Path) -> list[Diagnostic]:
    """What is said of the plan in which a mistake was made."""
    root = shutil.copytree(PLAN / "roadmap", folder / "roadmap")
    change(root)
    return list(load(root, "roadmap", TODAY).report)


pytestmark = pytest.mark.skipif(not FAULTS.is_file(), reason="the mistakes that were made are not beside this checkout")


@pytest.mark.parametrize("name", TOLD)
def test_a_mistake_is_answered(name: str, mistakes: dict[str, Callable[[Path], object]], tmp_path: Path) -> None:
    found = made(mistakes[name], tmp_path)
    says, hint = TOLD[name]
    answers = [(fault.message, fault.hint) for fault in found]
    assert any(says in message and hint in told for message, told in answers), answers


@pytest.mark.parametrize("name", sorted(SOUND))
def test_what_is_no_mistake_stops_nothing(name: str, mistakes: dict[str, Callable[[Path], object]], tmp_path: Path) -> None:
    assert not [fault for fault in made(mistakes[name], tmp_path) if fault.severity == "error"]


def test_every_mistake_has_its_answer(mistakes: dict[str, Callable[[Path], object]]) -> None:
    assert mistakes.keys() == TOLD.keys() | SOUND
