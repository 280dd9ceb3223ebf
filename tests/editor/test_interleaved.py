"""Two windows, an outside editor and a server that rebuilds all the while, in any order: what was accepted is there, what was refused was told.

`PMSITE_EDITS=1000 pytest tests/editor/test_interleaved.py` makes a thousand edits; without it a few dozen.
"""

from __future__ import annotations

import os
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

from tests.browser.editing import Served
from tests.editor.client import Client
from tests.editor.conftest import log_of

pytestmark = pytest.mark.host
EDITS = int(os.environ.get("PMSITE_EDITS", "36"))
IDS = ("one", "two", "three")
REFUSED = (409, 422, 423)


@dataclass(slots=True)
class Told:
    """What one of those who edit was told, and what must therefore be there in the end."""

    tags: dict[str, set[str]] = field(default_factory=lambda: {id: set() for id in IDS})
    gone: dict[str, set[str]] = field(default_factory=lambda: {id: set() for id in IDS})
    lines: dict[str, set[str]] = field(default_factory=lambda: {id: set() for id in IDS})
    made: set[str] = field(default_factory=set)
    answers: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def work(window: Client, name: str, random: Random, edits: int, told: Told) -> None:
    """Edit as somebody in a window does: add a tag to an item, at times as it was seen a while ago, take it back, make a new item."""
    mine: list[tuple[str, str, str]] = []
    try:
        for number in range(edits):
            word, id = f"{name}{number}", random.choice(IDS)
            kind = random.random()
            if kind < 0.15 and mine:
                id, word, change = mine.pop()
                if _is_done(window.post("undo", {"change": change}), told):
                    told.tags[id].remove(word)
                    told.gone[id].add(word)
            elif kind < 0.25:
                if _is_done(window.apply({"do": "create", "item": "", "type": "feature", "facts": {"title": "Same title"}}), told):
                    told.made.add(word)
            else:
                seen = window.item(id) if kind < 0.6 else None
                if seen is None or "path" in seen:
                    time.sleep(random.random() * 0.02)
                    add = {"do": "add", "item": id, "place": ["tags"], "value": word}
                    answer = window.apply(add, seen={seen["path"]: seen["hash"]} if seen else {})
                    if _is_done(answer, told):
                        told.tags[id].add(word)
                        mine.append((id, word, answer.told["change"]))
                    else:
                        told.gone[id].add(word)
    except Exception as fault:  # told by the test, which other threads would not end
        told.wrong.append(repr(fault))
        raise


def _is_done(answer: object, told: Told) -> bool:
    from tests.editor.client import Answer

    assert isinstance(answer, Answer)
    told.answers[answer.status] += 1
    if answer.status == 200:
        return True
    assert answer.status in REFUSED, answer
    assert answer.reason
    return False


def write_beside(plan: Path, random: Random, edits: int, told: Told) -> None:
    """Append lines to texts as another program does, which knows nothing of anybody."""
    for number in range(edits):
        id, line = random.choice(IDS), f"Line {number} of another program."
        path = plan / f"features/{id}.md"
        while line not in path.read_text("utf-8"):  # the file that was opened may have been replaced before it was written to
            with path.open("a", encoding="utf-8") as file:
                file.write(f"{line}\n")
        told.lines[id].add(line)
        time.sleep(random.random() * 0.1)


def test_every_accepted_change_is_there_and_every_refused_one_was_told(served: Served) -> None:
    random = Random(EDITS)
    each = EDITS // 3
    tolds = [Told(), Told(), Told()]
    plan = served.root / "roadmap"
    windows = [Client(served.address), Client(served.address)]
    threads = [
        threading.Thread(target=work, args=(window, name, Random(random.random()), each, told))
        for window, name, told in zip(windows, "ab", tolds, strict=False)
    ]
    threads.append(threading.Thread(target=write_beside, args=(plan, Random(random.random()), each, tolds[2])))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(600)
    assert [wrong for told in tolds for wrong in told.wrong] == []
    answers = sum((told.answers for told in tolds), Counter[int]())
    print(f"{EDITS} edits: {dict(answers)}, {sum(map(len, tolds[2].lines.values()))} lines of another program")
    for id in IDS:
        text = (plan / f"features/{id}.md").read_text("utf-8")
        tags = set(windows[0].item(id)["written"]["tags"])
        for told in tolds:
            assert told.tags[id] <= tags
            assert not told.gone[id] & tags
            assert not {line for line in told.lines[id] if line not in text}
    assert len(list(plan.glob("features/same-title*.md"))) == sum(len(told.made) for told in tolds)
    assert not list(served.root.glob(".roadmap.pmsite-*"))
    _must_be_shown(served, windows[0], tolds)
    assert "Traceback" not in log_of(served)


def _must_be_shown(served: Served, window: Client, tolds: list[Told]) -> None:
    """No page is stale once all is built: each shows the tags that are there and the lines that were written beside it."""
    wanted = {id: {word for told in tolds for word in (*told.tags[id], *told.lines[id])} for id in IDS}
    end = time.monotonic() + 60
    while missing := [
        (id, word)
        for id in IDS
        for page in [window.get(f"/roadmap/features/{id}/").body.decode()]
        for word in wanted[id]
        if word not in page
    ]:
        assert time.monotonic() < end, missing[:5]
        time.sleep(0.2)
