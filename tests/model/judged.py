"""The vectors of the judgement as plans: each case is an item as an author writes it, a day, and what is said of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from pmsite.audience import Projection, project
from pmsite.model.judgement import Judgement, judge
from pmsite.model.metric import Metric, Point
from pmsite.model.period import day_of
from pmsite.model.product import Product
from tests.make import product

VECTORS = Path(__file__).parent / "vectors"
VALUES = {"good": 660, "fair": 560, "poor": 430}
SETTINGS = "name: P\naudiences: {customers: {}}\n"

Case = Mapping[str, Any]
Facts = dict[str, Any]


def cases(name: str) -> list[Case]:
    """The vectors of one file."""
    found: list[Case] = yaml.safe_load((VECTORS / f"{name}.yml").read_text(encoding="utf-8"))
    return found


def front(**facts: Any) -> str:
    """Front matter of what is given; what is nothing is left out."""
    told = json.dumps({name: value for name, value in facts.items() if value is not None}, default=str)
    return yaml.safe_dump(json.loads(told), allow_unicode=True)  # by way of JSON, so that nothing is written once and named again


def goal(results: list[Facts], period: Any = "2026-Q4", ambition: str = "aspirational", **more: Any) -> str:
    """An objective with key results."""
    kept = [{name: value for name, value in result.items() if value is not None} for result in results]
    return front(title="Goal", period=period, ambition=ambition, key_results=kept, **more)


def result(**facts: Any) -> Facts:
    """A key result from 400 to 900, unless said otherwise."""
    return {"id": "kr1", "title": "Weekly active teams", "baseline": 400, "target": 900, **facts}


def updates(case: Case, about: str) -> dict[str, str]:
    """The updates of a case, by the day."""
    return {
        f"updates/{at}.md": front(title="U", date=day, about=[about], health=health, visibility=["customers"])
        for at, (day, health) in enumerate(case.get("updates", {}).items())
    }


def plan(case: Case) -> dict[str, str]:
    """The files of one case; what is judged has the id `it`."""
    more = {name: case[name] for name in ("period", "ambition") if name in case}
    if "results" in case:
        weights = case.get("weights", [1] * len(case["results"]))
        found = [
            result(id=f"k{at}", current=None if value == "none" else VALUES.get(value, value), weight=weight)
            for at, (value, weight) in enumerate(zip(case["results"], weights, strict=True))
        ]
        return {"objectives/it.md": goal(found, **more), **updates(case, "it")}
    if "feature" in case:
        other = {"features/other.md": front(**case["needs"])} if "needs" in case else {}
        needs = ["other"] if other else None
        facts = {"title": "It", "status": "building", "target": "2026-12-31", "visibility": ["customers"], "depends_on": needs}
        return {"features/it.md": front(**{**facts, **case["feature"]}), **other, **updates(case, "it")}
    if "launch" in case:
        other = {"features/other.md": front(**case["brings"])} if "brings" in case else {}
        facts = {"title": "It", "status": "planned", "date": "2026-12-15", "features": ["other"] if other else None}
        return {"launches/it.md": front(**{**facts, **case["launch"]}), **other}
    measured = {"metrics/m.md": front(title="M", **case["metric"])} if "metric" in case else {}
    only = result(metric="m" if measured else None, **case.get("result", {}))
    return {"objectives/it.md": goal([only], **more), **measured}


def with_series(found: Product, series: Mapping[date, float]) -> Product:
    """A product whose metric `m` was measured."""
    metric = found.items["m"]
    assert isinstance(metric, Metric)
    points = tuple(Point(date=day_of(day), value=float(value)) for day, value in series.items())
    return replace(found, items={**found.items, "m": metric.model_copy(update={"series": points})})


def judged(case: Case) -> Judgement:
    """What is said of a case."""
    found = replace(product(plan(case), SETTINGS), today=case["day"])
    if "series" in case:
        found = with_series(found, case["series"])
    seen: Projection = project(found, "customers" if case.get("outside") else "team")
    told = judge(seen, seen.items["it"])
    return told.parts[0] if case["id"].startswith("K") else told
