"""A feature says the same of itself wherever it is a card, a row or a line: how it stands, in the workspace's words, without marks."""

from __future__ import annotations

import pytest

from pmsite.model.judgement import judge
from pmsite.views.parts import StageCount, cards, stages
from tests.make import projection
from tests.properties.site import outputs

WORK = {
    "features/red.md": "title: Red one\nstatus: building\ntarget: 2027-Q1\nteam: crew\nsummary: 'Read `this`, [that](https://example.org) and **more**.'",
    "features/calm.md": "title: Calm one\nstatus: building\ntarget: 2027-Q1\nteam: crew",
    "features/late.md": "title: Late one\nstatus: building\ntarget: 2026-09\nteam: crew",
    "teams/crew.md": "title: Crew",
    "updates/u.md": "title: U\ndate: 2026-11-20\nabout: [red]\nhealth: red",
}
PLACES = (
    "index",
    "roadmap/index",
    "roadmap/timeline",
    "roadmap/by-team",
    "roadmap/table",
    "roadmap/at-risk",
    "roadmap/features/red",
)


@pytest.fixture(scope="module")
def told() -> dict[str, str]:
    return outputs({name: f"---\n{text}\n---\n" for name, text in WORK.items()}, "name: P\n", "team")


@pytest.mark.parametrize("place", PLACES)
def test_what_is_off_track_says_so_in_every_place(told: dict[str, str], place: str) -> None:
    assert "Off track" in told[place]


def test_a_card_has_the_judgement_of_its_page_and_leaves_to_its_date_what_that_says() -> None:
    seen = projection(WORK)
    assert judge(seen, seen.items["red"]).state == cards(seen)["red"].state == "poor"
    assert (cards(seen)["calm"].state, cards(seen)["late"].state, cards(seen)["late"].late) == ("", "", True)


@pytest.mark.parametrize("place", ["index", "roadmap/index", "roadmap/features/red"])
def test_a_summary_is_read_without_its_marks(told: dict[str, str], place: str) -> None:
    assert "Read this, that and more." in told[place]


def test_what_programs_read_has_the_summary_as_it_was_written(told: dict[str, str]) -> None:
    kept = {name for name, text in told.items() if "**more**" in text}
    assert kept == {"roadmap/csv/features.csv", "roadmap/plan.json", "json", "jira-csv", "pingcode-csv"}


def test_a_legend_has_the_word_of_the_workspace_where_a_stage_has_one_and_its_own_where_it_has_several() -> None:
    own = "name: P\nstatuses: {ready: {stage: building, label: Implementable}, old: {stage: dropped, label: Withdrawn}, no: {stage: dropped, label: Rejected}}\n"
    files = {f"features/{n}.md": f"title: F{n}\nstatus: {status}" for n, status in enumerate(("ready", "ready", "old", "no"))}
    found = stages(cards(projection(files, settings=own)).values())
    assert found == (StageCount("building", 2, "Implementable"), StageCount("dropped", 2))
    page = outputs({name: f"---\n{text}\n---\n" for name, text in files.items()}, own, "team")["roadmap/index"]
    assert 'aria-label="Building: 2, Dropped: 2"' in page  # a picture is told in words that no workspace can choose
    assert ">Implementable</span>" in page
