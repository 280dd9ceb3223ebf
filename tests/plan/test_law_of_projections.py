"""A document tells all that its audience sees: what is loaded from it is the projection that it was made from."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as testing
from hypothesis import strategies as st

from pmsite import starter
from pmsite.audience import project
from pmsite.diagnostics import Report
from pmsite.exports.site_address import SiteAddress
from pmsite.model.feature import Feature
from pmsite.model.launch import Launch
from pmsite.pipeline import read
from tests.make import TODAY, write
from tests.plan.told import loaded, meaning, published, seen_in, workspace
from tests.properties.plans import AUDIENCES, SETTINGS, plans
from tests.properties.test_nothing_hidden_leaks import SLOW

HIDDEN_STATUS = SETTINGS.replace("feature: [title, summary, horizon", "feature: [title, target, delivery")


def same(files: dict[str, str], settings: str, audience: str) -> None:
    found = workspace(files, settings)
    report = Report()
    text = published(found, audience)
    again = loaded(text, report)
    assert again is not None, [f"{d.span} {d.message}" for d in report]
    assert found.product is not None
    assert meaning(seen_in(again)) == meaning(project(found.product, audience))


@testing(SLOW, max_examples=20)
@given(plans(), st.sampled_from(["team", *AUDIENCES]), st.sampled_from([SETTINGS, HIDDEN_STATUS]))
def test_what_is_loaded_from_a_document_is_what_its_audience_sees(files: dict[str, str], audience: str, settings: str) -> None:
    same(files, settings.format(language="en"), audience)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_so_it_is_with_the_example_for_each_of_its_audiences(language: str) -> None:
    files = {path.removeprefix("roadmap/"): text for path, text in starter.example(language, TODAY) if path.startswith("roadmap/")}
    settings = files.pop("product.yml")
    found = workspace(files, settings)
    assert found.settings is not None
    for audience in ("team", *found.settings.audiences):
        same(files, settings, audience)


def test_a_hidden_status_is_not_taken_for_its_default() -> None:
    settings = "name: P\naudiences: {customers: {fields: {feature: [title, horizon], launch: [title]}}}\n"
    files = {
        "features/a.md": "title: A\nstatus: building\nvisibility: [customers]",
        "launches/l.md": "title: L\nstatus: launched\nvisibility: [customers]",
    }
    found = loaded(published(workspace(files, settings), "customers"))
    assert found is not None
    seen = seen_in(found)
    feature, launch = seen.items["a"], seen.items["l"]
    assert isinstance(feature, Feature)
    assert isinstance(launch, Launch)
    assert (feature.status.stage, launch.status) == ("open", "")
    assert not seen.sees(type(seen.items["l"]), "status")


def test_what_readers_get_is_what_the_document_says_and_not_what_this_pmsite_would_give_them() -> None:
    text = published(
        workspace({"features/a.md": "title: A\nvisibility: [customers]"}, "name: P\naudiences: {customers: {}}\n"), "customers"
    )
    told = json.loads(text)
    assert "status" in told["seen"]["feature"]
    told["seen"]["feature"] = ["id", "title"]
    found = loaded(json.dumps(told))
    assert found is not None
    seen = seen_in(found)
    assert not seen.sees(Feature, "status")
    assert seen.items["a"].status.id == ""  # type: ignore[attr-defined]  # it is a feature


def test_a_document_says_where_each_item_is_on_the_site_of_its_readers() -> None:
    place = SiteAddress("https://app.example/", {"roadmap/features/a": "roadmap/features/a/"})
    found = loaded(published(workspace({"features/a.md": "title: A", "themes/t.md": "title: T"}, "name: P\n"), "team", place))
    assert found is not None
    assert found.plan.site == "https://app.example/"
    assert {item.id: item.page for item in found.plan.items} == {"a": "roadmap/features/a/", "t": ""}


def test_only_the_team_is_told_at_which_commit_the_plan_was(tmp_path: Path) -> None:
    root = write(tmp_path, {"features/a.md": "title: A\nvisibility: [customers]"})
    for words in (["init", "-q"], ["add", "."], ["-c", "user.name=a", "-c", "user.email=a@b.example", "commit", "-qm", "a"]):
        subprocess.run(["git", "-C", str(tmp_path), *words], check=True)
    found = read(root, "roadmap", TODAY)
    assert len(json.loads(published(found, "team"))["revision"]) == 12
    assert "revision" not in json.loads(published(found, "customers"))
