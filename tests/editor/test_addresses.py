"""Where items have their pages, as those pages know it themselves."""

from __future__ import annotations

from pathlib import Path

from tests.browser.editing import serving
from tests.editor.client import Client


def test_an_item_that_is_named_in_chinese_is_known_by_the_address_that_its_reader_sees(tmp_path: Path) -> None:
    with serving(tmp_path / "p", {"features/离线.md": "title: 离线"}) as served:
        found = Client(served.address).get("/_pmsite/pages").told["pages"]
        assert found["roadmap/features/离线/"] == {"id": "离线", "type": "feature"}
