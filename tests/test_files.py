"""One file, whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pmsite import files


def test_one_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    def pieces() -> list[bytes]:
        raise OSError(28, "No space left on device")

    file = tmp_path / "out.json"
    file.write_text("before", encoding="utf-8")
    file.chmod(0o600)
    with pytest.raises(OSError, match="No space"):
        files.write(file, (piece for _ in [0] for piece in pieces()))
    assert [path.read_text(encoding="utf-8") for path in tmp_path.iterdir()] == ["before"]
    files.write(file, [b"after"])
    assert [path.read_text(encoding="utf-8") for path in tmp_path.iterdir()] == ["after"]
    assert file.stat().st_mode & 0o777 == 0o600


def test_one_file_goes_where_a_link_leads_and_into_a_pipe_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "file")
    files.write(tmp_path / "link", [b"text"])
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_text(encoding="utf-8") == "text"
    files.write(Path(os.devnull), [b"text"])
    assert not Path(os.devnull).is_file()
    with pytest.raises(FileExistsError):
        files.write(tmp_path / "link", [b"text"], new=True, private=True)
