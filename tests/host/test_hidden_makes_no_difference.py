"""The whole site of the example, search and all, is the same bytes with the hidden part of the plan there and with it deleted."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from pmsite import starter
from tests.host.test_canaries import AUDIENCES, Canaries, build, settings_of
from tests.make import TODAY
from tests.properties.erase import erase

pytestmark = [pytest.mark.host, pytest.mark.slow]


def built(folder: Path, files: Mapping[str, str], audience: str) -> dict[str, bytes]:
    for path, text in files.items():
        at = folder / path
        at.parent.mkdir(parents=True, exist_ok=True)
        at.write_text(text, encoding="utf-8")
    site = build(folder, audience, Canaries())
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_file_is_the_same(tmp_path: Path, language: str, audience: str) -> None:
    files = dict(starter.example(language, TODAY))
    plan = {path.removeprefix("roadmap/"): text for path, text in files.items() if path.startswith("roadmap/")}
    settings = plan.pop("product.yml")
    kept = {f"roadmap/{path}": text for path, text in erase(plan, audience, settings_of(settings)).items()}
    hosting = {path: text for path, text in files.items() if not path.startswith("roadmap/") or path == "roadmap/product.yml"}
    assert len(kept) < len(plan)
    expected = built(tmp_path / "erased", {**hosting, **kept}, audience)
    found = built(tmp_path / "whole", files, audience)
    assert found.keys() == expected.keys()
    assert [name for name, content in expected.items() if found[name] != content] == []
