"""A user's secret: made once, never half a one, and what it seals nobody else can."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from pmsite import own
from tests.killing import killed_at_each_call


@pytest.fixture(autouse=True)
def _user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "user"))


def test_it_is_made_once_and_for_its_user_alone(tmp_path: Path) -> None:
    first = own.secret()
    assert (len(first), own.secret()) == (32, first)
    (kept,) = (tmp_path / "user/pmsite").iterdir()
    assert kept.stat().st_mode & 0o777 == 0o400


def test_two_commands_that_begin_at_once_have_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.link
    seen: list[bytes] = []

    def link(source: str, target: Path) -> None:
        if not seen:
            seen.append(b"")
            seen[0] = own.secret()  # another command, in between
        real(source, target)

    monkeypatch.setattr(os, "link", link)
    assert own.secret() == seen[0]


def test_one_that_was_cut_short_is_made_anew(tmp_path: Path) -> None:
    first = own.secret()
    for cut in (b"", first[:31]):
        kept = tmp_path / "user/pmsite/secret"
        kept.unlink()
        kept.write_bytes(cut)
        kept.chmod(0o400)
        assert len(own.secret()) == 32


def _checked_out(kept: Path) -> None:
    kept.write_bytes(b"s" * 32)
    kept.chmod(0o644)


def _checked_out_for_its_user_alone(kept: Path) -> None:
    kept.write_bytes(b"s" * 32)
    kept.chmod(0o600)


def _a_link(kept: Path) -> None:
    elsewhere = kept.with_name("elsewhere")
    elsewhere.write_bytes(b"s" * 32)
    elsewhere.chmod(0o400)
    kept.symlink_to(elsewhere)


def _a_pipe(kept: Path) -> None:
    os.mkfifo(kept, 0o400)


@pytest.mark.parametrize("how", [_checked_out, _checked_out_for_its_user_alone, _a_link, _a_pipe])
def test_one_that_came_with_a_repository_is_never_taken(tmp_path: Path, how: Callable[[Path], None]) -> None:
    kept = tmp_path / "user/pmsite/secret"
    kept.parent.mkdir(parents=True)
    how(kept)
    first = own.secret()
    assert first != b"s" * 32
    assert own.secret() == first


def test_where_none_can_be_kept_a_seal_is_good_in_its_process(tmp_path: Path) -> None:
    (tmp_path / "user/pmsite/secret").mkdir(parents=True)
    assert own.is_sealed(own.seal(b"a"), b"a")


def make() -> None:
    own.secret()


def test_a_command_that_is_killed_leaves_a_whole_one_or_none(tmp_path: Path) -> None:
    kept = tmp_path / "user/pmsite/secret"
    for _ in killed_at_each_call(lambda at: kept.unlink(missing_ok=True), lambda _: make()):
        assert not kept.exists() or kept.stat().st_size == 32


def test_a_seal_is_of_its_parts_and_its_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seal = own.seal(b"journal", b"a", b"b")
    assert own.is_sealed(seal, b"journal", b"a", b"b")
    assert not own.is_sealed(seal, b"journal", b"ab", b"")
    assert not own.is_sealed("é", b"journal", b"a", b"b")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "other"))
    assert not own.is_sealed(seal, b"journal", b"a", b"b")
