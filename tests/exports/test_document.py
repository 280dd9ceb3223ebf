"""One JSON document of a plan: everything that an audience may see, and item files again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as testing
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from pmsite import starter
from pmsite.diagnostics import Report
from pmsite.exports import document
from pmsite.exports.schema import schema
from pmsite.model.product import Product
from pmsite.model.schema import item_schema
from pmsite.model.types import TYPES
from pmsite.pipeline import load
from pmsite.plan.document import PlanItem
from pmsite.plan.read import read_plan
from pmsite.workspace import Workspace, whole
from tests.make import TODAY, write
from tests.properties.plans import AUDIENCES, SETTINGS, plans
from tests.properties.site import outputs
from tests.properties.test_nothing_hidden_leaks import SLOW, same

FEWER = testing(SLOW, max_examples=25)


def read(files: Mapping[str, str], settings: str) -> Workspace:
    with TemporaryDirectory() as folder:
        found = load(write(Path(folder), files, settings), "roadmap", TODAY)
    assert found.product is not None, [f"{d.span} {d.message}" for d in found.report]
    assert len(found.product.items) == sum(name.endswith(".md") and not name.endswith(".zh.md") for name in files), [
        f"{d.span} {d.message}" for d in found.report
    ]
    return found


def exported(files: Mapping[str, str], settings: str, audience: str = "team") -> dict[str, Any]:
    found = read(files, settings)
    assert found.product is not None
    written: dict[str, Any] = json.loads("".join(document.write(whole(found, found.product, audience))))
    return written


def returned(told: Mapping[str, Any]) -> tuple[dict[str, str], str]:
    report = Report()
    found = read_plan(json.dumps(told), told, "plan.json", report)
    assert found is not None, [d.message for d in report]
    plan = found[0]
    return dict(pair for item in plan.items for pair in files_of(item)), plan.product_yml()


def files_of(item: PlanItem) -> Iterator[tuple[str, str]]:
    stem = item.path.removesuffix(".md")
    yield item.path, item.text(item.path)
    yield from ((f"{stem}.{language}.md", item.words(language)) for language in item.translations)
    if item.series:
        yield f"{stem}.csv", item.table()


def meaning(product: Product) -> dict[str, Any]:
    return {id: (type(item), {**dict(item), "body_line": 0}) for id, item in product.items.items()}


def same_meaning(files: Mapping[str, str], settings: str) -> None:
    before, after = read(files, settings), read(*returned(exported(files, settings)))
    assert before.product is not None
    assert after.product is not None
    assert meaning(after.product) == meaning(before.product)
    assert after.settings == before.settings
    told = {key: (t.title, t.summary, t.body) for key, t in before.translations.items()}
    assert {key: (t.title, t.summary, t.body) for key, t in after.translations.items()} == told


@FEWER
@given(plans(), st.sampled_from(["en", "zh"]))
def test_item_files_become_a_document_and_item_files_again(plan: dict[str, str], language: str) -> None:
    same_meaning(plan, SETTINGS.format(language=language))


@FEWER
@given(plans(), st.sampled_from(AUDIENCES), st.sampled_from(["en", "zh"]))
def test_every_page_can_be_rebuilt_from_the_document(plan: dict[str, str], audience: str, language: str) -> None:
    settings = SETTINGS.format(language=language)
    files, again = returned(exported(plan, settings, audience))
    same(outputs(files, again, audience), outputs(plan, settings, audience))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_whole_example_returns(language: str) -> None:
    same_meaning(*example(language))


def example(language: str) -> tuple[dict[str, str], str]:
    files = {path.removeprefix("roadmap/"): text for path, text in starter.example(language, TODAY) if path.startswith("roadmap/")}
    return files, files.pop("product.yml")


@testing(SLOW, max_examples=8)
@given(plans(), st.sampled_from(["team", *AUDIENCES]))
def test_the_document_fits_its_schema(plan: dict[str, str], audience: str) -> None:
    settings = SETTINGS.format(language="en")
    found = read(plan, settings)
    assert found.product is not None
    told = whole(found, found.product, audience)
    fits(json.loads("".join(document.write(told, "plan.schema.json"))), schema(told.original.settings))


def test_the_example_fits_the_schema_and_each_model_has_its_own_name_in_it() -> None:
    files, settings = example("en")
    told = exported(files, settings)
    known = schema(read(files, settings).settings)
    fits(told, known)
    names = [name for model in TYPES for name in item_schema(model).get("$defs", {})]
    parts = {name: [s["$defs"][name] for s in map(item_schema, TYPES) if name in s.get("$defs", {})] for name in names}
    assert {name for name, found in parts.items() if any(part != found[0] for part in found)} == set()
    told["items"] = told["items"][:1]
    told["items"][0]["facts"]["titel"] = "x"
    with pytest.raises(AssertionError):
        fits(told, known)


def fits(told: Any, known: Any) -> None:
    Draft202012Validator.check_schema(known)
    assert [f"{e.json_path}: {e.message}" for e in Draft202012Validator(known).iter_errors(told)] == []


NESTED = {
    "features/project-falcon/codename.md": "---\nid: offline\ntitle: Offline\nvisibility: [customers]\n---\n"
    "See [the goal](../../objectives/deep/goal.md#why) and ![p](p.png), [web](https://example.org/a.md).\n\n"
    "```\n[code](../../objectives/deep/goal.md)\n```\n\n[used]: ../../objectives/deep/goal.md\n[lost]: ../hidden.md\n",
    "features/hidden.md": "title: Hidden",
    "objectives/deep/goal.md": "title: Goal\nvisibility: [customers]",
}


def test_to_others_files_are_named_by_type_and_id() -> None:
    told = exported(NESTED, "name: P\naudiences: {customers: {}}\n", "customers")
    assert [item["path"] for item in told["items"]] == ["objectives/goal.md", "features/offline.md"]
    assert told["items"][1]["body"] == (
        "See [the goal](../objectives/goal.md#why) and ![p](project-falcon/p.png), [web](https://example.org/a.md).\n\n"
        "```\n[code](../../objectives/deep/goal.md)\n```\n\n[used]: ../objectives/goal.md\n"
    )
    team = exported(NESTED, "name: P\naudiences: {customers: {}}\n")
    assert team["items"][2]["path"] == "features/project-falcon/codename.md"
    assert team["items"][2]["body"].endswith("[lost]: ../hidden.md\n")


def test_settings_tell_of_no_other_audience() -> None:
    settings = "name: P\naudiences: {customers: {label: Customers}, partners: {}}\nfields: {feature: {tier: {kind: text, audiences: [customers, partners]}}}\n"
    told = exported({"features/a.md": "title: A\nvisibility: [customers, partners]\ntier: gold"}, settings, "customers")
    assert "partners" not in json.dumps(told)
    assert told["items"][0]["facts"] == {"title": "A", "visibility": ["customers"], "tier": "gold"}


def test_numbers_texts_and_odd_words_stay_what_they_are() -> None:
    files = {
        "releases/r.md": 'title: "true"\nversion: "1.10"\nhighlights: ["a, b", "- no: list", "null", "[x]", "#1"]\nsummary: "two\\n\\nlines: \\"quoted\\""',
        "features/f.md": "title: 'F: #1'\nscore: {reach: 0.0000001, impact: 2, confidence: 80%, effort: 3}\ntracks: {\"a: b\": {state: done}, x: {}}",
        "metrics/m.md": "title: M",
        "metrics/m.csv": 'date,value,note\n2026-09,-0.5,"a, ""b"""\n2026-10,1000000000000000,\n',
    }
    same_meaning(files, "name: P\n")
    told = exported(files, "name: P\n")
    assert told["items"][0]["facts"]["score"] == {"reach": 1e-07, "impact": 2, "confidence": 0.8, "effort": 3}
    assert told["items"][1]["series"] == [
        {"date": "2026-09", "value": -0.5, "note": 'a, "b"'},
        {"date": "2026-10", "value": 10**15},
    ]


def test_words_for_an_audience_stay_words_for_it_where_the_field_is_the_teams() -> None:
    settings = "name: P\naudiences: {customers: {fields: {feature: [target]}}}\n"
    file = "title: A\nsummary: Ours\nvisibility: [customers]\ntarget: 2026-12-15\nfor: {customers: {summary: Yours, target: 2027}}"
    told = exported({"features/a.md": file}, settings, "customers")
    assert told["items"][0]["facts"] == {
        "title": "A",
        "target": "2027",
        "visibility": ["customers"],
        "for": {"customers": {"summary": "Yours"}},
    }
