"""What the commands that ask have in common: the plan, why it cannot be asked, and how answers are printed."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pmsite.cli.workspace_folder import WorkspaceFolder
from pmsite.clock import today
from pmsite.messages import Message, joined, reason, said
from pmsite.read.prefetch import Prefetch

if TYPE_CHECKING:
    from pmsite.asking.plan import Plan
    from pmsite.asking.refused import Refused

OPTIONS = frozenset({"where", "fields", "sort", "view"})
"""Parts of a question that are options."""
_WIDE = 70
"""How much of an expression stands above the mark below it."""


def read_plan(place: WorkspaceFolder, audience: str | None, partly: bool = False) -> Plan:
    """The plan, with those of others that it reads, as read and not checked; ends the command for an unknown audience. Raises Faulty where files cannot be read."""
    with Prefetch(place.path, place.prefix) as ahead:
        from pmsite.asking.plan import over_all, plan_of  # here, while the files are being read
        from pmsite.audience import TEAM, UnknownAudience
        from pmsite.memory import Memory
        from pmsite.pipeline import read

        found = read(place.path, place.prefix, today(), Memory(ahead))
    try:
        return over_all(plan_of(found, TEAM if audience is None else audience, partly), partly)
    except UnknownAudience:
        raise click.UsageError(
            said("the audience {audience} is not in {path}", audience=f"{audience!r}", path=f"{place.prefix}/product.yml")
        ) from None


@contextmanager
def answering(audience: str | None) -> Iterator[None]:
    """End the command with a sentence where a question cannot be answered; only the team is told of faults in files."""
    from pmsite.asking.refused import Faulty, Refused

    try:
        yield
    except Refused as fault:
        raise click.UsageError(_sentence(fault)) from None
    except Faulty as fault:
        if audience not in (None, "team"):
            raise click.ClickException(reason(fault)) from None
        from pmsite.cli.common import tell

        tell(fault.report)
        sys.exit(1)


def _sentence(fault: Refused) -> str:
    """What is wrong with a question, and below it where, as far as that is known."""
    from pmsite.reporting.safe import columns, one_line

    told = joined(one_line(fault.message), one_line(fault.hint))
    told = said("{name}: {message}", name=f"--{fault.part}", message=told) if fault.part in OPTIONS else told
    if fault.at is None:
        return told
    begin = max(0, fault.at - _WIDE // 2) if len(fault.asked) > _WIDE else 0
    excerpt = one_line(fault.asked[begin : begin + _WIDE])
    mark = f"{' ' * columns(one_line(fault.asked[begin : fault.at]))}^"
    return Message("{told}\n  {excerpt}\n  {mark}", {"told": told, "excerpt": excerpt, "mark": mark})


def width() -> int:
    """How many columns there are: those of the terminal, or 80."""
    return max(40, shutil.get_terminal_size((80, 24)).columns)


def printed(pieces: Iterable[str], output: Path | None = None) -> None:
    """Print an answer, or write it into the file that was named."""
    told = (piece.encode("utf-8", "backslashreplace") for piece in pieces)
    if output is None:
        sys.stdout.buffer.writelines(told)
        sys.stdout.flush()
        return
    from pmsite.cli.writing import write_output

    write_output(output, told)
