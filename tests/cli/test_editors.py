"""An editor is set up by files that somebody else may have written too."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import yaml

from pmsite.model.types import TYPES
from tests.cli.test_commands import pmsite
from tests.make import write


def front_matter(text: str) -> dict[str, object]:
    found: dict[str, object] = yaml.safe_load(text.split("---\n")[1])
    return found


def test_vs_code_completes_the_settings_begins_items_and_lists_faults(tmp_path: Path) -> None:
    write(tmp_path / "roadmap", {"features/a.md": "title: A\nstatus: bilding", "features/b.md": "title: B\ntarget: 2025"})
    done = pmsite(tmp_path, "schema", "--editor", "vscode")
    assert (done.returncode, done.stderr) == (0, "")
    settings = json.loads((tmp_path / ".vscode/settings.json").read_text())
    ((schema, shown),) = settings["yaml.schemas"].items()
    assert json.loads((tmp_path / schema).read_text())["title"] == "product.yml"
    assert shown == ["roadmap/product.yml"]
    (task,) = json.loads((tmp_path / ".vscode/tasks.json").read_text())["tasks"]
    pattern = task["problemMatcher"]["pattern"]
    told = [re.match(pattern["regexp"], line) for line in pmsite(tmp_path, *task["args"]).stdout.splitlines()]
    faults = [(f[pattern["file"]], f[pattern["line"]], f[pattern["severity"]], f[pattern["code"]]) for f in told if f]
    assert ("roadmap/features/a.md", "3", "error", "unknown-status") in faults
    assert all((tmp_path / file).is_file() for file, *_ in faults)


@pytest.mark.parametrize("type_name", [model.type for model in TYPES])
def test_what_an_editor_inserts_is_an_item(tmp_path: Path, type_name: str) -> None:
    write(tmp_path / "roadmap", {})
    for editor in ("vscode", "jetbrains"):
        assert pmsite(tmp_path, "schema", "--editor", editor).returncode == 0
    snippet = json.loads((tmp_path / ".vscode/pmsite.code-snippets").read_text(encoding="utf-8"))[f"pmsite {type_name}"]
    inserted = re.sub(r"\\([$}\\])", r"\1", re.sub(r"(?<!\\)\$\{1:(\w+)\}|(?<!\\)\$0", r"\1", "\n".join(snippet["body"])))
    assert front_matter(inserted)["title"] == "Title"
    template = (tmp_path / f".idea/fileTemplates/pmsite {type_name}.md").read_text(encoding="utf-8")
    assert front_matter(template.replace("${NAME}", "A title"))["title"] == "A title"
    assert not re.search(r"#\w|##|\$(?!\{NAME\})", template), "what a template of JetBrains would act on"


def test_jetbrains_knows_the_schema(tmp_path: Path) -> None:
    write(tmp_path / "plans/our roadmap", {})
    assert pmsite(tmp_path, "schema", "--editor", "jetbrains", "-w", "plans/our roadmap").returncode == 0
    found = {option.get("name"): option.get("value") for option in ET.parse(tmp_path / ".idea/jsonSchemas.xml").iter("option")}
    assert (tmp_path / str(found["relativePathToSchema"])).is_file()
    assert found["path"] == "plans/our roadmap/product.yml"


def test_nothing_of_somebody_elses_is_written_over(tmp_path: Path) -> None:
    write(tmp_path / "roadmap", {})
    (tmp_path / ".vscode").mkdir()
    (tmp_path / ".vscode/settings.json").write_text("// mine\n{}\n")
    for _ in range(2):
        done = pmsite(tmp_path, "schema", "--editor", "vscode")
        assert done.returncode == 0
        assert "yaml.schemas" in done.stderr
        assert (tmp_path / ".vscode/settings.json").read_text() == "// mine\n{}\n"


@pytest.mark.parametrize(("folder", "words"), [("roadmap", ("--editor", "vscode")), (".", ("feature", "--editor", "vscode"))])
def test_an_editor_is_set_up_where_it_opens(tmp_path: Path, folder: str, words: tuple[str, ...]) -> None:
    write(tmp_path / "roadmap", {})
    assert pmsite(tmp_path / folder, "schema", *words).returncode == 2
    assert not list(tmp_path.rglob(".pmsite"))
