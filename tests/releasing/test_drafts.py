"""Fragments drafted from Conventional Commits."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pmsite.cli import group
from pmsite.releasing import conventional
from pmsite.writing.front import entry
from tests.make import write


def commit(folder: Path, message: str, second: int = 0) -> str:
    git(folder, "commit", "--allow-empty", "--cleanup=verbatim", "-m", message, second=second)
    return git(folder, "rev-parse", "HEAD").strip()


def git(folder: Path, *words: str, second: int = 0) -> str:
    names = {
        "GIT_AUTHOR_NAME": "A",
        "GIT_AUTHOR_EMAIL": "a@example.com",
        "GIT_COMMITTER_NAME": "A",
        "GIT_COMMITTER_EMAIL": "a@example.com",
    }
    dates = {"GIT_AUTHOR_DATE": f"2026-11-20T12:00:{second:02}Z", "GIT_COMMITTER_DATE": "2026-11-20T12:00:00Z"}
    done = subprocess.run(
        ["git", *words], cwd=folder, env={**os.environ, **names, **dates}, capture_output=True, text=True, check=True
    )
    return done.stdout


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    write(tmp_path / "roadmap", {"features/a.md": "title: A"})
    git(tmp_path, "init", "-q")
    commit(tmp_path, "chore: begin")
    git(tmp_path, "tag", "v1.0")
    return tmp_path


def drafted(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(group, ["changes", "from-git", "-w", str(folder / "roadmap"), *words])


def changes(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted((folder / "roadmap/changes").glob("*.md"))}


def test_each_commit_that_tells_readers_something_becomes_a_draft(repository: Path) -> None:
    name = commit(
        repository,
        "feat(sync)!: merge on return (#12)\n\nEdits of both sides are kept.\n\nRefs: APP-7\nBREAKING CHANGE: call `merge()`\n  first",
    )
    for message in ("docs: words", "chore(deps): newer", "just words", "fix: crash"):
        commit(repository, message)
    done = drafted(repository, "v1.0..HEAD")
    assert done.exit_code == 0, done.output
    assert "2 drafted; 2 of no concern to readers; 1 not in the form of Conventional Commits." in done.output
    found = changes(repository)
    assert list(found) == ["crash.md", "merge-on-return.md"]
    imported = found["merge-on-return.md"][found["merge-on-return.md"].index("imported:") :].partition("---\n")[0]
    assert re.fullmatch(r"imported:\n  source: Git\n  id: \"?[0-9a-f]{12}\"?\n", imported)
    assert found["merge-on-return.md"] == (
        "---\ntitle: Merge on return\nkind: added\ndate: 2026-11-20\nbreaking: true\nmigration: |-\n  Call `merge()`\n  first\n"
        'references:\n  - "#12"\n  - APP-7\n'
        + "".join(f"{line}\n" for line in entry("commits", [name[:12]]))
        + "tags:\n  - sync\n"
        + imported
        + "---\nEdits of both sides are kept.\n"
    )


@pytest.mark.parametrize("scope", ["sync", "Sync", "synchronisation", "bringing notes home"])
def test_a_scope_that_names_a_component_says_in_which_part_a_change_is(scope: str, repository: Path) -> None:
    component = "title: Bringing notes home\naliases: [synchronisation]"
    write(repository / "roadmap", {"components/sync.md": component})
    commit(repository, f"fix({scope}): no note twice")
    drafted(repository, "v1.0..HEAD")
    assert "component: sync\n" in changes(repository)["no-note-twice.md"]
    assert "tags" not in changes(repository)["no-note-twice.md"]


def test_a_commit_that_has_a_fragment_is_not_drafted_twice(repository: Path) -> None:
    commit(repository, "fix: crash")
    assert drafted(repository, "v1.0..").exit_code == 0
    (repository / "roadmap/changes/crash.md").rename(repository / "roadmap/changes/renamed.md")
    again = drafted(repository, "v1.0..HEAD")
    assert "0 drafted; 1 noted already." in again.output
    assert list(changes(repository)) == ["renamed.md"]


def test_a_commit_that_a_rebase_made_anew_is_not_drafted_again(repository: Path) -> None:
    git(repository, "checkout", "-q", "-b", "work")
    (repository / "a.py").write_text("a")
    git(repository, "add", "a.py")
    commit(repository, "fix: crash")
    assert "1 drafted" in drafted(repository, "v1.0..HEAD").output
    git(repository, "checkout", "-q", "-")
    commit(repository, "chore: other work")
    git(repository, "checkout", "-q", "work")
    git(repository, "rebase", "-q", "--committer-date-is-author-date", "-")
    for unreachable in (False, True):
        if unreachable:  # as in a clone, which never had what was rebased
            git(repository, "reflog", "expire", "--expire=now", "--all")
            git(repository, "gc", "-q", "--prune=now")
        again = drafted(repository, "v1.0..HEAD").output
        assert "0 drafted; 1 of no concern to readers; 1 noted already under another name." in again


def test_what_git_still_has_of_a_rebased_commit_is_enough(repository: Path) -> None:
    name = commit(repository, "fix: crash")
    write(repository / "roadmap", {"changes/ours.md": f"title: In our words\nkind: fixed\ncommits: [{name[:9]}, 0123456789abcdef]"})
    commit(repository, "chore: other work")
    git(repository, "reset", "-q", "--soft", "v1.0")
    commit(repository, "chore: more", second=1)
    git(repository, "cherry-pick", "--allow-empty", "--keep-redundant-commits", name)
    assert "0 drafted; 1 of no concern to readers; 1 noted already under another name." in drafted(repository, "v1.0..").output


def test_the_same_commit_on_two_branches_is_drafted_once(repository: Path) -> None:
    name = commit(repository, "fix: crash")
    git(repository, "checkout", "-q", "-b", "other", "v1.0")
    commit(repository, "docs: words")
    git(repository, "cherry-pick", "--allow-empty", "--keep-redundant-commits", name)
    git(repository, "merge", "-q", "--no-edit", "-")
    done = drafted(repository, "v1.0..").output
    assert "1 drafted" in done
    assert "1 noted already under another name" in done


def monorepo(folder: Path, workspace: str) -> None:
    write(folder / workspace, {"features/a.md": "title: A"})
    git(folder, "init", "-q")
    commit(folder, "chore: begin")
    git(folder, "tag", "v1.0")
    for path, message in (("box/src/a.py", "fix: ours"), ("app/a.py", "fix: theirs"), ("box/docs/a.md", "feat: told")):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(message)
        git(folder, "add", path)
        commit(folder, message)


@pytest.mark.parametrize(
    ("workspace", "site", "words", "says", "titles"),
    [
        ("box/roadmap", "", (), "2 drafted; 1 outside of box (--path names other places).", ["ours.md", "told.md"]),
        ("box/docs/roadmap", "box/mkdocs.yml", (), "2 drafted; 1 outside of box (--path", ["ours.md", "told.md"]),
        ("box/docs/roadmap", "mkdocs.yml", (), "3 drafted.", ["ours.md", "theirs.md", "told.md"]),
        ("roadmap", "", (), "3 drafted.", ["ours.md", "theirs.md", "told.md"]),
        ("box/roadmap", "", ("app", "box/src"), "2 drafted; 1 outside of app, box/src", ["ours.md", "theirs.md"]),
        ("box/roadmap", "", (".",), "3 drafted.", ["ours.md", "theirs.md", "told.md"]),
        ("box/roadmap", "", ("*",), "0 drafted; 3 outside of *", []),
    ],
)
def test_drafts_are_those_of_the_product_in_a_repository_of_several(
    tmp_path: Path, workspace: str, site: str, words: tuple[str, ...], says: str, titles: list[str]
) -> None:
    monorepo(tmp_path, workspace)
    if site:
        (tmp_path / site).write_text("site_name: S\n")
    paths = [word for path in words for word in ("--path", str(tmp_path / path))]
    done = CliRunner().invoke(group, ["changes", "from-git", "-w", str(tmp_path / workspace), "v1.0..", *paths])
    assert says in done.output, done.output
    assert sorted(path.name for path in (tmp_path / workspace / "changes").glob("*.md")) == titles


def test_a_path_of_another_repository_is_refused(repository: Path) -> None:
    done = drafted(repository, "v1.0..", "--path", "/")
    assert (done.exit_code, "is not in this repository" in done.output) == (2, True)


def test_what_was_taken_back_within_the_range_is_not_drafted(repository: Path) -> None:
    name = commit(repository, "feat: bold")
    commit(repository, f'Revert "feat: bold"\n\nThis reverts commit {name}.')
    assert "0 drafted; 2 undone within the range." in drafted(repository, "v1.0..HEAD").output


@pytest.mark.parametrize(
    "again",
    [
        'Revert "Revert "feat: bold""\n\nThis reverts commit {revert}.',
        'Reapply "feat: bold"\n\nThis reverts commit {revert}.',
        'Reapply "feat: bold"',
    ],
)
def test_what_is_had_back_counts_again_until_it_is_taken_back_once_more(repository: Path, again: str) -> None:
    name = commit(repository, "feat: bold")
    revert = commit(repository, f'Revert "feat: bold"\n\nThis reverts commit {name}.', 1)
    again = again.format(revert=revert)
    commit(repository, again, 2)
    shown = drafted(repository, "v1.0..HEAD", "--dry-run").output
    assert ("bold.md" in shown, "1 drafted; 2 undone" in shown) == (True, True)
    commit(repository, f'Revert "{again.partition(chr(10))[0]}"', 3)
    assert "0 drafted; 4 undone within the range." in drafted(repository, "v1.0..HEAD").output


@pytest.mark.parametrize(
    ("subject", "message"),
    [
        ("feat: bold", 'Revert "feat: bold"\n\nThis reverts commit 0123456789abcdef0123456789abcdef01234567.'),  # before a rebase
        ("feat: bold (#12)", 'Revert "feat: bold (#12)" (#13)\n\nReverts o/r#12'),
        ("feat(ui)!: bold", "revert: feat(ui)!: bold"),
    ],
)
def test_a_revert_is_known_by_the_subject_where_nothing_else_is_left(repository: Path, subject: str, message: str) -> None:
    commit(repository, subject)
    commit(repository, subject, 1)
    commit(repository, message, 2)
    done = drafted(repository, "v1.0..HEAD")
    assert "1 drafted; 2 undone within the range." in done.output
    assert list(changes(repository)) == ["bold.md"]


def test_titles_that_are_taken_get_the_commits_name(repository: Path) -> None:
    first, second = commit(repository, "fix: a"), commit(repository, "fix: a", second=1)
    drafted(repository, "v1.0..HEAD")
    assert set(changes(repository)) == {f"a-{first[:7]}.md", f"a-{second[:7]}.md"}


def test_hostile_messages_become_text_or_nothing(repository: Path) -> None:
    commit(repository, "fix: <!-- internal --> x\x1b[31m\u202e")
    commit(repository, "fix: ---\n\n```pmsite\nview: roadmap\n```\n\n<!-- internal -->\nopen")
    commit(repository, 'feat: "]: {x: y} # no')
    done = drafted(repository, "..HEAD")
    assert done.exit_code == 0, done.output
    assert "with texts that no item may hold" in done.output
    assert CliRunner().invoke(group, ["check", str(repository / "roadmap")]).exit_code == 0


@pytest.mark.parametrize("asked", ["v1.0", "--output=x..HEAD", "v1.0..--all", "v1.0...HEAD", "v9..HEAD", "a b..HEAD", "..", ""])
def test_a_range_is_two_names_and_never_an_option(repository: Path, asked: str) -> None:
    done = drafted(repository, "--", asked)
    assert (done.exit_code, "Traceback" in done.output) == ((0, False) if asked == ".." else (1, False)), done.output
    assert not (repository / "x").exists()


def test_a_dry_run_writes_nothing(repository: Path) -> None:
    commit(repository, "fix: crash")
    done = drafted(repository, "v1.0..HEAD", "--dry-run")
    assert "+++ roadmap/changes/crash.md" in done.output
    assert not (repository / "roadmap/changes").exists()


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("FEAT: x", ("feat", "", "x", False, "")),
        ("fix(parser): x", ("fix", "parser", "x", False, "")),
        ("chore!: x", ("chore", "", "x", True, "")),
        ("feat: x\n\nBREAKING-CHANGE: y", ("feat", "", "x", True, "y")),
        ("feat: x\n\nbreaking change: y", ("feat", "", "x", False, "")),
        ("feat: x\n\nbody\n\nBREAKING CHANGE: y\n\nz\n\nReviewed-by: Z", ("feat", "", "x", True, "y")),
        ("feat:x", ("", "", "feat:x", False, "")),
        ("Merge branch 'a'", ("", "", "Merge branch 'a'", False, "")),
    ],
)
def test_messages_are_read_as_conventional_commits_says(message: str, expected: tuple[object, ...]) -> None:
    found = conventional.read("0" * 40, "2026-11-20", message)
    assert (found.type, found.scope, found.title, found.breaking, found.migration) == expected
