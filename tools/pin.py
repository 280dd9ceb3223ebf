"""Write the pinned requirements from pyproject.toml, with hashes and without the address of any package index."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
OPTIONS = [
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-emit-trusted-host",
    "--strip-extras",
    "--no-header",
    "--no-annotate",
    "--allow-unsafe",
]


def group(groups: dict[str, Any], name: str) -> Iterator[str]:
    """The requirements of a dependency group, with those of the groups that it includes."""
    for entry in groups[name]:
        if isinstance(entry, str):
            yield entry
        else:
            yield from group(groups, entry["include-group"])


def main() -> None:
    """Write what makes the site, what runs every check, and what has the plugins, or the other theme, that sites are tried with."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups, needed = project["dependency-groups"], project["project"]["dependencies"]
    extras = project["project"]["optional-dependencies"]["import"]
    install = list(group(groups, "install"))
    without_theme = [entry for entry in needed if not entry.startswith("mkdocs-material")]
    sets = {
        "site": [*needed, *install, *group(groups, "docs")],
        "dev": [*needed, *extras, *group(groups, "dev")],
        "plugins": [*needed, *install, *group(groups, "plugins")],
        "materialx": [*without_theme, *install, *group(groups, "materialx")],
    }
    names = [argument for argument in sys.argv[1:] if argument in sets] or list(sets)
    options = [argument for argument in sys.argv[1:] if argument not in sets]
    for name in names:
        wanted = sets[name]
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder, "requirements.in")
            source.write_text("\n".join(wanted), encoding="utf-8")
            out = ROOT / "requirements" / f"{name}.txt"
            subprocess.run(
                [sys.executable, "-m", "piptools", "compile", "--quiet", *OPTIONS, "-o", str(out), str(source), *options],
                check=True,
            )
            text = out.read_text(encoding="utf-8")
            out.write_text(
                "# Written by `make pin` from pyproject.toml.\n" + re.sub(r"^#.*\n", "", text, flags=re.MULTILINE), encoding="utf-8"
            )


if __name__ == "__main__":
    main()
