"""Exports with anything in any place: an import ends with faults or with a plan that the check accepts, and a second one changes nothing."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from pmsite.importers.receipt import as_csv, plan, summary
from pmsite.importers.sources import SOURCES
from pmsite.pipeline import load
from tests.importers.exports import SAMPLES, Sample, table
from tests.importers.make import bring_in, files
from tests.make import TODAY

ACCEPTED = 0
ROWS = 5
TEXTS = [
    "", " ", "\0", "\x1b[31m", "a\x85b", "\u2028", "\u202eabc", "\ufeff", "\u200b", "\ud800", "\ufffe", "e\u0301", "É", "e\u0301É", "İ", "ı", "ß", "ﬁ", "離線",
    "x" * 301, "word " * 5000, "x" * 25_000, "[" * 300, "*" * 2100, "> " * 300, "- " * 300, "???", "...", "-", "#", "index", "CON", "con.md", "nul", "..", "../up",
    "a/b", ".hidden", "a.zh", "Offline mode", "OFFLINE MODE", "<!-- internal -->", "<!-- /internal -->", "<!--", "-->", "<!-- a `", "`", "```", "~~~\nopen",
    "```pmsite\nview: roadmap\n```", "---", "---\ntype: vision\n---\n", "title: x\n---", "\ttab", "a\tb", " \tb\n\tc", "key: value", "&a *b", "!!python/x", "{{", "${X}",
    "=1+1", "@x", "| a | b |", "<script>x</script>", "[a](javascript:x)", "[a]: x", "![a](b.png)", "https://a.example/x", "ada@crew.example", "2026-02-30", "99/99/99",
    "9" * 40, "1e999", "null", "true", "h1. x", "{code}", "{quote}", "||a||", "\\", "\n\n", "a\r\nb\rc", "con (2)", '{"type":"doc","content":[{"type":"x"}]}',
]  # fmt: skip
VALUES: list[Any] = [
    None,
    True,
    False,
    0,
    -1,
    1.5,
    1e300,
    10**30,
    float("inf"),
    "",
    [],
    {},
    [None],
    [[]],
    [1, "a"],
    {"a": 1},
    {"name": "n"},
    {"": ""},
    {"id": []},
]


def make(random: Random) -> bytes:
    sample = random.choice(_samples())
    data = sample.data
    if data.lstrip()[:1] in b"[{":
        data = _json(random, data)
    elif sample.source == "changelog":
        data = _lines(random, data)
    else:
        data = _table(random, data)
    given = {"source": sample.source, "name": sample.name, "statuses": {"Awaiting sign-off": "building"}}
    return json.dumps({**given, "keep_going": random.random() < 0.5}).encode() + b"\n" + data


def judge(data: bytes) -> str:
    global ACCEPTED  # noqa: PLW0603  # a count of this process
    head, _, export = data.partition(b"\n")
    told = _head(head)
    if told is None:
        return ""
    source, name, statuses, keep_going = told
    with TemporaryDirectory() as folder:
        root = Path(folder) / "roadmap"
        outcome = bring_in(root, source, export, name, rules={"statuses": statuses} if statuses else None, keep_going=keep_going)
        lines = [as_csv(outcome.changes, "roadmap"), *plan(outcome.changes, "roadmap")]
        lines += summary(outcome.changes, outcome.rules, outcome.guesses, outcome.left_out, dry=False)
        if not outcome.sound:
            return "" if outcome.report.failed else "nothing is written: and nothing says why"
        found = [fault for fault in load(root, "roadmap", TODAY).report if fault.severity.value == "error"]
        if found:
            return f"a plan with faults: {found[0].span} {found[0].code} {found[0].message}"
        written = files(root)
        ACCEPTED += bool(written) and not outcome.report.failed
        again = bring_in(root, source, export, name, rules={"statuses": statuses} if statuses else None, keep_going=keep_going)
        changed = sorted({change.did for change in again.changes} - {"unchanged", "not imported"})
        if changed or files(root) != written:
            fields = [field for change in again.changes if change.did != "unchanged" for field in change.fields]
            return f"not the same again: {changed} {fields[:5]}"
    return ""


def _head(line: bytes) -> tuple[str, str, dict[str, str], bool] | None:
    """What an input says of itself; nothing where it was changed into something else."""
    try:
        told = json.loads(line)
        source, statuses = str(told["source"]), {str(word): str(status) for word, status in told.get("statuses", {}).items()}
        found = (source, str(told.get("name", "a")), statuses, bool(told.get("keep_going")))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    sound = source in SOURCES and all(word.strip() and word.isprintable() for pair in statuses.items() for word in pair)
    return found if sound else None


@cache
def _samples() -> list[Sample]:
    own = table(
        ["id", "title", "tags", "target", "depends_on", "body"], [[f"a{n}", f"A {n}", "x, y", "2026", "", "text"] for n in range(9)]
    )
    every = [sample for sample in (make() for make in SAMPLES) if not sample.name.endswith(".xlsx")]
    return [
        *every,
        Sample("a.csv", "csv", own),
        Sample("a.json", "json", b'[{"id": "a", "title": "A", "score": {"reach": 1}, "tags": ["x"]}]'),
    ]


def _text(random: Random) -> str:
    text = random.choice(TEXTS)
    return text if random.random() < 0.5 else text + random.choice(TEXTS)


def _table(random: Random, data: bytes) -> bytes:
    encoding = "gb18030" if not _is_utf_8(data) else "utf-8-sig"
    text = data.decode(encoding)
    separator = max(",;\t", key=text.partition("\n")[0].count)
    columns, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows = random.sample(rows, min(ROWS, len(rows)))
    for _ in range(random.choice((1, 2, 4))):
        row = random.choice([columns, *rows * 5])
        row[random.randrange(len(row))] = _text(random)
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows([columns, *rows])
    return out.getvalue().encode("utf-8", "surrogatepass")


def _is_utf_8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _json(random: Random, data: bytes) -> bytes:
    found = json.loads(data)
    for part in (found, *(found.values() if isinstance(found, dict) else ())):
        if isinstance(part, list) and len(part) > ROWS:
            part[:] = random.sample(part, ROWS)
    for _ in range(random.choice((1, 1, 2, 4))):
        put = random.choice(list(_places(found)) or [lambda value: None])
        put(deepcopy(random.choice(VALUES)) if random.random() < 0.5 else _text(random))
    return json.dumps(found, ensure_ascii=random.random() < 0.5).encode("utf-8", "surrogatepass")


def _places(value: Any) -> Iterator[Callable[[Any], None]]:
    """What puts another value in each place of a document."""
    for key, entry in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield lambda new, key=key: value.__setitem__(key, new)  # type: ignore[misc]
        yield from _places(entry)


def _lines(random: Random, data: bytes) -> bytes:
    lines = data.decode().split("\n")
    start = random.randrange(len(lines))
    lines = [*lines[: random.choice((0, 4))], *lines[start : start + random.choice((5, 30))], *lines[-random.choice((1, 6)) :]]
    for _ in range(random.choice((1, 2, 4))):
        at = random.randrange(len(lines))
        part = _text(random)
        lines[at : at + random.randrange(2)] = [random.choice(("", "- ", "## ", "### ", "  ")) + part, lines[at] + part][
            : random.choice((1, 2))
        ]
    return "\n".join(lines).encode("utf-8", "surrogatepass")
