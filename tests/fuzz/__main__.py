"""Fuzzing: `python -m tests.fuzz run [TARGET …]`, `python -m tests.fuzz replay TARGET FILE`, `python -m tests.fuzz list`."""

from __future__ import annotations

import argparse
import faulthandler
import os
import secrets
import sys
from pathlib import Path

from tests.fuzz.finding import look
from tests.fuzz.run import Plan, run
from tests.fuzz.target import load, names
from tests.fuzz.watch import watched

SECONDS = 10
"""Of the processor, that one input may take."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description="Try inputs that nobody thought of.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    runs = verbs.add_parser("run", help="try inputs of some targets, or all, for a while")
    runs.add_argument("targets", nargs="*", metavar="TARGET")
    runs.add_argument("--minutes", type=float, default=5, help="how long it takes altogether")
    runs.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes at once")
    runs.add_argument("--seed", default="", help="what the inputs follow from; a fresh one is drawn and printed")
    runs.add_argument("--hang", type=float, default=SECONDS, help="seconds of the processor that one input may take")
    runs.add_argument("--megabytes", type=int, default=4000, help="address space that a process may take")
    replays = verbs.add_parser("replay", help="judge the input in a file")
    replays.add_argument("target", choices=names())
    replays.add_argument("file", type=Path)
    verbs.add_parser("list", help="name the targets")
    asked = parser.parse_args()
    if asked.verb == "list":
        print("\n".join(names()))
        return 0
    return _replay(asked.target, asked.file) if asked.verb == "replay" else _run(parser, asked)


def _run(parser: argparse.ArgumentParser, asked: argparse.Namespace) -> int:
    chosen = asked.targets or names()
    if unknown := set(chosen) - set(names()):
        parser.error(f"no target {', '.join(sorted(unknown))}: there are {', '.join(names())}")
    plan = Plan(asked.seed or secrets.token_hex(4), asked.minutes, asked.jobs, asked.hang, asked.megabytes)
    print(f"--seed {plan.seed}", flush=True)
    found = [(tally.name, path) for tally in run(chosen, plan) for path in tally.found]
    for name, path in found:
        print(f"python -m tests.fuzz replay {name} {os.path.relpath(path)}")
    return 1 if found else 0


def _replay(name: str, file: Path) -> int:
    faulthandler.enable()
    target, data = load(name), file.read_bytes()
    with watched(SECONDS, sys.stderr):
        finding = look(target, data)
    print(f"{finding.kind}\n{finding.told}" if finding else "all is well")
    return 1 if finding else 0


if __name__ == "__main__":
    sys.exit(main())
