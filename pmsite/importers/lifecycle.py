"""Where an item stands: its status, from all columns that tell something about it, and dates that do not contradict it."""

from __future__ import annotations

from pmsite.diagnostics import Report
from pmsite.importers.draft import Draft
from pmsite.importers.forms import choices_of, form_of
from pmsite.importers.roles import Meaning
from pmsite.importers.words import problem_status
from pmsite.messages import Term, said
from pmsite.model.period import parse
from pmsite.model.refusal import excerpt
from pmsite.model.types import BY_NAME, keys

Cells = list[tuple[str, list[str]]]
"""The columns of one row that become the same thing, each with its values."""


def first(cells: Cells | None) -> str:
    """The first value, or nothing."""
    return cells[0][1][0] if cells else ""


def put_status(draft: Draft, cells: dict[str, Cells], meaning: Meaning, report: Report) -> None:
    """The status. Takes its columns out of the cells."""
    model = BY_NAME[draft.type]
    if meaning.rules.exact and "status" not in keys(model):
        return
    category, resolution, done = first(cells.get("status_category")), first(cells.get("resolution")), bool(first(cells.get("done")))
    found, *others = cells.pop("status", []) or [("", [""])]
    for name, values in (*others, *cells.pop("status_category", []), *cells.pop("resolution", [])):
        draft.keep(name, values)
    name, values = found
    if not name:
        return
    if "status" not in keys(model):
        draft.keep(name, values)
    elif draft.type != "problem" and form_of(model, "status") != "status":
        _put_own(draft, name, values, meaning, report)
    elif values[0] in choices_of(model, "status") or (
        meaning.rules.exact and draft.type != "problem" and meaning.statuses.is_known(values[0])
    ):
        _put(draft, name, values, values[0], "")
    else:
        status, guess = meaning.statuses.find(values[0], category, resolution, done)
        if not meaning.statuses.is_known(status):
            _refuse(draft, name, values[0], status, meaning, report)
        else:
            stage = meaning.settings.known_statuses[status].stage
            _put(draft, name, values, problem_status(stage) if draft.type == "problem" else status, guess)


def _put_own(draft: Draft, name: str, values: list[str], meaning: Meaning, report: Report) -> None:
    """The status of a type that has words of its own, where the source uses one of them."""
    known = choices_of(BY_NAME[draft.type], "status")
    if values[0] in known:
        _put(draft, name, values, values[0], "")
    elif meaning.rules.exact:
        draft.refuse(
            report,
            "unknown-status",
            said("{name}: {value} is no status of a {type}", name=name, value=excerpt(values[0], 40), type=Term(draft.type)),
            said("write one of {names}", names=list(known)),
        )
    else:
        draft.keep(name, values, said("{value} is no status of a {type}", value=excerpt(values[0], 30), type=Term(draft.type)))


def _put(draft: Draft, name: str, values: list[str], status: str, guess: str) -> None:
    draft.fields["status"] = status
    draft.went(name, "status", guess)
    if status != values[0] or len(values) > 1:
        draft.unmapped.setdefault(name, []).extend(values)


def _refuse(draft: Draft, name: str, written: str, status: str, meaning: Meaning, report: Report) -> None:
    word = excerpt(written, 40)
    if status:
        message, hint = (
            said("{name}: {status} is not a status of this workspace", name=name, status=excerpt(status)),
            said("correct the mapping"),
        )
    else:
        message = said("{name}: {word} is not a status that is known", name=name, word=word)
        proposed = meaning.statuses.propose(written)[0] or "planned"
        hint = said(
            'say what it means: --status "{word}={proposed}", or `statuses` of a mapping file', word=word, proposed=proposed
        )
    draft.refuse(report, "unknown-status", message, hint)


def is_shipped(draft: Draft, meaning: Meaning) -> bool:
    """Whether a draft's status says that it is out."""
    status = draft.fields.get("status", "")
    return meaning.statuses.is_known(status) and meaning.settings.known_statuses[status].stage == "shipped"


def dates_in_order(draft: Draft, meaning: Meaning) -> None:
    """Keep apart a feature's dates that contradict each other or today: what began or was shipped on a day to come."""
    starts = meaning.settings.fiscal_year_starts
    found = {name: parse(draft.fields[name], starts) for name in ("starts", "started", "target", "shipped") if name in draft.fields}
    for name in ("started", "shipped"):
        if name in found and found[name].first > meaning.today:
            draft.keep(name, [draft.fields.pop(name)], said("the day has not come yet"))
            del found[name]
    if "starts" in found and "target" in found and found["target"].last < found["starts"].first:
        draft.keep("starts", [draft.fields.pop("starts")], said("it would begin after it ends"))
    ends = [found[name].last for name in ("target", "shipped") if name in found]
    if "started" in found and ends and min(ends) < found["started"].first:
        draft.keep("started", [draft.fields.pop("started")], said("it would begin after it ends"))
