"""Plain change fragments, as towncrier names them."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmsite.model.change import Change
from pmsite.pipeline import load
from pmsite.workspace import Workspace
from tests.make import TODAY

KINDS = "name: P\nchange_kinds: {speed: {readers: improved, label: Faster}}\n"


def read(folder: Path, name: str, text: str) -> Workspace:
    path = folder / "roadmap" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    (folder / "roadmap/product.yml").write_text(KINDS)
    path.write_text(text, encoding="utf-8", newline="")
    return load(folder / "roadmap", "roadmap", TODAY)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("changes/1234.fixed.md", "Crash on\nstart.\n\nMore.\n", ("1234.fixed", "fixed", "Crash on start.", "More.\n", ("#1234",))),
        ("changes/1234.fixed.1.md", "Crash", ("1234.fixed.1", "fixed", "Crash", "", ("#1234",))),
        ("changes/+quiet-start.added.md", "\nNew\n", ("quiet-start.added", "added", "New", "", ())),
        ("changes/9.speed.md", "Faster\n", ("9.speed", "speed", "Faster", "", ("#9",))),
        ("changes/2026/离线.added.md", "离线可用\n", ("离线.added", "added", "离线可用", "", ())),
        ("changes/+marked.removed.md", "---\ntitle: Gone\n---\n", ("marked.removed", "removed", "Gone", "", ())),
        ("changes/crlf.fixed.md", "One\r\n\r\nTwo\r\n", ("crlf.fixed", "fixed", "One", "Two\n", ())),
    ],
)
def test_the_name_gives_the_kind_and_the_first_paragraph_the_title(
    tmp_path: Path, name: str, text: str, expected: tuple[object, ...]
) -> None:
    found = read(tmp_path, name, text)
    assert not list(found.report), [d.message for d in found.report]
    assert found.product is not None
    (change,) = found.product.of(Change)
    assert (change.id, change.kind, change.title, change.body, change.references) == expected
    assert change.visibility == ()


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("changes/notes.md", "Words", "front-matter-missing"),
        ("features/1.fixed.md", "Words", "front-matter-missing"),
        ("changes/1.fixed.md", "---\ntitle: A\n", "front-matter-not-closed"),
        ("changes/1.fixed.md", "\n---\ntitle: A\n---\n", "blank-line-before-front-matter"),
        ("changes/1.fixed.md", "title: A\nkind: fixed\n", "front-matter-missing"),
        ("changes/1.fixed.md", " \n", "front-matter-missing"),
        ("changes/1.fixed.zh.md", "Words", "front-matter-missing"),
        ("changes/1.draft.md", "Words", "unknown-choice"),
        ("changes/1.fixed.md", f"{'long ' * 80}", "text-too-long"),
        ("changes/1.fixed.md", "A <!-- internal -->b<!-- /internal -->", "internal-passage-in-fact"),
        ("changes/1.fixed.md", "A\n\n<!-- internal -->\n", "internal-passage-unclosed"),
        ("changes/1.fixed.md", "A \u202e b", "control-character"),
        ("changes/+.fixed.md", "Words", "not-an-id"),
    ],
)
def test_everything_else_stays_a_fault(tmp_path: Path, name: str, text: str, code: str) -> None:
    found = read(tmp_path, name, text)
    assert [d.code for d in found.report] == [code]
    assert found.product is None or not found.product.items


@pytest.mark.parametrize(
    ("ends", "code"),
    [("2027-02-30", "not-a-date-or-version"), ("soon", "not-a-date-or-version"), ("4.0.0", ""), ("2027-Q2", ""), ("v3", "")],
)
def test_an_ending_is_a_date_or_a_version(tmp_path: Path, ends: str, code: str) -> None:
    found = read(tmp_path, "changes/a.md", f"---\ntitle: A\nkind: deprecated\nends: {ends}\n---\n")
    assert [d.code for d in found.report] == ([code] if code else [])


def test_kinds_need_names_that_can_be_part_of_file_names(tmp_path: Path) -> None:
    (tmp_path / "roadmap").mkdir()
    (tmp_path / "roadmap/product.yml").write_text("name: P\nchange_kinds: {zh: {}, 'Big One': {}}\n")
    assert [d.code for d in load(tmp_path / "roadmap", "roadmap", TODAY).report] == ["bad-kind-name", "bad-kind-name"]
