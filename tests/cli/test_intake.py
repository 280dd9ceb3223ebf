"""The way in and back: a form is written, filled in, imported, tied to a feature, shipped, and answered."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from pmsite.cli import group
from pmsite.starter import intake as forms
from tests.make import write

SETTINGS = """\
name: Notes
audiences:
  customers: {site: "https://notes.example/plan"}
  partners: {fields: {feature: [title]}}
"""
OFFLINE = "---\ntitle: Sync of cellars\nstatus: building\nvisibility: [customers]\nfor: {customers: {title: Work anywhere}}\n---\n"
SECRET = "---\ntitle: Zeppelin\nstatus: shipped\n---\n"
ELSEWHERE = "---\ntitle: Asked on the phone\nfeatures: [offline-mode]\n---\n"


@pytest.fixture(autouse=True)
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")
    items = {"features/offline-mode.md": OFFLINE, "features/zeppelin.md": SECRET, "feedback/by-phone.md": ELSEWHERE}
    write(tmp_path / "roadmap", items, SETTINGS)
    return tmp_path


def pmsite(*words: str) -> Result:
    return CliRunner().invoke(group, words)


def filled_in(form: str, answers: dict[str, str]) -> str:
    """What the host makes of a form and the answers to it."""
    asked = [part for part in yaml.safe_load(form)["body"] if "id" in part]
    return "\n\n".join(f"### {part['attributes']['label']}\n\n{answers.get(part['id'], '_No response_')}" for part in asked)


def exported(plan: Path, *bodies: str) -> str:
    issues: list[dict[str, Any]] = [
        {
            "number": number,
            "title": f"Wish {number}",
            "url": f"https://github.com/acme/notes/issues/{number}",
            "labels": [{"name": "feedback"}],
            "author": {"login": "ada"},
            "reactionGroups": [{"content": "THUMBS_UP", "users": {"totalCount": 2}}],
            "body": body,
        }
        for number, body in enumerate(bodies, start=1)
    ]
    (plan / "issues.json").write_text(json.dumps(issues), encoding="utf-8")
    return "issues.json"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_whole_way(plan: Path, language: str) -> None:
    settings = plan / "roadmap" / "product.yml"
    settings.write_text(f"{SETTINGS}language: {language}\n", encoding="utf-8")

    done = pmsite("init", ".", "--intake", "github")
    assert done.exit_code == 0, done.output
    assert done.stdout == ".github/ISSUE_TEMPLATE/feedback.yml\n"
    told = re.search(r"\n    intake:\n(?:      .*\n)+", done.stderr)
    assert told is not None
    settings.write_text(
        settings.read_text("utf-8") + re.sub("^    ", "", told[0], flags=re.MULTILINE).lstrip("\n"), encoding="utf-8"
    )
    assert pmsite("check", "--strict").exit_code == 0, pmsite("check").output

    form = (plan / ".github/ISSUE_TEMPLATE/feedback.yml").read_text(encoding="utf-8")
    wish = filled_in(form, {"request": "I write in lifts.", "item": "offline-mode"})
    other = filled_in(form, {"request": "I need Zeppelin.", "item": "zeppelin"})
    file = exported(plan, wish, other)
    answers = ("--intake", "--answers", "answers.md", "--audience", "customers")
    done = pmsite("import", "github", file, *answers)
    assert done.exit_code == 0, done.output
    found = (plan / "roadmap/feedback/wish-1.md").read_text(encoding="utf-8")
    assert "features:\n  - offline-mode\n" in found
    assert "count: 3\n" in found
    assert "ada" not in found
    assert "github.com" not in (plan / "answers.md").read_text(encoding="utf-8")

    assert pmsite("set", "offline-mode", "status=shipped", "shipped=2026-11-21").exit_code == 0
    done = pmsite("import", "github", file, *answers)
    assert done.exit_code == 0, done.output
    assert (plan / "answers.md").read_text(encoding="utf-8") == DRAFTED[language]
    assert COUNTED[language] in done.stdout

    assert pmsite("set", "wish-1", "told=2026-11-23").exit_code == 0
    pmsite("import", "github", file, *answers)
    assert "github.com" not in (plan / "answers.md").read_text(encoding="utf-8")


DRAFTED = {
    "en": """\
# Answers to post

## <https://github.com/acme/notes/issues/1>

You asked for this, and it is there: **Work anywhere**. Thank you for telling us.

More: https://notes.example/plan/roadmap/features/offline-mode/

Is something of it still missing? Tell us here.

---

Once they are posted:

    pmsite set wish-1 told=2026-11-23
