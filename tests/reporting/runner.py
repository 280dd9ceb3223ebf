"""What the runners of GitHub Actions take for a command: their two parsers, read from the runner's source."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

NAMES = frozenset(
    [
        "add-mask",
        "add-matcher",
        "add-path",
        "debug",
        "echo",
        "endgroup",
        "error",
        "group",
        "internal-set-repo-path",
        "notice",
        "remove-matcher",
        "save-state",
        "set-env",
        "set-output",
        "stop-commands",
        "warning",
    ]
)


@dataclass(frozen=True)
class Command:
    """A recognised command."""

    name: str
    data: str
    properties: dict[str, str] = field(default_factory=dict)


def commands(output: str) -> list[Command]:
    """Every command in what a step prints; the runner reads lines, by any of the ends that .NET knows."""
    found = (_second(line) or _first(line) for line in re.split(r"\r\n|\r|\n", output))
    return [command for command in found if command]


def _second(line: str) -> Command | None:
    """`::name key=value,…::data`, where nothing but white space comes before it."""
    line = line.lstrip()
    if not line.startswith("::") or (end := line.find("::", 2)) < 0:
        return None
    name, _, written = line[2:end].partition(" ")
    if name not in NAMES:
        return None
    pairs = (part.split("=", 1) for part in written.strip().split(",") if part)
    properties = {pair[0]: _undone(pair[1], "%3A", "%2C") for pair in pairs if len(pair) == 2}
    return Command(name, _undone(line[end + 2 :]), properties)


def _first(line: str) -> Command | None:
    """`##[name key=value;…]data`, anywhere in the line."""
    start = line.find("##[")
    if start < 0 or (end := line.find("]", start)) < 0:
        return None
    name = line[start + 3 : end].partition(" ")[0]
    return Command(name, line[end + 1 :]) if name in NAMES else None


def _undone(text: str, *more: str) -> str:
    for token in ("%0D", "%0A", *more, "%25"):
        text = text.replace(token, chr(int(token[1:], 16)))
    return text
