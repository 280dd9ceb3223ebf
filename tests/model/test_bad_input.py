"""Every type of item answers a wrong fact with its file, its line, and what to write instead; nothing is computed from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmsite.model.types import BY_NAME
from pmsite.pipeline import load
from tests.make import TODAY, write

SETTINGS = "name: P\naudiences: {customers: {}, board: {fields: {person: [role]}}}\n"

WRONG = [
    # goals
    ("vision", "horizon_year: soon", "not-a-date", "soon", "2026"),
    ("vision", "positioning: {audience: crews, category: a notebook}", "missing-benefit", "benefit", "benefit"),
    ("objective", "ambition: bold", "unknown-choice", "bold", "aspirational"),
    ("objective", "key_results: [{id: a, title: A, target: 900 teams}]", "not-a-number", "900 teams", "number alone: 900"),
    ("objective", "key_results: [{id: a, title: A, baseline: 4, target: 4}]", "key-result-without-distance", "starts", "baseline"),
    ("objective", "key_results: [{id: a, title: A, metric: nothing}]", "unknown-reference", "no metric", "id"),
    ("objective", "key_results: [{id: a, title: A, confidence: 120%}]", "share-out-of-range", "120%", "80%"),
    ("objective", "key_results: [{id: a, title: A, weight: 0}]", "not-positive", "above zero", "above 0"),
    ("objective", "key_results: [{id: a, title: A, checkins: [{date: 2026-Q4, value: 3}]}]", "not-a-day", "2026-Q4", "2026-12-31"),
    # insight
    ("persona", "share: 140%", "share-out-of-range", "140%", "percentage"),
    ("study", "method: tea-leaves", "unknown-choice", "tea-leaves", "interview"),
    ("study", "method: survey\nparticipants: 8.5", "number-out-of-range", "8.5", "whole"),
    ("insight", "strength: sure", "unknown-choice", "sure", "strong"),
    ("insight", "evidence: [i]", "wrong-type-of-item", "feedback", "write"),
    ("feedback", "count: -3", "negative-number", "-3", "0 or more"),
    ("feedback", "value: 24.000,50", "not-a-number", "24.000,50", "24000.50"),
    ("experiment", "variants: [{id: a, title: A, users: 100, conversions: 101}]", "conversions-exceed-users", "101", "once"),
    ("experiment", "variants: [{id: a, title: A, conversions: 1}]", "conversions-exceed-users", "0 users", "once"),
    ("experiment", "variants: [{id: a, title: A, users: 9, share: 0}]", "not-positive", "above zero", "above 0"),
    ("experiment", "power: 100%", "share-out-of-range", "100%", "5%"),
    ("experiment", "significance: 0", "share-out-of-range", "both left out", "5%"),
    ("experiment", "baseline: 101%", "share-out-of-range", "101%", "80%"),
    ("experiment", "starts: 2026-10-05\nends: 2026-09-05", "ends-before-it-starts", "2026-09-05", "correct"),
    # collaboration
    ("team", "capacity: {2026-Q5: 3}", "not-a-date", "2026-Q5", "2026-Q4"),
    ("team", "capacity: {2026-Q4: -3}", "negative-number", "-3", "0 or more"),
    ("launch", 'tier: "4"', "unknown-choice", "4", "1, 2, 3"),
    ("launch", "go_no_go: {decision: perhaps}", "unknown-choice", "perhaps", "no-go"),
    ("launch", "checklist: {legal: Read the terms}", "not-a-list", "Read the terms", "[Read the terms]"),
    ("feature", "raci: {responsible: a, accountable: [b, c]}", "second-accountable", "list of 2", "keep the one"),
    # data and decisions
    ("metric", "target: 80%", "not-a-number", "80%", "unit"),
    ("metric", "direction: between\nlow: 3\nhigh: 1", "band-upside-down", "not above", "swap"),
    ("decision", "approver: [a, b]", "second-accountable", "list of 2", "keep the one"),
    ("decision", "reversible: maybe", "unknown-choice", "maybe", "two-way"),
    # market
    ("competitor", "capabilities: {offline: sometimes}", "unknown-choice", "sometimes", "partial"),
    ("competitor", "capabilities: {offline: {has: yes, checked: lately}}", "not-a-date", "lately", "2026"),
    ("competitor", "position: {price: 11}", "number-out-of-range", "11", "0 to 10"),
    ("trend", "ring: soon", "unknown-choice", "soon", "assess"),
    ("trend", "category: law", "missing-ring", "ring", "ring"),
    # planning
    ("feature", "score: {reach: 9, impact: 1, confidence: 80%, effort: 0}", "not-positive", "above zero", "above 0"),
    ("feature", "score: {reach: 9, impact: 1, confidence: 180%, effort: 1}", "share-out-of-range", "180%", "80%"),
    ("feature", "ice: {impact: 11, confidence: 6, ease: 7}", "number-out-of-range", "11", "1 to 10"),
    ("feature", "wsjf: {value: 8, urgency: 5, risk: 3, size: 0}", "not-positive", "above zero", "above 0"),
    ("feature", "opportunity: {importance: 82, satisfaction: 4}", "number-out-of-range", "82", "0 to 10"),
    ("feature", "kano: {must_be: 2.5}", "number-out-of-range", "2.5", "whole"),
    ("feature", "moscow: maybe", "unknown-choice", "maybe", "wont"),
    ("release", "yanked: sure", "not-true-or-false", "sure", "true or false"),
    ("change", "kind: broke", "unknown-choice", "broke", "fixed"),
    ("theme", "supports: [nothing]", "unknown-reference", "nothing", "id"),
    ("component", "parent: nothing", "unknown-reference", "nothing", "id"),
    ("cycle", "starts: 2026-11", "not-a-day", "2026-11", "2026-11-30"),
    ("cycle", "planned_within: 1.5", "number-out-of-range", "1.5", "whole"),
    ("cycle", "starts: 2026-11-13\nends: 2026-11-02", "ends-before-it-starts", "2026-11-02", "correct"),
    ("customer", "status: gone", "unknown-choice", "gone", "churned"),
    # communication
    ("stakeholder", "influence: medium", "unknown-choice", "medium", "low, high"),
    ("stakeholder", "visibility: [customers]", "private-item", "stays with the team", "fields"),
    ("brief", "audience: custmers", "unknown-audience-of-brief", "custmers", "customers"),
    ("update", "health: yellow", "unknown-choice", "yellow", "amber"),
    # problems
    ("problem", "timeline: [{date: 2026-10-02}]", "missing-text", "text", "text"),
    ("problem", "detected: 2026-10-02\nresolved: 2026-09-02", "ends-before-it-starts", "2026-09-02", "correct"),
    ("risk", "probability: 6", "number-out-of-range", "6", "1 to 5"),
    ("risk", "residual: {probability: 2}", "missing-impact", "impact", "impact"),
    # team
    ("person", "skills: {interviewing: 5}", "number-out-of-range", "5", "0 to 4"),
    ("person", "skills: {interviewing: {now: 2, aim: 4.5}}", "number-out-of-range", "4.5", "whole"),
    ("person", "visibility: [board, customers]", "private-item", "customers", "{person: [summary]}"),
    ("recognition", "visibility: [board]", "private-item", "board", "{recognition: [summary]}"),
    # learning
    ("learning", "kind: nap", "unknown-choice", "nap", "book"),
    ("learning", "kind: book\nurl: press.example", "not-an-address", "press.example", "https://"),
]


@pytest.mark.parametrize(("kind", "facts", "code", "says", "hint"), WRONG, ids=lambda value: None if "\n" in value else value[:40])
def test_a_wrong_fact(tmp_path: Path, kind: str, facts: str, code: str, says: str, hint: str) -> None:
    path = f"{BY_NAME[kind].folder}/i.md"
    report = load(write(tmp_path, {path: f"title: I\n{facts}"}, SETTINGS), "roadmap", TODAY).report
    found = next((d for d in report if d.code == code), None)
    assert found is not None, [f"{d.code} {d.message}" for d in report]
    assert says in found.message
    assert hint in found.hint
    assert found.span.path == f"roadmap/{path}"
    assert 1 <= found.span.line <= 3 + facts.count("\n")
    assert report.failed


def test_every_type_of_item_has_a_wrong_fact() -> None:
    assert {kind for kind, *_ in WRONG} == set(BY_NAME)
