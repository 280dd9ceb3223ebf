"""Plans of operations: all files at once or none, with the check's own words, and undone again."""

from __future__ import annotations

import errno
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from pmsite import transaction
from pmsite.editing.diff import diff
from pmsite.editing.journal import Journal
from pmsite.editing.plan import FileChange, Plan, Verdict, digest
from pmsite.editing.session import Session
from pmsite.editor import changes
from pmsite.writing.data import from_data
from pmsite.writing.operation import Add, Body, Create, Drop, Move, Operation, Remove, Rename, Set, Unset
from pmsite.writing.refused import Refused
from tests.make import TODAY, write

FILES = {
    "features/sync.md": "---\n# the big one\ntitle: Sync   # a title\nstatus: planned\nteam: mobile\nsupports: [grow.kr1]\n---\nSee [the map](map.md#x).\n",
    "features/map.md": "---\ntitle: Map\nstatus: planned\nteam: mobile\ndepends_on:\n  - sync  # first\n---\n",
    "features/map.zh.md": "---\ntitle: 地图\n---\n",
    "objectives/grow.md": "---\ntitle: Grow\nperiod: 2026-Q4\nkey_results:\n  - {id: kr1, title: Teams, baseline: 1, target: 9}\n---\n",
    "teams/mobile.md": "---\ntitle: Mobile\n---\n",
    "metrics/active.md": "---\ntitle: Active\nunit: teams\n---\n",
    "metrics/active.csv": "date,value\n2026-09,5\n",
}

NESTED: Any = "deep"
for _ in range(5_000):
    NESTED = [NESTED]


def session(tmp_path: Path, files: dict[str, str] | None = None) -> Session:
    return Session(write(tmp_path / "plan/roadmap", FILES | (files or {})), "roadmap", TODAY)


def text(editor: Session, inside: str) -> str:
    return (editor.root / inside).read_bytes().decode()


def everything(editor: Session) -> dict[str, bytes]:
    return {
        path.relative_to(editor.root.parent).as_posix(): path.read_bytes()
        for path in sorted(editor.root.parent.rglob("*"))
        if path.is_file()
    }


def codes(verdict: Verdict) -> list[str]:
    return [fault.code for fault in verdict.faults]


def refused(editor: Session, *wishes: Operation) -> list[str]:
    before = everything(editor)
    verdict = editor.apply(Plan(wishes))
    assert not verdict.ok
    assert everything(editor) == before
    assert all(fault.message for fault in verdict.faults)
    assert editor.undo().faults[0].code == "nothing-to-undo"
    return codes(verdict)


def test_facts_of_many_files_change_together_and_back(tmp_path: Path) -> None:
    editor = session(tmp_path)
    before = everything(editor)
    wishes = (
        Set("sync", ("status",), "building"),
        Add("map", ("tags",), "web"),
        Set("grow", ("key_results", "kr1", "current"), "4"),
    )
    assert {one.inside for one in editor.preview(Plan(wishes)).files} == {
        "features/sync.md",
        "features/map.md",
        "objectives/grow.md",
    }
    assert everything(editor) == before
    assert editor.apply(Plan(wishes), title="set").ok
    after = everything(editor)
    assert text(editor, "features/sync.md") == FILES["features/sync.md"].replace("planned", "building")
    assert "baseline: 1, target: 9, current: 4}" in text(editor, "objectives/grow.md")
    assert editor.undo().title == "set"
    assert everything(editor) == before
    assert editor.redo().ok
    assert everything(editor) == after
    assert codes(editor.redo()) == ["nothing-to-undo"]


def test_what_the_check_calls_an_error_is_refused_in_its_own_words(tmp_path: Path) -> None:
    editor = session(tmp_path)
    wishes = (Set("sync", ("status",), "soon"), Set("map", ("target",), "2026-13"), Set("map", ("team",), "nobody"))
    before = everything(editor)
    faults = editor.apply(Plan(wishes)).faults
    write(
        editor.root,
        {
            "features/sync.md": text(editor, "features/sync.md").replace("planned", "soon"),
            "features/map.md": text(editor, "features/map.md").replace("mobile", "nobody\ntarget: 2026-13"),
        },
    )
    told = {
        (fault.code, fault.span.path, fault.message, fault.hint)
        for fault in editor.look().report
        if fault.severity.value == "error"
    }
    assert {(fault.code, fault.span.path, fault.message, fault.hint) for fault in faults} == told
    assert {fault.span.path for fault in faults} == {"roadmap/features/sync.md", "roadmap/features/map.md"}
    assert before != everything(editor)


