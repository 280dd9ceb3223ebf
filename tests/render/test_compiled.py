"""Compiled templates are used again, and only while nothing that they were compiled from has changed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from pmsite.render import compiled
from pmsite.render.compiled import CompiledTemplates


def rendered(folder: Path, word: str, source: str = "{{ 'a'|said }}", environment: str = "en") -> str:
    """A template whose only word the compiler works out."""
    cache = CompiledTemplates(folder, environment)
    jinja = Environment(loader=DictLoader({"t": source}), bytecode_cache=cache, autoescape=True)
    jinja.filters["said"] = lambda _: word
    return jinja.get_template("t").render()


def test_a_template_is_compiled_once(tmp_path: Path) -> None:
    assert rendered(tmp_path, "one") == "one"
    assert rendered(tmp_path, "two") == "one"


def test_a_template_is_compiled_again_for_another_language(tmp_path: Path) -> None:
    assert rendered(tmp_path, "one") == "one"
    assert rendered(tmp_path, "two", environment="zh") == "two"
    assert rendered(tmp_path, "three") == "one"


def test_a_template_is_compiled_again_when_it_or_pmsite_has_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert rendered(tmp_path, "one") == "one"
    assert rendered(tmp_path, "two", "{{ 'b'|said }}") == "two"
    monkeypatch.setattr(compiled, "_compilers", lambda: "changed")
    assert rendered(tmp_path, "three", "{{ 'b'|said }}") == "three"


def test_nothing_is_kept_where_python_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "FOLDER", tmp_path / "kept")
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert compiled.compiled("en") is None
    assert not (tmp_path / "kept").exists()
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    assert compiled.compiled("en") is not None
