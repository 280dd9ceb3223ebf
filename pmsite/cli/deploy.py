"""The files that `pmsite init --deploy` writes: a server in front of the sites, and the service that publishes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import click

from pmsite.cli.common import tell
from pmsite.cli.language import echo, say
from pmsite.cli.pipelines import WORKSPACE, checkout, refuse
from pmsite.cli.writing import write_files
from pmsite.diagnostics import Report
from pmsite.messages import said
from pmsite.read.files import read_bytes
from pmsite.read.front_matter import read
from pmsite.read.host_config import site_of
from pmsite.read.limits import FRONT_MATTER_BYTES
from pmsite.read.text import decode
from pmsite.starter import deployment
from pmsite.starter.deployment import PLACE, Site

PUBLISH = "publish.yml"
_CONFIGURATION = re.compile(r"mkdocs(?:\.[\w-]+)?\.ya?ml")
_FOLDER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,62}")
_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")


class Deployment:
    """What one kind of server needs; refused before anything is written where something is there already."""

    def __init__(self, root: Path, server: str) -> None:
        self._root, self._server = root, server
        place = root / PLACE
        refuse([place] if place.exists() else [], said("Move the folder away, or write into another one and compare."))

    @property
    def has_site(self) -> bool:
        """Whether there is a plan with a site of its own."""
        return any(_configurations(self._root))

    def write(self) -> None:
        """Write the files and say what is left to do."""
        place, sites = self._root / PLACE, self._sites()
        wanted = {place / path: text for path, text in deployment.files(self._server, sites)}
        write_files(self._root / WORKSPACE, wanted, within=self._root, new=True)
        for path in wanted:
            if path.suffix == ".sh":
                path.chmod(0o755)
            click.echo(path.relative_to(self._root))
        told = [
            said("    {address}  everybody", address=site.address)
            if site.public
            else said("    {address}  the group {group}", address=site.address, group=site.group)
            for site in sites
        ]
        echo(_next(told), err=True)

    def _sites(self) -> list[Site]:
        named = self._root / PUBLISH
        found: dict[str, Site] = {}
        for site in _published(named) if named.exists() else _built(self._root):
            one = replace(site, host="") if site.address in found else site  # configurations may share an address, hosts may not
            found[one.address] = one
        return list(found.values())


def _built(root: Path) -> Iterator[Site]:
    """A site for each configuration, the team's first."""
    for number, path in enumerate(_configurations(root), 1):
        address, audience = site_of(path)
        audience = audience or deployment.TEAM
        folder = audience if _FOLDER.fullmatch(audience) else f"site-{number}"
        yield Site(folder, audience, path.name, _host(address), audience == deployment.PUBLIC)


def _published(path: Path) -> Iterator[Site]:
    """The sites that publish.yml names already; what is wrong with it is told by the command that publishes."""
    report = Report()
    text = decode(read_bytes(str(path), FRONT_MATTER_BYTES), path.name, report)
    data = read(text, path.name, 1, report) if text is not None else None
    sites = data.get("sites") if data else None
    if report.failed or not isinstance(sites, list) or not sites:
        tell(report)
        raise click.ClickException(said("{path} names no sites, or has faults; mend it first", path=path))
    for entry in sites:
        told = entry if isinstance(entry, dict) else {}
        folder, audience = str(told.get("folder", "")), str(told.get("audience", ""))
        if not _FOLDER.fullmatch(folder) or not audience:
            raise click.ClickException(said("{path} names a site without a folder or an audience; mend it first", path=path))
        configuration = str(told.get("configuration", "mkdocs.yml"))
        address, _ = site_of(path.parent / configuration)
        yield Site(folder, audience, configuration, _host(address), str(told.get("public")) == "true")


def _configurations(root: Path) -> list[Path]:
    """The configurations of sites, the one without an audience in its name first."""
    found = [path for path in root.glob("mkdocs*") if path.is_file() and _CONFIGURATION.fullmatch(path.name)]
    return sorted(found, key=lambda path: (path.stem != "mkdocs", path.name))


def _host(address: str) -> str:
    host = (urlsplit(address).hostname or "") if address.startswith("https://") else ""
    return host if _HOST.fullmatch(host) else ""


def _next(sites: list[str]) -> str:
    return said(
        """
Who may read which host:

{hosts}

Change the hosts and the groups in the files to yours. Nothing is open that you have not opened. pmsite is on no package index yet, so
its wheel lies beside what is pinned. In {place}/, with hashes, by the Python that will run it:

    pip wheel --no-deps --wheel-dir {vendor} {checkout}
    pip install pip-tools
    pip-compile --generate-hashes --allow-unsafe --no-emit-index-url --no-emit-find-links --find-links {vendor} -o {locked} {source}

{place}/README.md goes on from there.""",
        hosts="\n".join(map(say(), sites)),
        place=PLACE,
        checkout=checkout(),
        vendor=deployment.VENDOR,
        source=deployment.REQUIREMENTS,
        locked=deployment.LOCKED,
    )