def test_what_follows_from_an_item_that_cannot_be_read_is_left_out(tmp_path: Path) -> None:
    verdict = session(tmp_path).preview(Plan((Set("grow", ("period",), "whenever"),)))
    assert {fault.span.path for fault in verdict.faults} == {"roadmap/objectives/grow.md"}


def test_an_old_error_is_in_nobodys_way_and_can_be_mended(tmp_path: Path) -> None:
    editor = session(tmp_path, {"features/old.md": "---\ntitle: Old\nstatus: soon\n---\n"})
    assert editor.apply(Plan((Set("sync", ("status",), "building"),))).ok
    assert editor.apply(Plan((Set("old", ("status",), "planned"),))).ok
    assert "old" in editor.look().records


def test_what_is_wrong_with_an_item_already_keeps_it_from_no_other_id(tmp_path: Path) -> None:
    editor = session(tmp_path, {"teams/tools.md": "---\ntitle: Tools\nrelated: [map, nobody]\n---\nSee [it](gone.md) and tools.\n"})
    assert editor.look().report.failed
    verdict = editor.preview(Plan((Rename("tools", "tools-2"), Rename("map", "tools"))))
    assert verdict.ok, verdict.faults
    assert [found.code for found in verdict.told] == []


def test_two_writers_never_overwrite_each_other(tmp_path: Path) -> None:
    editor = session(tmp_path)
    seen = {"features/sync.md": digest((editor.root / "features/sync.md").read_bytes())}
    agreed = editor.preview(Plan((Set("sync", ("title",), "Sync it"),)))
    assert editor.apply(Plan((Set("sync", ("status",), "building", was="planned"),))).ok
    assert codes(editor.apply(Plan((Set("sync", ("status",), "idea", was="planned"),)))) == ["changed-meanwhile"]
    assert codes(editor.apply(Plan((Unset("sync", ("status",), was="planned"),)))) == ["changed-meanwhile"]
    assert codes(editor.apply(Plan((Body("sync", "New", was="Old"),)))) == ["changed-meanwhile"]
    assert codes(editor.apply(Plan((Set("sync", ("title",), "B"),), seen))) == ["changed-meanwhile"]
    assert codes(editor.apply(Plan((Set("sync", ("title",), "Sync it"),)), seen=agreed.digest)) == ["changed-meanwhile"]
    assert editor.apply(Plan((Set("sync", ("owner",), "ada", was=None),))).ok


def test_of_many_who_write_at_once_nothing_is_lost(tmp_path: Path) -> None:
    root = session(tmp_path).root

    def add(name: str) -> list[str]:
        editor = Session(root, "roadmap", TODAY)
        return [code for number in range(8) for code in codes(editor.apply(Plan((Add("sync", ("tags",), f"{name}-{number}"),))))]

    with ThreadPoolExecutor(4) as pool:
        assert [*pool.map(add, "abcd")] == [[], [], [], []]
    tags = Session(root, "roadmap", TODAY).look().records["sync"].data["tags"]
    assert isinstance(tags, list)
    assert {str(tag) for tag in tags} == {f"{name}-{number}" for name in "abcd" for number in range(8)}
    assert len(tags) == 32


def test_a_file_that_changes_at_the_last_moment_is_not_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    editor = session(tmp_path)
    real = transaction._prepare
    theirs = "---\ntitle: Theirs\nstatus: idea\n---\n"

    def prepare(staged: Path, number: int, path: Path, content: bytes | None, new: bool) -> dict[str, object]:
        found = real(staged, number, path, content, new)
        if path.name == "sync.md":
            path.write_text(theirs)
        return found

    monkeypatch.setattr(transaction, "_prepare", prepare)
    verdict = editor.apply(Plan((Set("map", ("status",), "building"), Set("sync", ("status",), "building"))))
    assert codes(verdict) == ["changed-meanwhile"]
    assert text(editor, "features/sync.md") == theirs
    assert text(editor, "features/map.md") == FILES["features/map.md"]


def test_undo_never_puts_back_over_what_somebody_wrote_since(tmp_path: Path) -> None:
    editor = session(tmp_path)
    assert editor.apply(Plan((Set("sync", ("status",), "building"), Set("map", ("status",), "building")))).ok
    write(editor.root, {"features/map.md": text(editor, "features/map.md") + "More.\n"})
    before = everything(editor)
    assert codes(editor.undo()) == ["changed-meanwhile"]
    assert everything(editor) == before


