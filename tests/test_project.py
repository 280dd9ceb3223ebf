"""Nothing is forgotten: every type, view, code and command has what belongs to it."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from pmsite.cli import COMMANDS
from pmsite.model import sections
from pmsite.model.item import DUTIES
from pmsite.model.types import TYPES
from pmsite.reporting.registry import FORMATS
from pmsite.views.registry import VIEWS
from pmsite.wording import labels

ROOT = Path(__file__).parent.parent


def text(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


@pytest.mark.parametrize("model", TYPES, ids=lambda model: model.type)
def test_every_item_type_has_a_template_words_a_duty_and_described_fields(model: type) -> None:
    found = next(m for m in TYPES if m is model)
    assert (ROOT / f"pmsite/templates/items/{found.type}.html").is_file()
    assert found.type in labels.TYPES
    assert found.duty in DUTIES
    assert (found.__doc__ or "").strip().endswith(".")
    for name, field in found.model_fields.items():
        if not field.exclude:
            assert field.description, name


def test_templates_have_one_thing_a_line() -> None:
    templates = sorted((ROOT / "pmsite/templates").rglob("*.html"))
    long = [f"{path.name}:{at}" for path in templates for at, line in enumerate(text(str(path)).splitlines(), 1) if len(line) > 160]
    assert not long


def test_every_view_and_command_is_documented() -> None:
    assert re.findall(r"^## (\S+)$", text("docs/reference/views.md"), re.MULTILINE) == list(VIEWS)
    for command in COMMANDS:
        assert f"## pmsite {command}\n" in text("docs/reference/commands.md")
    assert "|".join(FORMATS) in text("docs/reference/commands.md")


def test_what_briefs_and_blocks_can_show_is_one_vocabulary() -> None:
    assert list(sections.VIEWS) == list(VIEWS)
    assert set(labels.SECTIONS) == set(sections.IN_BRIEFS) - {"text"}
    assert set(labels.KINDS) == set(sections.KINDS)
    for kind in sections.KINDS.values():
        assert set(kind.sections) <= set(sections.IN_BRIEFS)
    for name, view in VIEWS.items():
        assert ("where" in sections.VIEWS[name].options) <= bool(view.filters or name == "items")


def test_every_code_of_a_single_file_is_documented() -> None:
    documented = set(re.findall(r"^\| `([a-z0-9-]+)` \|", text("docs/reference/faults.md"), re.MULTILINE))
    call = re.compile(r'(?:error|warning|refuse|refused|Diagnostic|HeadFault|_fault|Fault)\(\s*"([a-z0-9]+(?:-[a-z0-9]+)+)"')
    sources = [*(ROOT / "pmsite/read").glob("*.py"), *(ROOT / "pmsite/model").glob("*.py"), *(ROOT / "pmsite/render").glob("*.py")]
    sources += [ROOT / "pmsite/model/settings.py", ROOT / "pmsite/checks/readers.py", ROOT / "pmsite/checks/__init__.py"]
    sources += [path for part in ("importers", "writing", "editing") for path in (ROOT / "pmsite" / part).rglob("*.py")]
    used = {code for path in sources for code in call.findall(path.read_text(encoding="utf-8"))}
    assert len(used) > 50
    assert used <= documented


@pytest.mark.parametrize("tool", ["reference", "catalog"])
def test_generated_files_are_up_to_date(tool: str) -> None:
    done = subprocess.run([sys.executable, f"tools/{tool}.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_requirements_name_no_index_and_pin_everything() -> None:
    project = tomllib.loads(text("pyproject.toml"))["project"]
    for name in ("site", "dev", "plugins", "materialx"):
        pinned = text(f"requirements/{name}.txt")
        assert not re.search(r"https?:|--(?:extra-)?index|--find-links|/", re.sub(r"^#.*", "", pinned, flags=re.MULTILINE))
        for line in project["dependencies"]:
            if name == "materialx" and line.startswith("mkdocs-material"):
                continue  # it has the same modules
            assert re.search(rf"^{re.split('[>=<]', line)[0]}==", pinned, re.MULTILINE)
        for entry in re.split(r"\n(?=\S)", pinned.strip())[1:]:
            assert "--hash=sha256:" in entry, entry


def test_ci_runs_what_make_test_runs() -> None:
    assert "make test" in text(".ci/run")
