"""What changed since last week: from the history of the plan where it is known, else from its dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pmsite.model.compare import Difference
from pmsite.model.past import Event, Past
from pmsite.model.period import parse
from pmsite.views import home, lately
from tests.make import projection

FEATURE = {"features/f.md": "title: F\nstatus: building\nstarted: 2026-11-18\n"}


def event(day: int, id: str = "f", kind: str = "changed", move: int = 0, *fields: str) -> Event:
    differences = tuple(Difference(name, (), parse("2026-11"), parse("2026-12"), "fact") for name in fields)
    return Event(date(2026, 11, day), kind, id, id.upper(), "feature", differences, move)


def test_dates_in_the_plan_tell_it_from_the_monday_of_last_week_on() -> None:
    files = {
        **FEATURE,
        "features/before.md": "title: Before\nstatus: building\nstarted: 2026-11-15\n",
        "features/out.md": "title: Out\nstatus: shipped\nshipped: 2026-11-16\n",
        "decisions/d.md": "title: D\nstatus: accepted\ndate: 2026-11-20\napprover: ada\n",
        "updates/week.md": "title: Week\ndate: 2026-11-20\nkind: weekly\n",
        "objectives/o.md": "title: O\nkey_results: [{id: k, title: K, checkins: [{date: 2026-11-17, value: 4}]}]\n",
    }
    found = lately.build(projection(files))
    assert [(fact.kind, fact.ref.id) for fact in found.facts] == [
        ("shipped", "out"),
        ("started", "f"),
        ("decided", "d"),
        ("moved", "o"),
        ("reported", "week"),
    ]
    assert (str(found.since), found.more) == ("2026-11-16", 0)


def test_last_week_begins_on_its_monday_whatever_day_it_is() -> None:
    found = [lately.build(replace(projection(FEATURE), today=date(2026, 11, day))).since for day in (22, 23, 25, 29, 30)]
    assert [since.day for since in found] == [9, 16, 16, 16, 23]


def test_many_facts_of_one_kind_leave_room_for_others() -> None:
    files = {f"features/f{n}.md": f"title: F{n}\nstatus: building\nstarted: 2026-11-18\n" for n in range(7)}
    found = lately.build(projection({**files, "updates/u.md": "title: U\ndate: 2026-11-20\n"}))
    assert [fact.ref.id for fact in found.facts] == ["f0", "f1", "u", "f2", "f3"]
    assert found.more == 3


def test_a_history_tells_each_thing_once_what_matters_most_first_and_dates_alone_no_more() -> None:
    events = (
        event(10, "old"),
        event(17, "new", "added"),
        event(18, "f", "changed", 0, "summary", "status", "target"),
        event(19, "f", "changed", 1, "summary", "tags", "target"),
        event(19, "g"),
    )
    found = lately.build(replace(projection(FEATURE), past=Past(events, date(2026, 10, 1))))
    assert [(one.event.id, one.event.move, one.ref is not None) for one in found.changes] == [
        ("f", 1, True),
        ("new", 0, False),
        ("g", 0, False),
    ]
    assert [one.field for one in found.changes[0].event.differences] == ["target", "summary"]
    assert found.facts == ()


def test_a_week_without_changes_is_not_mentioned() -> None:
    quiet = replace(projection(FEATURE), past=Past((event(2),), date(2026, 10, 1)))
    assert lately.build(quiet).is_empty
    assert home.build(quiet).lately is None
    assert home.build(projection(FEATURE)).lately is not None
