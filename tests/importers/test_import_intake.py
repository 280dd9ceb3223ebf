"""Issues that came by the form: they become feedback again and again, and whatever strangers write sets nothing else."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from pmsite.importers.export import Export
from pmsite.importers.intake import by_form
from pmsite.importers.run import Outcome, Wishes, run
from pmsite.importers.sources import SOURCES
from pmsite.model.insight import Feedback
from pmsite.pipeline import load
from pmsite.transaction import apply
from tests.importers.make import SETTINGS, faults, files, workspace
from tests.make import TODAY, write

FEATURE = "features/offline-mode.md"
ALLOWED = {"title", "date", "channel", "segment", "importance", "count", "features", "imported"}


def filled(request: str = "Write in cellars.", item: str = "", importance: str = "", segment: str = "") -> str:
    """What GitHub makes of the form."""
    answers = {
        "What do you need?": request,
        "Which feature is it about?": item,
        "How much does it matter to you?": importance,
        "What kind of user are you?": segment,
    }
    return "\n\n".join(f"### {heading}\n\n{answer or '_No response_'}" for heading, answer in answers.items())


def issue(number: int = 12, **more: Any) -> dict[str, Any]:
    address = f"https://github.com/acme/notes/issues/{number}"
    return {"number": number, "title": "Cellars", "url": address, "labels": [{"name": "feedback"}], "body": filled(), **more}


def bring_in(root: Path, data: Any, host: str = "github", **wishes: Any) -> Outcome:
    if not (root / "product.yml").exists():
        write(root, {FEATURE: "---\ntitle: Offline mode\n---\n", "personas/tech.md": "---\ntitle: Technician\n---\n"}, SETTINGS)
    text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
    source = by_form(SOURCES[host], {"offline-mode"}, "en")
    outcome = run(Export("issues", text.encode()), source, workspace(root), Wishes(**wishes))
    if outcome.sound:
        apply(root, {root / inside: text.encode() for inside, text in outcome.files})
    return outcome


def facts(text: str) -> dict[str, Any]:
    found = yaml.safe_load(text.split("---\n")[1])
    assert isinstance(found, dict)
    return found


def feedback(root: Path) -> dict[str, str]:
    return {name: text for name, text in files(root).items() if name.startswith("feedback/")}


def the_only(root: Path) -> tuple[dict[str, Any], str]:
    (text,) = feedback(root).values()
    return facts(text), text.split("---\n", 2)[2].strip()


def test_a_form_becomes_feedback(tmp_path: Path) -> None:
    body = filled("Write in cellars.\n\n- and in lifts", "offline-mode", "I cannot do without it", "Lift firms")
    outcome = bring_in(tmp_path, [issue(body=body, createdAt="2026-10-02T09:00:00Z")])
    assert outcome.sound
    found, story = the_only(tmp_path)
    assert {name: value for name, value in found.items() if name != "imported"} == {
        "title": "Cellars",
        "date": date(2026, 10, 2),
        "channel": "github.com",
        "segment": "Lift firms",
        "importance": "critical",
        "count": 1,
        "features": ["offline-mode"],
    }
    assert story == "Write in cellars.\n\n- and in lifts"


@pytest.mark.parametrize(
    ("host", "more", "voices"),
    [
        ("github", {"reactionGroups": [{"content": "THUMBS_UP", "users": {"totalCount": 3}}]}, 4),
        ("github", {"reactionGroups": [{"content": "THUMBS_DOWN", "users": {"totalCount": 3}}]}, 1),
        ("github", {"reactions": {"total_count": 9, "+1": 2, "-1": 7}}, 3),
        ("github", {"reactions": {"+1": -5}}, 1),
        ("github", {"reactions": {"+1": "many"}}, 1),
        ("gitlab", {"upvotes": 5, "downvotes": 1}, 6),
        ("github", {}, 1),
    ],
)
def test_thumbs_up_are_voices_besides_the_first(tmp_path: Path, host: str, more: dict[str, Any], voices: int) -> None:
    bring_in(tmp_path, [issue(**more)], host)
    assert the_only(tmp_path)[0]["count"] == voices


def test_gitlabs_interface_and_gitees_are_read(tmp_path: Path) -> None:
    gitlab = {
        "iid": 7,
        "title": "A",
        "description": filled(),
        "web_url": "https://gitlab.com/acme/app/notes/-/issues/7",
        "labels": ["feedback"],
    }
    gitee = {
        "number": "I9XYZ",
        "title": "B",
        "body": filled(),
        "html_url": "https://gitee.com/acme/notes/issues/I9XYZ",
        "labels": [{"id": 1, "name": "feedback"}],
    }
    assert bring_in(tmp_path, [gitlab], "gitlab").sound
    assert bring_in(tmp_path, [gitee]).sound
    keys = {facts(text)["imported"]["id"] for text in feedback(tmp_path).values()}
    assert keys == {"gitlab.com/acme/app/notes#7", "gitee.com/acme/notes#I9XYZ"}


def test_gitlabs_table_is_read(tmp_path: Path) -> None:
    body = filled("Cellars", "offline-mode").replace("\n", "\r\n")
    table = (
        "Title,Description,Issue ID,URL,State,Author,Author Username,Assignee,Labels,Created At (UTC)\n"
        f'Cellars,"{body}",7,https://gitlab.com/acme/notes/-/issues/7,Open,Ada Brook,ada,Bo,"feedback,ux",2026-10-02 09:00:00\n'
        "A bug,,8,https://gitlab.com/acme/notes/-/issues/8,Open,Ada Brook,ada,Bo,bug,2026-10-02 09:00:00\n"
    )
    outcome = bring_in(tmp_path, table, "gitlab")
    assert outcome.left_out == ["1 issue that did not come by the form"]
    found, story = the_only(tmp_path)
    assert (found["features"], story) == (["offline-mode"], "Cellars")


def test_forms_of_either_language_are_read_whatever_the_label(tmp_path: Path) -> None:
    body = "### 您需要什么？\n\n地下室里也能写\n\n### 与哪个功能有关？\n\noffline-mode\n\n### 这对您有多重要？\n\n没有它不行\n\n### 您是哪类用户？\n\n_No response_"
    bring_in(tmp_path, [issue(labels=[], body=body)])
    found, story = the_only(tmp_path)
    assert (found["importance"], found["features"], story) == ("critical", ["offline-mode"], "地下室里也能写")
    assert "segment" not in found


def test_all_other_issues_are_left_out_and_counted(tmp_path: Path) -> None:
    change = issue(3, url="https://github.com/acme/notes/pull/3")
    outcome = bring_in(tmp_path, [issue(1, labels=[], body="It crashes"), issue(2, labels=[], body=None), change])
    assert outcome.sound
    assert outcome.left_out == ["3 issues that did not come by the form"]
    assert not feedback(tmp_path)


def test_the_second_import_changes_nothing_and_a_later_one_what_is_new(tmp_path: Path) -> None:
    bring_in(tmp_path, [issue(body=filled(item="offline-mode"))])
    before = files(tmp_path)
    bring_in(tmp_path, [issue(body=filled(item="offline-mode"))])
    assert files(tmp_path) == before
    (name,) = feedback(tmp_path)
    (tmp_path / name).write_text(before[name].replace("title: Cellars", "title: No notes in cellars", 1), encoding="utf-8")
    bring_in(tmp_path, [issue(title="Cellars!", body=filled(item="offline-mode"), upvotes=4)], conflicts="mine")
    found, _ = the_only(tmp_path)
    assert (found["title"], found["count"]) == ("No notes in cellars", 5)


def test_a_heading_of_the_form_within_an_answer_is_text(tmp_path: Path) -> None:
    bring_in(tmp_path, [issue(body=filled("Write in cellars.\n\n### What do you need?\n\nAnd in lifts.", "offline-mode"))])
    found, story = the_only(tmp_path)
    assert "Write in cellars." in story
    assert "And in lifts." in story
    assert found["features"] == ["offline-mode"]


def test_a_feature_that_is_none_is_told_and_stays_in_the_text(tmp_path: Path) -> None:
    outcome = bring_in(tmp_path, [issue(1, body=filled(item="ofline")), issue(2, title="T", body=filled(item="tech"))])
    assert [(d.code, d.severity.value, d.message) for d in outcome.report] == [
        ("unknown-item", "warning", "ofline is no feature of this plan; it stands in the text"),
        ("unknown-item", "warning", "tech is no feature of this plan; it stands in the text"),
    ]
    assert all("features" not in facts(text) for text in feedback(tmp_path).values())
    assert "Which feature is it about? ofline" in feedback(tmp_path)["feedback/cellars.md"]


def test_an_issue_without_an_address_is_a_fault(tmp_path: Path) -> None:
    assert faults(bring_in(tmp_path, [{"title": "A", "body": filled()}])) == ["issues#1 missing-address"]


@pytest.mark.parametrize(
    "entry",
    [{"labels": 3}, {"reactionGroups": [{"users": {"totalCount": -1}}]}, {"title": ["a"]}, {"upvotes": "many"}, {"body": {}}],
)
def test_an_issue_of_another_shape_is_a_fault_at_its_place(tmp_path: Path, entry: dict[str, Any]) -> None:
    outcome = bring_in(tmp_path, [{**issue(), **entry}])
    assert set(faults(outcome)) == {"issues#1 wrong-shape"}


HOSTILE = {
    "front matter": "---\nvisibility: [public]\nstatus: shipped\n---\n\nHello",
    "front matter at once": "---\nid: product\ntype: vision\n---",
    "headings that look like fields": "### Visibility\n\npublic\n\n### visibility\n\n[public]\n\n### told\n\n2026-01-01",
    "a heading of the form twice": "Hi\n\n### What do you need?\n\n### Which feature is it about?",
    "a passage for the team": "<!-- /internal -->x<!-- internal -->y",
    "a passage of an import": "<!-- internal -->\n<!-- pmsite: Issue form -->\nz",
    "a tag": "<script>alert(1)</script><img src=x onerror=alert(1)><iframe src='https://a.example'>",
    "a block": "```pmsite\nview: roadmap\n```",
    "a fence that never ends": "````\n### Importance",
    "addresses that run": "[a](javascript:alert(1)) ![b](data:text/html,x) <javascript:alert(1)>",
    "a template": "{{ 7*7 }} {% include 'x' %} --8<-- \"/etc/hosts\"",
    "a reference": "[x]: javascript:alert(1)\n[[offline-mode]]",
}


LIVE = re.compile(r"<script|<img|<iframe|```pmsite|(?<!\\)\]\((?:javascript|data):")


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_whatever_a_stranger_writes_is_text(tmp_path: Path, text: str) -> None:
    hostile = [
        issue(1, title=text.replace("\n", " "), body=filled(text, text, text, text)),
        issue(2, title="B", body=text),
        issue(3, title="offline-mode", body=filled(item="offline-mode")),
    ]
    outcome = bring_in(tmp_path, hostile)
    assert not faults(outcome)
    for name, written in feedback(tmp_path).items():
        assert facts(written).keys() <= ALLOWED, name
        assert "<!--" not in written
        assert not LIVE.search(written.split("---\n", 2)[2])
    found = load(tmp_path, "roadmap", TODAY)
    assert found.product is not None
    assert not found.report.failed, [d.message for d in found.report]
    items = [item for item in found.product.items.values() if isinstance(item, Feedback)]
    assert len(items) == 3
    assert all(not item.visibility for item in items)
    assert [item.features for item in items if item.title == "offline-mode"] == [("offline-mode",)]


def test_nobody_is_named(tmp_path: Path) -> None:
    text = filled("Ask @zed-zed, mail zed@zed.example or `@zed-zed`; team @acme/zeds, @赵六", segment="@zed-zed's firm")
    people = {
        "author": {"login": "zed-zed"},
        "user": {"login": "zed-zed"},
        "assignees": [{"login": "zed-zed"}],
        "comments": ["zed"],
    }
    outcome = bring_in(tmp_path, [{**issue(title="For @zed-zed", body=text), **people}])
    written = "".join(feedback(tmp_path).values())
    assert "zed" not in written
    assert "赵六" not in written
    assert ("title", "a mention of somebody") in [(n.column, n.guess) for c in outcome.changes for n in c.draft.notes]


def test_a_plain_import_of_the_same_issue_is_another_item(tmp_path: Path) -> None:
    bring_in(tmp_path, [issue()])
    before = feedback(tmp_path)
    outcome = run(Export("issues.json", json.dumps([issue()]).encode()), SOURCES["github"], workspace(tmp_path), Wishes())
    assert outcome.sound
    assert not {inside for inside, _ in outcome.files} & before.keys()
