"""Decisions as Markdown Any Decision Records (MADR 4), one file each, in an archive that is the same bytes for the same plan."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from itertools import pairwise

from pmsite.audience import Projection
from pmsite.exports.facts import Fact, facts
from pmsite.exports.links import Places
from pmsite.model.decision import REPLACED, Decision, Option
from pmsite.read.fenced import fences
from pmsite.writing.front import in_flow, key_text

_TOLD = ("title", "status", "date", "approver", "contributors", "informed", "options", "consequences")
"""Fields that a record has a place of its own for."""
_HEADING = re.compile(r"^## ", re.MULTILINE)
_FIRST = (1980, 1, 1, 0, 0, 0)
"""The first moment that an archive can name: it has no other, so that nothing but the plan changes it."""


def write(product: Projection, prefix: str) -> bytes:
    """The archive of all decisions that the readers may see."""
    out = io.BytesIO()
    places = Places(product, prefix)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for decision in sorted(product.of(Decision), key=lambda found: found.id):
            archive.writestr(zipfile.ZipInfo(f"{decision.id}.md", _FIRST), record(product, decision, places.body(decision)))
    return out.getvalue()


def record(product: Projection, decision: Decision, body: str) -> str:
    """One decision: what MADR has a place for in that place, all other facts in the front matter under their own names."""
    return f"---\n{''.join(_front(product, decision))}---\n\n# {decision.title}\n\n{''.join(_text(decision, body)).strip()}\n"


def _front(product: Projection, decision: Decision) -> Iterator[str]:
    newer = [one for one in product.pointing(decision.id, "supersedes") if isinstance(one, Decision)]
    if decision.status in REPLACED and newer:
        state = decision.status.replace("_", " ")
        yield f"status: {in_flow(state + ' by ' + ', '.join(f'[{one.title}]({one.id}.md)' for one in newer))}\n"
    elif decision.status:
        yield f"status: {in_flow(decision.status)}\n"
    told: dict[str, Fact] = facts(product, decision)
    for name, field in (("date", "date"), ("decision-makers", "approver"), ("consulted", "contributors"), ("informed", "informed")):
        if field in told:
            yield f"{name}: {_value([told[field]] if name == 'decision-makers' else told[field])}\n"
    for name, fact in told.items():
        if name not in _TOLD:
            yield f"{key_text(name)}: {_value(fact)}\n"


def _text(decision: Decision, body: str) -> Iterator[str]:
    context, *sections = _sections(body)
    if context.strip():
        yield f"## Context and Problem Statement\n\n{context.strip()}\n\n"
    outcome = next((section for section in sections if section.startswith("## Decision Outcome")), "")
    at = sections.index(outcome) if outcome else 0
    yield from (f"{section.strip()}\n\n" for section in sections[:at])
    if decision.options:
        yield "## Considered Options\n\n" + "".join(f"* {option.title}\n" for option in decision.options) + "\n"
    chosen = next((option for option in decision.options if option.chosen), None)
    if outcome:
        yield f"{outcome.strip()}\n\n"
    elif chosen is not None:
        yield f'## Decision Outcome\n\nChosen option: "{chosen.title}"\n\n'
    elif decision.consequences:
        yield "## Decision Outcome\n\n"
    if decision.consequences:
        yield "### Consequences\n\n" + "".join(f"* {_indented(line)}\n" for line in decision.consequences) + "\n"
    if any(option.text or option.pros or option.cons for option in decision.options):
        yield "## Pros and Cons of the Options\n\n" + "".join(map(_option, decision.options))
    yield from (f"{section.strip()}\n\n" for section in sections[at + 1 if outcome else 0 :])


def _option(option: Option) -> str:
    pros = (f"* Good, because {_indented(line)}\n" for line in option.pros)
    cons = (f"* Bad, because {_indented(line)}\n" for line in option.cons)
    arguments = "".join((*pros, *cons))
    return f"### {option.title}\n\n" + (f"{option.text}\n\n" if option.text else "") + (f"{arguments}\n" if arguments else "")


def _sections(body: str) -> list[str]:
    """A text by its headings of the second level; what stands before the first is the context."""
    code = [range(block.start, block.end) for block in fences(body).blocks]
    starts = [found.start() for found in _HEADING.finditer(body) if not any(found.start() in block for block in code)]
    return [body[begin:end] for begin, end in pairwise([0, *starts, len(body)])]


def _indented(text: str) -> str:
    return text.replace("\n", "\n  ")


def _value(fact: Fact) -> str:
    if isinstance(fact, list):
        return f"[{', '.join(map(_value, fact))}]"
    if isinstance(fact, dict):
        return "{" + ", ".join(f"{key_text(name)}: {_value(value)}" for name, value in fact.items()) + "}"
    return in_flow(fact) if isinstance(fact, str) else str(fact).lower()