""",
    "zh": """\
# 待发布的回复

## <https://github.com/acme/notes/issues/1>

您提的需求已经实现：**Work anywhere**。感谢您的反馈。

详情：https://notes.example/plan/roadmap/features/offline-mode/

如果还有没满足的地方，请在这里告诉我们。

---

发布之后：

    pmsite set wish-1 told=2026-11-23
""",
}
COUNTED = {
    "en": "1 answer to post is in answers.md\n1 feature has shipped of which customers is not told: no answer names it\n",
    "zh": "answers.md 里有 1 条待发布的回复\n有 1 个已发布的功能不告知 customers：回复里没有写\n",
}


def test_an_audience_that_is_not_told_what_has_shipped_gets_no_draft(plan: Path) -> None:
    feature = plan / "roadmap" / "features" / "offline-mode.md"
    feature.write_text(OFFLINE.replace("building", "shipped").replace("[customers]", "[customers, partners]"), encoding="utf-8")
    pmsite("init", ".", "--intake", "github")
    form = (plan / ".github/ISSUE_TEMPLATE/feedback.yml").read_text(encoding="utf-8")
    file = exported(plan, filled_in(form, {"request": "I write in lifts.", "item": "offline-mode"}))
    done = pmsite("import", "github", file, "--intake", "--answers", "answers.md", "--audience", "partners")
    assert done.exit_code == 0, done.output
    assert "Cellars" not in (plan / "answers.md").read_text(encoding="utf-8")
    assert "0 answers to post are in answers.md\n1 feature has shipped of which partners is not told" in done.stdout


@pytest.mark.parametrize("host", forms.HOSTS)
def test_a_form_is_written_where_the_host_looks_and_never_over_another(plan: Path, host: str) -> None:
    assert pmsite("init", ".", "--intake", host).exit_code == 0
    form = plan / forms.PLACES[host]
    form.write_text("mine", encoding="utf-8")
    again = pmsite("init", ".", "--intake", host)
    assert (again.exit_code, form.read_text(encoding="utf-8")) == (2, "mine")
    assert "exists already; nothing was written" in again.stderr


def test_a_new_plan_may_begin_with_its_form(plan: Path) -> None:
    done = pmsite("init", "new", "--language", "zh", "--intake", "gitee")
    assert done.exit_code == 0, done.output
    assert "告诉我们您需要什么" in (plan / "new/.gitee/ISSUE_TEMPLATE/feedback.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("jira", "--intake"), "--intake reads what github or gitlab exported"),
        (("github", "--intake", "--subtasks", "skip"), "--intake takes no --subtasks: the form says what its answers mean"),
        (("github", "--intake", "--answers", "a.md"), "--answers and --audience go together"),
        (("github", "--intake", "--audience", "customers"), "--answers and --audience go together"),
        (("github", "--answers", "a.md", "--audience", "customers"), "--answers and --audience belong to --intake"),
        (("github", "--intake", "--answers", "a.md", "--audience", "team"), "answers are for readers outside"),
        (("github", "--intake", "--answers", "a.md", "--audience", "custmers"), "the audience 'custmers' is not in"),
    ],
)
def test_options_that_do_not_go_together_are_refused(plan: Path, words: tuple[str, ...], told: str) -> None:
    source, *options = words
    done = pmsite("import", source, exported(plan, "x"), *options)
    assert done.exit_code == 2
    assert told in done.stderr
    assert not (plan / "a.md").exists()


def test_what_shipped_in_a_release_of_another_plan_is_answered_without_its_name(plan: Path) -> None:
    write(
        plan / "app", {"releases/r3.md": "title: Third\nversion: '3'\nvisibility: [public]"}, "name: App\naudiences: {public: {}}\n"
    )
    reads = "plans: {app: {audiences: {team: team, customers: public}, workspace: ../app}}\n"
    (plan / "roadmap/portfolio.yml").write_text(reads, encoding="utf-8")
    assert pmsite("fetch", "-w", "roadmap").exit_code == 0
    shipped = OFFLINE.replace("status: building", "status: shipped\nrelease: app:r3")
    (plan / "roadmap/features/offline-mode.md").write_text(shipped, encoding="utf-8")
    file = exported(plan, "### What do you need?\n\nIt.\n\n### Which feature is it about?\n\noffline-mode")
    done = pmsite("import", "github", file, "--intake", "--answers", "answers.md", "--audience", "customers", "-w", "roadmap")
    assert done.exit_code == 0, done.output
    assert "it is there: **Work anywhere**." in (plan / "answers.md").read_text(encoding="utf-8")
