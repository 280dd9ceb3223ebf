"""publish.yml: what can be wrong in it, in the words that its author reads; and what a push may change of it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from pmsite.diagnostics import Report
from pmsite.publishing.configuration import read_file, read_text
from pmsite.publishing.log import Log
from tests.publishing.conftest import SITES, Builder, Published, into, say

HEAD = "sites:\n  - {folder: customers, audience: customers}\n"
WRONG = {
    "sites: [": "unclosed-bracket",
    "": "missing-sites",
    "- folder: a\n": "not-a-mapping",
    "sites:\n": "missing-sites",
    "sites: []\n": "no-sites",
    "sites: customers\n": "not-a-list",
    "sites:\n  - folder: customers\n": "missing-audience",
    "sites:\n  - audience: customers\n": "missing-folder",
    "sites:\n  - {folder: ../out, audience: customers}\n": "bad-folder-name",
    "sites:\n  - {folder: .hidden, audience: customers}\n": "bad-folder-name",
    "sites:\n  - {folder: a/b, audience: customers}\n": "bad-folder-name",
    "sites:\n  - {folder: a, audience: customers, configuration: /etc/mkdocs.yml}\n": "bad-configuration-path",
    "sites:\n  - {folder: a, audience: customers, configuration: ../mkdocs.yml}\n": "bad-configuration-path",
    "sites:\n  - {folder: a, audience: customers, configuration: mkdocs.toml}\n": "bad-configuration-path",
    "sites:\n  - {folder: a, audience: x}\n  - {folder: A, audience: y}\n": "folder-twice",
    "sites:\n  - {folder: team, audience: team}\n": "team-not-closed",
    "closed: no\nsites:\n  - {folder: team, audience: team}\n": "not-true-or-false",
    "closed: true\nsites:\n  - {folder: team, audience: team, public: true}\n": "team-is-public",
    "closed: perhaps\n" + HEAD: "not-true-or-false",
    "site: []\n" + HEAD: "unknown-key",
    HEAD.replace("s}", "s, publc: true}"): "unknown-key",
    HEAD + "    publc: true\n": "not-key-and-value",
    "branch: ../main\n" + HEAD: "bad-branch-name",
    "branch: -x\n" + HEAD: "bad-branch-name",
    "branch: 'a b'\n" + HEAD: "bad-branch-name",
    "repository: ext::sh -c touch\n" + HEAD: "bad-repository",
    "repository: http://git.example.com/plan.git\n" + HEAD: "bad-repository",
    "repository: git://git.example.com/plan.git\n" + HEAD: "bad-repository",
    "repository: --upload-pack=touch\n" + HEAD: "bad-repository",
    "a: &a [*a]\n" + HEAD: "anchor",
    "sites: !!python/object/apply:os.system [touch]\n": "tag",
    "sites:\n\t- {folder: a, audience: b}\n": "tab-in-front-matter",
    "sites:\n  - {folder: a, audience: b}\nsites: []\n": "duplicate-key",
}


@pytest.mark.parametrize("text", WRONG, ids=lambda text: repr(text)[:60])
def test_what_is_wrong_is_said_with_its_place(text: str) -> None:
    report = Report()
    assert read_text(text.encode(), "publish.yml", report) is None
    assert all(found.span.path == "publish.yml" and "product.yml" not in found.hint for found in report)
    assert WRONG[text] in {found.code for found in report}, [(found.code, found.message) for found in report]


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"sites: \x00", b"x" * 100_000])
def test_bytes_that_are_no_settings(data: bytes) -> None:
    report = Report()
    assert read_text(data, "publish.yml", report) is None
    assert report.failed


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    report = Report()
    assert read_file(tmp_path / "publish.yml", report) is None
    assert [found.code for found in report] == ["not-readable"]


@pytest.mark.parametrize(
    "line",
    [
        "repository: https://git.example.com/plan.git",
        "repository: ssh://git@git.example.com/plan.git",
        "repository: git@git.example.com:group/plan.git",
        "repository: ../plan.git",
        "branch: release/2026",
        "branch: 主线",
    ],
)
def test_what_is_right(line: str) -> None:
    report = Report()
    assert read_text(f"{line}\n{HEAD}".encode(), "publish.yml", report), [found.message for found in report]


# What comes with the branch

OUTSIDE = "sites:\n  - {folder: customers, audience: customers}\n"
MORE = {
    "a folder for others": (
        OUTSIDE,
        OUTSIDE.replace("audience: customers", "audience: investors"),
        "was for customers and is for investors",
    ),
    "the team's plan in a folder of others": (
        SITES,
        SITES.replace("audience: customers", "audience: team"),
        "was for customers and is for team",
    ),
    "a new folder": (OUTSIDE, OUTSIDE + "  - {folder: investors, audience: investors}\n", "investors is new"),
    "a closed place": (OUTSIDE, "closed: true\n" + OUTSIDE, "it says `closed: true`"),
    "search engines": (OUTSIDE, OUTSIDE.replace("s}", "s, public: true}"), "customers is public"),
}


@pytest.mark.parametrize("name", MORE)
def test_a_push_shows_no_more_than_the_owner_has_agreed_to(tmp_path: Path, repository: Path, builder: Builder, name: str) -> None:
    before, after, why = MORE[name]
    say(repository, "agreed", publish_yml=before)
    mine = into(tmp_path / "place", repository)
    assert mine.round() == "fresh"
    say(repository, "pushed", publish_yml=after)
    assert mine.round() == "failing"
    assert mine.shows() == "agreed for customers"
    assert why in str(mine.events()[-1]["message"])
    agreeing = into(mine.folder, repository, type(mine.publisher._wish)(repository=str(repository), agrees=True))
    assert agreeing.round() == "fresh"
    assert into(mine.folder, repository).round() == "fresh"


def test_a_push_may_show_less_and_then_no_more_than_that(published: Published, repository: Path) -> None:
    published.round()
    say(repository, "less", publish_yml=OUTSIDE)
    assert published.round() == "fresh"
    assert sorted(path.name for path in (published.folder / "current").iterdir()) == ["customers", "version.json"]
    say(repository, "more", publish_yml=SITES)
    assert published.round() == "failing"
    assert published.shows() == "less for customers"


def test_an_owners_own_file_is_what_counts_whatever_the_branch_says(tmp_path: Path, repository: Path, builder: Builder) -> None:
    own = tmp_path / "own/publish.yml"
    own.parent.mkdir()
    own.write_text(f"repository: ../plan\n{OUTSIDE}", encoding="utf-8")
    mine = into(tmp_path / "place", "", type(into(tmp_path / "other", "").publisher._wish)(configuration=own))
    assert mine.round() == "fresh"
    assert builder.built == ["first for customers"]
    say(repository, "second", publish_yml=SITES)
    assert mine.round() == "fresh"
    assert builder.built[-1] == "second for customers"
    own.write_text("sites: [", encoding="utf-8")
    assert mine.round() == "failing"
    assert mine.shows() == "second for customers"


@pytest.mark.parametrize("text", [None, "sites: [", "sites:\n  - {folder: team, audience: team}\n"])
def test_a_branch_without_a_sound_publish_yml_keeps_what_is_shown(published: Published, repository: Path, text: str | None) -> None:
    published.round()
    if text is None:
        (repository / "publish.yml").unlink()
        say(repository, "second")
    else:
        say(repository, "second", publish_yml=text)
    assert published.round() == "failing"
    assert published.shows() == "first for customers"
    assert published.events()[-1]["code"] == ("no-publish-yml" if text is None else "bad-publish-yml")


def test_a_person_gets_sentences_in_which_nothing_acts_on_the_terminal() -> None:
    stream = io.StringIO()
    Log(stream, sentences=True).tell("failed", "a \x1b[31mred\nline ##[error]", code="x")
    assert stream.getvalue() == "a \\u001b[31mred\\u000aline # #[error]\n"
