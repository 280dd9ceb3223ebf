"""What `pmsite new` writes can be read at once, and knows every field of its type; each of its examples holds where it is written."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pmsite import starter
from pmsite.diagnostics import Severity
from pmsite.model.item import MACHINE_FIELDS, READER_FIELDS, Item
from pmsite.model.scaffold import Beside, id_from, new_item
from pmsite.model.types import TYPES, keys
from pmsite.pipeline import load as load_all
from tests.make import TODAY, load, write

HARBOUR = Path(__file__).parents[3] / "shared" / "data" / "harbour" / "roadmap"
SETTINGS = """\
name: P
audiences: {customers: {}, board: {fields: {person: [role], stakeholder: [title]}}}
capabilities: [offline]
axes: {price: Price, depth: Depth}
trackers: {APP: "https://tracker.example/APP-{n}"}
"""


def example(root: Path) -> None:
    """The Chinese example, as it is written."""
    for path, text in starter.example("zh", TODAY):
        if path.startswith("roadmap/"):
            place = root.parent / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8", newline="")


PLANS: dict[str, Callable[[Path], object]] = {
    "empty": lambda root: write(root, {}, "name: P\n"),
    "settings": lambda root: write(root, {}, SETTINGS),
    "Chinese": example,
}
if HARBOUR.is_dir():
    PLANS["harbour"] = lambda root: shutil.copytree(HARBOUR, root)


@pytest.mark.parametrize("plan", PLANS)
def test_every_example_holds_in_its_workspace(plan: str, tmp_path: Path) -> None:
    root = tmp_path / "roadmap"
    PLANS[plan](root)
    found = load_all(root, "roadmap", TODAY)
    assert found.product is not None
    beside = Beside.of(found.product.items.values(), found.product.settings)
    for model in TYPES:
        path = root / model.folder / "export-as-pdf.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(new_item(model, "Export: as PDF", beside=beside).replace("\n# ", "\n"), encoding="utf-8")
        report = load_all(root, "roadmap", TODAY).report
        assert [d.message for d in report if d.severity is Severity.ERROR] == []
        path.unlink()


def test_examples_name_what_is_there() -> None:
    feature = next(model for model in TYPES if model.type == "feature")
    text = new_item(feature, "A", beside=Beside({"team": "core", "objective": "q4", "key_result": "q4.kr1"}))
    assert "# team: core  # The team that delivers it.\n" in text
    assert re.search(r"^# supports:  # .*\n#   - q4\n", text, re.MULTILINE)
    assert "# theme:  # The direction that it belongs to. (Write the id of a theme.)\n" in text


@pytest.mark.parametrize("model", TYPES, ids=lambda model: model.type)
def test_a_new_item_has_no_faults_and_all_its_fields(model: type[Item]) -> None:
    text = new_item(model, "Export: as PDF")
    loaded, report = load({f"{model.folder}/export.md": text})
    assert [d.message for d in report] == []
    assert loaded.items["export"].title == "Export: as PDF"
    whole = text.replace("\n# ", "\n")
    assert {name for name in keys(model) if f"\n{name}:" not in whole} <= {"id", *READER_FIELDS, *MACHINE_FIELDS}
    _, report = load({f"{model.folder}/export.md": whole})
    assert [d.message for d in report] == []


@pytest.mark.parametrize(("title", "id"), [("Export: as PDF", "export-as-pdf"), ("离线 模式", "离线-模式"), ("!!!", "")])
def test_a_file_name_follows_from_the_title(title: str, id: str) -> None:
    assert id_from(title) == id
