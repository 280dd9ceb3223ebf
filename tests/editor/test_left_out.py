"""Nothing of the editor is in a site: one that is built without it is the same, byte by byte."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pmsite
from tests.editor.conftest import PLAN, SETTINGS
from tests.make import write

CODE = """\
import runpy, sys
sys.argv = ["mkdocs", "build", "-q", "-d", sys.argv[1]]
try:
    runpy.run_module("mkdocs", run_name="__main__", alter_sys=True)
except SystemExit as end:
    assert not end.code
print(sorted(name for name in sys.modules if name.startswith(("pmsite.editor", "pmsite.editing", "pmsite.host.mkdocs_editing"))))
import pmsite
print(pmsite.__file__)
"""


def built(root: Path, package: Path, name: str) -> tuple[dict[str, bytes], list[str]]:
    environment = {
        **os.environ,
        "PYTHONPATH": str(package),
        "SOURCE_DATE_EPOCH": "1795392000",
        "XDG_CACHE_HOME": str(root.parent / f"cache-{name}"),
        "NO_MKDOCS_2_WARNING": "1",
        "DISABLE_MKDOCS_2_WARNING": "true",
    }
    site = root.parent / name
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(site)], cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    files = {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    return files, done.stdout.splitlines()


def test_a_site_is_the_same_without_the_editor(tmp_path: Path) -> None:
    root, whole = tmp_path / "p", Path(pmsite.__file__).parent
    write(root / "roadmap", PLAN, SETTINGS)
    (root / "docs").mkdir()
    (root / "docs/index.md").write_text("# Home\n\n```pmsite\nview: roadmap\n```\n", encoding="utf-8")
    config = "site_name: T\nsite_url: https://example.org/\ntheme: {name: material, font: false}\nplugins: [search, {pmsite: {preview: [customers]}}]\n"
    (root / "mkdocs.yml").write_text(config, encoding="utf-8")
    without = tmp_path / "without"
    shutil.copytree(whole, without / "pmsite", ignore=shutil.ignore_patterns("editor", "mkdocs_editing.py", "__pycache__"))
    with_it, told = built(root, whole.parent, "with")
    assert told == ["[]", str(whole / "__init__.py")]
    without_it, told = built(root, without, "without-it")
    assert told == ["[]", str(without / "pmsite/__init__.py")]
    assert len(with_it) > 50
    assert with_it.keys() == without_it.keys()
    assert not [path for path, content in with_it.items() if without_it[path] != content]
    assert not [path for path, content in with_it.items() if b"_pmsite" in content]
