"""Builds the site of the folder it runs in three times, as `site-0` to `site-2`: with nothing known, then keeping, then with what was kept.

MkDocs makes all pages of the first; the latter two share the work among processes, however small the site. `test_matrix` runs it with a Python that has the plugins.
"""

from __future__ import annotations

import os
import runpy
import sys
from importlib import import_module
from typing import Any


def build(command: list[str]) -> None:
    sys.argv = command
    try:
        runpy.run_module(command[0], run_name="__main__", alter_sys=True)
    except SystemExit as end:
        if end.code:
            raise


def main() -> None:
    command = sys.argv[1:]
    if command[0] == "properdocs":
        import_module("properdocs.replacement")  # before anything imports mkdocs
    memory: Any = import_module("pmsite.host.mkdocs_known")
    elsewhere: Any = import_module("pmsite.background")
    known = memory._unknown_to_contents, memory._unknown_to_pages
    memory._unknown_to_contents = memory._unknown_to_pages = lambda _config: iter(["everything"])
    for at in range(3):
        build(command)
        os.rename("site", f"site-{at}")
        memory._unknown_to_contents, memory._unknown_to_pages = known
        elsewhere.FEW = 1


if __name__ == "__main__":
    main()
