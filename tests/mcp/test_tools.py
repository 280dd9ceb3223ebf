"""What the tools of an assistant give and refuse."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from pmsite import starter
from pmsite.asking.find import Query
from pmsite.cli import COMMANDS, group
from pmsite.editing.watched import WatchedPlan
from pmsite.mcp.changes import Change
from pmsite.mcp.tools import NOTICE, Tools
from tests.mcp.assistant import DAY, Assistant, session
from tests.mcp.conftest import HOSTILE

TITLE = Change(do="set", ids=["voice-notes"], facts=["title=Say a note"])


@pytest.fixture(autouse=True)
def here(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(plan)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DAY)
    monkeypatch.setenv("XDG_CACHE_HOME", str(plan.parent / "cache"))


def tools(plan: Path, audience: str = "team", *, read_only: bool = False) -> Tools:
    return Tools(WatchedPlan(plan / "roadmap", "roadmap", audience), read_only=read_only)


def command(*words: str) -> Any:
    """What a command says with `--format json`."""
    done = CliRunner().invoke(group, [*words, "--format", "json"], prog_name="pmsite")
    return json.loads(done.stdout)


def files(plan: Path) -> dict[str, bytes]:
    return {path.as_posix(): path.read_bytes() for path in plan.rglob("*") if path.is_file()}


def answer(found: Any) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(json.dumps(found.data))["answer"]
    return told


def test_answers_are_those_of_the_commands(plan: Path) -> None:
    mine = tools(plan)
    assert answer(mine.find(Query("feature", "team == 'mobile'", ("target", "score.rice"), "-target"))) == command(
        "list", "feature", "--where", "team == 'mobile'", "--fields", "target,score.rice", "--sort", "-target"
    )
    for id in ("voice-notes", "paper-export", "2026-q4-crews", "2026-q4-crews.active", "halyard-dispatch"):
        assert answer(mine.show(id)) == command("show", id)
        assert answer(mine.why(id)) == command("why", id)
    assert answer(tools(plan, "customers").show("sync-status")) == command("show", "sync-status", "--audience", "customers")
    assert answer(mine.check()) == command("check")
    assert answer(mine.preview([TITLE])) == command("set", "voice-notes", "title=Say a note", "--dry-run")
    assert answer(mine.preview([Change(do="rename", ids=["voice-notes"], new="spoken-notes")])) == command(
        "rename", "voice-notes", "spoken-notes", "--dry-run"
    )
    assert answer(mine.preview([Change(do="drop", ids=["voice-notes"], reason="Nobody speaks")])) == command(
        "drop", "voice-notes", "--reason", "Nobody speaks", "--dry-run"
    )


def test_only_what_was_previewed_is_applied(plan: Path) -> None:
    mine, before = tools(plan), files(plan)
    refused = mine.apply("0" * 64)
    assert not refused.ok
    assert [fault["message"] for fault in answer(refused)["faults"]] == ["no preview gave this hash, so nothing was written"]
    digest = answer(mine.preview([TITLE]))["digest"]
    assert files(plan) == before
    assert mine.apply(digest).ok
    assert b"title: Say a note" in (plan / "roadmap/features/voice-notes.md").read_bytes()
    assert not mine.apply(digest).ok  # it was for once


def test_nothing_is_applied_to_a_plan_that_changed_meanwhile(plan: Path) -> None:
    mine = tools(plan)
    digest = answer(mine.preview([TITLE]))["digest"]
    path = plan / "roadmap/features/voice-notes.md"
    path.write_bytes(path.read_bytes() + b"\nMore.\n")
    before = files(plan)
    refused = mine.apply(digest)
    assert [fault["code"] for fault in answer(refused)["faults"]] == ["changed-meanwhile"]
    assert files(plan) == before


def test_several_changes_are_one(plan: Path) -> None:
    mine = tools(plan)
    changes = [
        Change(
            do="create", ids=["paper-plan"], type="feature", facts=["title=A plan on paper", "tags=paper, print"], body="Why not.\n"
        ),
        Change(do="set", ids=["paper-export"], facts=["depends_on+=paper-plan"]),
        Change(do="check-in", ids=["2026-q4-crews.active"], value="7150", on=date(2026, 11, 20)),
        Change(do="delete", ids=["please-obey"]),
    ]
    seen = mine.preview(changes)
    assert seen.ok, answer(seen)["faults"]
    assert mine.apply(answer(seen)["digest"]).ok
    assert (
        plan / "roadmap/features/paper-plan.md"
    ).read_text() == "---\ntitle: A plan on paper\ntags:\n  - paper\n  - print\n---\nWhy not.\n"
    assert not (plan / "roadmap/feedback/please-obey.md").exists()
    done = CliRunner().invoke(group, ["undo"], prog_name="pmsite")
    assert done.exit_code == 0
    assert (plan / "roadmap/feedback/please-obey.md").exists()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (Change(do="set", ids=["voice-notes"]), "set needs `facts` or `body`"),
        (Change(do="set", facts=["status=building"]), "set needs `ids` or `where`, and not both"),
        (
            Change(do="set", where="true", type="feature", facts=["status=building"]),
            "this chooses all 34 items of the type feature",
        ),
        (
            Change(do="set", where="team == 'nobody'", type="feature", facts=["status=building"]),
            "nothing of the type feature is so: 34 items were looked at",
        ),
        (Change(do="rename", ids=["voice-notes"]), "rename needs `new`"),
        (Change(do="rename", ids=["voice-notes"], new="offline-mode"), None),
        (Change(do="drop", ids=["voice-notes"]), "drop needs `reason`"),
        (Change(do="delete", ids=["voice-notes"], reason="old"), "delete takes no `reason`"),
        (Change(do="move", ids=["voice-notes", "offline-mode"], folder="features/x"), "move is of one item at a time"),
        (Change(do="create", ids=["x"], type="featre", facts=["title=X"]), "there is no type featre"),
        (Change(do="create", ids=["x"], type="feature", facts=["score.reach=5"]), None),
        (Change(do="set", ids=["no-such"], facts=["status=building"]), None),
        (Change(do="set", ids=["voice-notes"], facts=["status=soonish"]), None),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_sentence(plan: Path, change: Change, message: str | None) -> None:
    before = files(plan)
    refused = tools(plan).preview([change])
    faults = answer(refused)["faults"]
    assert not refused.ok
    assert faults
    assert message is None or message == faults[0]["message"]
    assert all(fault["message"] and fault["hint"] for fault in faults)
    assert files(plan) == before


def test_what_means_nothing_is_refused_with_a_hint(plan: Path) -> None:
    mine = tools(plan)
    assert answer(mine.find(Query("featre")))["refused"]["hint"] == "did you mean feature?"
    assert "refused" in answer(mine.find(Query("feature", "stage = 'idea'")))
    assert answer(mine.show("voice-note"))["refused"]["hint"] == "did you mean voice-notes?"


def test_a_changed_file_is_noticed_at_the_next_call(plan: Path) -> None:
    mine = tools(plan)
    path = plan / "roadmap/features/voice-notes.md"
    for number in range(3):  # of one size, and within what some systems tell apart
        path.write_text(f"---\ntitle: Speak {number}\n---\n", encoding="utf-8")
        assert answer(mine.show("voice-notes"))["title"] == f"Speak {number}"
    path.write_text("---\ntitle: [\n---\n", encoding="utf-8")
    broken = mine.show("voice-notes")
    assert not broken.ok
    assert answer(broken)["diagnostics"][0]["path"] == "roadmap/features/voice-notes.md"
    assert mine.show("offline-mode").ok


def test_what_is_wrong_with_a_translation_is_told_of_its_item(plan: Path) -> None:
    mine = tools(plan)
    (plan / "roadmap/features/voice-notes.zh.md").write_text("---\ntitel: 语音\n---\n", encoding="utf-8")
    told = answer(mine.show("voice-notes"))["faults"]
    assert ("not-translatable", "roadmap/features/voice-notes.zh.md") in [(fault["code"], fault["path"]) for fault in told]


def test_with_an_audience_nothing_hidden_is_told_and_nothing_changed(plan: Path) -> None:
    mine = tools(plan, "customers")
    assert mine.names == ("find", "show", "why")
    assert tools(plan, read_only=True).names == ("find", "show", "why", "check")
    hidden, unknown = (answer(mine.show(id))["refused"]["message"] for id in ("paper-export", "no-such"))
    assert hidden.replace("paper-export", "no-such") == unknown
    (plan / "roadmap/features/paper-export.md").write_text("---\ntitle: [\n---\n", encoding="utf-8")
    assert answer(mine.find(Query())) == {"refused": {"message": "the workspace has faults; see `pmsite check`"}}


def test_hostile_texts_are_data_with_their_source(plan: Path) -> None:
    found = tools(plan).show("please-obey", whole=True).data
    assert found["notice"] == NOTICE
    assert (found["source"], found["answer"]["path"]) == ("roadmap", "roadmap/feedback/please-obey.md")
    assert HOSTILE in found["answer"]["body"]


@pytest.mark.host
def test_a_server_has_six_tools_that_say_what_they_do(plan: Path) -> None:
    async def look(assistant: Assistant) -> dict[str, Any]:
        told = await assistant.whole("show", id="please-obey")
        assert told["notice"] == NOTICE
        assert (await assistant.ask("apply", digest="nonsense"))["ok"] is False
        return {tool.name: tool for tool in await assistant.tools()}

    found = session(plan, look)
    assert list(found) == ["find", "show", "why", "check", "preview", "apply"]
    assert [name for name, tool in found.items() if not tool.annotations.read_only_hint] == ["apply"]
    assert all("not instructions" in found[name].description for name in ("find", "show", "why"))
    size = sum(len(json.dumps(tool.model_dump(mode="json", exclude_none=True))) for tool in found.values())
    assert size < 7000  # assistants carry it through every conversation


@pytest.mark.host
def test_arguments_that_mean_nothing_are_refused_and_not_left_out(plan: Path) -> None:
    async def ask(assistant: Assistant) -> list[str]:
        return [
            await assistant.refused("find", type="feature", filter="stage == 'idea'"),
            await assistant.refused("find", type="feature", most=-1),
            await assistant.refused("check", most=-1),
            await assistant.refused("preview", changes=[], dry_run=True),
            await assistant.refused("show", id=["voice-notes"]),
        ]

    said = session(plan, ask)
    for told, name in zip(said, ("filter", "most", "most", "dry_run", "id"), strict=True):
        assert name in told
        assert "Traceback" not in told


@pytest.mark.parametrize("language", starter.LANGUAGES)
def test_what_assistants_are_told_to_ask_can_be_asked(plan: Path, language: str) -> None:
    text = "".join(text for _, text in starter.assistants(language))
    asked = re.findall(r"`((?:\w+|'\w+') (?:==|in) [^`\n]*|not \w+|late)`", text) + re.findall(r'--where "([^"]+)"', text)
    assert len(asked) > 4
    for where in asked:
        assert "refused" not in answer(tools(plan).find(Query("feature", where))), where
    named = set(re.findall(r"pmsite ([a-z-]+)", text)) | set(re.findall(r"`(rename|drop|check-in|move) ", text))
    assert named - {"command"} <= set(COMMANDS)
    skill = dict(starter.assistants(language))[".agents/skills/pmsite/SKILL.md"]
    for name in ("set", "new", "rename", "drop", "check-in"):  # all are tried first, but for what says that it cannot be
        rows = [line for line in skill.splitlines() if f"| `pmsite {name} " in line]
        help = CliRunner().invoke(group, [name, "--help"], prog_name="pmsite").output
        assert rows
        assert ("--dry-run" in help) is not any("--dry-run" in line for line in rows), name
    description = re.search(r"^description: (.*)$", skill, re.MULTILINE)
    assert description is not None
    assert len(description[1]) <= 1024
    assert "name: pmsite\n" in skill


def test_without_the_library_a_sentence_says_what_to_install(plan: Path) -> None:
    script = "import sys; sys.modules['mcp'] = None; from pmsite.cli import main; main(['mcp'])"
    done = subprocess.run([sys.executable, "-c", script], cwd=plan, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, 'Error: this needs the extra `mcp`: pip install "pmsite[mcp]"\n')


def test_an_audience_that_there_is_not_is_refused_at_once(plan: Path) -> None:
    for name in ("custmers", ""):  # nothing is nobody, and not the team
        done = CliRunner().invoke(group, ["mcp", "--audience", name], prog_name="pmsite")
        assert done.exit_code == 2
        assert f"the audience '{name}' is not in roadmap/product.yml" in done.output


def test_this_repository_tells_assistants_what_new_plans_tell_them() -> None:
    root = Path(__file__).parents[2]
    told = dict(starter.assistants("en"))
    assert (root / starter.ASSISTANTS["SKILL.md"]).read_text(encoding="utf-8") == told[starter.ASSISTANTS["SKILL.md"]]
    assert told["AGENTS.md"].partition("## Ask")[2] in (root / "AGENTS.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", starter.LANGUAGES)
def test_a_new_plan_has_what_assistants_are_told_and_nothing_is_written_over(tmp_path: Path, language: str) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new/AGENTS.md").write_text("Ours.\n")
    for options in ([], ["--assistants"]):
        done = CliRunner().invoke(group, ["init", str(tmp_path / "new"), "--language", language, *options], prog_name="pmsite")
        assert done.exit_code == 0, done.output
        assert (tmp_path / "new/AGENTS.md").read_text() == "Ours.\n"
    skill = tmp_path / "new" / starter.ASSISTANTS["SKILL.md"]
    assert skill.read_text(encoding="utf-8") == dict(starter.assistants(language))[starter.ASSISTANTS["SKILL.md"]]
    (tmp_path / "new/AGENTS.md").unlink()
    CliRunner().invoke(group, ["init", str(tmp_path / "new"), "--language", language, "--assistants"], prog_name="pmsite")
    assert (tmp_path / "new/AGENTS.md").is_file()
