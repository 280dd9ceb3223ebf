"""The shape of the tree: imports point one way, and each library has one place."""

from __future__ import annotations

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "pmsite"

MAY_IMPORT = {
    "messages": set(),
    "diagnostics": {"messages"},
    "addresses": set(),
    "file_kinds": {"messages", "read"},
    "attached": {"addresses", "file_kinds", "memoized", "messages", "read"},
    "clock": set(),
    "processors": set(),
    "background": {"processors"},
    "memoized": set(),
    "on_demand": set(),
    "read": {"background", "diagnostics", "messages", "on_demand"},
    "model": {"diagnostics", "messages", "on_demand", "read"},
    "portfolio": {"audience", "diagnostics", "messages", "model", "plan", "read"},
    "plan": {"diagnostics", "messages", "model", "read", "writing"},
    "audience": {"model", "read"},
    "history": {"audience", "diagnostics", "messages", "model", "read"},
    "comparison": {
        "addresses",
        "audience",
        "checks",
        "diagnostics",
        "file_kinds",
        "history",
        "messages",
        "model",
        "pipeline",
        "read",
        "reporting",
        "texts",
        "wording",
        "workspace",
    },
    "checks": {
        "addresses",
        "attached",
        "audience",
        "background",
        "diagnostics",
        "file_kinds",
        "memoized",
        "messages",
        "model",
        "read",
    },
    "views": {"audience", "diagnostics", "messages", "model", "on_demand"},
    "charts": {"on_demand", "model", "views"},
    "pages": {"audience", "diagnostics", "model", "views"},
    "texts": {"addresses", "file_kinds", "read"},
    "output": {"exchange", "files", "lock", "messages", "signals"},
    "wording": {"messages", "model"},
    "render": {
        "addresses",
        "attached",
        "audience",
        "charts",
        "diagnostics",
        "messages",
        "model",
        "pages",
        "read",
        "reporting",
        "templates",
        "texts",
        "views",
        "wording",
    },
    "judged": {"diagnostics", "read", "workspace"},
    "memory": {"audience", "judged", "model", "read"},
    "briefing": {"audience", "filters", "messages", "model", "read", "render", "views", "workspace"},
    "filters": {"audience", "model", "pages", "read", "render", "views", "workspace"},
    "workspace": {"attached", "audience", "diagnostics", "exports", "model", "portfolio", "read"},
    "exchange": {"files", "messages", "mounts", "own", "read"},
    "pipeline": {
        "audience",
        "checks",
        "diagnostics",
        "exports",
        "filters",
        "history",
        "memory",
        "model",
        "pages",
        "portfolio",
        "read",
        "texts",
        "workspace",
    },
    "asking": {
        "audience",
        "diagnostics",
        "exports",
        "messages",
        "model",
        "read",
        "render",
        "reporting",
        "views",
        "wording",
        "workspace",
    },
    "digest": {
        "audience",
        "comparison",
        "history",
        "messages",
        "model",
        "render",
        "reporting",
        "views",
        "wording",
        "workspace",
    },
    "pictures": {"audience", "briefing", "charts", "history", "model", "render", "templates", "views", "wording", "workspace"},
    "slides": {"audience", "briefing", "charts", "model", "read", "render", "templates", "views", "wording", "workspace"},
    "lock": set(),
    "signals": set(),
    "mounts": set(),
    "own": {"read"},
    "files": {"read", "signals"},
    "transaction": {"files", "lock", "messages", "own", "read", "signals"},
    "writing": {"diagnostics", "messages", "model", "read"},
    "releasing": {
        "diagnostics",
        "history",
        "memory",
        "messages",
        "model",
        "pipeline",
        "read",
        "wording",
        "workspace",
        "writing",
    },
    "editing": {
        "asking",
        "clock",
        "comparison",
        "diagnostics",
        "file_kinds",
        "files",
        "history",
        "judged",
        "lock",
        "memory",
        "messages",
        "model",
        "own",
        "pages",
        "pipeline",
        "read",
        "reporting",
        "transaction",
        "wording",
        "workspace",
        "writing",
    },
    "exports": {"audience", "messages", "model", "pages", "plan", "read", "render", "templates", "views", "wording", "writing"},
    "audit": {"audience", "messages", "model", "read", "wording"},
    "reporting": {"diagnostics", "messages", "read"},
    "templates": set(),
    "share": {"clock", "diagnostics", "messages", "model", "read", "render", "templates"},
    "starter": {"file_kinds", "model", "read", "wording"},
    "importers": {"diagnostics", "messages", "model", "pipeline", "plan", "read", "wording", "workspace", "writing"},
    "host": {
        "addresses",
        "audience",
        "background",
        "briefing",
        "clock",
        "diagnostics",
        "editor",
        "exports",
        "file_kinds",
        "history",
        "judged",
        "memory",
        "messages",
        "model",
        "output",
        "own",
        "pages",
        "pipeline",
        "publishing",
        "read",
        "render",
        "reporting",
        "share",
        "templates",
        "texts",
        "views",
        "wording",
        "workspace",
    },
    "publishing": {
        "audience",
        "clock",
        "diagnostics",
        "lock",
        "messages",
        "model",
        "mounts",
        "processors",
        "read",
        "reporting",
        "share",
    },
    "editor": {
        "asking",
        "audience",
        "clock",
        "diagnostics",
        "editing",
        "history",
        "importers",
        "judged",
        "messages",
        "model",
        "pages",
        "read",
        "reporting",
        "views",
        "wording",
        "workspace",
        "writing",
    },
    "mcp": {"asking", "audience", "clock", "diagnostics", "editing", "reporting", "workspace", "writing"},
    "cli": {
        "asking",
        "audience",
        "audit",
        "briefing",
        "checks",
        "clock",
        "comparison",
        "diagnostics",
        "digest",
        "editing",
        "exports",
        "files",
        "history",
        "importers",
        "mcp",
        "memory",
        "messages",
        "model",
        "pictures",
        "pipeline",
        "plan",
        "portfolio",
        "publishing",
        "read",
        "releasing",
        "reporting",
        "share",
        "slides",
        "starter",
        "transaction",
        "wording",
        "workspace",
        "writing",
    },
    "__main__": {"cli"},
    "__init__": set(),
}
"""By part of the tree, the parts that it may import."""
ONLY_IN = {
    "pptx": {"slides"},
    "resvg_py": {"exports"},
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
    "PIL": {"exports", "texts"},
    "mkdocs": {"host"},
    "click": {"cli"},
    "mcp": {"mcp"},
    "mcp_types": {"mcp"},
    "babel": {"wording", "render", "host", "importers"},
    "cryptography": {"share"},
    "semver": {"releasing"},
    "weasyprint": {"exports"},
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
    assert all(name.startswith("mkdocs_") for name in knowing)


def test_reading_and_the_model_share_only_the_record_its_places_the_rules_for_names_and_the_marks_of_keyboards() -> None:
    shared = {
        "pmsite.read",
        "pmsite.read.record",
        "pmsite.read.spans",
        "pmsite.read.names",
        "pmsite.read.keyboards",
        "pmsite.read.look_alikes",
    }
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
