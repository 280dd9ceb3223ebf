"""Files in, faults out: each file of cases/ is a list of texts, each with the lines that reading it must print."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from _pytest.mark.structures import ParameterSet

from pmsite.diagnostics import Diagnostic, Report, Severity, Span
from pmsite.read import events
from pmsite.read.workspace import read_workspace

CASES = Path(__file__).parent / "cases"


def cases(stem: str) -> list[ParameterSet]:
    found = []
    for block in re.split(r"^#### ", (CASES / f"{stem}.txt").read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        name, _, rest = block.partition("\n")
        text, _, expected = rest.partition("==>\n")
        found.append(pytest.param(text, expected, id=name))
    return found


def place(span: Span) -> str:
    return str(span).removeprefix(f"{span.path}:")


def printed(diagnostic: Diagnostic) -> str:
    severity = "" if diagnostic.severity is Severity.ERROR else f"{diagnostic.severity} "
    first = f"{place(diagnostic.span)} {severity}{diagnostic.code}: {diagnostic.message} | {diagnostic.hint}\n"
    return first + "".join(f"  {place(other)} {words}\n" for other, words in diagnostic.related)


def outcome(folder: Path, name: str, text: str) -> str:
    (folder / "product.yml").write_text("name: Field Notes\n", encoding="utf-8")
    (folder / name).write_text(text, encoding="utf-8")
    report = Report()
    sources = read_workspace(folder, "roadmap", report)
    read = sources.settings if name == "product.yml" else next(iter(sources.records), None)
    assert (read is None) == report.failed, "a record without an error, or the error without a record"
    assert {diagnostic.span.path for diagnostic in report} <= {f"roadmap/{name}"}
    return "".join(map(printed, report))


@pytest.mark.parametrize(("text", "expected"), [*cases("front-matter"), *cases("passages")])
def test_item(tmp_path: Path, text: str, expected: str) -> None:
    assert outcome(tmp_path, "a.md", text) == expected


@pytest.mark.parametrize(("text", "expected"), cases("settings"))
def test_settings(tmp_path: Path, text: str, expected: str) -> None:
    assert outcome(tmp_path, "product.yml", text) == expected


@pytest.mark.parametrize(("text", "expected"), cases("front-matter"))
def test_item_without_libyaml(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, expected: str) -> None:
    monkeypatch.setattr(events, "Loader", yaml.SafeLoader)
    monkeypatch.setattr(events, "HAS_LIBYAML", False)
    assert outcome(tmp_path, "a.md", text) == expected
