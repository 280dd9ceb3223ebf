"""The one line of product.yml that names the secret, changed in place so that comments and order stay."""

from __future__ import annotations

import re

from pmsite.diagnostics import Report
from pmsite.read.front_matter import marks, read
from pmsite.read.record import Value

_VALUE = re.compile(r"(kid[\"']?:)([ \t]*)(?:\"[^\"]*\"|'[^']*'|[^\s,}#]*)")


def with_kid(text: str, kid: str, site_id: str) -> str | None:
    """The text with the secret's name in it, and `site_id` where it has none yet; nothing where only a person can place it."""
    before = _data(text)
    if before is None:
        return None
    links = before.get("links")
    if links is None:
        changed = _appended(text, before, kid, site_id)
    elif isinstance(links, dict) and links.get("site_id"):
        changed = _replaced(text, kid) if "kid" in links else _added(text, kid)
        site_id = str(links["site_id"])
    else:
        return None
    wanted = {**before, "links": {**(links if isinstance(links, dict) else {}), "site_id": site_id, "kid": kid}}
    return changed if _data(changed) == wanted else None


def _data(text: str) -> dict[str, Value] | None:
    return read(text, "product.yml", 1, Report())


def _appended(text: str, before: dict[str, Value], kid: str, site_id: str) -> str:
    line = f'links: {{site_id: {site_id}, kid: "{kid}"}}\n'
    if "links" in before:
        at, _ = _place(text, "links")
        lines = text.splitlines(keepends=True)
        return "".join([*lines[: at - 1], line, *lines[at:]])
    return f"{text}{'' if text.endswith(chr(10)) or not text else chr(10)}{line}"


def _replaced(text: str, kid: str) -> str:
    at, column = _place(text, "links", "kid")
    lines = text.splitlines(keepends=True)
    line = lines[at - 1]
    lines[at - 1] = line[: column - 1] + _VALUE.sub(rf'\1 "{kid}"', line[column - 1 :], count=1)
    return "".join(lines)


def _added(text: str, kid: str) -> str:
    at, column = _place(text, "links", "site_id")
    lines = text.splitlines(keepends=True)
    line = lines[at - 1]
    lines[at - 1] = f'{line[: column - 1]}kid: "{kid}"' + (f", {line[column - 1 :]}" if "{" in line[: column - 1] else f"\n{line}")
    return "".join(lines)


def _place(text: str, *path: str) -> tuple[int, int]:
    return marks(text)[path]
