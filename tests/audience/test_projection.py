"""What one audience sees of a plan: exactly what is meant for it."""

from __future__ import annotations

import pytest

from pmsite.audience import UnknownAudience, project
from pmsite.model.feature import Feature
from pmsite.model.judgement import judge
from pmsite.model.metric import Metric
from pmsite.model.objective import Objective
from pmsite.model.release import Release
from pmsite.read.passages import public_text
from pmsite.views import roadmap
from tests.make import load, product, projection

SETTINGS = """\
name: P
audiences:
  customers: {}
  partners:
    fields: {feature: [title, summary, horizon, maturity], metric: [unit, series]}
  board: {fields: {feature: [title, status, score, body], key_result: []}}
fields:
  feature:
    maturity: {kind: choice, values: [alpha, beta]}
    codename: {kind: text, audiences: [customers]}
    secret: {kind: text}
    with: {kind: references, to: team, audiences: [customers]}
statuses: {hardening: {stage: building, label: Hardening}, parked: {stage: idea}}
trackers: {APP: "https://tracker.example/{n}"}
"""
SETTINGS = SETTINGS.replace(", key_result: []", "")
FEATURE = """\
---
title: Offline mode
summary: No network needed.
status: hardening
target: 2026-12-15
owner: ada
team: mobile
supports: [safe.kr1, open.kr1]
related: [other]
score: {reach: 10, impact: 2, confidence: 80%, effort: 1, period: a month}
maturity: beta
codename: Falcon
secret: Never told
with: [mobile, growth]
delivery: [APP-1]
visibility: [customers, partners, board]
for:
  customers: {title: Work anywhere, target: 2026-H2}
---
Told. <!-- internal -->Not told.<!-- /internal -->
"""
GOAL = "title: Goal\nkey_results: [{id: kr1, title: K, baseline: 0, target: 4, current: 1, owner: bo}]"
FILES = {
    "features/offline.md": FEATURE,
    "features/other.md": "title: Other",
    "teams/mobile.md": "title: Mobile\nvisibility: [customers]",
    "teams/growth.md": "title: Growth",
    "objectives/safe.md": GOAL,
    "objectives/open.md": f"{GOAL}\nvisibility: [customers]",
    "releases/1.0.md": "title: One\ndate: 2026-12-15\nvisibility: [customers]\nfor: {customers: {date: 2026-12}}",
    "metrics/m.md": "title: M\nunit: crews\ndefinition: How we count\nvisibility: [partners, customers]",
}


def feature(audience: str) -> Feature:
    found = projection(FILES, audience, SETTINGS).items["offline"]
    assert isinstance(found, Feature)
    return found


def test_the_team_sees_all() -> None:
    assert projection(FILES, "team", SETTINGS).items == product(FILES, SETTINGS).items


def test_without_visibility_an_item_is_for_the_team_alone() -> None:
    assert set(projection(FILES, "customers", SETTINGS).items) == {"offline", "mobile", "open", "1.0", "m"}
    assert set(projection(FILES, "board", SETTINGS).items) == {"offline"}


def test_an_unknown_audience_gets_nothing() -> None:
    for name in ("custmers", "Customers", "public", ""):
        with pytest.raises(UnknownAudience):
            project(product(FILES, SETTINGS), name)


def test_a_type_says_which_of_its_fields_leave_the_team() -> None:
    found = feature("customers")
    assert (str(found.status), found.team, found.owner, found.score, found.delivery) == ("hardening", "mobile", None, None, ())
    assert found.custom == {"codename": "Falcon", "with": ("mobile",)}


def test_product_yml_lists_exactly_what_an_audience_gets() -> None:
    found = feature("partners")
    assert (found.title, found.summary, found.custom) == ("Offline mode", "No network needed.", {"maturity": "beta"})
    assert (found.target, found.team, found.supports, found.body) == (None, None, (), "")
    assert feature("board").summary == ""
    assert feature("board").body == "Told. \n"


