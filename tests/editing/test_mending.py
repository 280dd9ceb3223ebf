"""What `pmsite check --fix` may never do, whatever slips a plan has: laws, tried with slips drawn by chance."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pmsite.diagnostics import Diagnostic, Part, Severity
from pmsite.editing.session import Session
from tests.make import TODAY, write

SETTINGS = "name: P\naudiences: {customers: {}, investors: {}}\nlanguage: en  # of the site\n"
FILES = {
    "features/offline-mode.md": """---
# what the crews ask for
title: Offline mode
summary: Work without a network, and lose nothing.
status: building  # since June
team: mobile
owner: ada-brook
target: 2026-12-15
supports: [steady-growth.active]
depends_on:
  - sign-in
  # and one more
  - sync-engine
tags: [mobile, field]
visibility: [customers]
score: {reach: 1200, impact: 2, confidence: 80%, effort: 3}
---
It works in a cellar. See [the engine](sync-engine.md).

- status: building is no fact here
""",
    "features/sync-engine.md": '---\ntitle: "Sync: the engine"\nstatus: planned\nteam: mobile\nsupports: [steady-growth.active]\nvisibility: [customers]\n---\nText.\n',
    "features/sign-in.md": "---\r\ntitle: Sign in once\r\nstatus: planned\r\nteam: mobile\r\nsupports: [steady-growth.active]\r\nvisibility: [customers]\r\n---\r\nText.\r\n",
    "teams/mobile.md": "---\ntitle: Mobile\nkind: product\nmembers: [ada-brook]\n---\n",
    "people/ada-brook.md": "---\ntitle: Ada Brook\n---\n",
    "objectives/steady-growth.md": """---
title: Steady growth
period: 2026-Q4
owner: ada-brook
key_results:
  - {id: active, title: More crews, metric: crews, baseline: 400, target: 900, current: 500}
---
""",
    "metrics/crews.md": "---\ntitle: Crews\nunit: crews\n---\n",
    "metrics/crews.csv": "date,value\n2026-10-01,400\n2026-11-01,500\n",
}
USUAL = {
    "team: mobile": "team: moblie",
    "status: planned": "Status：Planned",
    "status: building": "status: “building”",
    "target: 2026-12-15": "target: 15.12.2026",
    "[mobile, field]": "[mobile，field",
    "title: Offline mode": "title: Offline: mode",
    "  - sign-in": "\t- sign-in",
    "period: 2026-Q4": "period: Q4 2026",
    "owner: ada-brook": "owner: @ada-brook",
    "[steady-growth.active]": "steady-growth.actve",
    "depends_on:": "depends-on:",
    "confidence: 80%": "confidence: ８０%",
    "{reach: 1200, impact: 2,": "{reach：1200，impact：2，",
    "title: Sign in once": 'title: "Sign in once”',
    "metric: crews": "metric: Crews",
    "2026-11-01,500": "01.11.2026,500",
    "kind: product": "kind：product",
    "---\nText": "Text",
    "  - sync-engine": "  • sync-engine",
}
"""Slips that people make, each with what is right."""
MARKS = [*"：，“”‘’【】–—　\u00a0\t\"'#@-:[]{}, \u2022０", "---", "  ", "\n"]


def slipped(text: str, slip: tuple[str, int, str]) -> str:
    """A text with a slip of the pen in it."""
    kind, at, mark = slip
    if kind == "usual":
        right = sorted(one for one in USUAL if one in text)
        return text.replace(right[at % len(right)], USUAL[right[at % len(right)]]) if right else text
    at %= max(len(text), 1)
    if kind == "insert":
        return text[:at] + mark + text[at:]
    if kind == "drop":
        return text[:at] + text[at + 1 :]
    if kind == "case":
        return text[:at] + text[at : at + 1].swapcase() + text[at + 1 :]
    if kind == "swap":
        return text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :]
    return text[:at] + mark + text[at + 1 :]


SLIPS = st.lists(
    st.tuples(
        st.sampled_from(sorted(FILES)),
        st.tuples(
            st.sampled_from(["usual", "usual", "usual", "insert", "drop", "case", "swap", "replace"]),
            st.integers(0, 500),
            st.sampled_from(MARKS),
        ),
    ),
    min_size=1,
    max_size=4,
)


def contents(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def keys(found: list[Diagnostic]) -> set[tuple[str, str, str]]:
    return {(fault.code, fault.span.path, fault.message) for fault in found}


def changed_lines(before: str, after: str) -> Iterator[int]:
    """The lines of a text, counted from 1, that another one does not have."""
    old, new = (re.split("\r\n|\r|\n", text) for text in (before, after))
    for step, start, end, _, _ in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if step in ("replace", "delete"):
            yield from range(start + 1, end + 1)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(SLIPS)
def test_mending_brings_no_new_faults_and_changes_no_other_lines(slips: list[tuple[str, tuple[str, int, str]]]) -> None:
    with TemporaryDirectory() as folder:
        files = dict(FILES)
        for inside, slip in slips:
            files[inside] = slipped(files[inside], slip)
        root = Path(folder) / "roadmap"
        for inside, text in {"product.yml": SETTINGS, **files}.items():
            (root / inside).parent.mkdir(parents=True, exist_ok=True)
            (root / inside).write_text(text, encoding="utf-8", newline="")
        before, was = list(Session(root, "roadmap", TODAY).look().report), contents(root)
        session = Session(root, "roadmap", TODAY)
        verdict, found, told = session.mend()
        assert verdict.ok
        after, now = list(Session(root, "roadmap", TODAY).look().report), contents(root)
        assert keys(after) == keys(list(told.report))
        assert not Session(root, "roadmap", TODAY).mend()[0].files

        faulty = {fault.span.path for fault in before if fault.severity is Severity.ERROR}
        new = [fault for fault in after if (fault.code, fault.span.path, fault.message) not in keys(before)]
        assert not [fault for fault in new if fault.severity is Severity.ERROR and fault.span.path not in faulty]
        if not faulty:
            assert not [fault for fault in new if fault.severity is not Severity.NOTICE]

        assert now.keys() == was.keys()
        for inside in now:
            old, text = was[inside].decode(), now[inside].decode()
            mends = [fault for fault in found.done if fault.span.path == f"roadmap/{inside}" and fault.mend is not None]
            lines = {
                (fault.mend.line or fault.span.line) + more
                for fault in mends
                if fault.mend is not None
                for more in range(fault.mend.lines + (fault.mend.part is Part.VALUE))  # a value may stand below its name
            }
            assert set(changed_lines(old, text)) <= lines, (old, text)
            assert old.count("# ") == text.count("# ")

        if verdict.files:
            assert session.undo().ok
            assert contents(root) == was


def test_a_sound_plan_stays_as_it_is(tmp_path: Path) -> None:
    root = write(tmp_path, {}, SETTINGS)
    for inside, text in FILES.items():
        (root / inside).parent.mkdir(parents=True, exist_ok=True)
        (root / inside).write_text(text, encoding="utf-8", newline="")
    assert not [fault for fault in Session(root, "roadmap", TODAY).look().report if fault.severity.is_fault]
    assert not Session(root, "roadmap", TODAY).mend()[0].files
