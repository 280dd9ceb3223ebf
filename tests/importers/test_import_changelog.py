"""A CHANGELOG.md becomes releases and changes, and the same CHANGELOG.md again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import settings as testing
from hypothesis import strategies as st

from pmsite.exports import changelog_md
from pmsite.pipeline import load
from pmsite.workspace import whole
from tests.importers.make import bring_in, files
from tests.make import TODAY, write
from tests.properties.test_nothing_hidden_leaks import SLOW

KINDS = ("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security")
REPOSITORY = "https://code.example/acme/app"
PIECES = [
    "word", "Feuer", "离线。", "(#444)", "@ada", "`code <b>`", "**bold**", "_soft_", "snake_case_name", "[a link](https://docs.example/a_(b))",
    "[named].", "[a word][other],", "<https://docs.example>", "2 * 3", "a & b", "&amp;", "C++", "\\*", "\"quoted\"", "1.2.0", ":", "!",
]  # fmt: skip
OTHERWISE = ["\\<b>", "~~gone~~", "https://bare.example", "[named] [other]", "*", "`", "{x}", "Array<T>", "#12", "__strong__"]
"""What comes back in other letters that read the same."""
PLAIN = st.lists(st.sampled_from(["word", "Feuer", "离线。", "(#444)", "end."]), min_size=1, max_size=8).map(" ".join)
LINE = st.tuples(st.sampled_from(["New", "Fix", "修复", "`pmsite`:", "**Breaking:**", "[Docs](https://docs.example):"]), st.lists(st.sampled_from(PIECES), max_size=6)).map(
    lambda parts: " ".join([parts[0], *parts[1]])
)  # fmt: skip
MORE = st.sampled_from(
    [
        ["and it goes on in `another` line"],
        ["- with a part", "- and another part", "    - and its part"],
        ["", "A second paragraph with (#1)", "of two lines."],
        ["", "```console", "$ pmsite check", "## no heading", "", "- no entry", "```"],
        ["1. first", "2. second"],
        ["", "> Quoted."],
        ["x" * 400],
    ]
)
ENTRY = st.one_of(
    PLAIN, LINE, st.tuples(LINE, MORE).map(lambda parts: "\n".join([parts[0], *parts[1]])), st.just("x" * 400), st.just("Typos.")
)
GROUPS = st.lists(
    st.tuples(st.sampled_from(KINDS), st.lists(ENTRY, min_size=1, max_size=4)), max_size=4, unique_by=lambda group: group[0]
)
HEADS = st.sampled_from(
    [
        "# Changelog\n\nAll notable changes to this project will be documented in this file.\n\n"
        "The format is based on [Keep a Changelog](https://keepachangelog.com/en/1.1.0/),\n"
        "and this project adheres to [Semantic Versioning](https://semver.org/spec/v2.0.0.html).",
        "# Change log: `app` # 1\n\n> Every release.\n\n- one\n- two",
        "# 更新日志\n\n本项目的所有重要变更都记录在此文件中。",
    ]
)
VERSIONS = ["3.0.0", "3.0.0-rc.1", "2.10.0", "2.9.1", "1.0.0", "0.0.1"]
RELEASES = st.lists(
    st.tuples(st.integers(0, 40), st.booleans(), st.sampled_from(["", "", "A word before.\n\nAnd `one` more."]), GROUPS),
    max_size=len(VERSIONS),
)
DEFINITIONS = {"[named]": "[named]: https://docs.example/named", "[other]": "[other]: https://docs.example/other"}


def document(
    head: str,
    unreleased: Sequence[tuple[str, list[str]]],
    releases: Sequence[tuple[int, bool, str, Sequence[tuple[str, list[str]]]]],
    linked: bool,
) -> str:
    """A changelog in the form of Keep a Changelog 1.1.0, as people write it."""
    parts = [head, "\n\n".join(["## [Unreleased]", *groups(unreleased)])]
    day, versions = TODAY, VERSIONS[-len(releases) :] if releases else []
    for version, (days, yanked, text, found) in zip(versions, releases, strict=True):
        day -= timedelta(days)
        heading = f"## [{version}] - {day}{' [YANKED]' if yanked else ''}"
        parts.append("\n\n".join([heading, *([text] if text else []), *groups(found)]))
    told = "\n\n".join(parts)
    links = addresses(versions) if linked else []
    links += sorted(
        (line for mark, line in DEFINITIONS.items() if mark in told), key=lambda line: told.index(line.partition(":")[0])
    )
    return told + "\n" + ("\n" + "\n".join(links) + "\n" if links else "")


def groups(found: Sequence[tuple[str, list[str]]]) -> list[str]:
    return [
        f"### {kind}\n\n" + "\n".join("- " + entry.replace("\n", "\n  ").replace("\n  \n", "\n\n") for entry in entries)
        for kind, entries in found
    ]


def addresses(versions: Sequence[str]) -> list[str]:
    if not versions:
        return []
    return [
        f"[unreleased]: {REPOSITORY}/compare/v{versions[0]}...HEAD",
        *(f"[{new}]: {REPOSITORY}/compare/v{old}...v{new}" for new, old in pairwise(versions)),
        f"[{versions[-1]}]: {REPOSITORY}/releases/tag/v{versions[-1]}",
    ]


def returned(text: str) -> str:
    with TemporaryDirectory() as folder:
        root = write(Path(folder) / "roadmap", {}, "name: P\n")
        outcome = bring_in(root, "changelog", text, "CHANGELOG.md")
        assert outcome.sound, [f"{d.span} {d.message}" for d in outcome.report]
        again = bring_in(root, "changelog", text, "CHANGELOG.md")
        assert {change.did for change in again.changes} <= {"unchanged"}
        found = load(root, "roadmap", TODAY)
        assert found.product is not None, [f"{d.span} {d.message}" for d in found.report]
        assert not found.report.failed, [f"{d.span} {d.message}" for d in found.report]
        own = changelog_md.write(whole(found, found.product, "team").original)
        again = bring_in(root, "changelog", own, "CHANGELOG.md")
        assert {change.did for change in again.changes} <= {"unchanged"}
        return own


@testing(SLOW, max_examples=60)
@given(HEADS, GROUPS, RELEASES, st.booleans())
def test_what_was_in_the_file_is_in_it_again_letter_by_letter(
    head: str,
    unreleased: list[tuple[str, list[str]]],
    releases: list[tuple[int, bool, str, list[tuple[str, list[str]]]]],
    linked: bool,
) -> None:
    text = document(head, unreleased, releases, linked)
    assert returned(text) == text


@testing(SLOW, max_examples=40)
@given(HEADS, GROUPS, RELEASES, st.booleans(), st.lists(st.tuples(LINE, st.sampled_from(OTHERWISE)).map(" ".join), min_size=1))
def test_what_comes_back_in_other_letters_comes_back_in_the_same_from_then_on(
    head: str,
    unreleased: list[tuple[str, list[str]]],
    releases: list[tuple[int, bool, str, list[tuple[str, list[str]]]]],
    linked: bool,
    others: list[str],
) -> None:
    once = returned(document(head, [*unreleased, ("Bug Fixes", others)], releases, linked))
    assert returned(once) == once


def test_what_was_unreleased_is_the_same_change_when_it_is_released(tmp_path: Path) -> None:
    before = "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- New.\n- Newer.\n"
    bring_in(tmp_path, "changelog", before, "CHANGELOG.md")
    after = before.replace("### Added", "## [1.0.0] - 2026-11-20\n\n### Added")
    assert [change.did for change in bring_in(tmp_path, "changelog", after, "CHANGELOG.md").changes] == [
        "new",
        "updated",
        "updated",
    ]
    assert list(files(tmp_path)) == ["changes/new.md", "changes/newer.md", "releases/1.0.0.md"]


def test_an_entry_that_stands_in_both_is_two_changes(tmp_path: Path) -> None:
    before = "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- New.\n"
    bring_in(tmp_path, "changelog", before, "CHANGELOG.md")
    both = before + "\n## [1.0.0] - 2026-11-20\n\n### Added\n\n- New.\n"
    outcome = bring_in(tmp_path, "changelog", both, "CHANGELOG.md")
    assert [(change.draft.type, change.did) for change in outcome.changes] == [
        ("change", "unchanged"),
        ("release", "new"),
        ("change", "new"),
    ]


def test_an_entry_without_markup_is_its_title_alone(tmp_path: Path) -> None:
    text = "# C\n\n## [Unreleased]\n\n### Fixed\n\n- A \\<b> in snake_case (#4), by @ada.\n- Now `code`.\n"
    bring_in(tmp_path, "changelog", text, "CHANGELOG.md")
    written = list(files(tmp_path).values())
    assert written[0].startswith('---\ntitle: "A <b> in snake_case (#4), by @ada."\n')
    assert written[0].endswith("\n---\n")
    assert written[1].startswith("---\ntitle: Now code.\n")
    assert written[1].endswith("\n---\nNow `code`.\n")


def test_the_head_of_the_file_becomes_a_setting_and_stays_what_people_made_of_it(tmp_path: Path) -> None:
    write(tmp_path, {}, "# ours\nname: P  # the product")
    text = "# Changes\n\nOurs: `all` of them.\n\n## [Unreleased]\n"
    outcome = bring_in(tmp_path, "changelog", text, "CHANGELOG.md")
    assert [(change.inside, change.did) for change in outcome.changes] == [("product.yml", "updated")]
    expected = "# ours\nname: P  # the product\nchangelog_head: |-\n  # Changes\n\n  Ours: `all` of them."
    assert (tmp_path / "product.yml").read_text(encoding="utf-8") == expected
    assert not bring_in(tmp_path, "changelog", text.replace("Ours", "Others"), "CHANGELOG.md").changes
    write(tmp_path, {}, "{name: P}\n")
    bring_in(tmp_path, "changelog", text, "CHANGELOG.md")
    assert (tmp_path / "product.yml").read_text(
        encoding="utf-8"
    ) == '{name: P, changelog_head: "# Changes\\n\\nOurs: `all` of them."}\n'
    write(tmp_path, {}, "? name\n: P\n")
    bring_in(tmp_path, "changelog", text, "CHANGELOG.md")
    assert "changelog_head: |-" in (tmp_path / "product.yml").read_text(encoding="utf-8")


NOT_OF_THE_FORM = """\
Changelog
=========

## 2.0.0 (2026-11-01)
* Starred.
+ Plus, without a group.

### Performance
- Faster.

Lazy line.
## [v1.0.0](https://code.example/v1) - 2026-10-01
### Fixed
- <b>Bold</b> <script>x</script>
"""


def test_what_is_not_of_the_form_comes_back_in_it(tmp_path: Path) -> None:
    assert returned(NOT_OF_THE_FORM) == (
        "Changelog\n=========\n\n## [Unreleased]\n\n## [2.0.0] - 2026-11-01\n\n### Changed\n\n- Starred.\n- Plus, without a group.\n\n### Performance\n\n- Faster.\n\n"
        "  Lazy line.\n\n## [1.0.0] - 2026-10-01\n\n### Fixed\n\n- <b>Bold</b> &lt;script>x&lt;/script>\n\n[1.0.0]: https://code.example/v1\n"
    )
