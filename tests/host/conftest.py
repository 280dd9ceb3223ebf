"""What tests of whole sites share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.host.edits import make


@pytest.fixture
def own_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user of its own, whose stores nobody else opens, on a day of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "user"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The small site of `edits`."""
    make(tmp_path / "project")
    return tmp_path / "project"