def test_a_file_that_nobody_may_write_to_is_refused_and_so_is_what_comes_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = session(tmp_path)
    before, may = everything(editor), os.access
    with monkeypatch.context() as patched:  # who runs this may write to any file
        patched.setattr(os, "access", lambda path, mode: Path(path).name != "sync.md" and may(path, mode))
        verdict = editor.apply(Plan((Set("sync", ("status",), "building"), Set("map", ("status",), "building"))))
    assert codes(verdict) == ["not-writable"]
    assert changes.refused(verdict.faults[0])[0] == 423
    assert everything(editor) == before


def test_a_read_only_tree_is_refused_and_nothing_is_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    editor = session(tmp_path)

    def apply(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(editor.root / "features/sync.md"))

    with monkeypatch.context() as patched:
        patched.setattr(transaction, "apply", apply)
        verdict = editor.apply(Plan((Set("sync", ("status",), "building"),)))
    assert codes(verdict) == ["not-written"]
    assert "read-only" in verdict.faults[0].message
    assert verdict.faults[0].span.path == "roadmap/features/sync.md"
    assert codes(editor.undo()) == ["nothing-to-undo"]


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (Set("synk", ("status",), "building"), "unknown-item"),
        (Set("torn", ("status",), "building"), "duplicate-key"),
        (Set("merged", ("status",), "building"), "merge-conflict"),
        (Set("latin", ("status",), "building"), "not-utf-8"),
        (Set("linked", ("status",), "building"), "symbolic-link"),
        (Set("sync", ("status",), 5), "not-as-text"),  # type: ignore[arg-type]
        (Set("sync", ("title", "x"), "a"), "no-such-place"),
        (Set("sync", (), "a"), "no-such-place"),
        (Set("sync", ("statsu",), "idea"), "unknown-key"),
        (Set("sync", ("title",), "一", "xx"), "unknown-language"),
        (Set("sync", ("tags",), NESTED), "nested-too-deep"),
        (Set("sync", ("a",) * 900, "x"), "nested-too-deep"),
        (Set("sync", ("summary",), "x" * 200_000), "front-matter-too-large"),
        (Body("sync", "line\n" * 300_000), "file-too-large"),
        (Body("sync", "\x07"), "control-character"),
        (Set("sync", ("summary",), "half \ud83d"), "control-character"),
        (Create("../else", "feature", {"title": "Else"}), "not-an-id"),
        (Rename("sync", "../../else"), "not-an-id"),
        (Body("sync", "Words.", "../../else"), "unknown-language"),
        (Remove("sync", ("supports",), "other"), "not-in-list"),
        (Add("sync", ("score",), "a", 3), "no-such-place"),
        (Rename("sync", "map"), "duplicate-id"),
        (Rename("sync", "Map"), "colliding-ids"),
        (Rename("sync", "a b"), "not-an-id"),
        (Rename("sync", "sync.zh"), "not-an-id"),
        (Rename("sync", "grow.kr1"), "duplicate-id"),
        (Rename("nothing", "some"), "unknown-item"),
        (Rename("grow.kr1", "kr 2"), "not-an-id"),
        (Drop("sync"), "still-named"),
        (Create("MAP", "feature", {"title": "Map"}), "colliding-ids"),
        (Create("new", "feeture", {"title": "Map"}), "unknown-type"),
        (Create("new", "feature", {"titel": "Map"}), "unknown-key"),
    ],
)
def test_bad_input_is_refused_with_a_sentence_and_nothing_is_written(tmp_path: Path, wish: Operation, code: str) -> None:
    odd = {
        "features/torn.md": "---\ntitle: A\ntitle: B\n---\n",
        "features/merged.md": "---\ntitle: A\n<<<<<<< HEAD\nstatus: idea\n=======\nstatus: planned\n>>>>>>> x\n---\n",
    }
    editor = session(tmp_path, odd)
    (editor.root / "features/latin.md").write_bytes(b"---\ntitle: caf\xe9\n---\n")
    (tmp_path / "else.md").write_text("---\ntitle: Else\n---\n")
    (editor.root / "features/linked.md").symlink_to(tmp_path / "else.md")
    assert code in refused(editor, wish)


