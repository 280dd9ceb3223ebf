"""What was looked up before is not looked up again, and leads where it would lead if it were."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from pmsite.memory import Memory
from pmsite.pipeline import load
from tests.make import TODAY, write

PLAN = {
    "features/one.md": "title: One\nsupports: [o.k]\ndepends_on: [two]",
    "features/two.md": "title: Two\nsupports: [o]\nowner: nobody",
    "objectives/o.md": "title: Goal\nperiod: 2026-Q4\nkey_results:\n  - {id: k, title: KR, baseline: 0, target: 10, current: 4}",
    "metrics/m.md": "title: Weekly",
    "teams/t.md": "title: Team",
}
VALUES = "date,value\n2026-10-01,4\n"


@pytest.mark.parametrize(
    "edit",
    [
        {"features/one.md": "---\ntitle: One\nsupports: [o.k]\ndepends_on: [two]\n---\nMore.\n"},
        {"features/one.md": "title: One\nsupports: [o]"},
        {"features/two.md": None},
        {"features/new.md": "title: New\ndepends_on: [one]"},
        {"objectives/o.md": "title: Goal\nperiod: 2026-Q4\nkey_results:\n  - {id: l, title: KR, baseline: 0, target: 10, current: 4}"},
        {"objectives/o.md": None},
        {"people/nobody.md": "title: Somebody"},
        {"features/one.md": "title: [broken"},
        {"metrics/m.csv": "date,value\n2026-10-01,5\n2026-11-01,6\n"},
        {"metrics/m.csv": "date,value\n2026-10-01,many\n"},
        {"metrics/m.csv": None},
        {"product.yml": "name: Q\n"},
        {"product.yml": "name: Q\nfields: {feature: {asks: {kind: reference, to: [team]}}}\n"},
    ],
)  # fmt: skip
def test_after_an_edit_a_plan_is_as_one_that_is_read_for_the_first_time(tmp_path: Path, edit: dict[str, str | None]) -> None:
    plan = write(tmp_path, PLAN)
    (plan / "metrics/m.csv").write_text(VALUES, encoding="utf-8")
    memory = Memory()
    load(plan, "roadmap", TODAY, memory)
    memory = pickle.loads(pickle.dumps(memory))
    for name, text in edit.items():
        if text is None:
            (plan / name).unlink()
        elif name.endswith(".md"):
            write(plan, {name: text})
        else:
            (plan / name).write_text(text, encoding="utf-8")
    for _ in range(2):  # what is said is said each time
        found, fresh = load(plan, "roadmap", TODAY, memory), load(plan, "roadmap", TODAY)
        assert list(found.report) == list(fresh.report)
        if fresh.product and found.product:
            for name in ("links", "broken", "waiting", "settings"):
                assert getattr(found.product, name) == getattr(fresh.product, name)
            assert list(found.product.items.items()) == list(fresh.product.items.items())


def test_what_is_the_same_is_the_same_object(tmp_path: Path) -> None:
    plan = write(tmp_path, PLAN)
    (plan / "metrics/m.csv").write_text(VALUES, encoding="utf-8")
    memory = Memory()
    before = load(plan, "roadmap", TODAY, memory).product
    write(plan, {"features/one.md": "---\ntitle: Other\nsupports: [o.k]\ndepends_on: [two]\n---\nMore.\n"})
    after = load(plan, "roadmap", TODAY, memory).product
    assert before
    assert after
    assert after.links is before.links
    assert {id for id, item in after.items.items() if item is not before.items[id]} == {"one"}
