"""A place with published sites, as `pmsite publish` makes it, and the switch between its versions."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from pmsite.publishing.finish import finish
from pmsite.share.secret import VARIABLE, new

SITES = (("team", "mkdocs.yml"), ("customers", "mkdocs.customers.yml"))
PAGE = """
# Of our own

| left | right |
|:-----|------:|
| a    | 1     |

<p id="coloured" style="color: rgb(1, 2, 3)">Coloured</p>

<p id="pictured" style="background-image: url('x y.png'); color: rgb(4, 5, 6)">Pictured</p>

<script>document.documentElement.dataset.own = "ran"</script>
"""


def plan(root: Path, secret: str, address: str) -> Path:
    """The example as a repository, with instant navigation, a page of its owner's own, and a brief that has a link."""
    _run(root, "pmsite", "init", "--example", ".")
    configuration = root / "mkdocs.yml"
    text = configuration.read_text(encoding="utf-8")
    text = text.replace("features: [", "features: [navigation.instant, ") + f"site_url: {address}\n"
    configuration.write_text(text, encoding="utf-8")
    (root / "docs" / "own.md").write_text(PAGE, encoding="utf-8")
    settings = root / "roadmap" / "product.yml"
    settings.write_text(settings.read_text(encoding="utf-8") + "links: {site_id: field-notes}\n", encoding="utf-8")
    brief = next((root / "roadmap").glob("*/customers-q4.md"), None) or next(
        path for path in sorted((root / "roadmap").rglob("*.md")) if "kind: customer" in path.read_text(encoding="utf-8")
    )
    text = brief.read_text(encoding="utf-8")
    brief.write_text(text.replace("---\n", "---\nlink: true\n", 1), encoding="utf-8")
    _run(root, "pmsite", "links", "rotate", secret=secret)
    return root


def build(root: Path, into: Path, secret: str) -> Path:
    """The sites of the team and of the customers, finished."""
    for folder, configuration in SITES:
        _run(root, "mkdocs", "build", "-q", "-f", configuration, "-d", str(into / folder), secret=secret)
        finish(into / folder, folder, public=False)
    return into


def keep(place: Path, made: Path, name: str) -> Path:
    """Give a version its name."""
    (place / "versions").mkdir(parents=True, exist_ok=True)
    version = place / "versions" / name
    shutil.copytree(made, version)
    (version / "version.json").write_text(json.dumps({"version": 1, "name": name}, indent=2), encoding="utf-8")
    for path in (version, *version.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return version


def show(place: Path, name: str) -> None:
    """Let `current` lead to a version: one rename."""
    new = place / ".current.new"
    new.unlink(missing_ok=True)
    new.symlink_to(f"versions/{name}", target_is_directory=True)
    os.replace(new, place / "current")


def link_of(plan: Path, secret: str) -> tuple[str, str]:
    """The path of the one private link of a plan, and its key, which no server gets."""
    listed = plan.parent / "links.txt"
    _run(plan, "pmsite", "links", "list", "--site-url", "https://plan.example.com/", "--output", str(listed), secret=secret)
    told = listed.read_text(encoding="utf-8")
    found = re.search(r"https://plan\.example\.com(/s/[\w-]{22}/)#([\w-]{43})", told)
    assert found, told
    return found[1], found[2]


def secret() -> str:
    """A secret of links."""
    return new()


def _run(root: Path, module: str, *arguments: str, secret: str = "") -> None:
    environment = {**os.environ, **({VARIABLE: secret} if secret else {})}
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments], cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
