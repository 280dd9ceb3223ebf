"""A canary in every hidden place of the example: none in any site of an audience that may not see it, all of them in the team's."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from pmsite import starter
from pmsite.asking.plan import plan_of
from pmsite.audience import seen_fields
from pmsite.audit.forms import forms
from pmsite.diagnostics import Report
from pmsite.model.item import Item
from pmsite.model.load_settings import load_settings
from pmsite.model.settings import Settings
from pmsite.model.types import keys, references, shape
from pmsite.pipeline import load
from pmsite.read.front_matter import read
from pmsite.read.phrases import Phrases
from pmsite.read.record import Record
from tests.make import TODAY
from tests.properties.erase import Facts, item_files, joined, split
from tests.properties.site import answers

pytestmark = [pytest.mark.host, pytest.mark.slow]

AUDIENCES = ("customers", "partners", "investors")
QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true", "SOURCE_DATE_EPOCH": "1795392000"}
SHOWN_BY_NOBODY = frozenset({"comment in front matter", "comment in the text", "unused file"})


class Canaries:
    """Tokens, each with where it sits and who may see it."""

    def __init__(self) -> None:
        self.placed: dict[str, tuple[str, frozenset[str]]] = {}

    def new(self, where: str, readers: frozenset[str] = frozenset()) -> str:
        """Another token, like no word of any language."""
        token = f"zq{len(self.placed):05d}k7x"
        self.placed[token] = (where, readers)
        return token


def settings_of(text: str) -> Settings:
    report = Report()
    data = read(text, "product.yml", 1, report)
    assert data is not None
    found = load_settings(Record("product.yml", "product.yml", data, text), report)
    assert found is not None
    return found


def with_canaries(files: Mapping[str, str], canaries: Canaries) -> Iterator[tuple[str, str | bytes]]:
    """The example with a token in each text of each item, in comments, cells and names of files."""
    settings = settings_of(files["roadmap/product.yml"])
    inside = {path.removeprefix("roadmap/"): text for path, text in files.items() if path.startswith("roadmap/")}
    items = item_files(inside)
    for path, text in files.items():
        name = path.removeprefix("roadmap/")
        if name in items:
            yield path, _item(text, items[name][1], settings, canaries)
        elif path.endswith(".csv"):
            header, *rows = text.splitlines()
            token = canaries.new("cell", frozenset())
            columns = header.split(",")
            if "note" not in columns:
                header, rows = f"{header},note", [f"{row}," for row in rows]
            cells = rows[-1].split(",")
            cells[header.split(",").index("note")] = f"{token} in a cell"
            yield path, "\n".join([header, *rows[:-1], ",".join(cells)]) + "\n"
        else:
            yield path, text
    token = canaries.new("unused file")
    yield f"roadmap/features/{token}.png", b"\x89PNG"
    hidden = canaries.new("name of a file")
    yield f"roadmap/features/{hidden}.md", f"---\ntitle: Hidden {canaries.new('title')}\nstatus: planned\n---\n"


def _item(text: str, model: type[Item], settings: Settings, canaries: Canaries) -> str:
    facts, body = split(text)
    audiences = frozenset(facts.get("visibility", []))
    told: Facts = {}
    for key, value in facts.items():
        name = keys(model).get(key, key)
        if name == "wordings":
            told[key] = {who: _worded(words, canaries, who, audiences) for who, words in value.items()}
            continue
        readers = frozenset(
            a for a in audiences if name in seen_fields(settings, a, model) and name not in facts.get("for", {}).get(a, {})
        )
        told[key] = _with_token(value, model, name, canaries, readers)
    whole = frozenset(a for a in audiences if "body" in seen_fields(settings, a, model))
    body += f"\n\nIn the text {canaries.new('body', whole)}.\n\n<!-- internal -->\nFor us {canaries.new('internal passage')}.\n<!-- /internal -->\n"
    body += f"\n<!-- {canaries.new('comment in the text')} -->\n"
    head, rest = joined(told, body).split("---\n", 2)[1:]
    return f"---\n# {canaries.new('comment in front matter')}\n{head}---\n{rest}"


def _worded(words: Any, canaries: Canaries, who: str, audiences: frozenset[str]) -> Any:
    return {
        key: f"{text} {canaries.new(f'for.{who}.{key}', audiences & {who})}" if key in ("title", "summary") else text
        for key, text in words.items()
    }


def _with_token(value: Any, model: type[Item], name: str, canaries: Canaries, readers: frozenset[str]) -> Any:
    if name not in model.model_fields or name in references(model) or name in ("id", "version", "owner", "customer", "unit"):
        return value
    if isinstance(value, str) and (name in ("title", "summary") or shape(model, name) == "text"):
        return f"{value} {canaries.new(name, readers)}"
    if isinstance(value, list) and shape(model, name) == "lines":
        return [f"{entry} {canaries.new(name, readers)}" for entry in value]
    return value


def build(folder: Path, audience: str, canaries: Canaries) -> Path:
    """The site of one audience, with the canaries' home as its only other page."""
    (folder / "empty").mkdir(exist_ok=True)
    config = f"INHERIT: mkdocs.yml\ndocs_dir: empty\nsite_dir: site-{audience}\nplugins:\n  pmsite: {{audience: {audience}, preview: []}}\n"
    (folder / f"mkdocs.{audience}.yml").write_text(config, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-f", f"mkdocs.{audience}.yml"],
        cwd=folder, env={**os.environ, **QUIET}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    logged = re.findall(r"zq\d{5}k7x", done.stdout + done.stderr)
    assert {canaries.placed[token][0] for token in logged} <= {
        "name of a file"
    }  # a message says where something is, and nothing else
    return folder / f"site-{audience}"


def found_in(site: Path, canaries: Canaries) -> set[str]:
    known = Phrases((token, token) for token in canaries.placed)
    found: set[str] = set()
    for path in site.rglob("*"):
        if path.is_file():
            name = path.relative_to(site).as_posix()
            found |= {token for token, _, _ in known.found(name)}
            for reading in forms(name, path.read_bytes()):
                found |= {token for token, _, _ in known.found(reading.text)}
    return found


def placed(folder: Path, language: str) -> Canaries:
    """The example with canaries, in a folder."""
    canaries = Canaries()
    for path, content in with_canaries(dict(starter.example(language, TODAY)), canaries):
        at = folder / path
        at.parent.mkdir(parents=True, exist_ok=True)
        at.write_bytes(content if isinstance(content, bytes) else content.encode())
    return canaries


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_canary_is_in_an_answer_to_who_may_not_see_it(tmp_path: Path, language: str) -> None:
    canaries = placed(tmp_path, language)
    found = load(tmp_path / "roadmap", "roadmap", TODAY)
    for audience in AUDIENCES:
        told = "\n".join(answers(found, plan_of(found, audience).seen).values())
        seen = set(re.findall(r"zq\d{5}k7x", told))
        assert seen
        for token in seen:
            where, readers = canaries.placed[token]
            assert audience in readers, f"{audience} is told {where}"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_canary_reaches_who_may_not_see_it_and_the_team_sees_all(tmp_path: Path, language: str) -> None:
    canaries = placed(tmp_path, language)
    missing = canaries.placed.keys() - found_in(build(tmp_path, "team", canaries), canaries)
    assert not {
        canaries.placed[token]
        for token in missing
        if canaries.placed[token][0] not in SHOWN_BY_NOBODY and not canaries.placed[token][0].startswith("for.")
    }
    for audience in AUDIENCES:
        for token in found_in(build(tmp_path, audience, canaries), canaries):
            where, readers = canaries.placed[token]
            assert audience in readers, f"{audience} can read {where}"