def test_a_new_item_is_there_for_the_operations_after_it(tmp_path: Path) -> None:
    editor = session(tmp_path)
    wishes = (
        Create("box", "feature", {"title": "Box", "status": "planned"}, "Why."),
        Add("map", ("depends_on",), "box"),
        Set("box", ("team",), "mobile"),
        Body("box", "正文。\n", "zh"),
        Set("box", ("title",), "盒", "zh"),
    )
    verdict = editor.apply(Plan(wishes))
    assert verdict.ok, verdict.faults
    assert text(editor, "features/box.md") == "---\ntitle: Box\nstatus: planned\nteam: mobile\n---\nWhy.\n"
    assert text(editor, "features/box.zh.md") == "---\ntitle: 盒\n---\n正文。\n"
    assert text(editor, "features/map.md") == FILES["features/map.md"].replace("first\n", "first\n  - box\n")
    assert editor.undo().ok
    assert not (editor.root / "features/box.md").exists()


def test_a_renamed_item_is_followed_by_references_links_and_companions(tmp_path: Path) -> None:
    editor = session(tmp_path, {"briefs/b.md": "---\ntitle: B\nsections:\n  - {view: roadmap, where: 'id == \"map\"'}\n---\n"})
    assert editor.apply(
        Plan(
            (
                Rename("sync", "merge"),
                Rename("map", "atlas"),
                Rename("grow", "growth"),
                Rename("active", "weekly"),
                Rename("growth.kr1", "teams"),
            )
        )
    ).ok
    assert text(editor, "features/merge.md") == FILES["features/sync.md"].replace("grow.kr1", "growth.teams").replace(
        "map.md", "atlas.md"
    )
    assert text(editor, "features/atlas.md") == FILES["features/map.md"].replace("sync", "merge")
    assert text(editor, "features/atlas.zh.md") == FILES["features/map.zh.md"]
    assert text(editor, "metrics/weekly.csv") == FILES["metrics/active.csv"]
    assert text(editor, "objectives/growth.md") == FILES["objectives/grow.md"].replace("kr1", "teams")
    assert not (editor.root / "features/sync.md").exists()
    assert not editor.look().report.failed


def test_a_file_of_another_name_and_a_change_without_a_number_keep_what_they_are(tmp_path: Path) -> None:
    files = {
        "features/x.md": "---\nid: odd   # ours\ntitle: Odd\n---\n",
    }
    editor = session(tmp_path, files)
    write(editor.root, {"changes/+dark.added.md": b"Dark mode.\n"})
    assert editor.apply(Plan((Rename("odd", "even"), Rename("dark.added", "night.added"), Set("map", ("related",), ["even"])))).ok
    assert text(editor, "features/x.md") == "---\nid: even   # ours\ntitle: Odd\n---\n"
    assert text(editor, "changes/+night.added.md") == "Dark mode.\n"
    assert codes(editor.preview(Plan((Rename("night.added", "night.fixed"),)))) == ["not-an-id"]


def test_a_new_item_in_no_language_is_nowhere(tmp_path: Path) -> None:
    wishes = (Create("box", "feature", {"title": "Box"}), Body("box", "Words.", "../../else"))
    assert refused(session(tmp_path), *wishes) == ["unknown-language"]


def test_where_only_a_person_can_say_whether_an_item_is_meant_it_is_told(tmp_path: Path) -> None:
    files = {
        "briefs/b.md": '---\ntitle: B\nsections:\n  - view: roadmap\n    where: id == "map"\n---\nThe map.\n\n```pmsite\nview: roadmap\nwhere: id == "map"\n```\n',
    }
    verdict = session(tmp_path, files).preview(Plan((Rename("map", "atlas"),)))
    assert verdict.ok, verdict.faults
    assert [str(found.span) for found in verdict.told if found.code == "still-mentioned"] == [
        "roadmap/briefs/b.md:5:19",
        "roadmap/briefs/b.md:11:15",
    ]


@pytest.mark.parametrize("wish", [Rename("map", "atlas"), Drop("map", "unset")])
@pytest.mark.parametrize("fault", ["status: idea\nstatus: planned", "status: soon"])
def test_what_a_file_that_cannot_be_read_may_name_keeps_its_id(tmp_path: Path, wish: Operation, fault: str) -> None:
    editor = session(tmp_path, {"features/torn.md": f"---\ntitle: Torn\ndepends_on: [map]\n{fault}\n---\n"})
    assert refused(editor, wish) == ["may-be-named"]
    assert editor.apply(Plan((Rename("active", "weekly"),))).ok


