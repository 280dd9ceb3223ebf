"""The globals of templates are copied faster than the library does it, and are the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jinja2 import Environment

import pmsite.templates
from pmsite.render.environment import FlatEnvironment
from tests.properties.site import outputs

FILES = {
    "features/f.md": "---\ntitle: F\nstatus: building\nowner: ada\nsupports: [o]\n---\nText.\n",
    "objectives/o.md": "---\ntitle: O\nkey_results: [{title: K, start: 0, target: 5, current: 1}]\n---\n",
    "releases/r.md": "---\ntitle: R\nversion: 1.0.0\ndate: 2026-12-01\n---\n",
    "people/ada.md": "---\ntitle: Ada\n---\n",
}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_pages_are_those_that_the_library_alone_would_make(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = f"name: P\nlanguage: {language}\n"
    quick = outputs(FILES, settings, "team")
    monkeypatch.setattr(FlatEnvironment, "make_globals", Environment.make_globals)
    assert outputs(FILES, settings, "team") == quick


def test_what_one_template_gets_reaches_no_other() -> None:
    found = FlatEnvironment()
    found.globals["a"] = 1
    one, other = found.from_string("{{ a }}{{ b }}", {"b": 2}), found.from_string("{{ a }}{{ b }}")
    assert (one.render(), other.render()) == ("12", "1")


def test_no_template_has_two_macros_of_one_name() -> None:
    for path in sorted(Path(pmsite.templates.__path__[0]).rglob("*.html")):
        names = re.findall(r"{% macro (\w+)", path.read_text(encoding="utf-8"))
        assert len(names) == len(set(names)), path


def test_what_customers_are_and_what_matters_to_them_is_told_otherwise_than_of_work_and_problems() -> None:
    files = {
        "customers/c.md": "---\ntitle: C\nstatus: active\n---\n",
        "feedback/q.md": "---\ntitle: Q\ncustomer: c\nimportance: critical\n---\n",
        "problems/p.md": "---\ntitle: P\nseverity: critical\n---\n",
    }
    pages = outputs(files, "name: P\nlanguage: zh\n", "team")
    told = {
        name: next(text for path, text in pages.items() if name in path) for name in ("customers/c", "feedback/q", "problems/p")
    }
    assert "现有客户" in told["customers/c"]
    assert "关键" in told["customers/c"]
    assert "进行中" not in told["customers/c"]
    assert "关键" in told["feedback/q"]
    assert "严重" not in told["feedback/q"]
    assert "严重" in told["problems/p"]
