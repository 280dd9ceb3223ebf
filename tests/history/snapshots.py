"""Plans with a past, made in memory: each snapshot is all files of a workspace, a week after the one before."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from pmsite.audience import TEAM, Projection, project
from pmsite.diagnostics import Report
from pmsite.history.git import Repository
from pmsite.history.log import Edit, Revision
from pmsite.history.past import tell
from pmsite.history.read import History
from pmsite.model.past import Past
from pmsite.pipeline import load
from pmsite.read.workspace import read_file
from tests.make import TODAY, write

Snapshot = Mapping[str, str]
FIRST = date(2026, 1, 5)
SETTINGS = "name: P\naudiences: {customers: {}, public: {}}\n"
OPEN = "name: P\naudiences: {customers: {fields: {feature: [title, target, release, status, confidence]}}, public: {}}\n"


def remembered(*snapshots: Snapshot, audience: str = TEAM) -> Past:
    """The past of a plan that went through snapshots."""
    past = projected(*snapshots, audience=audience).past
    assert past is not None
    return past


def projected(*snapshots: Snapshot, audience: str = TEAM, weeks: int = 1, on: Sequence[date] = ()) -> Projection:
    """The last snapshot as an audience sees it, with the past that it may know; `on` are their days, where they are no weeks."""
    heads, revisions = {}, []
    before: Snapshot = {}
    for number, now in enumerate({"product.yml": SETTINGS, **snapshot} for snapshot in snapshots):
        edits = []
        for inside in sorted({*before, *now}):
            if before.get(inside) != now.get(inside):
                blob = hashlib.sha256(f"{inside}\0{now[inside]}".encode()).hexdigest() if inside in now else ""
                edits.append(Edit(inside, blob))
                if blob:
                    text = now[inside] if inside.endswith(".yml") else f"---\n{now[inside]}\n---\n"
                    record = read_file(text.encode(), inside, inside, Report(), whole=False)
                    heads[blob] = dict(record.data) if record else None
        revisions.append(Revision(str(number), on[number] if on else FIRST + timedelta(weeks=number * weeks), tuple(edits)))
        before = now
    with TemporaryDirectory() as folder:
        files = {inside: text for inside, text in before.items() if inside != "product.yml"}
        workspace = load(write(Path(folder), files, before["product.yml"]), "roadmap", TODAY)
    assert workspace.product is not None
    repository = Repository(Path("/nowhere"), "roadmap/", Path("/nowhere"), is_shallow=False)
    history = History(repository, "head", tuple(revisions), heads)
    seen = project(workspace.product, audience)
    return replace(seen, past=tell(history, workspace.product, seen, "roadmap").past)


def feature(target: str = "", visibility: str = "customers", **facts: str) -> str:
    lines = [f"title: {facts.pop('title', 'A')}", f"visibility: [{visibility}]"]
    lines += [f"target: {target}"] if target else []
    return "\n".join([*lines, *(f"{key}: {value}" for key, value in facts.items())])