def test_product_yml_can_give_single_facts_of_a_group() -> None:
    goal = projection(FILES, "customers", SETTINGS).items["open"]
    assert isinstance(goal, Objective)
    result = goal.key_results[0]
    assert (result.title, result.current, result.target, result.owner) == ("K", None, None, None)
    wider = SETTINGS.replace(
        "customers: {}",
        "customers: {fields: {objective: [key_results, key_results.current, key_results.baseline, key_results.target]}}",
    )
    seen = projection(FILES, "customers", wider)
    goal = seen.items["open"]
    assert isinstance(goal, Objective)
    assert (goal.key_results[0].current, goal.key_results[0].owner, judge(seen, goal).score) == (1, None, 0.25)
    hidden = projection(FILES, "customers", SETTINGS)
    assert judge(hidden, hidden.items["open"]).score is None


def test_a_hidden_field_holds_nothing_rather_than_a_default_that_reads_like_a_fact() -> None:
    metric = projection(FILES, "partners", SETTINGS).items["m"]
    assert isinstance(metric, Metric)
    assert (metric.unit, metric.definition, metric.direction, metric.role) == ("crews", "", "", "")


def test_a_hidden_status_tells_at_most_whether_work_is_open_shipped_or_dropped() -> None:
    assert (feature("partners").status.id, feature("partners").status.stage) == ("open", "open")
    without = SETTINGS.replace("summary, horizon", "summary")
    found = projection(FILES, "partners", without).items["offline"]
    assert isinstance(found, Feature)
    assert (found.status.id, found.status.stage) == ("", "open")


def test_references_to_hidden_items_are_gone() -> None:
    found = feature("customers")
    assert (found.supports, found.related) == (("open.kr1",), ())
    seen = projection(FILES, "customers", SETTINGS)
    assert {(link.source, link.target) for link in seen.links} == {("offline", "mobile"), ("offline", "open")}


def test_an_audience_reads_its_own_words_and_dates() -> None:
    found = feature("customers")
    assert (found.title, str(found.target), found.summary) == ("Work anywhere", "2026-H2", "No network needed.")
    release = projection(FILES, "customers", SETTINGS).items["1.0"]
    assert isinstance(release, Release)
    assert str(release.date) == "2026-12"
    assert feature("board").title == "Offline mode"


def test_internal_passages_and_comments_are_gone() -> None:
    assert feature("customers").body == "Told. \n"
    assert public_text("a <!-- note --> b") == "a  b"
    assert public_text("```\n<!-- internal -->\n```\n") == "```\n<!-- internal -->\n```\n"


def test_settings_tell_nothing_of_other_audiences_hidden_fields_or_trackers() -> None:
    seen = projection(FILES, "partners", SETTINGS).settings
    assert (set(seen.audiences), seen.trackers, seen.statuses, set(seen.fields["feature"])) == ({"partners"}, {}, {}, {"maturity"})
    assert set(projection(FILES, "customers", SETTINGS).settings.statuses) == {"hardening"}


def test_what_follows_from_several_facts_follows_from_the_visible_ones() -> None:
    seen = projection(FILES, "partners", SETTINGS)
    found = seen.items["offline"]
    assert isinstance(found, Feature)
    assert seen.horizon(found) == "later"
    groups = roadmap.build(seen, "status").groups
    assert [(group.key, group.total) for group in groups] == [("open", 1)]


def test_nobody_can_be_given_a_field_that_does_not_exist() -> None:
    settings = "name: P\naudiences:\n  customers:\n    fields: {feature: [titel, body], metric: [series], release: [series]}\n"
    _, report = load({}, settings)
    assert [(str(d.span), d.code, d.message) for d in report] == [
        ("roadmap/product.yml:4:24", "unknown-field", "a feature has no field titel"),
        ("roadmap/product.yml:4:66", "unknown-field", "a release has no field series"),
    ]


def test_an_internal_passage_in_a_fact_is_a_fault() -> None:
    _, report = load({"features/a.md": 'title: A\nacceptance: [{text: "x <!-- internal -->y<!-- /internal -->"}]'})
    assert [(str(d.span), d.code) for d in report] == [("roadmap/features/a.md:3:15", "internal-passage-in-fact")]
