"""What the owner of a place agreed to, where the sites are named by the branch itself: a push may show readers less, never more."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pmsite.messages import joined, said
from pmsite.publishing.configuration import Publishing
from pmsite.publishing.failed import Failed
from pmsite.publishing.written import read_json, write_json

VERSION = 1


def hold_to(path: Path, wanted: Publishing, *, agrees: bool) -> bool:
    """Note what is published for whom; whether that is news. Raises Failed where it is more than the owner has agreed to.

    What is there at the first time counts as agreed to: who calls the command names the repository.
    """
    now = _told(wanted)
    before = read_json(path)
    if before is not None and not agrees:
        more = list(_widened(before, now))
        if more:
            raise Failed(
                "not-agreed",
                said(
                    "publish.yml of this commit would show more than was agreed to: {more}. Where that is meant, run `pmsite publish` once with --agree",
                    more=joined(*more),
                ),
            )
    if before == now:
        return False
    write_json(path, now)
    return True


def _told(wanted: Publishing) -> dict[str, Any]:
    sites = {site.folder: {"audience": site.audience, "public": site.public} for site in wanted.sites}
    told = {"version": VERSION, "closed": wanted.closed, "sites": sites}
    return dict(json.loads(json.dumps(told)))


def _widened(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    known = before.get("sites", {})
    if now["closed"] and not before.get("closed"):
        yield said("it says `closed: true`")
    for folder, site in now["sites"].items():
        had = known.get(folder)
        if had is None:
            yield said("{folder} is new, for {audience}", folder=folder, audience=site["audience"])
        elif had["audience"] != site["audience"]:
            yield said("{folder} was for {before} and is for {now}", folder=folder, before=had["audience"], now=site["audience"])
        elif site["public"] and not had["public"]:
            yield said("{folder} is public", folder=folder)
