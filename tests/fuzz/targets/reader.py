"""Any files in a workspace: each becomes an item, or a fault that names it and its line; twice the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from pmsite.diagnostics import Diagnostic, Severity, printable
from pmsite.model.load import must_be_item
from pmsite.model.types import TYPES
from pmsite.pipeline import load
from pmsite.workspace import Workspace
from tests.fuzz import workspaces
from tests.fuzz.mutate import ODD
from tests.make import TODAY

ACCEPTED = 0
FRAGMENTS = ["A line.", "A line.\n\nMore.\n", "", "---", "#1 (#2)", "- a\n", "\ufeffA line."]


def make(random: Random) -> bytes:
    files: dict[str, str | bytes] = dict(workspaces.plan(random, odd=random.choice((0.0, 0.05, 0.5)), most=4))
    for _ in range(random.choice((0, 0, 1, 2))):
        name = random.choice(workspaces.NAMES)
        files[f"{random.choice(TYPES).folder}/{name}.md"] = workspaces.item(random, random.choice(TYPES).type, {}, 0.2)
    if random.random() < 0.3:
        name = random.choice(["1.fixed", "+a.added", "2.security.zh", "a.b.c", "3.nothing", random.choice(workspaces.NAMES)])
        files[f"changes/{name}.md"] = random.choice(FRAGMENTS)
    if random.random() < 0.3:
        files[f"features/{random.randint(0, 9)}.md"] = _any(random)
    if random.random() < 0.1:
        files["product.yml"] = _any(random)
    if random.random() < 0.2:
        files["metrics/metric-1.csv"] = random.choice([random.randbytes(30), workspaces.series(random, 1).encode()])
    return workspaces.pack(files)


def _any(random: Random) -> bytes:
    text = "".join(random.choices([*ODD, "title", "a: b\n"], k=random.randint(0, 30)))
    head = f"---\n{text}\n---\n" if random.random() < 0.5 else text
    return random.choice([head.encode("utf-8", "surrogatepass"), random.randbytes(random.randint(0, 60))])


def judge(data: bytes) -> str:
    global ACCEPTED  # noqa: PLW0603  # a count of this process
    files = workspaces.unpack(data)
    with TemporaryDirectory() as folder:
        root = Path(folder) / "roadmap"
        root.mkdir()
        written = workspaces.write(root, files)
        found, again = load(root, "roadmap", TODAY), load(root, "roadmap", TODAY)
    ACCEPTED += not found.report.failed
    if list(found.report) != list(again.report):
        return "two readings give different faults"
    if found.product is not None and again.product is not None and repr(found.product.items) != repr(again.product.items):
        return "two readings give different items"
    return next(_faulty(found, files, written), "")


def _faulty(found: Workspace, files: dict[str, bytes], written: set[str]) -> Iterator[str]:
    blamed = set()
    for fault in found.report:
        blamed.add(fault.span.path)
        yield from _badly_told(fault, files)
    if found.product is None:
        if not found.report.failed:
            yield "no product and no error"
        return
    read = {record.path for record in found.records.values()} | {told.record.path for told in found.translations.values()}
    for name in written:
        is_hidden = any(part.startswith(".") for part in name.split("/"))
        if name.endswith(".md") and must_be_item(name) and not is_hidden and f"roadmap/{name}" not in read:
            shown = f"roadmap/{printable(name)}"
            if not any(shown == path or shown.startswith(f"{path}/") for path in blamed):
                yield f"neither an item nor a fault: {name!r}"


def _badly_told(fault: Diagnostic, files: dict[str, bytes]) -> Iterator[str]:
    inside = fault.span.path.removeprefix("roadmap/")
    told = f"{fault.message} {fault.hint}"
    if not told.isprintable():
        yield f"a message of {fault.code} with characters that act on a terminal: {told!r}"
    if not fault.message:
        yield f"no message of {fault.code}: "
    if fault.severity is Severity.ERROR and inside in files:
        lines = len(re.split(rb"\r\n|\r|\n", files[inside]))
        if not 0 <= fault.span.line <= lines:
            yield f"a fault of {fault.code} beyond the end of its file: line {fault.span.line} of {lines}"
    if inside == fault.span.path and fault.span.path != "roadmap":
        yield f"a fault of {fault.code} outside the workspace: {fault.span}"