def test_each_operation_sees_what_those_before_it_did(tmp_path: Path) -> None:
    editor = session(tmp_path)
    wishes = (
        Set("sync", ("related",), ["mobile"]),
        Rename("mobile", "crew"),
        Add("sync", ("related",), "grow"),
        Rename("grow", "growth"),
        Drop("active"),
        Create("active", "metric", {"title": "Active anew"}),
        Set("active", ("owner",), "crew"),
    )
    verdict = editor.apply(Plan(wishes))
    assert verdict.ok, verdict.faults
    assert "related: [crew, growth]\n" in text(editor, "features/sync.md")
    assert text(editor, "metrics/active.md") == "---\ntitle: Active anew\nowner: crew\n---\n"
    assert not (editor.root / "metrics/active.csv").exists()


def test_what_was_seen_of_a_file_elsewhere_says_nothing(tmp_path: Path) -> None:
    editor = session(tmp_path)
    (editor.root.parent / "secret").write_bytes(b"x")
    seen = {"../secret": digest(b"x")}
    assert codes(editor.preview(Plan((Set("sync", ("status",), "building"),), seen))) == ["changed-meanwhile"]


def test_a_verdict_as_a_diff(tmp_path: Path) -> None:
    wishes = (Rename("map", "atlas"), Create("box", "feature", {"title": "Box"}), Drop("active"))
    assert list(diff(session(tmp_path).preview(Plan(wishes)), "roadmap")) == [
        "--- roadmap/features/map.md",
        "+++ roadmap/features/atlas.md",
        "--- roadmap/features/map.zh.md",
        "+++ roadmap/features/atlas.zh.md",
        "--- /dev/null",
        "+++ roadmap/features/box.md",
        "@@ -0,0 +1,3 @@",
        "+---",
        "+title: Box",
        "+---",
        "--- roadmap/features/sync.md",
        "+++ roadmap/features/sync.md",
        "@@ -5,4 +5,4 @@",
        " team: mobile",
        " supports: [grow.kr1]",
        " ---",
        "-See [the map](map.md#x).",
        "+See [the map](atlas.md#x).",
        "--- roadmap/metrics/active.csv",
        "+++ /dev/null",
        "@@ -1,2 +0,0 @@",
        "-date,value",
        "-2026-09,5",
        "--- roadmap/metrics/active.md",
        "+++ /dev/null",
        "@@ -1,4 +0,0 @@",
        "----",
        "-title: Active",
        "-unit: teams",
        "----",
    ]


def test_dropped_with_the_facts_that_name_it(tmp_path: Path) -> None:
    editor = session(tmp_path)
    verdict = editor.apply(Plan((Drop("mobile", "unset"), Drop("sync", "unset"))))
    assert verdict.ok, verdict.faults
    assert text(editor, "features/map.md") == "---\ntitle: Map\nstatus: planned\ndepends_on: []\n---\n"
    assert not (editor.root / "features/sync.md").exists()


def test_a_version_that_only_begins_like_an_id_is_no_mention(tmp_path: Path) -> None:
    where = '---\ntitle: B\nsections:\n  - view: roadmap\n    where: \'release in ["3.2", "3.2.0"]\'\n---\n'
    editor = session(tmp_path, {"releases/3.2.md": "---\ntitle: A\nversion: 3.2.0\n---\n", "briefs/b.md": where})
    verdict = editor.preview(Plan((Rename("3.2", "3.3"),)))
    assert verdict.ok, verdict.faults
    assert [str(found.span) for found in verdict.told if found.code == "still-mentioned"] == ["roadmap/briefs/b.md:5:26"]


def test_a_file_at_the_top_is_not_sent_into_itself(tmp_path: Path) -> None:
    editor = session(tmp_path, {"vision.md": "---\ntitle: V\n---\n"})
    [fault] = editor.preview(Plan((Move("vision", "objectives"),))).faults
    assert (fault.code, fault.hint) == ("another-type", "write `type: vision` into the file first")


def test_what_is_kept_for_undoing_by_somebody_else_is_not_read(tmp_path: Path, cache: Path) -> None:
    editor = session(tmp_path)
    assert editor.apply(Plan((Set("sync", ("status",), "building"),))).ok
    [entry] = (cache / "pmsite/undo").rglob("*.done")
    entry.write_bytes(entry.read_bytes().replace(b"sync.md", b"sunc.md"))
    assert codes(editor.undo()) == ["nothing-to-undo"]


