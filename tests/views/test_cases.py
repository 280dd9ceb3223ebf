"""What each view says of a plan: a folder in, the view's data out as YAML, what is empty left out.

`PMSITE_WRITE_EXPECTED=1 pytest tests/views` writes the expected files anew, to be read before they are committed.
"""

from __future__ import annotations

import os
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import BaseModel

from pmsite.audience import TEAM, project
from pmsite.diagnostics import Report
from pmsite.filters import view_filters
from pmsite.messages import Message
from pmsite.model.judgement import Judgement
from pmsite.model.period import Period
from pmsite.model.status import Status
from pmsite.model.types import TYPES
from pmsite.pages import pages
from pmsite.pipeline import load
from pmsite.render.blocks import extract
from pmsite.views.parts import Card, Ref
from pmsite.views.registry import VIEWS
from pmsite.wording.reasons import judged_words
from pmsite.wording.words import catalog, gettext
from pmsite.workspace import words
from tests.make import TODAY

CASES, PLANS = Path(__file__).parent / "cases", Path(__file__).parent / "plans"


def told(case: Path) -> str:
    """The view that the case's `view.yml` asks for, as YAML."""
    asked = (case / "view.yml").read_text(encoding="utf-8")
    options = yaml.safe_load(asked)
    plan = options.pop("plan", "")
    workspace = load(PLANS / plan if plan else case / "roadmap", "roadmap", TODAY)
    assert workspace.product is not None
    assert not workspace.report.failed, [f"{d.span} {d.message}" for d in workspace.report]
    seen = project(workspace.product, options.pop("audience", TEAM), words(workspace))
    if "page" in options:
        found = next(
            page
            for page in pages(seen, {}, tuple(workspace.report), kept=view_filters(seen, workspace))
            if page.address == options["page"]
        )
        view = found.view()
    else:
        report = Report()
        text = "".join(line for line in asked.splitlines(keepends=True) if not line.startswith(("audience:", "plan:")))
        _, blocks = extract(f"```pmsite\n{text}```\n", "page.md", 1, seen, report)
        assert not list(report), [d.message for d in report]
        view = blocks[0].view
    return yaml.safe_dump(plain(view), sort_keys=False, allow_unicode=True, width=120)


def plain(value: Any) -> Any:
    """A view as lists, mappings and words."""
    if isinstance(value, Ref):
        return f"{value.type} {value.id}" + (f".{value.part}" if value.part else "")
    if isinstance(value, Card):
        facts = (str(value.target or ""), value.horizon, str(value.status), "late" if value.late else "")
        return " ".join(fact for fact in (value.id, *facts) if fact)
    if isinstance(value, Judgement):
        told = judged_words(value, "en", gettext("en"))
        numbers = [f"{name} {number:.2f}" for name, number in (("score", value.score), ("due", value.due)) if number is not None]
        return "; ".join([*([told] if told else []), *numbers])
    if isinstance(value, (Period, Status, Message)):
        return str(value)
    if isinstance(value, BaseModel):
        return f"{type(value).__name__.lower()} {getattr(value, 'id', '')}".strip()
    if is_dataclass(value):
        found = {field.name: plain(getattr(value, field.name)) for field in fields(value)}
        return {name: part for name, part in found.items() if part is not False and part not in (None, "", [], {})}
    if isinstance(value, dict):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)


@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda case: case.name)
def test_a_view_tells_the_plan(case: Path) -> None:
    found = told(case)
    if os.environ.get("PMSITE_WRITE_EXPECTED"):
        (case / "expected.yml").write_text(found, encoding="utf-8", newline="")
    assert found == (case / "expected.yml").read_text(encoding="utf-8")


def test_every_view_and_every_page_has_a_case() -> None:
    asked = [yaml.safe_load((case / "view.yml").read_text(encoding="utf-8")) for case in CASES.iterdir()]
    assert {options["view"] for options in asked if "view" in options} >= set(VIEWS)
    workspace = load(PLANS / "duties", "roadmap", TODAY)
    assert workspace.product is not None
    shown = {options["page"] for options in asked if "page" in options}
    made = pages(project(workspace.product, TEAM), {})
    cased = {page.template for page in made if page.address in shown} | {kind.template for kind in VIEWS.values()}
    assert {page.template for page in made} - cased == set()
    assert {page.template for page in made} >= {f"items/{model.type}.html" for model in TYPES if model.type != "brief"}
    names = {page.words for page in made if page.words and not page.words.startswith(("type:", "duty:"))}
    assert names - catalog("zh").keys() == set(), "each name of a page stands in PAGES of wording/labels.py"
