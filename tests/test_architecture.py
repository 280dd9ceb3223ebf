"""The shape of the tree: imports point one way, and each library has one place."""

from __future__ import annotations

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "pmsite"

MAY_IMPORT = {
    "diagnostics": set(),
    "addresses": set(),
    "file_kinds": {"read"},
    "attached": {"addresses", "file_kinds", "memoized", "read"},
    "clock": set(),
    "processors": set(),
    "background": {"processors"},
    "memoized": set(),
    "on_demand": set(),
    "read": {"diagnostics", "background"},
    "model": {"diagnostics", "read"},
    "audience": {"model", "read"},
    "history": {"audience", "diagnostics", "model", "read"},
    "comparison": {
        "addresses",
        "audience",
        "checks",
        "diagnostics",
        "file_kinds",
        "history",
        "model",
        "pipeline",
        "read",
        "render",
        "reporting",
        "texts",
    },
    "checks": {"addresses", "attached", "diagnostics", "file_kinds", "background", "model", "memoized", "read", "audience"},
    "views": {"audience", "diagnostics", "model", "on_demand"},
    "charts": {"views", "model"},
    "pages": {"audience", "diagnostics", "model", "views"},
    "texts": {"addresses"},
    "output": {"files", "lock", "mounts", "own", "read", "signals"},
    "render": {
        "addresses",
        "attached",
        "audience",
        "charts",
        "diagnostics",
        "file_kinds",
        "model",
        "pages",
        "read",
        "templates",
        "texts",
        "views",
    },
    "pipeline": {
        "attached",
        "audience",
        "checks",
        "diagnostics",
        "exports",
        "history",
        "model",
        "pages",
        "read",
        "render",
        "texts",
        "views",
    },
    "lock": set(),
    "signals": set(),
    "mounts": set(),
    "own": {"read"},
    "files": {"read", "signals"},
    "transaction": {"files", "lock", "own", "read", "signals"},
    "writing": {"diagnostics", "model", "read"},
    "releasing": {"diagnostics", "history", "model", "pipeline", "read", "render", "writing"},
    "exports": {"audience", "model", "pages", "read", "render", "views"},
    "audit": {"audience", "model", "read", "render"},
    "reporting": {"diagnostics", "read"},
    "templates": set(),
    "share": {"model", "read", "render"},
    "starter": {"file_kinds", "model", "read"},
    "importers": {"diagnostics", "pipeline", "model", "read", "writing"},
    "host": {
        "audience",
        "background",
        "clock",
        "diagnostics",
        "exports",
        "file_kinds",
        "history",
        "model",
        "output",
        "own",
        "pages",
        "pipeline",
        "read",
        "render",
        "reporting",
        "share",
        "templates",
        "texts",
        "views",
    },
    "publishing": {"audience", "clock", "diagnostics", "lock", "model", "mounts", "processors", "read", "reporting", "share"},
    "cli": {
        "audience",
        "audit",
        "checks",
        "clock",
        "comparison",
        "diagnostics",
        "exports",
        "files",
        "history",
        "importers",
        "model",
        "pipeline",
        "publishing",
        "read",
        "releasing",
        "render",
        "reporting",
        "share",
        "starter",
        "transaction",
    },
    "__main__": {"cli"},
    "__init__": set(),
}
"""By part of the tree, the parts that it may import."""
ONLY_IN = {
    "yaml": {"read"},
    "jinja2": {"render", "host"},
    "markupsafe": {"render", "host"},
    "markdown": {"texts"},
    "pymdownx": {"importers", "texts"},
    "pygments": {"texts"},
    "nh3": {"texts", "importers"},
    "markdown_it": {"importers"},
    "markdownify": {"importers"},
    "mdit_py_plugins": {"importers"},
    "python_calamine": {"importers"},
    "ruamel": {"writing"},
    "PIL": {"texts"},
    "mkdocs": {"host"},
    "click": {"cli"},
    "babel": {"render", "host", "importers"},
    "cryptography": {"share"},
    "semver": {"releasing"},
    "weasyprint": {"render"},
    "icalendar": {"exports"},
    "platformdirs": {"own"},
}
"""By library, the parts that may know it."""


def part(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            module = node.module or ""
            found |= {f"{module}.{alias.name}" if module == "pmsite" else module for alias in node.names}
    return found


FILES = sorted(ROOT.rglob("*.py"))


def reached(path: Path) -> set[str]:
    """The other parts of the tree that a module imports."""
    return {name.split(".")[1] for name in imports(path) if name.startswith("pmsite.")} - {part(path), "__version__"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_point_one_way(path: Path) -> None:
    assert reached(path) <= MAY_IMPORT[part(path)]


@pytest.mark.parametrize("here", MAY_IMPORT)
def test_no_part_may_import_more_than_it_does(here: str) -> None:
    assert MAY_IMPORT[here] == set().union(*(reached(path) for path in FILES if part(path) == here))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_each_library_has_its_place(path: Path) -> None:
    for library, places in ONLY_IN.items():
        if any(name.split(".")[0] == library for name in imports(path)):
            assert part(path) in places


def module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT.parent).with_suffix("").parts).removesuffix(".__init__")


MODULES = {module(path): path for path in FILES}


def needed(path: Path) -> set[str]:
    """The modules that one imports: at its top, within a function, or for its types alone."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            inside = {alias.name: f"{node.module}.{alias.name}" for alias in node.names}
            found |= {whole if whole in MODULES else str(node.module) for whole in inside.values()}
    return found & MODULES.keys() - {module(path)}


def test_no_module_needs_one_that_needs_it() -> None:
    try:
        TopologicalSorter({name: needed(path) for name, path in MODULES.items()}).prepare()
    except CycleError as circle:
        pytest.fail(" needs ".join(circle.args[1]))


def test_only_the_mkdocs_modules_of_the_host_know_mkdocs() -> None:
    knowing = {path.name for path in (ROOT / "host").glob("*.py") if any(name.split(".")[0] == "mkdocs" for name in imports(path))}
    assert knowing <= {
        "mkdocs_again.py",
        "mkdocs_beside.py",
        "mkdocs_build.py",
        "mkdocs_carried.py",
        "mkdocs_config.py",
        "mkdocs_files.py",
        "mkdocs_following.py",
        "mkdocs_hosting.py",
        "mkdocs_languages.py",
        "mkdocs_known.py",
        "mkdocs_owned.py",
        "mkdocs_pages.py",
        "mkdocs_plugin.py",
        "mkdocs_search.py",
        "mkdocs_settings.py",
        "mkdocs_theme.py",
    }


def test_reading_and_the_model_share_only_the_record_its_places_the_rules_for_names_and_the_marks_of_keyboards() -> None:
    shared = {"pmsite.read", "pmsite.read.record", "pmsite.read.spans", "pmsite.read.names", "pmsite.read.keyboards"}
    for path in (ROOT / "model").glob("*.py"):
        assert {name for name in imports(path) if name.startswith("pmsite.read")} <= shared


def test_what_readers_see_is_made_from_projections_alone() -> None:
    whole = {"pmsite.model.product": {"Product", "connect"}, "pmsite.audience": {"project"}}
    for folder in ("views", "charts", "render", "exports"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ImportFrom):
                    names = {alias.name for alias in node.names}
                    assert not names & whole.get(node.module or "", set()), path
