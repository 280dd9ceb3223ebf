"""What tests of whole sites share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.host.edits import make


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The small site of `edits`."""
    make(tmp_path / "project")
    return tmp_path / "project"
