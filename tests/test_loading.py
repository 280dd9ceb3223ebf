"""What is needed for one command is loaded, and no more: starting must cost less than what it is started for."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.make import write

ROOT = Path(__file__).parent.parent / "pmsite"
MODULES = {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in ROOT.rglob("*.py")}


def loaded(code: str) -> set[str]:
    """The modules that there are after some code, in a process of its own."""
    found = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"], capture_output=True, text=True, check=True
    )
    return set(found.stdout.splitlines()[-1].split())


def indexes(parsed: ast.Module | ast.ClassDef) -> Iterator[str]:
    """The names of the indexes that a module or a class defines."""
    for node in parsed.body:
        if isinstance(node, ast.ClassDef):
            yield from (f"{node.name}.{name}" for name in indexes(node))
        elif isinstance(node, ast.FunctionDef) and any(isinstance(of, ast.Name) and of.id == "index" for of in node.decorator_list):
            yield node.name


def test_a_build_begins_without_what_it_may_not_need() -> None:
    alone = loaded("import mkdocs.commands.build, material.plugins.search.plugin")
    found = loaded("import mkdocs.commands.build, material.plugins.search.plugin, pmsite.host.mkdocs_plugin") - alone
    views = {name for name in found if name.startswith("pmsite.views.")}
    assert views <= {
        f"pmsite.views.{name}" for name in ("asked", "derived", "events", "modules", "notes", "parts", "record", "registry")
    }
    unneeded = {
        "icalendar",
        "nh3",
        "watchdog",
        "pmsite.history",
        "pmsite.host.watching",
        "pmsite.host.mkdocs_incremental",
        "pmsite.editor",
        "pmsite.editing",
    }
    assert not {name for name in found if any(f"{name}.".startswith(f"{one}.") for one in unneeded)}


def test_a_check_loads_neither_what_shows_a_plan_nor_what_reads_less_than_plain_facts(tmp_path: Path) -> None:
    body = "A text with a [link](https://example.org), *emphasis* and `code`."
    write(tmp_path / "roadmap", {"features/one.md": f"---\ntitle: One\nstatus: idea\ntags: [a, b]\n---\n{body}\n"}, "name: P\n")
    check = f"import sys\nfrom pmsite.cli import main\ntry:\n    main(['check', {str(tmp_path / 'roadmap')!r}])\nexcept SystemExit as end:\n    assert not end.code\n"
    found = loaded(check)
    unneeded = {"babel", "jinja2", "markdown", "nh3", "yaml", "pmsite.exports", "pmsite.history", "pmsite.pages", "pmsite.views"}
    unneeded |= {"asyncio", "concurrent", "cryptography", "http", "logging", "multiprocessing", "ssl", "subprocess"}
    unneeded |= {"pmsite.model.suggestions", "pmsite.model.synonyms", "pmsite.read.marked", "pmsite.read.misspelt"}
    assert not {name for name in found if any(f"{name}.".startswith(f"{one}.") for one in unneeded)}


def test_to_ask_loads_neither_what_makes_a_site_nor_what_only_others_ask_with(tmp_path: Path) -> None:
    body = "A text with a [link](https://example.org), *emphasis* and `code`."
    write(tmp_path / "roadmap", {"features/one.md": f"---\ntitle: One\nstatus: idea\ntags: [a, b]\n---\n{body}\n"}, "name: P\n")
    asked = "import sys\nfrom pmsite.cli import main\ntry:\n    main([{words}, '-w', {folder!r}])\nexcept SystemExit as end:\n    assert not end.code\n"
    unneeded = {
        "jinja2",
        "markdown",
        "nh3",
        "yaml",
        "icalendar",
        "pmsite.history",
        "pmsite.pages",
        "pmsite.render",
        "pmsite.comparison",
    }
    unneeded |= {"asyncio", "concurrent", "cryptography", "http", "logging", "multiprocessing", "ssl", "subprocess"}
    for words in ("'list'", "'list', 'feature', '--format', 'csv'", "'show', 'one'", "'why', 'one', '--format', 'json'"):
        found = loaded(asked.format(words=words, folder=str(tmp_path / "roadmap")))
        assert not {name for name in found if any(f"{name}.".startswith(f"{one}.") for one in unneeded)}
    assert not {name for name in found if name.startswith("babel")}


def test_every_index_is_known_before_pages_are_made_by_several_processes() -> None:
    defined = {
        f"{module}.{name}" for module, path in MODULES.items() for name in indexes(ast.parse(path.read_text(encoding="utf-8")))
    }
    code = "import pmsite.host.mkdocs_plugin, pmsite.views.modules, pmsite.model.indexes as indexes\npmsite.views.modules.load()\n"
    found = subprocess.run([sys.executable, "-c", f"{code}print(*indexes.INDEXES)"], capture_output=True, text=True, check=True)
    assert set(found.stdout.split()) == defined


def test_an_index_of_a_module_that_nobody_has_needed_is_worked_out_all_the_same() -> None:
    code = (
        "from types import SimpleNamespace\nfrom pmsite.model.indexes import answer\n"
        "answer('exports.revisions.first_names', SimpleNamespace(past=None))"
    )
    assert "pmsite.exports.revisions" in loaded(code)


def test_functions_stand_in_for_those_of_a_module_that_is_loaded_when_one_is_called() -> None:
    began = loaded("from pmsite.on_demand import Functions\nFunctions('colorsys').rgb_to_hsv")
    called = loaded("from pmsite.on_demand import Functions\nFunctions('colorsys').rgb_to_hsv(0, 0, 0)")
    assert "colorsys" in called - began


def test_a_change_of_one_item_loads_no_more_than_a_check_and_what_writes(tmp_path: Path) -> None:
    body = "A text with a [link](https://example.org), *emphasis* and `code`."
    write(tmp_path / "roadmap", {"features/one.md": f"---\ntitle: One\nstatus: idea\ntags: [a, b]\n---\n{body}\n"}, "name: P\n")
    words = ["set", "one", "status=planned", "-w", str(tmp_path / "roadmap")]
    code = (
        f"import sys\nfrom pmsite.cli import main\ntry:\n    main({words!r})\nexcept SystemExit as end:\n    assert not end.code\n"
    )
    found = loaded(code)
    unneeded = {"babel", "jinja2", "markdown", "nh3", "pmsite.exports", "pmsite.history", "pmsite.pages", "pmsite.views"}
    unneeded |= {"asyncio", "concurrent", "cryptography", "http", "logging", "multiprocessing", "ssl", "subprocess"}
    unneeded |= {"pmsite.asking", "pmsite.importers", "pmsite.releasing", "pmsite.render"}
    assert not {name for name in found if any(f"{name}.".startswith(f"{one}.") for one in unneeded)}
