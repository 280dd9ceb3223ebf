"""Changelogs as tools and people write them: which releases, changes and texts they become, and what the receipt says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from pmsite.importers import receipt
from pmsite.importers.changelog import headings
from pmsite.importers.changelog.kinds import kind_of
from pmsite.importers.run import Outcome
from pmsite.model.change import Change
from pmsite.model.release import Release
from pmsite.pipeline import load
from tests.importers.make import bring_in, files
from tests.make import TODAY

FOUND = Path(__file__).parents[3] / "shared" / "faults" / "changelogs"
beside = pytest.mark.skipif(not FOUND.is_dir(), reason="the faults that were found are not beside this checkout")


def told(root: Path, text: str, source: str = "changelog") -> list[str]:
    """What a changelog becomes: each release with its day, each change with its kind, in the order of the file."""
    outcome = bring_in(root, source, text, "CHANGELOG.md")
    assert outcome.sound, [f"{d.span} {d.message}" for d in outcome.report]
    found = load(root, "roadmap", TODAY)
    assert found.product is not None
    assert not found.report.failed, [f"{d.span} {d.message}" for d in found.report]
    lines = []
    for change in outcome.changes:
        item = found.product.items.get(change.draft.id)
        if isinstance(item, Release):
            state = "" if item.date else ", out" if found.product.is_out(item) else ", to come"
            lines.append(f"{item.title}{f' ({item.date})' if item.date else ''}{state}{', yanked' if item.yanked else ''}")
        elif isinstance(item, Change):
            lines.append(f"- {item.kind}{'!' if item.breaking else ''}: {item.title}")
    return lines


def said(outcome: Outcome) -> str:
    return "\n".join(receipt.summary(outcome.changes, outcome.rules, outcome.guesses, outcome.left_out, dry=True))


def body(root: Path, inside: str) -> str:
    return (root / inside).read_text(encoding="utf-8").split("\n---\n", 1)[1]


@beside
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "conventional",
            [
                "12.98.0 (2022-08-23)",
                "- fixed: core: handle empty lists (#12) (24b358b)",
                "- added: jira-1234: add some new stuff [incomplete] (24b358b)",
                "- changed!: core: node 12 is no longer supported",
                "12.97.1 (2022-08-01)",
            ],
        ),
        (
            "conv",
            ["1.1.0 (2026-02-01)", "- added: Quiet start", "- fixed: Fix the export", "- security: a", "- changed: b", "- fixed: c", "- added: d"],
        ),
        ("CHANGELOG", ["1.1.0, out", "- added: Quiet start", "1.0.0, out", "- fixed: Fix the export"]),
        ("next", ["- changed: Fix crashes with a raw ENOENT on incomplete cache state:", "2.22.0, out", "- changed: Something"]),
        ("list-in-description", ["Unreleased, to come", "- added: New configuration screen"]),
        ("nested-lists", ["2.3.4 (2024-05-01)", "- fixed: something 1", "- fixed: something 2"]),
        (
            "other-headings",
            [
                "5.2.0 (2023-06-01)",
                "- added: Support for #if directives #2781",
                "- added: Nested:",
                "- changed: Say how to use #nowarn",
                "- changed: Update FSharp.Core",
                "5.1.0 (2023-01-02)",
                "- changed: No section heading at all here.",
                "- changed: Second.",
            ],
        ),
        (
            "paragraphs-and-code",
            ["1.0.0 (2021-09-26)", "- added: Layout system has been added", "- added: Responsive mode is now supported", "- added: Build mode has been added"],
        ),
    ],
)  # fmt: skip
def test_what_was_read_wrong_is_read_right(name: str, expected: list[str], tmp_path: Path) -> None:
    assert told(tmp_path, (FOUND / f"{name}.md").read_text(encoding="utf-8")) == expected


@beside
def test_links_of_issues_and_commits_are_kept_and_known(tmp_path: Path) -> None:
    told(tmp_path, (FOUND / "conventional.md").read_text(encoding="utf-8"))
    text = files(tmp_path)["changes/core-handle-empty-lists-12-24b358b.md"]
    assert 'references:\n  - "https://git.example/issues/12"\ncommits:\n  - 24b358b\n' in text
    assert text.endswith("([#12](https://git.example/issues/12)) ([24b358b](https://git.example/commit/24b358b))\n")
    release = files(tmp_path)["releases/12.98.0.md"]
    assert 'url: "https://git.example/compare/v12.97.0...v12.98.0"' in release
    head = (tmp_path / "product.yml").read_text(encoding="utf-8")
    assert head.endswith(
        "changelog_head: |-\n  # Change Log\n\n  All notable changes to this project will be documented in this file.\n"
    )


@beside
def test_texts_read_as_they_did_on_the_code_host(tmp_path: Path) -> None:
    told(tmp_path, (FOUND / "paragraphs-and-code.md").read_text(encoding="utf-8"))
    assert body(tmp_path, "changes/layout-system-has-been-added.md") == (
        "Layout system has been added\n\nUser can add `layouts` node to `config.js`, it takes an object.\n\n"
        "```js\n{\n    default: standard.Default\n}\n```\n"
    )
    assert "Desktop preview (assets/preview.png)" in body(tmp_path, "changes/responsive-mode-is-now-supported.md")


@beside
def test_a_text_of_what_is_unreleased_becomes_that_of_the_release(tmp_path: Path) -> None:
    text = (FOUND / "list-in-description.md").read_text(encoding="utf-8")
    told(tmp_path, text)
    assert body(tmp_path, "releases/unreleased.md") == (
        "This is a brand new release with:\n\n- Configuration is now done within the Web client, for authorized users.\n"
    )
    assert told(tmp_path, text.replace("[Unreleased]", "[1.0.0] - 2026-11-20"))[0] == "1.0.0 (2026-11-20)"
    assert list(files(tmp_path)) == ["changes/new-configuration-screen.md", "releases/unreleased.md"]


RELEASE_PLEASE = """\
# Changelog