def test_a_change_that_was_noted_and_never_made_is_passed_over(tmp_path: Path) -> None:
    editor = session(tmp_path)
    before = everything(editor)
    assert editor.apply(Plan((Set("sync", ("status",), "building"),))).ok
    path = editor.root / "features/map.md"
    Journal(editor.root).note([FileChange("features/map.md", path.read_bytes(), b"killed before it was written")], "")
    assert editor.undo().ok
    assert everything(editor) == before


def test_a_change_at_which_a_command_was_killed_right_after_it_was_made_is_undone(tmp_path: Path, cache: Path) -> None:
    editor = session(tmp_path)
    before = everything(editor)
    assert editor.apply(Plan((Set("sync", ("status",), "building"),))).ok
    [entry] = (cache / "pmsite/undo").rglob("*.done")
    entry.rename(entry.with_suffix(".begun"))
    assert editor.undo().ok
    assert everything(editor) == before


def test_what_git_took_back_is_not_undone_in_the_place_of_the_change_before(tmp_path: Path) -> None:
    editor = session(tmp_path)
    assert editor.apply(Plan((Set("map", ("status",), "building"),)), title="set map status=building").ok
    path, with_one = editor.root / "features/sync.md", everything(editor)
    old = path.read_bytes()
    assert editor.apply(Plan((Set("sync", ("status",), "building"),)), title="set sync status=building").ok
    new = path.read_bytes()
    path.write_bytes(old)  # as another branch has it
    [fault] = editor.undo().faults
    assert (fault.code, fault.message) == (
        "undone-already",
        "`pmsite set sync status=building` is not there any more: its files are as they were before it",
    )
    assert everything(editor) == with_one
    path.write_bytes(new)  # back on the branch
    assert codes(editor.redo()) == ["done-already"]
    assert editor.undo().title == "set sync status=building"
    assert everything(editor) == with_one


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ([], "an operation has a name under `op`"),
        ({"op": "sett"}, "an operation has a name under `op`"),
        ({"op": "set", "item": "a", "place": ["status"]}, "set needs value"),
        ({"op": "set", "item": "a", "plaec": ["status"]}, "set has no plaec"),
        ({"op": "set", "item": "a", "place": "status", "value": "x"}, "place is not a list of names and numbers"),
        ({"op": "set", "item": "a", "place": [True], "value": "x"}, "place is not a list of names and numbers"),
        ({"op": "rename", "item": "a", "id": 5}, "id is not a text"),
        ({"op": "drop", "item": "a", "leave": "all"}, "leave says what becomes of references"),
        ({"op": "create", "item": "a", "type": "feature", "facts": []}, "facts are names and values"),
        ({"op": "add", "item": "a", "place": ["tags"], "value": "x", "at": "1"}, "at is not a number"),
        ({"op": "move", "item": "a", "folder": ["b"]}, "folder is not a text"),
        ({"op": "measure", "item": "a", "date": "2026-11-23"}, "measure needs value"),
    ],
)
def test_what_is_no_operation_is_refused(data: object, message: str) -> None:
    with pytest.raises(Refused) as found:
        from_data(data)
    assert (found.value.diagnostic.code, found.value.diagnostic.message) == ("not-an-operation", message)
    assert found.value.diagnostic.hint


def test_nothing_to_change_writes_nothing(tmp_path: Path) -> None:
    editor = session(tmp_path)
    before = everything(editor)
    verdict = editor.apply(Plan((Set("sync", ("status",), "planned"), Unset("map", ("owner",)))))
    assert verdict.ok
    assert not verdict.files
    assert everything(editor) == before
    assert codes(editor.undo()) == ["nothing-to-undo"]


@pytest.mark.parametrize("folder", ["features/" + "/".join("d" * 16), "features/notes.md", "features/x.yml/y"])
def test_nothing_is_moved_to_where_it_would_not_be_read(tmp_path: Path, folder: str) -> None:
    assert {*refused(session(tmp_path), Move("sync", folder))} & {"folders-too-deep", "not-a-regular-file", "not-a-folder"}


def test_nothing_is_moved_through_a_link(tmp_path: Path) -> None:
    editor = session(tmp_path)
    (tmp_path / "elsewhere").mkdir()
    (editor.root / "features/far").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    for wish in (Move("sync", "features/far"), Move("sync", "features/far/off")):
        assert codes(editor.preview(Plan((wish,)))) == ["symbolic-link"]
        assert refused(editor, wish) == ["symbolic-link"]
    assert not [*(tmp_path / "elsewhere").iterdir()]
