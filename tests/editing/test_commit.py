"""The plan's changes against the last commit: told, taken back, committed and sent, in real repositories."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from pmsite.editing import person_git
from pmsite.editing.commit import WorkTree
from pmsite.editing.offered import branch_name, message
from pmsite.editing.person_git import Unable
from pmsite.editing.plan import Plan, Verdict
from pmsite.editing.reverting import needed_too, reverted
from pmsite.editing.session import Session
from pmsite.editing.since_commit import Comparing, SinceCommit, count
from pmsite.writing.operation import Create, Drop, Measure, Operation, Rename, Set
from tests.make import TODAY, write

SETTINGS = "name: P\naudiences: {customers: {label: Customers}}\n"
FILES = {
    "features/sync.md": "---\ntitle: Sync\nstatus: planned\ntarget: 2026-Q4\nsupports: [grow.kr1]\nvisibility: [customers]\n---\nSee ![it](map.svg).\n",
    "features/sync.zh.md": "---\ntitle: 同步\n---\n",
    "features/map.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "features/map.md": "---\ntitle: Map\nstatus: planned\ndepends_on:\n  - sync  # first\n---\n",
    "objectives/grow.md": "---\ntitle: Grow\nperiod: 2026-Q4\nkey_results:\n  - {id: kr1, title: Teams, baseline: 1, target: 9}\n---\n",
    "metrics/active.md": "---\ntitle: Active\nunit: teams\n---\n",
    "metrics/active.csv": "date,value\n2026-09,5\n",
}


class Place:
    """A plan in a repository of its own."""

    def __init__(self, folder: Path, files: Mapping[str, str] = FILES, settings: str = SETTINGS) -> None:
        self.top = folder / "product"
        self.root = write(self.top / "roadmap", files, settings)
        (self.top / "README.md").write_text("A product.\n", encoding="utf-8")
        self.git("init", "-q", "-b", "main")
        self.git("config", "user.name", "Ann")
        self.git("config", "user.email", "ann@example.org")
        self.git("add", "--all")
        self.git("commit", "-qm", "The plan")
        self.session = Session(self.root, "roadmap", TODAY)
        self.tree = WorkTree(self.root)
        self.comparing = Comparing(self.tree, TODAY)

    def git(self, *words: str) -> str:
        done = subprocess.run(["git", *words], cwd=self.top, capture_output=True, text=True, check=True, encoding="utf-8")
        return done.stdout.strip()

    def do(self, *wishes: Operation) -> None:
        assert self.session.apply(Plan(wishes)).ok

    def write(self, path: str, text: str) -> None:
        file = self.top / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def hook(self, name: str, script: str) -> None:
        file = self.top / ".git/hooks" / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        file.chmod(0o755)

    def changes(self, language: str = "en") -> SinceCommit:
        return self.comparing.changes(self.session.look(), self.tree.state().head, language)

    def told(self) -> list[tuple[str, str, tuple[str, ...]]]:
        return [(one.key, one.how, one.told) for one in self.changes().items]

    def revert(self, *keys: str) -> Verdict:
        return self.session.apply(reverted(self.changes(), self.tree, keys))

    def commit(self, branch: str = "plan/x", message: str = "Why\n") -> str:
        return self.tree.commit(branch, message, [path for one in self.changes().items for path in one.files])


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    return Place(tmp_path)


# What is different


def test_a_plan_as_it_was_committed_has_no_changes(place: Place) -> None:
    assert place.told() == []


def test_changes_are_told_for_each_item_in_words(place: Place) -> None:
    place.do(
        Set("sync", ("target",), "2027-Q1"),
        Set("map", ("owner",), "Ann"),
        Measure("active", "2026-10", "7"),
        Create("pdf", "feature", {"title": "Export"}),
    )
    place.write("roadmap/product.yml", SETTINGS.replace("name: P", "name: Q"))
    place.write("roadmap/features/sync.zh.md", "---\ntitle: 离线同步\n---\n")
    found = {key: (how, told) for key, how, told in place.told()}
    assert found["product.yml"] == ("changed", ())
    assert found["pdf"][0] == "new"
    assert found["pdf"][1][0].startswith("new")
    assert found["map"] == ("changed", ("Owner: Ann, was not set",))
    assert found["active"][1][0].startswith("Series › Last value: 7, was 5")
    assert found["sync"][0] == "changed"
    assert [read.told for one in place.changes().items if one.key == "product.yml" for read in one.readers] == ["name: Q, was P"]
    files = {one.key: one.files for one in place.changes().items}
    assert files["sync"] == ("features/sync.md", "features/sync.zh.md")
    assert files["active"] == ("metrics/active.csv",)


def test_what_readers_will_read_is_told_apart(place: Place) -> None:
    place.do(Set("map", ("visibility",), ["customers"]), Set("sync", ("title",), "Sync everywhere"))
    found = {one.key: one for one in place.changes().items}
    assert [(one.who, one.told) for one in found["sync"].readers] == [("Customers", "was called “Sync”")]
    assert [(one.who, one.grave) for one in found["map"].readers] == [("Customers", "was hidden from them until now: Planned")]
    assert place.changes().summary.startswith("for Customers: 2, 1 of them hidden until now")
    place.do(Set("sync", ("visibility",), []))
    found = {one.key: one for one in place.changes().items}
    assert [one.told for one in found["sync"].readers] == ["they can no longer see it"]


def test_only_another_way_to_write_it_is_a_change_too(place: Place) -> None:
    place.write("roadmap/features/map.md", FILES["features/map.md"].replace("# first", "# second"))
    assert place.told() == [("map", "changed", ())]
    assert "written otherwise" in message(place.changes(), "en")


def test_files_that_are_no_items_are_told_by_their_place(place: Place) -> None:
    place.write("roadmap/notes.txt", "x")
    place.write("roadmap/.hidden", "x")
    place.write("elsewhere.md", "x")
    place.write("roadmap/features/map.svg", "<svg xmlns='http://www.w3.org/2000/svg'><g/></svg>")
    assert [(key, how) for key, how, _ in place.told()] == [("sync", "changed"), ("notes.txt", "new")]


def test_renames_and_what_is_gone_are_known(place: Place) -> None:
    place.do(Rename("sync", "offline"), Drop("active"))
    found = {one.key: one for one in place.changes().items}
    assert (found["offline"].how, found["offline"].was) == ("renamed", "sync")
    assert found["offline"].files == ("features/offline.md", "features/offline.zh.md", "features/sync.md", "features/sync.zh.md")
    assert found["active"].how == "gone"
    assert found["active"].told == ("removed",)


def test_a_file_that_cannot_be_read_is_told_with_its_fault(place: Place) -> None:
    place.write("roadmap/features/map.md", "---\ntitle: Map\n\tx: y\n")
    (one,) = place.changes().items
    assert one.key == "map"
    assert one.faults[0].span.path == "roadmap/features/map.md"
    assert place.revert("map").ok
    assert place.told() == []


def test_settings_that_cannot_be_read_can_be_put_back(place: Place) -> None:
    place.write("roadmap/product.yml", "name: [\n")
    assert [key for key, _, _ in place.told()] == ["product.yml"]
    assert place.revert("product.yml").ok
    assert place.told() == []


def test_what_follows_for_others_is_told_apart(place: Place) -> None:
    place.do(Set("sync", ("status",), "dropped"))
    changes = place.changes()
    assert [one.key for one in changes.items] == ["sync"]
    assert [one.key for one in changes.follows] == ["map", "grow"]


def test_it_speaks_the_language_of_whoever_reads_it(place: Place) -> None:
    place.do(Set("map", ("owner",), "Ann"))
    assert place.changes("zh").items[0].told == ("负责人：Ann（原未设置）",)


def test_a_plan_that_was_never_committed_is_new_as_a_whole(place: Place) -> None:
    other = write(place.top / "box/roadmap", {"features/a.md": "---\ntitle: A\n---\n"})
    tree = WorkTree(other)
    found = Comparing(tree, TODAY).changes(Session(other, "roadmap", TODAY).look(), tree.state().head, "en")
    assert [(one.key, one.how) for one in found.items] == [("features/a.md", "new"), ("product.yml", "new")]
    tree.commit("plan/box", message(found, "en"), [path for one in found.items for path in one.files])
    assert tree.changed() == {}


def test_items_are_counted_without_a_look_at_the_plan(place: Place) -> None:
    place.do(Set("sync", ("target",), "2027-Q1"), Measure("active", "2026-10", "7"))
    place.write("roadmap/features/sync.zh.md", "---\ntitle: 离线同步\n---\n")
    place.write("roadmap/features/sync.png", "x")
    place.write("roadmap/notes/a.txt", "x")
    assert count(place.tree.changed()) == 3


# Taken back


def test_each_item_is_taken_back_alone_and_that_can_be_undone(place: Place) -> None:
    place.do(Set("sync", ("target",), "2027-Q1"), Set("map", ("owner",), "Ann"))
    assert place.revert("sync").ok
    assert [key for key, _, _ in place.told()] == ["map"]
    assert place.session.undo().ok
    assert [key for key, _, _ in place.told()] == ["map", "sync"]


def test_what_is_new_goes_and_what_is_gone_comes_back(place: Place) -> None:
    place.do(Create("pdf", "feature", {"title": "Export"}), Drop("active"))
    assert place.revert("pdf", "active").ok
    assert place.told() == []
    assert place.git("status", "--porcelain") == ""


def test_a_rename_is_taken_back_everywhere_and_other_changes_stay(place: Place) -> None:
    place.do(Rename("sync", "offline"), Set("map", ("owner",), "Ann"))
    assert place.revert("offline").ok
    assert place.told() == [("map", "changed", ("Owner: Ann, was not set",))]
    assert "  - sync  # first" in (place.root / "features/map.md").read_text("utf-8")


def test_what_others_need_by_now_is_not_taken_back_alone(place: Place) -> None:
    place.do(Create("pdf", "feature", {"title": "Export"}))
    place.do(Set("map", ("depends_on",), ["pdf"]))
    verdict = place.revert("pdf")
    assert not verdict.ok
    paths = [fault.span.path for fault in verdict.faults]
    assert needed_too(place.changes(), ["pdf"], paths, "roadmap") == ("map",)
    assert place.revert("pdf", "map").ok
    assert place.told() == []


def test_a_fault_that_was_committed_may_come_back(tmp_path: Path, place: Place) -> None:
    faulty = Place(tmp_path / "other", {**FILES, "features/map.md": "---\ntitle: Map\ndepends_on: [nothing]\n---\n"})
    faulty.write("roadmap/features/map.md", "---\ntitle: Map\n---\n")
    assert faulty.revert("map").ok
    assert faulty.told() == []


# Committed


def test_only_the_plan_is_committed_and_what_others_staged_stays(place: Place) -> None:
    place.do(Set("sync", ("target",), "2027-Q1"), Create("pdf", "feature", {"title": "Export"}), Drop("active"))
    place.write("README.md", "Other work.\n")
    place.write("code.py", "1\n")
    place.git("add", "README.md", "code.py")
    head = place.commit("plan/sync", message(place.changes(), "en"))
    assert place.git("rev-parse", "plan/sync") == head
    assert place.git("branch", "--show-current") == "plan/sync"
    assert place.git("show", "--format=", "--name-status", "HEAD").splitlines() == [
        "A\troadmap/features/pdf.md",
        "M\troadmap/features/sync.md",
        "D\troadmap/metrics/active.csv",
        "D\troadmap/metrics/active.md",
    ]
    assert place.git("status", "--porcelain").splitlines() == ["M  README.md", "A  code.py"]
    assert place.git("rev-parse", "main") != head
    assert place.told() == []
    assert place.tree.state().unsent == 1


def test_the_branch_that_one_is_on_can_get_more(place: Place) -> None:
    place.do(Set("sync", ("target",), "2027-Q1"))
    place.commit()
    place.do(Set("sync", ("target",), "2027-Q2"))
    place.commit()
    assert place.tree.state().unsent == 2


@pytest.mark.parametrize("name", ["", "a b", "-x", "a..b", "HEAD", "a.lock", "@{-1}", "x\n", "refs/../x", "~", "main", "\x1b[1m"])
def test_names_that_are_no_new_branches_are_refused(place: Place, name: str) -> None:
    place.do(Set("sync", ("target",), "2027-Q1"))
    with pytest.raises(Unable) as fault:
        place.commit(name)
    assert fault.value.hint
    assert place.git("branch", "--format=%(refname:short)") == "main"


def test_a_branch_may_have_any_script_and_one_that_is_taken_gets_a_number(place: Place) -> None:
    place.do(Set("sync", ("target",), "2027-Q1"))
    assert place.tree.free_name("plan/离线模式") == "plan/离线模式"
    assert place.tree.free_name("plan/a..b") == "plan/changes"
    place.commit("plan/离线模式")
    assert place.tree.free_name("plan/离线模式") == "plan/离线模式-2"
    place.git("switch", "-q", "main")
    place.git("branch", "other")
    assert place.tree.free_name("other/x") == "other-x"


def test_a_hook_that_fails_is_told_and_leaves_everything_as_it_was(place: Place) -> None:
    place.do(Set("sync", ("target",), "2027-Q1"), Create("pdf", "feature", {"title": "Export"}))
    place.write("code.py", "1\n")
    place.git("add", "code.py")
    place.hook("pre-commit", "echo 'no commits on Mondays' >&2; exit 1")
    before = place.git("status", "--porcelain")
    with pytest.raises(Unable) as fault:
        place.commit()
    assert fault.value.said == "no commits on Mondays"
    assert place.git("status", "--porcelain") == before
    assert place.git("branch", "--format=%(refname:short)") == "main"


def test_a_hook_that_waits_for_somebody_does_not_hang(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.do(Set("sync", ("target",), "2027-Q1"))
    place.hook("commit-msg", "sleep 30")
    monkeypatch.setattr(
        person_git.PersonGit.do, "__kwdefaults__", {**(person_git.PersonGit.do.__kwdefaults__ or {}), "seconds": 0.5}
    )
    with pytest.raises(Unable, match="longer than"):
        place.commit()
    assert place.git("branch", "--show-current") == "main"


def test_no_name_is_told(place: Place) -> None:
    place.git("config", "--unset", "user.email")
    place.do(Set("sync", ("target",), "2027-Q1"))
    with pytest.raises(Unable, match="who you are") as fault:
        place.commit()
    assert "user.email" in fault.value.hint
    assert place.git("branch", "--show-current") == "main"


def test_no_message_is_told(place: Place) -> None:
    place.do(Set("sync", ("target",), "2027-Q1"))
    with pytest.raises(Unable, match="message"):
        place.commit(message=" \n")


def test_a_message_is_kept_word_for_word(place: Place) -> None:
    place.do(Set("sync", ("target",), "2027-Q1"))
    place.commit(message="# Not a remark\n\n#12 and 中文\n")
    assert place.git("log", "-1", "--format=%B") == "# Not a remark\n\n#12 and 中文"


def test_a_merge_that_is_under_way_is_told(place: Place) -> None:
    place.git("switch", "-qc", "other")
    place.do(Set("sync", ("target",), "2027-Q1"))
    place.git("commit", "-qam", "One")
    place.git("switch", "-q", "main")
    place.do(Set("sync", ("target",), "2027-Q2"))
    place.git("commit", "-qam", "Two")
    subprocess.run(["git", "merge", "other"], cwd=place.top, capture_output=True, check=False)
    assert "A merge" in place.tree.state().in_the_way
    with pytest.raises(Unable, match="merge"):
        place.tree.commit("plan/x", "Why", ["features/sync.md"])


def test_no_branch_and_no_commit_are_told(place: Place, tmp_path: Path) -> None:
    place.git("switch", "-q", "--detach")
    with pytest.raises(Unable, match="no branch"):
        place.tree.commit("plan/x", "Why", ["features/sync.md"])
    bare = write(tmp_path / "new/roadmap", FILES)
    with pytest.raises(Unable, match="no Git repository") as fault:
        WorkTree(bare)
    assert fault.value.hint
    subprocess.run(["git", "init", "-q"], cwd=bare.parent, check=True)
    assert "Nothing has been committed" in WorkTree(bare).state().in_the_way


# What is offered


def test_branch_and_message_are_made_from_the_changes(place: Place) -> None:
    place.do(Set("sync", ("target",), "2027-Q1"))
    changes = place.changes()
    assert branch_name(changes) == "plan/sync"
    told = message(changes, "en")
    assert told.splitlines()[:3] == [
        "Sync: Target: Q1 2027, was Q4 2026, first move",
        "",
        "- Sync (sync): Target: Q1 2027, was Q4 2026, first move; now comes after the goal that it serves ends: Grow (grow, Q4 2026)",
    ]
    place.do(Set("map", ("owner",), "Ann"), Set("grow", ("title",), "Grow faster"))
    changes = place.changes()
    assert branch_name(changes) == "plan/map-and-2-more"
    assert message(changes, "en").splitlines()[0] == "Map, Sync, Grow faster"
    place.do(Set("map", ("title",), "M" * 60), Set("sync", ("title",), "S" * 60))
    assert message(place.changes(), "en").splitlines()[0] == f"{'M' * 60} and 2 more"


# Sent


def test_a_branch_is_sent_only_when_it_is_asked_for(place: Place, tmp_path: Path) -> None:
    place.git("init", "-q", "--bare", str(tmp_path / "there.git"))
    place.git("remote", "add", "origin", str(tmp_path / "there.git"))
    place.do(Set("sync", ("target",), "2027-Q1"))
    with pytest.raises(Unable, match="your own"):
        place.tree.push("main")
    place.commit()
    assert not place.tree.state().sent
    place.tree.push("plan/x")
    assert place.tree.state().sent
    assert place.git("ls-remote", "--heads", "origin").endswith("refs/heads/plan/x")


def test_what_git_says_of_a_push_that_fails_is_told_without_what_lets_others_in(place: Place, tmp_path: Path) -> None:
    place.do(Set("sync", ("target",), "2027-Q1"))
    place.commit()
    with pytest.raises(Unable, match="no remote"):
        place.tree.push("plan/x")
    place.git("remote", "add", "origin", "https://ann:secret@127.0.0.1:1/plan.git")
    with pytest.raises(Unable) as fault:
        place.tree.push("plan/x")
    assert "127.0.0.1" in fault.value.said
    assert "secret" not in fault.value.said
