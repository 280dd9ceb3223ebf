"""What is different from the last commit: told, taken back, committed and sent. Nothing of it happens by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Annotated, Any

from pydantic import Field

from pmsite.diagnostics import Severity
from pmsite.editing.commit import State, WorkTree
from pmsite.editing.offered import branch_name, message
from pmsite.editing.person_git import Unable
from pmsite.editing.pull_request import host_of, pull_request
from pmsite.editing.reverting import needed_too, reverted
from pmsite.editing.since_commit import ChangedItem, SinceCommit, count, marked
from pmsite.editor.asked import Asked, Strict, read
from pmsite.editor.changes import Answer, answered
from pmsite.editor.refusal import Refusal
from pmsite.reporting.json import entry
from pmsite.wording import labels
from pmsite.wording.words import N_
from pmsite.writing.refused import Refused

MOST_TOLD = 500
"""Changed items that a page gets."""


class RevertOrder(Strict):
    """Which items' changes are taken back; `seen` tells what their list was made of."""

    keys: Annotated[list[Annotated[str, Field(max_length=1_000)]], Field(min_length=1, max_length=2_000)]
    seen: str = ""


class CommitOrder(Strict):
    """A commit, its branch, and what it is to hold."""

    branch: Annotated[str, Field(max_length=250)]
    message: Annotated[str, Field(max_length=100_000)]
    seen: str


class PushOrder(Strict):
    """The branch that is sent."""

    branch: Annotated[str, Field(max_length=250)]


def changed(asked: Asked) -> Answer:
    """All that is different from the last commit, in words; of `changed/count` how many items that are."""
    try:
        tree = asked.desk.tree()
        state = tree.state()
        if asked.rest == "count":
            return HTTPStatus.OK, {"count": _count(asked, tree, state), "unsent": state.unsent, "branch": state.branch}
        changes = _changes(asked, tree, state)
    except Unable as fault:
        if asked.rest == "count":
            return HTTPStatus.OK, {"count": 0, "unsent": 0, "branch": ""}
        return HTTPStatus.OK, {"count": 0, "items": [], "follows": [], "notes": [], "summary": "", **_why(asked, fault)}
    return HTTPStatus.OK, {
        "count": len(changes.items),
        "summary": changes.summary if changes.items else "",
        "notes": list(changes.notes),
        "items": list(_told(asked, changes.items)),
        "follows": list(_told(asked, changes.follows)),
        "seen": changes.seen,
        "branch": state.branch,
        "why": asked.say(state.in_the_way) if state.in_the_way else "",
        "hint": asked.say(state.help) if state.help else "",
        "offered": {
            "branch": state.branch if state.is_own_branch else tree.free_name(branch_name(changes)),
            "from": state.branch,
            "message": message(changes, asked.served.language) if changes.items else "",
        },
        "push": _push(state),
    }


def revert(asked: Asked) -> Answer:
    """Put the files of some items as they were in the last commit."""
    order = read(RevertOrder, asked.body)
    try:
        tree = asked.desk.tree()
        changes = _changes(asked, tree, tree.state())
        _must_be_seen(order.seen, changes.seen)
        plan = reverted(changes, tree, order.keys)
    except Unable as fault:
        raise _refusal(fault) from None
    titles = [one.title for one in changes.items if one.key in order.keys]
    title = asked.say(N_("Reverted: {what}")).format(what=asked.say(N_(", ")).join(titles[:3]) + ("…" if len(titles) > 3 else ""))
    with asked.desk.plan.alone:
        verdict = asked.desk.plan.session.apply(plan, title=title)
    status, told = answered(asked, verdict, title)
    faulty = {fault.span.path for fault in verdict.faults}
    return status, {**told, "also": list(needed_too(changes, order.keys, faulty, asked.desk.prefix))}


def commit(asked: Asked) -> Answer:
    """Commit what was seen, to a branch of its own."""
    order = read(CommitOrder, asked.body)
    try:
        tree = asked.desk.tree()
        with asked.desk.plan.session.alone():  # hooks may take long: who only looks does not wait for them
            files = tree.changed()
            _must_be_seen(order.seen, marked(asked.desk.root, tree.state().head, files))
            made = tree.commit(order.branch, order.message, tuple(files))
    except Unable as fault:
        raise _refusal(fault) from None
    except Refused as fault:  # another command writes
        raise Refusal(HTTPStatus.LOCKED, "{why}", "{help}", why=fault.diagnostic.message, help=fault.diagnostic.hint) from None
    return HTTPStatus.OK, {"ok": True, "commit": made, "branch": order.branch}


def push(asked: Asked) -> Answer:
    """Send the branch, since somebody said so."""
    order = read(PushOrder, asked.body)
    try:
        tree = asked.desk.tree()
        said = tree.push(order.branch)
        return HTTPStatus.OK, {"ok": True, "said": said, "push": _push(tree.state())}
    except Unable as fault:
        raise _refusal(fault) from None


def _changes(asked: Asked, tree: WorkTree, state: State) -> SinceCommit:
    if not state.head:
        raise Unable(state.in_the_way, state.help)
    with asked.desk.plan.alone:
        workspace = asked.desk.plan.workspace()
    return asked.desk.compared(tree, workspace, state.head, asked.served.language)


def _count(asked: Asked, tree: WorkTree, state: State) -> int:
    files = tree.changed() if state.head else {}
    if {"new", "gone"} <= set(files.values()):  # which may be one that was renamed
        return len(_changes(asked, tree, state).items)
    return count(files)


def _push(state: State) -> Mapping[str, Any]:
    return {
        "branch": state.branch if state.is_own_branch else "",
        "unsent": state.unsent,
        "sent": state.sent,
        "to": host_of(state.remote),
        "address": pull_request(state.remote, state.branch, state.default) if state.sent else "",
    }


def _told(asked: Asked, items: Sequence[ChangedItem]) -> Iterator[Mapping[str, Any]]:
    addresses = {place.id: address for address, place in asked.served.places.items()}
    for one in items[:MOST_TOLD]:
        yield {
            "key": one.key,
            "title": one.title,
            "type": one.type,
            "label": asked.say(labels.TYPES[one.type][0]) if one.type else "",
            "how": one.how,
            "was": one.was,
            "told": list(one.told),
            "readers": [{"who": read.who, "told": read.told, "grave": read.grave} for read in one.readers],
            "faults": [entry(fault) for fault in one.faults if fault.severity is not Severity.NOTICE],
            "files": list(one.files),
            "address": addresses.get(one.key, ""),
        }


def _why(asked: Asked, fault: Unable) -> Mapping[str, str]:
    told = _refusal(fault).told(asked.say)
    return {"why": told["message"], "hint": told["hint"]}


def _refusal(fault: Unable) -> Refusal:
    return Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, fault.message, fault.hint, **fault.names, said=fault.said)


def _must_be_seen(seen: str, now: str) -> None:
    if seen and seen != now:
        hint = N_("Look at the list again, and decide again.")
        raise Refusal(HTTPStatus.CONFLICT, N_("The plan has been changed since this list was made."), hint)
