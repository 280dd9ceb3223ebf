"""Faults with any words in them, told in every format: what is printed is read back as what was meant, and no line of it acts on anything."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from pathlib import Path
from random import Random
from tempfile import gettempdir
from typing import Any

from pmsite.diagnostics import Diagnostic, Report, Severity, Span
from pmsite.reporting.registry import FORMATS
from tests.fuzz.mutate import ODD
from tests.reporting.runner import NAMES, commands

COMMANDS = [
    f"{mark}{name}{end}"
    for name in sorted(NAMES)
    for mark, end in (("::", "::x"), ("::", " file=a::x"), ("##[", "]x"), ("\r::", "::x"))
]
ACTS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def make(random: Random) -> bytes:
    faults = []
    for _ in range(random.randint(0, 5)):
        path = "roadmap/" + _text(random).replace("/", "").replace("\0", "") + ".md"
        faults.append(
            [
                random.choice(list(Severity)),
                path,
                random.randint(0, 3),
                random.randint(0, 9),
                _text(random),
                _text(random),
                _text(random),
            ]
        )
    return "\n".join(json.dumps(fault) for fault in faults).encode()


def _text(random: Random) -> str:
    return "".join(random.choices([*ODD, *COMMANDS, "\ud800", "a", "b "], k=random.choice((0, 1, 2, 6))))


def _report(data: bytes) -> Report:
    """The faults of an input, one for each line that holds one."""
    report = Report()
    for line in data.splitlines():
        with suppress(ValueError, TypeError):
            severity, path, row, column, message, hint, more = json.loads(line)
            span = Span(f"{path}" or "roadmap", abs(int(row)), abs(int(column)))
            if "\0" not in span.path:
                report.add(Diagnostic("a-code", Severity(severity), span, f"{message}", f"{hint}", ((span, f"{more}"),)))
    return report


def judge(data: bytes) -> str:
    report = _report(data)
    printed = {
        form: write(report, Path(gettempdir())).encode("utf-8", "backslashreplace").decode() for form, write in FORMATS.items()
    }
    many = len(report)
    for form, text in printed.items():
        told = commands(text)
        if form == "github" and len(told) != many:
            return f"github has another count of commands: {len(told)}, not {many}"
        if form != "github" and told:
            return f"a command in {form}: {told[0]}"
        if form in ("text", "github", "markdown") and (found := ACTS.search(text)):
            return f"a character that acts on a terminal in {form}: {found[0]!r}"
    read: dict[str, Any] = {form: json.loads(printed[form]) for form in ("json", "gitlab", "sarif")}
    counts = {
        "json": len(read["json"]["diagnostics"]),
        "gitlab": len(read["gitlab"]),
        "sarif": len(read["sarif"]["runs"][0]["results"]),
        "github": printed["github"].count("\n") - 1,
        "markdown": printed["markdown"].count("\n") - 2,
    }
    wrong = [form for form, count in counts.items() if count != many]
    return f"not one entry for each fault in {', '.join(wrong)}: {counts}, not {many}" if wrong else ""
