"""Where a pull request for a branch begins: a page of the code host, known from the address that pushes go to."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from pmsite.editing.person_git import readable
from pmsite.pages.edit import GITHUB, HOSTS, CodeHost

_SHORT = re.compile(r"(?:[^@/:\s]+@)?(?P<host>\[[0-9a-fA-F:]+\]|[^@/:\s\[\]]{2,}):(?!//)(?P<path>.+)")
"""An address as scp writes them; a single letter before the colon is a drive."""
_OTHER_NAMES = {"ssh.github.com": "github.com", "altssh.gitlab.com": "gitlab.com", "altssh.bitbucket.org": "bitbucket.org"}
"""Hosts that are for ssh alone, behind firewalls, and the names of their pages."""


def pull_request(remote: str, branch: str, base: str) -> str:
    """The address of the page on which a pull request for a branch begins; nothing where the host is not known."""
    place = _place(remote)
    if place is None:
        return ""
    host, path, port = place
    name = _OTHER_NAMES.get(host, host)
    known = _known(name)
    if known is None or (not base and "{base}" in known.pull):
        return ""
    names = {"base": quote(base), "branch": quote(branch), "word": quote(branch, safe=""), "owner": quote(path.partition("/")[0])}
    filled = known.pull.format_map(names)
    return f"https://{name}{port}/{quote(path)}/{filled}"


def host_of(remote: str) -> str:
    """Where pushes go, as far as people should read it: never a password."""
    place = _place(remote)
    return f"{_OTHER_NAMES.get(place[0], place[0])}/{place[1]}" if place else readable(remote.encode())


def _known(host: str) -> CodeHost | None:
    return GITHUB if "github" in host else next((kind for word, kind in HOSTS.items() if word in host), None)


def _place(remote: str) -> tuple[str, str, str] | None:
    """The host of an address, the place of the repository on it, and a port where that is its pages' own."""
    if "://" in remote:
        try:
            found = urlsplit(remote)
            host, port = found.hostname or "", found.port
        except ValueError:
            return None
        if found.scheme not in ("https", "http", "ssh", "git+ssh", "ssh+git"):
            return None
        path, own = found.path, f":{port}" if port and found.scheme == "https" else ""
    else:
        short = _SHORT.fullmatch(remote)
        if short is None:
            return None
        host, path, own = short["host"].lower(), short["path"], ""
    path = path.strip("/").removesuffix(".git")
    return (host, path, own) if host and "/" in path and ".." not in path.split("/") else None
