"""The files that put the sites of a plan behind a sign-in, for each kind of server. Words between `@` stand for what differs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pmsite
from pmsite.model.scaffold import scalar

SERVERS = ("apache", "nginx", "caddy", "compose")
PLACE = "deploy"
"""The folder that the files are written into."""
REQUIREMENTS, LOCKED, VENDOR = "requirements.in", "requirements.txt", "vendor"
TEAM, PUBLIC = "team", "public"
_TEMPLATES = Path(__file__).parent / "deploy"
_NAMES = {"gitignore": ".gitignore", "dockerignore": ".dockerignore"}
"""Files that would mean something where the templates are."""


@dataclass(frozen=True, slots=True)
class Site:
    """One of the sites of a plan."""

    folder: str
    audience: str
    configuration: str = "mkdocs.yml"
    host: str = ""
    public: bool = False

    @property
    def address(self) -> str:
        """The host that it is shown on, an example where nobody has named one."""
        return self.host or f"{re.sub(r'[^a-z0-9]+', '-', self.folder.lower()).strip('-')}.example.com"

    @property
    def group(self) -> str:
        """The group that may read it."""
        return f"plan-{self.audience}"


def files(server: str, sites: Sequence[Site]) -> Iterator[tuple[str, str]]:
    """Each file as its path in the folder `deploy`, and its text."""
    shared = [_TEMPLATES / "shared", *([_TEMPLATES / "apache"] if server == "compose" else [])]
    for folder in (*shared, _TEMPLATES / server):
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            if path.is_file() and path.suffix != ".part" and not (server == "compose" and _by_hand(name)):
                yield _NAMES.get(name, name), _filled(path, sites)
    yield REQUIREMENTS, f"pmsite[links,publish]=={pmsite.__version__}\n"
    yield "publish.yml", _publish_yml(sites)


def _by_hand(name: str) -> bool:
    return name.startswith("systemd/")


def _filled(path: Path, sites: Sequence[Site]) -> str:
    text = path.read_text(encoding="utf-8")
    if "@SITES@" in text:
        text = text.replace("@SITES@", "\n".join(_part(path, site).rstrip("\n") for site in sites))
    hosts = ", ".join(json.dumps(site.address) for site in sites if not site.public)
    return text.replace("@HOSTS@", hosts).replace("@ISSUER@", "https://login.example.com")


def _part(beside: Path, site: Site) -> str:
    text = beside.with_name("open-site.part" if site.public else "closed-site.part").read_text(encoding="utf-8")
    for mark, word in {"@FOLDER@": site.folder, "@HOST@": site.address, "@GROUP@": site.group}.items():
        text = text.replace(mark, word)
    return text


def _publish_yml(sites: Sequence[Site]) -> str:
    lines = (
        f"  - {{folder: {scalar(site.folder)}, configuration: {scalar(site.configuration)}, audience: {scalar(site.audience)}"
        + (", public: true}" if site.public else "}")
        for site in sites
    )
    return _PUBLISH.format(sites="\n".join(lines))


_PUBLISH = """\
# What `pmsite publish` publishes, and for whom. It stays beside the server, so that no push can change it.
repository: https://git.example.com/plan.git
branch: main
# The team's site holds all of the plan. Say that it is closed once you have seen that its host asks for a sign-in:
# closed: true
sites:
{sites}
"""
