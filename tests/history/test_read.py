"""A history is read once, in the order of the main line, and whatever stands in git is taken as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from pmsite.history import store
from pmsite.history.git import Repository
from pmsite.history.read import History, read
from pmsite.history.steps import Steps
from pmsite.pipeline import load
from tests.history.repositories import commit, git, plan, put, start
from tests.make import SETTINGS, TODAY


def told(folder: Path, workspace: str = "roadmap") -> list[str]:
    """A history as lines: the day, the item, and its target before and after."""
    root = folder / workspace
    product = load(root, "roadmap", TODAY).product
    assert product is not None
    lines = []
    for step in Steps(read(root), product, "roadmap"):
        for before, after in ((b.before, b.after) for b in step.became):
            sides = " → ".join(
                f"{side.id} {getattr(side, 'target', None) or '-'}" if side else "nothing" for side in (before, after)
            )
            lines.append(f"{step.day}{'' if step.committed else '*'} {sides}")
    return lines


def test_a_target_that_moves_is_seen_at_each_move_and_before_it_is_committed(tmp_path: Path) -> None:
    plan(
        tmp_path,
        ("2026-01-05", {"features/a.md": "title: A\ntarget: 2026-Q1"}),
        ("2026-02-06", {"features/a.md": "title: A\ntarget: 2026-Q2"}),
    )
    put(tmp_path / "roadmap", {"features/a.md": "title: A\ntarget: 2026-Q3"})
    assert told(tmp_path) == [
        "2026-01-05 nothing → a 2026-Q1",
        "2026-02-06 a 2026-Q1 → a 2026-Q2",
        f"{TODAY}* a 2026-Q2 → a 2026-Q3",
    ]


def test_a_file_that_moves_keeps_its_history(tmp_path: Path) -> None:
    plan(
        tmp_path,
        ("2026-01-01", {"features/a.md": "title: A\ntarget: 2026-Q1"}),
        ("2026-01-02", {"features/a.md": None, "features/deep/a.md": "title: A\ntarget: 2026-Q1"}),
        ("2026-01-03", {"features/deep/a.md": None, "features/b.md": "title: A\ntarget: 2026-Q2"}),
    )
    assert told(tmp_path) == [
        "2026-01-01 nothing → a 2026-Q1",
        "2026-01-02 a 2026-Q1 → a 2026-Q1",
        "2026-01-03 a 2026-Q1 → b 2026-Q2",
    ]


def test_a_new_file_that_only_looks_like_one_that_is_gone_is_another_item(tmp_path: Path) -> None:
    plan(
        tmp_path,
        ("2026-01-01", {"releases/1.md": "title: Product 1\nsummary: What it brings.\ndate: 2026-01-01"}),
        ("2026-01-02", {"releases/1.md": None, "releases/2.md": "title: Product 2\nsummary: What it brings.\ndate: 2026-01-01"}),
    )
    assert told(tmp_path) == ["2026-01-01 nothing → 1 -", "2026-01-02 nothing → 2 -", "2026-01-02 1 - → nothing"]


def test_a_faulty_version_is_passed_over_and_counted(tmp_path: Path) -> None:
    plan(
        tmp_path,
        ("2026-01-01", {"features/a.md": "title: A\ntarget: 2026-Q1"}),
        ("2026-01-02", {"features/a.md": "title: A\ntarget: soon"}),
        ("2026-01-03", {"features/a.md": "---\ntitle: [\n---\n"}),
        ("2026-01-04", {"product.yml": "name: [", "features/a.md": "title: A\ntarget: 2026-Q2"}),
        ("2026-01-05", {"product.yml": SETTINGS}),
    )
    product = load(tmp_path / "roadmap", "roadmap", TODAY).product
    assert product is not None
    steps = Steps(read(tmp_path / "roadmap"), product, "roadmap")
    assert [len(step.became) for step in steps] == [1, 0, 0, 1, 0, 0]  # the last is what is not committed
    assert steps.unread == 3


def test_each_revision_is_read_with_the_words_of_its_own_day(tmp_path: Path) -> None:
    old = "name: P\nstatuses: {wip: {stage: building}}\n"
    plan(
        tmp_path,
        ("2026-01-01", {"features/a.md": "title: A\nstatus: wip\ntarget: 2026-Q1"}),
        (
            "2026-01-02",
            {
                "product.yml": "name: P\nstatuses: {doing: {stage: building}}\n",
                "features/a.md": "title: A\nstatus: doing\ntarget: 2026-Q2",
            },
        ),
        settings=old,
    )
    assert told(tmp_path) == ["2026-01-01 nothing → a 2026-Q1", "2026-01-02 a 2026-Q1 → a 2026-Q2"]


def test_a_merge_is_one_change_of_the_main_line(tmp_path: Path) -> None:
    plan(tmp_path, ("2026-01-01", {"features/a.md": "title: A\ntarget: 2026-Q1", "features/b.md": "title: B\ntarget: 2026-Q1"}))
    git(tmp_path, "checkout", "-q", "-b", "side")
    commit(tmp_path, {"features/a.md": "title: A\ntarget: 2026-Q2"}, "2026-01-02")
    commit(tmp_path, {"features/a.md": "title: A\ntarget: 2026-Q3"}, "2026-01-03")
    git(tmp_path, "checkout", "-q", "main")
    commit(tmp_path, {"features/b.md": "title: B\ntarget: 2026-Q4"}, "2026-01-04")
    git(tmp_path, "merge", "-q", "--no-ff", "-m", "Merge", "side", when="2026-01-05T12:00:00+00:00")
    assert told(tmp_path)[2:] == ["2026-01-04 b 2026-Q1 → b 2026-Q4", "2026-01-05 a 2026-Q1 → a 2026-Q3"]


def test_time_zones_and_wrong_clocks_never_turn_the_order_round(tmp_path: Path) -> None:
    def a(target: str) -> dict[str, str | None]:
        return {"features/a.md": f"title: A\ntarget: {target}"}

    plan(
        tmp_path,
        ("2026-03-02T01:00:00+14:00", a("2026-Q1")),
        ("2026-03-01T12:00:00-12:00", a("2026-Q2")),
        ("2038-01-01T00:00:00+00:00", a("2026-Q3")),
        ("1999-01-01T00:00:00+00:00", a("2026-Q4")),
        ("2026-05-01T00:00:00+08:00", a("2027-Q1")),
    )
    days = [line.partition(" ")[0] for line in told(tmp_path)]
    assert days == ["2026-03-02", "2026-03-02", "2026-05-01", "2026-05-01", "2026-05-01"]


def test_odd_names_and_things_that_are_no_files_do_no_harm(tmp_path: Path) -> None:
    plan(tmp_path, ("2026-01-01", {"features/a.md": "title: A\ntarget: 2026-Q1"}))
    odd = {
        "features/q\"uo'te.md": "title: Q",
        "features/new\nline.md": "title: N",
        "features/离线.md": "title: 离线\ntarget: 2026-Q2",
        "features/tab\t.md": "title: T",
    }
    commit(tmp_path, odd, "2026-01-02")
    (tmp_path / "roadmap/features/link.md").symlink_to("/etc/passwd")
    start(tmp_path / "roadmap/module")
    commit(tmp_path / "roadmap/module", {"features/m.md": "title: M"}, "2026-01-03", "roadmap")
    git(tmp_path, "-c", "advice.addEmbeddedRepo=false", "add", "-A")
    commit(tmp_path, {}, "2026-01-03")
    for name in (*odd, "features/link.md"):
        if name != "features/离线.md":
            (tmp_path / "roadmap" / name).unlink()
    assert "2026-01-02 nothing → 离线 2026-Q2" in told(tmp_path)
    assert [line for line in told(tmp_path) if " m " in line or "link" in line] == [f"{TODAY}* nothing → m -"]


def test_a_workspace_deep_in_a_repository_or_at_its_top_or_in_a_submodule(tmp_path: Path) -> None:
    files = {"product.yml": SETTINGS, "features/a.md": "title: A\ntarget: 2026-Q1"}
    start(tmp_path / "r")
    (tmp_path / "r/other.md").write_text("nothing", encoding="utf-8")
    commit(tmp_path / "r", files, "2026-01-01", "teams/maps & more/roadmap")
    assert told(tmp_path / "r", "teams/maps & more/roadmap") == ["2026-01-01 nothing → a 2026-Q1"]
    start(tmp_path / "top")
    commit(tmp_path / "top", files, "2026-01-01", ".")
    assert told(tmp_path / "top", ".") == ["2026-01-01 nothing → a 2026-Q1"]
    git(tmp_path / "r", "submodule", "add", "-q", f"file://{tmp_path}/top", "roadmap")
    assert told(tmp_path / "r") == ["2026-01-01 nothing → a 2026-Q1"]


def test_a_repository_that_is_reached_through_a_link(tmp_path: Path) -> None:
    start(tmp_path / "r")
    commit(tmp_path / "r", {"product.yml": SETTINGS, "features/a.md": "title: A"}, "2026-01-01", "teams/maps/roadmap")
    (tmp_path / "short").symlink_to(tmp_path / "r/teams/maps")
    assert told(tmp_path / "short") == ["2026-01-01 nothing → a -"]


def test_a_shallow_clone_says_that_it_is_not_whole(tmp_path: Path) -> None:
    plan(tmp_path / "full", *((f"2026-01-0{n}", {"features/a.md": f"title: A\ntarget: 2026-Q{n}"}) for n in (1, 2, 3)))
    git(tmp_path, "clone", "-q", "--depth=2", f"file://{tmp_path}/full", "shallow")
    history = read(tmp_path / "shallow/roadmap")
    assert not history.is_whole
    assert len(history.revisions) == 2


def test_the_second_run_reads_only_what_is_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan(tmp_path, ("2026-01-01", {"features/a.md": "title: A"}), ("2026-01-02", {"features/a.md": "title: B"}))
    first = read(tmp_path / "roadmap")
    asked: list[set[str]] = []
    original = Repository.blobs

    def spy(repository: Repository, names: Mapping[str, str], limit: int) -> Iterator[tuple[str, bytes | None]]:
        asked.append(set(names.values()))
        return original(repository, names, limit)

    monkeypatch.setattr(Repository, "blobs", spy)
    assert read(tmp_path / "roadmap") == first
    commit(tmp_path, {"features/c.md": "title: C"}, "2026-01-03")
    assert len(read(tmp_path / "roadmap").revisions) == 3
    assert asked == [{"features/c.md"}]


def test_without_what_was_kept_or_with_something_else_in_its_place_all_is_read_again(tmp_path: Path) -> None:
    plan(tmp_path, ("2026-01-01", {"features/a.md": "title: A"}))
    first = read(tmp_path / "roadmap")
    kept = store.file_for(first.repository.store, first.repository.prefix)
    whole = kept.read_bytes()
    assert git(tmp_path, "status", "--porcelain") == ""
    for wrong in (b"", b"\x00", whole[:-7], whole.replace(b"title", b"tutle"), b"x\n[" * 5000):
        kept.write_bytes(wrong)
        assert read(tmp_path / "roadmap") == first


def test_a_history_that_was_rewritten_is_read_again(tmp_path: Path) -> None:
    plan(tmp_path, ("2026-01-01", {"features/a.md": "title: A"}), ("2026-01-02", {"features/a.md": "title: B"}))
    read(tmp_path / "roadmap")
    git(tmp_path, "reset", "-q", "--hard", "HEAD~1")
    commit(tmp_path, {"features/a.md": "title: C"}, "2026-01-04")
    days = [revision.day for revision in read(tmp_path / "roadmap").revisions]
    assert days == [date(2026, 1, 1), date(2026, 1, 4)]


def test_a_main_line_that_jumps_to_another_parent_is_read_again(tmp_path: Path) -> None:
    plan(tmp_path, ("2026-01-01", {"features/a.md": "title: A"}), ("2026-01-02", {"features/a.md": "title: B"}))
    git(tmp_path, "checkout", "-q", "-b", "side", "HEAD~1")
    commit(tmp_path, {"features/c.md": "title: C"}, "2026-01-03")
    git(tmp_path, "checkout", "-q", "main")
    read(tmp_path / "roadmap")
    git(tmp_path, "checkout", "-q", "side")
    git(tmp_path, "merge", "-q", "--no-ff", "-m", "Merge", "main", when="2026-01-04T12:00:00+00:00")
    again = read(tmp_path / "roadmap")
    store.file_for(again.repository.store, again.repository.prefix).unlink()
    assert again == read(tmp_path / "roadmap")
    assert [len(revision.edits) for revision in again.revisions] == [2, 1, 1]


def test_a_folder_of_git_that_nobody_may_write_to_is_no_fault(tmp_path: Path) -> None:
    plan(tmp_path, ("2026-01-01", {"features/a.md": "title: A"}))
    (tmp_path / ".git/pmsite").write_text("in the way", encoding="utf-8")
    assert len(read(tmp_path / "roadmap").revisions) == 1


def test_what_was_read_is_given_back_while_nothing_is_committed(tmp_path: Path) -> None:
    plan(tmp_path, ("2026-01-01", {"features/a.md": "title: A"}))
    known: History = read(tmp_path / "roadmap")
    assert read(tmp_path / "roadmap", known=known) is known
