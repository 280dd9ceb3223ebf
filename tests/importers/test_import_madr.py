"""Decision records come in as decisions, and go out as records, with nothing lost on either way."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from pmsite.cli import group
from pmsite.importers import madr
from pmsite.model.decision import Decision
from pmsite.pipeline import load
from tests.make import TODAY, write

OLD = """\
# Use Markdown Any Decision Records

* Status: superseded by [ADR-0002](0002-use-madr-4.md)
* Deciders: Ada Park, Bo Lind
* Date: 2024-03-01

Technical Story: we kept forgetting.

## Context and Problem Statement

Which format?

## Decision Drivers

* Cheap

## Considered Options

* [MADR](https://madr.example/) 2.1.2
* Formless

## Decision Outcome

Chosen option: "MADR 2.1.2", because assumptions should be made explicit.

### Positive Consequences

* Everybody finds them

### Negative Consequences

* One more folder

## Pros and Cons of the Options

### MADR 2.1.2

Well known.

* Good, because lean
* Bad, because yet another format
* Neutral, because it is Markdown

### Formless

* Good, because nothing to learn

## Links

* Refined by ADR-0005
"""
NEW = """\
---
status: accepted
date: 2026-05-02
decision-makers: [Ada Park]
consulted: [Bo Lind]
nav_order: 5
---
# Use MADR 4

## Context and Problem Statement

```markdown
## This is no heading
```
"""
NYGARD = "# 3. Sections\n\nDate: 2023-01-02\n\n## Status\n\nDeprecated\n\n## Context\n\nOld.\n\n## Decision\n\nWe will.\n\n## Consequences\n\nWe have to.\n"
FILES = {"0001-use-markdown.md": OLD, "0002-use-madr-4.md": NEW, "0003-sections.md": NYGARD, "README.md": "# What this is\n"}


def run(*words: str) -> str:
    found = CliRunner().invoke(group, list(words))
    assert found.exit_code == 0, found.output
    return found.output


def decisions(root: Path) -> dict[str, Decision]:
    found = load(root / "roadmap", "roadmap", TODAY)
    assert found.product is not None
    assert not found.report.failed, [f"{one.span} {one.message}" for one in found.report]
    return {item.id: item for item in found.product.of(Decision)}


@pytest.fixture
def imported(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / "adr").mkdir(exist_ok=True)
        (tmp_path / "adr" / name).write_text(text, encoding="utf-8")
    write(tmp_path / "roadmap", {}, "name: P\n")
    run("import", "madr", str(tmp_path / "adr"), "-w", str(tmp_path / "roadmap"))
    return tmp_path


def test_a_record_of_any_version_becomes_a_decision(imported: Path) -> None:
    found = decisions(imported)
    old, new, third = (found[id] for id in ("0001-use-markdown", "0002-use-madr-4", "0003-sections"))
    assert (old.status, str(old.date), old.approver, old.contributors) == ("superseded", "2024-03-01", "Ada Park", ("Bo Lind",))
    assert [(option.title, option.pros, option.cons, option.chosen) for option in old.options] == [
        ("MADR 2.1.2", ("lean",), ("yet another format",), True),
        ("Formless", ("nothing to learn",), (), False),
    ]
    assert old.consequences == ("Good, because Everybody finds them", "Bad, because One more folder")
    assert (new.supersedes, new.contributors) == (("0001-use-markdown",), ("Bo Lind",))
    assert (third.status, str(third.date)) == ("deprecated", "2023-01-02")


def test_no_word_of_a_record_is_lost(imported: Path) -> None:
    """Every word of each record stands in its item's file, but for those that say what a field says."""
    said = {"Status", "Deciders", "Considered", "Options", "Positive", "Negative", "Consequences", "Pros", "and", "Cons", "of", "the", "Good",
            "Bad", "Context", "Problem", "Statement", "decision-makers", "consulted", "by", "ADR-0002", "0002-use-madr-4.md"}  # fmt: skip
    for name, text in FILES.items():
        if name != "README.md":
            kept = (imported / "roadmap" / "decisions" / name).read_text(encoding="utf-8").casefold()
            words = {word.strip('*#.,:;"[]()`-') for word in text.replace("](", " ").split()} - said
            assert [word for word in sorted(words) if word.casefold() not in kept] == []


def test_what_goes_out_comes_back_the_same(imported: Path) -> None:
    before = decisions(imported)
    run("export", "madr", "-o", str(imported / "out.zip"), "-w", str(imported / "roadmap"))
    shutil.rmtree(imported / "roadmap" / "decisions")
    run("import", "madr", str(imported / "out.zip"), "-w", str(imported / "roadmap"))
    after = decisions(imported)
    assert {id: one.model_dump(exclude={"body_line"}) for id, one in after.items()} == {
        id: one.model_dump(exclude={"body_line"}) for id, one in before.items()
    }
    assert {id: one.body.split() for id, one in after.items()} == {id: one.body.split() for id, one in before.items()}


def test_words_of_yaml_go_out_and_come_back_as_words(tmp_path: Path) -> None:
    facts = (
        'title: T\nstatus: accepted\napprover: "Null"\ncontributors: ["no", "true"]\ntags: ["null", "true", "2026", "a: b", 客户]\n'
    )
    write(tmp_path / "roadmap", {"decisions/d.md": facts}, "name: P\n")
    before = decisions(tmp_path)["d"]
    run("export", "madr", "-o", str(tmp_path / "out.zip"), "-w", str(tmp_path / "roadmap"))
    shutil.rmtree(tmp_path / "roadmap" / "decisions")
    run("import", "madr", str(tmp_path / "out.zip"), "-w", str(tmp_path / "roadmap"))
    assert decisions(tmp_path)["d"].model_dump(exclude={"body_line"}) == before.model_dump(exclude={"body_line"})


def test_code_within_a_record_is_no_heading_of_it(tmp_path: Path) -> None:
    body = "Why.\n\n````markdown\n```\n## Decision Outcome\n```\n## Consequences\n````\n\nAnd so on.\n"
    write(tmp_path / "roadmap", {"decisions/d.md": f"---\ntitle: T\nstatus: accepted\n---\n{body}"}, "name: P\n")
    run("export", "madr", "-o", str(tmp_path / "out.zip"), "-w", str(tmp_path / "roadmap"))
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        assert archive.read("d.md").decode().endswith(f"## Context and Problem Statement\n\n{body}")


def test_an_empty_entry_of_a_template_names_nobody(tmp_path: Path) -> None:
    (tmp_path / "d.md").write_text("---\ndecision-makers:\n  -\n  - Ada Park\ntags: [~, a]\n---\n# T\n", encoding="utf-8")
    write(tmp_path / "roadmap", {}, "name: P\n")
    run("import", "madr", str(tmp_path / "d.md"), "-w", str(tmp_path / "roadmap"))
    found = decisions(tmp_path)["d"]
    assert (found.approver, found.contributors, found.tags) == ("Ada Park", (), ("a",))


def test_the_example_goes_out_and_comes_back_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")  # the day on which `decisions` reads it
    run("init", str(tmp_path / "site"), "--example")
    before = decisions(tmp_path / "site")
    run("export", "madr", "-o", str(tmp_path / "out.zip"), "-w", str(tmp_path / "site" / "roadmap"))
    shutil.rmtree(tmp_path / "site" / "roadmap" / "decisions")
    run("import", "madr", str(tmp_path / "out.zip"), "-w", str(tmp_path / "site" / "roadmap"))
    assert {id: one.model_dump(exclude={"body_line"}) for id, one in decisions(tmp_path / "site").items()} == {
        id: one.model_dump(exclude={"body_line"}) for id, one in before.items()
    }


@pytest.mark.parametrize(
    ("written", "means"),
    [
        ("Accepted", ("accepted", [])),
        ("superseded by [ADR-0005](docs/0005-example.md)", ("superseded", ["0005-example"])),
        ("Superseded by ADR-0123", ("superseded", ["ADR-0123"])),
        ("partly superseded by ADR-7 and ADR-8", ("partly_superseded", ["ADR-7", "ADR-8"])),
        ("deprecated", ("deprecated", [])),
        ("on hold", ("", [])),
    ],
)
def test_what_the_words_of_a_status_mean(written: str, means: tuple[str, list[str]]) -> None:
    assert madr.status(written) == means
