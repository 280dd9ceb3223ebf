"""What `pmsite new` writes can be read at once, and knows every field of its type."""

from __future__ import annotations

import pytest

from pmsite.model.item import MACHINE_FIELDS, READER_FIELDS, Item
from pmsite.model.scaffold import id_from, new_item
from pmsite.model.types import TYPES, keys
from tests.make import load


@pytest.mark.parametrize("model", TYPES, ids=lambda model: model.type)
def test_a_new_item_has_no_faults_and_all_its_fields(model: type[Item]) -> None:
    text = new_item(model, "Export: as PDF")
    loaded, report = load({f"{model.folder}/export.md": text})
    assert [d.message for d in report] == []
    assert loaded.items["export"].title == "Export: as PDF"
    whole = text.replace("\n# ", "\n")
    assert {name for name in keys(model) if f"\n{name}:" not in whole} <= {"id", *READER_FIELDS, *MACHINE_FIELDS}
    _, report = load({f"{model.folder}/export.md": whole})
    assert [d.message for d in report if d.code not in ("unknown-audience", "private-item")] == []


@pytest.mark.parametrize(("title", "id"), [("Export: as PDF", "export-as-pdf"), ("离线 模式", "离线-模式"), ("!!!", "")])
def test_a_file_name_follows_from_the_title(title: str, id: str) -> None:
    assert id_from(title) == id
