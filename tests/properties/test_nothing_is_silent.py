"""Whatever changes for a reader is told: no edit changes a byte of what somebody gets while a comparison says that nothing differs."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as testing
from hypothesis import strategies as st

from pmsite.audience import TEAM, project
from pmsite.comparison.attached import Attached, blob
from pmsite.comparison.compare import compare as compare_revisions
from pmsite.comparison.compare import seen_before
from pmsite.exports import document
from pmsite.history.diff import Known, compare
from pmsite.history.exposure import Exposure
from pmsite.model.types import BY_NAME
from pmsite.pipeline import load
from pmsite.workspace import Workspace, whole
from tests.history.repositories import git, start
from tests.make import TODAY, write
from tests.properties.edits import Files, edited
from tests.properties.plans import AUDIENCES, SETTINGS, plans
from tests.properties.site import outputs


def some(examples: int) -> testing:
    """Settings for tests that try so many plans."""
    return testing(
        max_examples=examples,
        deadline=None,
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


def read(files: Files, settings: str) -> tuple[Workspace, Attached]:
    """The workspace that files make, and the files that its texts bring along."""
    with TemporaryDirectory() as folder:
        found = load(write(Path(folder), files, settings), "roadmap", TODAY)
    names = {name: blob(data if isinstance(data, bytes) else data.encode()) for name, data in files.items()}
    return found, Attached("roadmap", names)


@some(12)
@given(st.data())
def test_what_changes_for_readers_is_told(data: st.DataObject) -> None:
    audience = data.draw(st.sampled_from([*AUDIENCES, TEAM]))
    settings = SETTINGS.format(language=data.draw(st.sampled_from(["en", "zh"])))
    old, new = data.draw(edited(data.draw(plans()), settings))
    (first, attached), (last, attaching) = read(*old), read(*new)
    before, after = first.product, last.product
    assert before is not None
    assert after is not None
    known = Known(attached=(attached, attaching))
    was, now = outputs(*old, audience), outputs(*new, audience)
    if was != now:
        assert not compare(before, after, known=known).is_empty
        assert not compare(project(before, audience), project(after, audience), known=known).is_empty
    seen = project(after, audience)
    still = _without(old[0], first, seen.items.keys())
    if (was if still == old[0] else outputs(still, old[1], audience)) != now:
        assert not compare(seen_before(before, seen), seen, inside=False, known=known).is_empty


def _without(files: Files, plan: Workspace, kept: Collection[str]) -> Files:
    """A plan without the items that its readers no longer see, which are none of their business."""
    gone = tuple(record.inside.removesuffix("md") for id, record in plan.records.items() if id not in kept)
    return {name: text for name, text in files.items() if not name.startswith(gone)}


@some(20)
@given(st.data())
def test_whatever_an_audience_newly_gets_is_named(data: st.DataObject) -> None:
    old, new = data.draw(edited(data.draw(plans()), SETTINGS.format(language="en")))
    (first, attached), (last, attaching) = read(*old), read(*new)
    assert first.product is not None
    assert last.product is not None
    told = compare(first.product, last.product, known=Known(attached=(attached, attaching))).exposed
    for audience in AUDIENCES:
        named = {found.id: found for found in told if found.audience == audience}
        known, now = _as_read(first, audience), _as_read(last, audience)
        for id, item in now.items():
            if id not in known or known[id]["type"] != item["type"]:
                assert _is_whole(named[id])
                continue
            for place in _new_places(known[id], item):
                names = (*named[id].fields, *named[id].words)
                assert any(name == place or name.startswith(f"{place}.") for name in names), place


def _as_read(plan: Workspace, audience: str) -> dict[str, dict[str, Any]]:
    """By id, the items of plan.json as one audience gets it."""
    assert plan.product is not None
    written = "".join(document.write(whole(plan, plan.product, audience)))
    return {item["id"]: item for item in json.loads(written)["items"]}


def _is_whole(found: Exposure) -> bool:
    return not found.fields and not found.words


TEXTS = (
    "title",
    "summary",
    "reason",
    "migration",
    "mission",
    "statement",
    "plan",
    "definition",
    "highlights",
    "facts",
    "done",
    "codename",
)


def _new_places(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """Where an item holds something for the first time, or words that it did not hold before.

    What a type holds unless a file says otherwise, as the direction of a metric, is no news: it could be read before.
    """
    old, new = before["facts"], after["facts"]
    own = BY_NAME[after["type"]].model_fields
    for name, value in new.items():
        held = name in own and own[name].get_default(call_default_factory=True) not in (None, "", (), {})
        if name not in ("visibility", "for") and (
            (name not in old and not held) or (name in TEXTS and _lines(value) - _lines(old[name]))
        ):
            yield name
    if _lines(after.get("body", "")) - _lines(before.get("body", "")):
        yield "body"
    if {point["date"] for point in after.get("series", ())} - {point["date"] for point in before.get("series", ())}:
        yield "series"
    for language, words in after.get("translations", {}).items():
        for name, text in words.items():
            if _lines(text) - _lines(before.get("translations", {}).get(language, {}).get(name, "")):
                yield f"translations.{language}.{name}"


def _lines(value: str | list[str]) -> set[str]:
    """The lines of a text, without the paths of its links, which are others where its file has moved."""
    lines = value if isinstance(value, list) else value.splitlines()
    return {re.sub(r"\]\([^)]*\)", "]", line).strip() for line in lines if line.strip()}


@some(6)
@given(st.data())
def test_files_as_they_are_now_and_a_revision_of_them_are_compared_alike(data: st.DataObject) -> None:
    old, new = data.draw(edited(data.draw(plans()), SETTINGS.format(language="en")))
    audience = data.draw(st.sampled_from([*AUDIENCES, TEAM]))
    with TemporaryDirectory() as name:
        folder = start(Path(name))
        _commit(folder, *old)
        for path in old[0].keys() - new[0].keys():
            (folder / "roadmap" / path).unlink()
        write(folder / "roadmap", *new)
        now = compare_revisions(folder / "roadmap", "roadmap", TODAY, "HEAD", None, audience)
        _commit(folder, *new)
        then = compare_revisions(folder / "roadmap", "roadmap", TODAY, "HEAD~1", "HEAD", audience)
    assert now.diff == then.diff
    assert now.titles == then.titles


def _commit(folder: Path, files: Files, settings: str) -> None:
    write(folder / "roadmap", files, settings)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", "A change")
