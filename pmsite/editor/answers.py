"""What pages ask of a plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote

from pmsite.asking.plan import Plan, plan_of
from pmsite.asking.refused import Faulty
from pmsite.asking.show import show
from pmsite.clock import today
from pmsite.diagnostics import Report
from pmsite.editing.by_hand import faulty
from pmsite.editing.plan import digest
from pmsite.editor.asked import Asked
from pmsite.editor.changes import Answer
from pmsite.editor.choosing import choosing
from pmsite.editor.refs import matching
from pmsite.editor.refusal import Refusal
from pmsite.editor.said import control, words
from pmsite.model.controls import controls
from pmsite.model.settings import Settings
from pmsite.model.types import TYPES, home
from pmsite.pages.navigation import hub_address
from pmsite.read.files import read_bytes
from pmsite.read.limits import MARKDOWN_BYTES
from pmsite.read.record import Record
from pmsite.read.text import decode_quoted
from pmsite.read.workspace import read_file
from pmsite.reporting.json import entry
from pmsite.wording import labels
from pmsite.wording.words import N_
from pmsite.workspace import Workspace

PATIENCE = 25.0
"""Seconds that one question waits for another build."""


def session(asked: Asked) -> Answer:
    """What holds as long as this server runs."""
    refusal = asked.desk.read_only
    return HTTPStatus.OK, {
        "build": asked.served.build,
        "language": asked.served.language,
        "read_only": refusal.told(asked.say)["message"] if refusal else "",
        "hint": refusal.told(asked.say)["hint"] if refusal else "",
        "audience": asked.desk.audience,
        "follows": asked.served.follows,
        "words": words(asked.served.language),
        **({"branch": "", "has_git": False} if asked.desk.closed else asked.desk.branch()),
    }


def pages(asked: Asked) -> Answer:
    """Which item has its page at which address, as its reader reads that: 功能 and not %E5%8A%9F%E8%83%BD."""
    found = {unquote(address): place._asdict() for address, place in asked.served.places.items()}
    return HTTPStatus.OK, {"build": asked.served.build, "pages": found}


def wait(asked: Asked) -> Answer:
    """Which build is shown, as soon as that is another one."""
    with suppress(ValueError):
        asked.served.wait(int(asked.query.get("build", "")), PATIENCE)
    return HTTPStatus.OK, {"build": asked.served.build, "failed": asked.served.failed}


def types(asked: Asked) -> Answer:
    """By type, what can be written into its fields."""
    with asked.desk.plan.alone:
        workspace = asked.desk.plan.workspace()
    settings = workspace.settings
    if settings is None:
        raise Refusal(HTTPStatus.CONFLICT, N_("product.yml has faults, so nothing is known of the plan."), N_("Mend it first."))
    folders = {record.inside.partition("/")[0] for record in workspace.records.values()}
    used: Mapping[str, Counter[str]] = {model.type: Counter() for model in TYPES}
    for id, item in workspace.product.items.items() if workspace.product else ():
        used[item.type].update(workspace.records[id].data.keys())
    return HTTPStatus.OK, {
        "fiscal_year_starts": settings.fiscal_year_starts,
        "languages": list(settings.languages or (settings.language,)),
        "currency": settings.currency,
        "types": {
            model.type: {
                "label": asked.say(labels.TYPES[model.type][0]),
                "plural": asked.say(labels.TYPES[model.type][1]),
                "folder": home(model, folders),
                "hub": hub_address(model.type).removesuffix("index").rstrip("/") + "/",
                "fields": {
                    name: control(name, found, model.type, asked.served.language)
                    for name, found in controls(model, settings).items()
                },
                "used": used[model.type],
            }
            for model in TYPES
        },
    }


def item(asked: Asked) -> Answer:
    """All that is needed to work on one item."""
    with asked.desk.plan.alone:
        workspace = asked.desk.plan.workspace()
        record = workspace.records.get(asked.rest) or workspace.unsound.get(asked.rest)
        if record is None or workspace.settings is None:
            raise Refusal(HTTPStatus.NOT_FOUND, N_("There is no item {id} in the plan."), N_("Load the page again."), id=asked.rest)
        found = _file(workspace, record)
        item = workspace.product.items.get(asked.rest) if workspace.product else None
        found |= {"id": asked.rest, "title": str(found["written"].get("title") or asked.rest)}
        found |= {"type": item.type if item else str(record.data.get("type") or ""), "derived": {}, "faults": []}
        with suppress(Faulty):
            found |= _known(asked.desk.plan.plan(partly=True), asked.rest) if item else {}
        places = {place.id: address for address, place in asked.served.places.items()}
        return HTTPStatus.OK, {
            **found,
            "translations": {
                language: _file(workspace, told.record)
                for (id, language), told in sorted(workspace.translations.items(), key=lambda one: one[0])
                if id == asked.rest
            },
            "statuses": list(_statuses(workspace.settings, asked)),
            "address": places.get(asked.rest, ""),
            "languages": [one for one in workspace.settings.languages if one != workspace.settings.language],
            "spoken": workspace.settings.language,
            "today": today().isoformat(),
        }


def _known(plan: Plan, id: str) -> Mapping[str, Any]:
    shown = show(plan, id, plan.workspace.report).as_json()
    return {"derived": shown["derived"], "faults": shown["faults"]}


def _file(workspace: Workspace, record: Record) -> dict[str, Any]:
    """A file as it stands on the disk at this moment, with the hash of just that."""
    try:
        content = read_bytes(str(workspace.root / record.inside), MARKDOWN_BYTES)
    except OSError:
        raise Refusal(
            HTTPStatus.CONFLICT, N_("{path} was changed at this very moment."), N_("Try again."), path=record.path
        ) from None
    now = read_file(content, record.inside, record.path, Report()) or record
    return {"path": record.path, "hash": digest(content), "written": dict(now.data), "body": now.body}


def _statuses(settings: Settings, asked: Asked) -> Iterator[Mapping[str, str]]:
    for name, status in settings.known_statuses.items():
        yield {"value": name, "label": status.label or asked.say(labels.VALUES.get(name, name)), "stage": status.stage}


def file(asked: Asked) -> Answer:
    """A file with errors as text, and what is wrong in it; raises Refused where it has none."""
    prefix = f"{asked.desk.prefix}/"
    inside = asked.query.get("path", "").removeprefix(prefix)
    with asked.desk.plan.alone:
        workspace = asked.desk.plan.workspace()
        content = faulty(workspace, inside)
    found = [entry(one) for one in workspace.report if one.span.path == prefix + inside and one.severity.is_fault]
    told = {"path": prefix + inside, "hash": digest(content), "text": decode_quoted(content), "faults": found}
    return HTTPStatus.OK, told


def refs(asked: Asked) -> Answer:
    """The items that somebody who has begun to write a name may mean, the likeliest first."""
    with asked.desk.plan.alone:
        plan = plan_of(asked.desk.plan.workspace(), partly=True)
        found = matching(plan, frozenset(filter(None, asked.query.get("to", "").split(","))), asked.query.get("q", ""))
        return HTTPStatus.OK, {"found": found}


def dates(asked: Asked) -> Answer:
    """The periods that somebody may choose from."""
    with asked.desk.plan.alone:
        settings = asked.desk.plan.workspace().settings
    starts = settings.fiscal_year_starts if settings else 1
    precision, around = asked.query.get("precision", ""), asked.query.get("around", "")
    return HTTPStatus.OK, choosing(precision, around, today(), starts, asked.served.language)


def text(asked: Asked) -> Answer:
    """A text as the site would show it."""
    given = asked.given()
    written, id = str(given.get("text") or ""), str(given.get("id") or "")
    with asked.desk.plan.alone:
        record = asked.desk.plan.workspace().records.get(id)
    folder = record.inside.rpartition("/")[0] if record else ""
    return HTTPStatus.OK, {"html": asked.served.rendered(written, folder)}
