"""A renamed item leaves the plan equal but for its id."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmsite.editing.plan import Plan
from pmsite.editing.session import Session
from pmsite.model.product import Product
from pmsite.pipeline import load
from pmsite.starter import example
from pmsite.writing.operation import Rename
from tests.make import TODAY, write

NEW = "zz-quite-another-name"


def sample(root: Path, many: int) -> list[str]:
    """Some items of each type, those first that most others name."""
    found = load(root, "roadmap", TODAY)
    assert found.product is not None
    by_type: dict[str, list[str]] = {}
    for id in sorted(found.product.items, key=lambda one: -len(found.product.incoming.get(one, ()))):  # type: ignore[union-attr]
        by_type.setdefault(found.product.items[id].type, []).append(id)
    return [id for ids in by_type.values() for id in ids[:many]]


def try_rename(editor: Session, id: str) -> str:
    """What is wrong with renaming an item and undoing it, in a line."""
    before, old = editor.look().product, everything(editor)
    assert before is not None
    many = len(editor.look().report)
    kind = f".{id.rpartition('.')[2]}" if before.items[id].type == "change" and "." in id else ""
    new = f"{NEW}{kind}"
    verdict = editor.apply(Plan((Rename(id, new),)))
    if not verdict.ok:
        return f"{id}: {verdict.faults[0]}"
    found = editor.look()
    after = found.product
    assert after is not None
    files = {one.came_from or one.inside: one.after for one in verdict.files if one.after is not None}
    wrong = [
        *(["items"] if set(after.items) != {new if one == id else one for one in before.items} else []),
        *(["references"] if references(after, new, id) != references(before, id, id) else []),
        *(["findings"] if len(found.report) != many else []),
        *(
            inside
            for inside, text in files.items()
            if text.decode().replace(new, id).replace(f"\nid: {id}\n", "\n") != old[inside].decode()
        ),
    ]
    undone = editor.undo().ok and everything(editor) == old
    return "" if undone and not wrong else f"{id}: other {', '.join(wrong)}{'' if undone else ', and not undone'}"


def references(product: Product, new: str, id: str) -> set[tuple[str, ...]]:
    return {
        (id if link.source == new else link.source, link.field, id if link.target == new else link.target, link.part)
        for link in product.links
    }


def everything(editor: Session) -> dict[str, bytes]:
    return {path.relative_to(editor.root).as_posix(): path.read_bytes() for path in editor.root.rglob("*") if path.is_file()}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_only_the_id_is_another(tmp_path: Path, language: str) -> None:
    root = tmp_path / "roadmap"
    found = {
        Path(name).relative_to("roadmap").as_posix(): text for name, text in example(language, TODAY) if name.startswith("roadmap/")
    }
    write(root, found)
    editor = Session(root, "roadmap", TODAY)
    assert [wrong for id in sample(root, 1) if (wrong := try_rename(editor, id))] == []


EVERYWHERE = {
    "people/ada-brook.md": "title: Ada Brook",
    "teams/web.md": "title: Web\nlead: ada-brook\nmembers: [ada-brook, Bo]",
    "objectives/grow.md": "title: Grow\nperiod: 2026-Q4\nowner: ada-brook\nkey_results:\n  - {id: kr1, title: Teams, baseline: 1, target: 9, owner: ada-brook}",
    "features/sync.md": "title: Sync\nowner: ada-brook\nraci:\n  responsible: ada-brook\n  accountable: ada-brook\n  consulted: [Bo, ada-brook]\n  informed: [ada-brook]",
    "launches/go.md": "title: Go\ndate: 2026-12-01\nchecklist:\n  market: [{text: Tell all, owner: ada-brook}]\ngo_no_go: {by: ada-brook, decision: go}",
    "decisions/d.md": "title: D\ndate: 2026-11-01\ndriver: ada-brook\napprover: ada-brook\ncontributors: [ada-brook]\ninformed: [ada-brook]",
    "feedback/f.md": "title: F\ncustomer: ada-brook",
    "recognition/r.md": "title: R\ndate: 2026-11-01\nto: [ada-brook]\nby: ada-brook",
    "learning/l.md": "title: L\nkind: book\ndate: 2026-11-01\npeople: [ada-brook]",
}


def test_names_that_may_be_an_id_or_a_plain_name_follow(tmp_path: Path) -> None:
    editor = Session(write(tmp_path / "roadmap", EVERYWHERE), "roadmap", TODAY)
    named = sum(text.count("ada-brook") for text in EVERYWHERE.values())
    verdict = editor.apply(Plan((Rename("ada-brook", "ada-lind"),)))
    assert verdict.ok, verdict.faults
    texts = [path.read_text(encoding="utf-8") for path in editor.root.rglob("*.md")]
    assert sum(text.count("ada-lind") for text in texts) == named
    assert not any("ada-brook" in text for text in texts)
    assert sum(text.count("Bo") for text in texts) == 2
