"""Work in levels, as it leaves for other programs: what counts is said, and what only follows from parts is not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pmsite.audience import TEAM, project
from pmsite.exports import delivery, document, items_csv
from pmsite.model.feature import Feature
from pmsite.pipeline import load
from pmsite.workspace import whole
from tests.exports.test_tables import rows
from tests.make import TODAY

PLAN = Path(__file__).parent.parent / "views" / "plans" / "levels"


def plan(audience: str = TEAM) -> Any:
    found = load(PLAN, "roadmap", TODAY)
    assert found.product is not None
    return json.loads("".join(document.write(whole(found, found.product, audience))))


@pytest.mark.parametrize(
    ("audience", "counted"),
    [
        (TEAM, {"notes", "photos", "maps", "engine", "queue", "later", "flat"}),
        ("customers", {"notes", "engine"}),
    ],
)
def test_the_document_says_what_counts(audience: str, counted: set[str]) -> None:
    found = plan(audience)
    features = {item["id"]: item for item in found["items"] if item["type"] == "feature"}
    assert found["version"] == 2
    assert {id for id, item in features.items() if item["counts"]} == counted


def test_what_follows_from_parts_is_not_written_as_if_somebody_had() -> None:
    facts = {item["id"]: item["facts"] for item in plan()["items"]}
    assert facts["anywhere"].keys() & {"status", "target", "supports"} == set()
    assert facts["notes"].keys() & {"theme", "supports", "release"} == set()
    outside = {item["id"]: item["facts"] for item in plan("customers")["items"]}
    assert outside["anywhere"].keys() & {"status", "target"} == set()


def test_a_table_has_what_tells_parts_from_wholes() -> None:
    found = load(PLAN, "roadmap", TODAY)
    assert found.product is not None
    header, *lines = rows(items_csv.write(project(found.product, TEAM), Feature, "roadmap"))
    told = {line["id"]: line for line in (dict(zip(header, line, strict=True)) for line in lines)}
    assert [told["lock"][name] for name in ("level", "parent", "counts")] == ["task", "merge", "false"]
    assert told["anywhere"]["status"] == ""


@pytest.mark.parametrize(
    ("tracker", "told"),
    [
        (
            delivery.JIRA,
            {
                "Work anywhere": ("Epic", ""),
                "Offline work": ("Epic", ""),
                "Offline notes": ("Story", "Offline work"),
                "Edit a note offline": ("Sub-task", "Offline notes"),
                "Lock the note": ("Sub-task", "Offline notes"),
                "Dark mode": ("Story", ""),
            },
        ),
        (
            delivery.PINGCODE,
            {
                "Work anywhere": ("史诗", ""),
                "Offline work": ("史诗", "Work anywhere"),
                "Offline notes": ("特性", "Offline work"),
                "Edit a note offline": ("用户故事", "Offline notes"),
                "Lock the note": ("任务", "Merge two edits"),
                "Dark mode": ("用户故事", ""),
            },
        ),
    ],
    ids=["Jira", "PingCode"],
)
def test_a_tracker_gets_what_is_open_below_what_it_can_stand_below(
    tracker: delivery.Tracker, told: dict[str, tuple[str, str]]
) -> None:
    found = load(PLAN, "roadmap", TODAY)
    assert found.product is not None
    _header, *lines = rows(delivery.write(project(found.product, TEAM), tracker))
    number, above, kind, title = (0, 1, 3, 4) if tracker is delivery.JIRA else (0, 1, 2, 3)
    titles = {line[number]: line[title] for line in lines}
    shown = {line[title]: (line[kind], titles.get(line[above], "")) for line in lines}
    assert {name: shown[name] for name in told} == told
    assert len(lines) == 10