## [2.0.0](https://code.example/acme/app/compare/v1.1.0...v2.0.0) (2026-05-01)


### ⚠ BREAKING CHANGES

* drop the old format

### Features

* drop the old format ([#9](https://code.example/acme/app/issues/9)) ([0badf00](https://code.example/acme/app/commit/0badf00)), closes [#8](https://code.example/acme/app/issues/8)

### [1.1.1](https://code.example/acme/app/compare/v1.1.0...v1.1.1) (2026-04-01)


### Miscellaneous Chores

* release
"""
GIT_CLIFF = """\
# Changelog

All notable changes to this project will be documented in this file.

## [1.2.0] - 2026-03-01

### 🚀 Features

- *(cli)* [**breaking**] Name the plan first
- Quiet start

### 🐛 Bug Fixes

- Keep tabs

### ⚙️ Miscellaneous Tasks

- Bump the tools

<!-- generated by git-cliff -->
"""
CHANGESETS = """\
# @acme/app

## 1.2.0

### Minor Changes

- 1a2b3c4: Quiet start

  It starts without a sound.

### Patch Changes

- Updated dependencies [1a2b3c4]
  - @acme/core@1.1.0

## 1.1.0
"""
COMMON = """\
# Changelog

## [2.0.0] - 2026-02-02

_If you are upgrading: please see [`UPGRADING.md`](UPGRADING.md)._

### Changed

- **Breaking:** emit `close` ([`53bd922`](https://code.example/acme/app/commit/53bd922)) (Maya Lin)
"""
GENERATED = """\
# Changelog

## [v1.1.0](https://code.example/acme/app/tree/v1.1.0) (2026-01-02)

[Full Changelog](https://code.example/acme/app/compare/v1.0.0...v1.1.0)

**Implemented enhancements:**

- Quiet start [\\#12](https://code.example/acme/app/issues/12)

**Fixed bugs:**

- It is loud [\\#11](https://code.example/acme/app/issues/11)
"""
NOTES = """\
## What's Changed
* Quiet start by @maya in https://code.example/acme/app/pull/12

## New Contributors
* @maya made their first contribution in https://code.example/acme/app/pull/12

**Full Changelog**: https://code.example/acme/app/compare/v1.0.0...v1.1.0
"""
CHINESE = """\
# 更新日志

## 未发布

### 新增

- 离线模式

## v1.1.0（2026年1月2日）

### 🐛 修复

- 修复导出

### 不兼容变更

- 去掉旧格式

## 第12迭代 (2025-12-01)

### 优化

- 启动更快
"""
LOOSE = """\
Unreleased changes
==================

  * Quiet start

2.1 / 2026-01-02
================

  * deps: shutdown@2
    - Fix it
  * Start

2.0.1 / March 4th, 2025
=======================

  * **Typo**
"""
DATES_FIRST = """\
# News

### 2026-01-02: v1.1

+ One

### 2025-12-01, Version 1.0 (LTS), @maya

+ Two

### 13/11/2025 0.9

* Three
"""
BOLD = """\
My changes.

**1.1.0** (2026-01-02)

- One

**v1.0.0**

- Two
"""
LINES = "1.1.0 - 2026-01-02\n* One\n\n1.0.0 - 2026-01-01\n* Two\n"
IN_A_LIST = "* 1.1.0 (2026-01-02)\n    * One\n    * Two\n* 1.0.0 (2026-01-01)\n    * Three\n"
FLAT = "# Changes\n\n- One\n- Two\n"
STATES = """\
## 3.0.0

- In work

## [2.1.0] - Unreleased

- Later

## 2.0.0-rc.1 (2026-02-01)

- Try it

## [1.1.0] - 2026-01-01 [YANKED]

- Oops

## 1.0.0

- First
"""
LEVELS = """\
# 2.x

## 2.0.0 – The quiet one (2026-02-01)

It is quiet.

#### Features

##### Start

* Quiet start

### Upgrade to Python 3.12

Install it.

# 1.1.0

## Bugfixes

* One
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            RELEASE_PLEASE,
            ["2.0.0 (2026-05-01)", "- changed!: drop the old format", "- added: drop the old format (#9) (0badf00), closes #8", "1.1.1 (2026-04-01)", "- changed: release"],
            id="release-please",
        ),
        pytest.param(
            GIT_CLIFF,
            ["1.2.0 (2026-03-01)", "- added!: (cli) [breaking] Name the plan first", "- added: Quiet start", "- fixed: Keep tabs", "- changed: Bump the tools"],
            id="git-cliff",
        ),
        pytest.param(
            CHANGESETS,
            ["1.2.0, out", "- added: 1a2b3c4: Quiet start", "- fixed: Updated dependencies [1a2b3c4]", "1.1.0, out"],
            id="changesets",
        ),
        pytest.param(COMMON, ["2.0.0 (2026-02-02)", "- changed!: Breaking: emit close (53bd922) (Maya Lin)"], id="common changelog"),
        pytest.param(GENERATED, ["1.1.0 (2026-01-02)", "- added: Quiet start #12", "- fixed: It is loud #11"], id="generated from issues"),
        pytest.param(NOTES, ["1.1.0, out", "- changed: Quiet start by @maya in https://code.example/acme/app/pull/12"], id="notes of one release"),
        pytest.param(
            CHINESE,
            ["- added: 离线模式", "1.1.0 (2026-01-02)", "- fixed: 修复导出", "- changed!: 去掉旧格式", "第12迭代 (2025-12-01)", "- changed: 启动更快"],
            id="Chinese",
        ),
        pytest.param(
            LOOSE,
            ["- changed: Quiet start", "2.1 (2026-01-02)", "- changed: deps: shutdown@2", "- changed: Start", "2.0.1 (2025-03-04)", "- changed: Typo"],
            id="underlined headings",
        ),
        pytest.param(
            DATES_FIRST,
            ["1.1 (2026-01-02)", "- changed: One", "1.0 – (LTS), @maya (2025-12-01)", "- changed: Two", "0.9 (2025-11-13)", "- changed: Three"],
            id="dates first",
        ),
        pytest.param(BOLD, ["1.1.0 (2026-01-02)", "- changed: One", "1.0.0, out", "- changed: Two"], id="bold lines"),
        pytest.param(LINES, ["1.1.0 (2026-01-02)", "- changed: One", "1.0.0 (2026-01-01)", "- changed: Two"], id="lines"),
        pytest.param(
            IN_A_LIST, ["1.1.0 (2026-01-02)", "- changed: One", "- changed: Two", "1.0.0 (2026-01-01)", "- changed: Three"], id="entries of a list"
        ),
        pytest.param(FLAT, ["- changed: One", "- changed: Two"], id="no version"),
        pytest.param(
            STATES,
            [
                "3.0.0, to come", "- changed: In work", "2.1.0, to come", "- changed: Later", "2.0.0-rc.1 (2026-02-01)", "- changed: Try it",
                "1.1.0 (2026-01-01), yanked", "- changed: Oops", "1.0.0, out", "- changed: First",
            ],
            id="out and to come",
        ),
        pytest.param(
            LEVELS,
            ["2.0.0 – The quiet one (2026-02-01)", "- added: Quiet start", "- changed: Install it.", "1.1.0, out", "- fixed: One"],
            id="levels",
        ),
    ],
)  # fmt: skip
def test_every_dialect_is_read(text: str, expected: list[str], tmp_path: Path) -> None:
    assert told(tmp_path, text) == expected


def test_the_receipt_says_what_was_guessed_and_what_is_in_no_item(tmp_path: Path) -> None:
    text = "# C\n\n## Next\n\n### Oddities\n\n- One\n- Two\n\n### Bug fixes\n\n- Three\n\n## 1.0.0\n\n- Four\n\n<!-- hidden -->\n\n[x]: https://x.example\n"
    outcome = bring_in(tmp_path, "changelog", text, "CHANGELOG.md")
    for line in (
        "Next (line 3) is what is not released yet",
        "kinds: Bug fixes → fixed (1)",
        "changed, since these headings are no kinds that are known: Oddities (2)",
        "changed, since they stand below no heading: 1 change",
        "set in product.yml: changelog_head, from what stands above the first release",
        "left out: comments, addresses that nothing names ([x])",
    ):
        assert line in said(outcome)
    later = bring_in(tmp_path, "changelog", text.replace("# C", "# Other"), "CHANGELOG.md")
    assert "what stands above the first release, since product.yml has a changelog_head" in said(later)


def test_only_what_upstream_adds_is_new(tmp_path: Path) -> None:
    told(tmp_path, GIT_CLIFF)
    newer = GIT_CLIFF.replace("## [1.2.0]", "## [1.3.0] - 2026-04-01\n\n### 🚀 Features\n\n- Sing\n\n## [1.2.0]")
    did = {change.draft.key: change.did for change in bring_in(tmp_path, "changelog", newer, "CHANGELOG.md").changes}
    assert {key for key, what in did.items() if what != "unchanged"} == {"1.3.0", "1.3.0 🚀 Features Sing"}


def test_contributors_and_the_whole_changelog_are_the_text_of_a_release(tmp_path: Path) -> None:
    told(tmp_path, NOTES)
    assert body(tmp_path, "releases/1.1.0.md") == (
        "**New Contributors**\n\n- @maya made their first contribution in <https://code.example/acme/app/pull/12>\n\n"
        "**Full Changelog**: <https://code.example/acme/app/compare/v1.0.0...v1.1.0>\n"
    )


def test_releases_of_a_code_host_are_read_in_the_words_of_its_command_and_of_its_interface(tmp_path: Path) -> None:
    found = [
        {"tagName": "v1.1.0", "name": "v1.1.0", "publishedAt": "2026-02-01T10:00:00Z", "isDraft": False, "body": NOTES.replace("\n", "\r\n")},
        {"tag_name": "v1.0.0", "name": "First sail", "published_at": "2026-01-01T10:00:00Z", "html_url": "https://code.example/r/1", "body": "Out.\nAt last."},
        {"tagName": "v2.0.0", "isDraft": True, "body": "- New", "assets": [{"name": "app.zip"}]},
    ]  # fmt: skip
    assert told(tmp_path, json.dumps(found), "github-releases") == [
        "1.1.0 (2026-02-01)",
        "- changed: Quiet start by @maya in https://code.example/acme/app/pull/12",
        "1.0.0 – First sail (2026-01-01)",
        "2.0.0, to come",
        "- changed: New",
    ]
    assert body(tmp_path, "releases/1.0.0.md") == "Out.  \nAt last.\n"
    one = bring_in(tmp_path, "github-releases", json.dumps(found[2]), "release.json")
    assert one.left_out == ["assets"]
    assert {change.did for change in one.changes} == {"unchanged"}
    for wrong in ("{}", '[{"body": "x"}]', '[{"tagName": []}]', "[1]"):
        assert not bring_in(tmp_path, "github-releases", wrong, "release.json").sound


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[1.2.0] - 2024-01-02 [YANKED]", "1.2.0 2024-01-02 yanked"),
        ("v1.2.0-beta.1 — 2 January 2024", "1.2.0-beta.1 2024-01-02"),
        ("1.0b2 (Jan 2nd, 2024)", "1.0b2 2024-01-02"),
        ("app-v1.2.0 (2024-01-02)", "app 1.2.0 2024-01-02"),
        ("@acme/app@1.2.0", "@acme/app 1.2.0"),
        ("Version 1.2 发布于 2024年1月2日", "1.2 2024-01-02"),
        ("2024.10.1", "2024.10.1"),
        ("2024.10.1 (2024.10.02)", "2024.10.1 2024-10-02"),
        ("20240102", "20240102 2024-01-02"),
        ("1.2.0 (unreleased)", "1.2.0 pending"),
        ("3.0.0-SNAPSHOT", "3.0.0-SNAPSHOT pending"),
        ("Unreleased (3.0.0)", "3.0.0 pending"),
        ("Next release", "Next release pending next"),
        ("[未发布]", "未发布 pending next"),
        ("Initial release - 2024-01-02", "Initial release 2024-01-02"),
        ("Features", None),
        ("Changelog", None),
    ],
)
def test_headings_are_read_in_every_usual_form(text: str, expected: str | None) -> None:
    found = headings.read(text)
    marks = {"yanked": found.is_yanked, "pending": found.is_pending, "next": found.is_next} if found else {}
    parts = [found.title, found.date, *(name for name, is_so in marks.items() if is_so)] if found else []
    assert (" ".join(filter(None, parts)) if parts else None) == expected


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("🚀 Enhancements", "added"), ("Minor Changes", "added"), (":sparkles: New features", "added"), ("新增功能", "added"), ("Hinzugefügt", "added"),
        ("Bugfixes", "fixed"), ("Patch Changes", "fixed"), ("Bug修复", "fixed"), ("Corrigé", "fixed"), ("Fixes & Improvements", "fixed"),
        ("Documentation", "changed"), ("Performance Improvements", "changed"), ("优化", "changed"), ("Deprecations", "deprecated"), ("移除", "removed"),
        ("Security fixes", "security"), ("New Contributors", ""), ("Oddities", None), ("How to make it work with all other fixes", None),
    ],
)  # fmt: skip
def test_headings_of_changes_mean_kinds(heading: str, kind: str | None) -> None:
    found = kind_of(heading)
    assert (found.name if found else None) == kind


def test_what_breaks_something_says_so() -> None:
    assert all(
        found and found.is_breaking
        for found in map(kind_of, ("⚠ BREAKING CHANGES", "Major Changes", "破坏性变更", "Breaking Changes 🛠"))
    )


@pytest.mark.parametrize(
    "text", [RELEASE_PLEASE, GIT_CLIFF, CHANGESETS, COMMON, GENERATED, NOTES, CHINESE, LOOSE, DATES_FIRST, STATES, LEVELS, BOLD]
)
def test_every_word_of_the_file_is_in_an_item_or_told(text: str, tmp_path: Path) -> None:
    outcome = bring_in(tmp_path, "changelog", text, "CHANGELOG.md")
    everything = "\n".join([*files(tmp_path).values(), (tmp_path / "product.yml").read_text(encoding="utf-8"), said(outcome)])
    known = set(re.findall(r"[^\W\d_]+", everything))
    dates = {"March", "th", "v", "Version", "年", "月", "日", "YANKED", "Unreleased", "未发布"}
    assert set(re.findall(r"[^\W\d_]+", re.sub(r"<!--.*?-->", "", text))) - known <= dates
