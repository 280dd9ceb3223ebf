"""Nothing vanishes: a file that looks like an item is read, or it is said why not and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmsite.diagnostics import Diagnostic, Severity
from pmsite.pipeline import load
from tests.make import TODAY, write

ITEM = "---\ntitle: Tide table\nstatus: planned\nteam: core\n---\n"
RISK = "---\ntitle: Licence\nprobability: 2\nimpact: 3\n---\n"
SETTINGS = "name: P\nchecks: {unowned: off}\n"


def told(root: Path, files: dict[str, str | bytes]) -> list[Diagnostic]:
    """What is said of a workspace."""
    return list(load(write(root, {"teams/core.md": "title: Core", **files}, SETTINGS), "roadmap", TODAY).report)


NOT_READ = [
    ("feature/tide.md", ITEM, "feature/ is no folder of items", "did you mean features/? Move it to features/tide.md"),
    ("Features/tide.md", ITEM, "Features/ is no folder of items", "did you mean features/?"),
    ("fetaures/tide.md", ITEM, "fetaures/ is no folder of items", "did you mean features/?"),
    ("epics/tide.md", ITEM, "epics/ is no folder of items", "move it to features/tide.md, or write `type: feature` into it"),
    ("ideas/tide.md", ITEM, "ideas/ is no folder of items", "an idea is a feature with `status: idea`"),
    ("okrs/2027.md", ITEM, "okrs/ is no folder of items", "move it to objectives/2027.md"),
    ("KPIs/nights.md", ITEM, "KPIs/ is no folder of items", "move it to metrics/nights.md"),
    ("someday/tide.md", ITEM, "someday/ is no folder of items", "move it to features/tide.md"),
    ("someday/licence.md", RISK, "someday/ is no folder of items", "move it to risks/licence.md"),
    ("2027/q1/tide.md", ITEM, "2027/q1/ is no folder of items", "move it to features/tide.md"),
    ("tide.md", ITEM, "it lies in no folder of items", "move it to features/tide.md, or write `type: feature` into it"),
    ("features/tide.txt", ITEM, "items end in .md, this one in .txt", "call it tide.md"),
    ("features/tide.md.txt", ITEM, "items end in .md, this one in .txt", "call it tide.md"),
    ("features/tide", ITEM, "items end in .md", "call it tide.md"),
    ("features/tide.markdown", ITEM, "items end in .md, this one in .markdown", "call it tide.md"),
    ("features/tide.mdx", ITEM, "items end in .md, this one in .mdx", "call it tide.md"),
    ("features/tide.txt", "title: Tide table\nstatus: idea\n", "items end in .md, this one in .txt", "between two lines of ---"),
    ("features/tide.yml", "title: Tide table\n", "items end in .md, this one in .yml", "between two lines of ---"),
    ("features/tide.docx", b"PK\x03\x04", "items end in .md, this one in .docx", "write its text into tide.md"),
    ("功能/tide.docx", b"PK\x03\x04", "items end in .md, this one in .docx", "write its text into tide.md"),
    (
        "metrics/nights.csv",
        "date,value\n2026-10-01,2\n",
        "no metric has a file called nights.md",
        "describe the metric in nights.md",
    ),
]


@pytest.mark.parametrize(("path", "text", "says", "hint"), NOT_READ, ids=[case[0] for case in NOT_READ])
def test_a_file_that_is_not_read_is_told(tmp_path: Path, path: str, text: str | bytes, says: str, hint: str) -> None:
    (found,) = told(tmp_path, {path: text})
    assert (found.code, found.severity, found.span.path) == ("file-not-read", Severity.WARNING, f"roadmap/{path}")
    assert says in found.message
    assert hint in found.hint


def test_values_in_a_workbook_are_told(tmp_path: Path) -> None:
    (found,) = told(tmp_path, {"metrics/n.md": "title: N", "metrics/n.xlsx": b"PK"})
    assert "a metric's values stand in n.csv" in found.message
    assert "save it as n.csv" in found.hint
    values = "date,value\n2026-10-01,2\n"
    assert not told(tmp_path / "both", {"metrics/n.md": "title: N", "metrics/n.xlsx": b"PK", "metrics/n.csv": values})


FINE: list[dict[str, str | bytes]] = [
    {"README.md": "---\ntitle: All\n---\n"},
    {"features/README.md": "# How we write\n"},
    {"features/readme.zh.md": "---\ntitle: A\n---\n"},
    {"notes/minutes.md": b"# Minutes\n\nWe met.\n", "notes/rule.md": b"---\nA rule, and no facts.\n"},
    {"features/tide.md~": ITEM, "features/.tide.md.swp": ITEM, "features/.DS_Store": b"\0", "features/tide.md.orig": ITEM},
    {"features/notes.txt": "Not an item.\n", "features/picture.png": b"\x89PNG", "features/table.csv": "a;b\n"},
    {"features/a.md": "---\ntitle: A\n---\nSee [it](my%20paper.docx).\n", "features/my paper.docx": b"PK\x03\x04"},
    {"metrics/nights.md": "title: Nights", "metrics/nights.csv": "date,value\n2026-10-01,2\n"},
    {"metrics/nights.md": "type: metric\ntitle: Nights", "metrics/nights.zh.md": "title: 夜"},
    {"ideas/tide.md": ITEM.replace("title", "type: feature\ntitle", 1)},
    {"功能/潮汐.md": ITEM, "指标/夜.md": "title: 夜", "指标/夜.csv": "日期,数值\n2026-10-01,2\n"},
]


@pytest.mark.parametrize("files", FINE, ids=[next(iter(files)) for files in FINE])
def test_files_beside_items_are_left_alone(tmp_path: Path, files: dict[str, str | bytes]) -> None:
    assert [found.message for found in told(tmp_path, files) if found.code != "table-read-as"] == []


def test_a_folder_is_told_once(tmp_path: Path) -> None:
    (found,) = told(tmp_path, {f"feature/{name}.md": ITEM for name in "abcde"})
    assert found.message == "a.md, b.md, c.md and 2 more files in feature/ are not read: feature/ is no folder of items"


def test_references_to_files_that_are_not_read_are_one_error(tmp_path: Path) -> None:
    naming = {f"features/{name}.md": f"title: {name.upper()}\ndepends_on: [tide]" for name in "abc"}
    (found,) = told(tmp_path, {"ideas/tide.md": ITEM, **naming})
    assert (found.code, found.severity, found.span.path) == ("unknown-reference", Severity.ERROR, "roadmap/ideas/tide.md")
    assert found.message == "this file is not read: ideas/ is no folder of items; 3 references lead to it"
    assert [place.path for place, _ in found.related] == [f"roadmap/features/{name}.md" for name in "abc"]


def test_a_readme_is_never_an_item(tmp_path: Path) -> None:
    root = write(tmp_path, {"features/README.md": "type: feature\ntitle: A"}, SETTINGS)
    found = load(root, "roadmap", TODAY)
    assert found.product is not None
    assert not found.product.items
    assert not list(found.report)
