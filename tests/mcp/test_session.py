"""What product managers ask assistants for, carried out with the six tools. The how-to tells this session as it is held here.

`PMSITE_WRITE_EXPECTED=1 pytest tests/mcp` writes it there anew.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from tests.mcp.assistant import Assistant, session

pytestmark = pytest.mark.host

HOW_TO = Path(__file__).parents[2] / "docs/how-to/work-with-an-assistant.md"
BEGIN, END = "<!-- the session of tests/mcp/test_session.py begins -->\n", "<!-- it ends -->\n"
UNSTARTED = "team == 'mobile' and stage in ('idea', 'planned') and level == 'feature'"


async def move(assistant: Assistant) -> None:
    found = await assistant.ask("find", type="feature", where=UNSTARTED, fields=["stage", "target"])
    assert [one["id"] for one in found["items"]] == ["shift-handover", "gauge-reading", "voice-notes"]
    seen = await assistant.ask(
        "preview", changes=[{"do": "set", "type": "feature", "where": UNSTARTED, "facts": ["target=2027-Q1"]}]
    )
    assert [one["path"] for one in seen["files"]] == ["roadmap/features/gauge-reading.md", "roadmap/features/voice-notes.md"]
    done = await assistant.ask("apply", digest=seen["digest"])
    assert done["ok"]
    after = await assistant.ask("find", type="feature", where=UNSTARTED, fields=["target"])
    assert {one["target"] for one in after["items"]} == {"2027-Q1"}
    assert (await assistant.ask("check"))["summary"]["error"] == 0


async def without_goal(assistant: Assistant) -> None:
    found = await assistant.ask("find", type="feature", where="not supports and stage != 'dropped'", fields=["stage", "team"])
    assert [one["id"] for one in found["items"]] == ["paper-export"]
    why = await assistant.ask("why", id="paper-export")
    assert "features_without_goal" in [one["code"] for one in why["missing"]]


async def seen_by_customers(assistant: Assistant) -> None:
    shown = await assistant.ask("show", id="sync-status")
    assert shown["audience"] == "customers"
    assert not {"owner", "score"} & shown["facts"].keys()


REQUESTS = {
    "Move everything of the mobile team that is not started to next quarter.": (move, ()),
    "Which features serve no goal, and why?": (without_goal, ()),
    "What may customers see of the sign that says where a note is (sync-status)?": (seen_by_customers, ("--audience", "customers")),
}


def test_what_is_asked_for_is_carried_out_and_told_in_the_how_to(plan: Path) -> None:
    told = "".join(_told(request, plan, *REQUESTS[request]) for request in REQUESTS)
    text = HOW_TO.read_text(encoding="utf-8")
    before, held, after = re.split(f"(?<={re.escape(BEGIN)})(.*?)(?={re.escape(END)})", text, maxsplit=1, flags=re.DOTALL)
    if os.environ.get("PMSITE_WRITE_EXPECTED"):
        HOW_TO.write_text(before + told + after, encoding="utf-8")
    else:
        assert held == told


def _told(request: str, plan: Path, work: Any, options: tuple[str, ...]) -> str:
    async def carry_out(assistant: Assistant) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
        await work(assistant)
        return assistant.calls

    calls = session(plan, carry_out, *options)
    lines = "".join(f"> {tool} {_line(_shortened(arguments))}\n{_answer(tool, answer)}" for tool, arguments, answer in calls)
    note = f" The server was started with `{' '.join(options)}`." if options else ""
    return f"\n**{request}**{note}\n\n```text\n{lines}```\n"


def _shortened(arguments: dict[str, Any]) -> dict[str, Any]:
    return {name: _short(value) if name == "digest" else value for name, value in arguments.items()}


def _short(digest: str) -> str:
    return f"{digest[:12]}…"


def _line(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False)


def _answer(tool: str, answer: dict[str, Any]) -> str:
    """The part of an answer that tells most, shortened: a page is no place for all of it."""
    if tool in ("preview", "apply"):
        told = {"ok": answer["ok"], "digest": _short(answer["digest"]), "files": [one["path"] for one in answer["files"]]}
        diffs = [line for one in answer["files"] for line in one["diff"]] if tool == "preview" else []
        return "".join(f"{line}\n" for line in (_line(told), *diffs))
    if tool == "find":
        return "".join(f"{line}\n" for line in (_line({"total": answer["total"]}), *map(_line, answer["items"])))
    if tool == "check":
        return f"{_line({'summary': answer['summary']})}\n"
    if tool == "why":
        return f"{_line({'id': answer['id'], 'why': answer['why'], 'missing': answer['missing']})}\n"
    kept = {name: answer[name] for name in ("id", "title", "path", "facts", "derived")}
    return f"{_line(kept)}\n"
