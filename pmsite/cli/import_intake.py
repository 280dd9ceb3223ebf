"""`pmsite import --intake`: feedback that came by the form, and drafts of what those who asked could be told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from pmsite.asking.answers_due import answers_due
from pmsite.audience import TEAM
from pmsite.cli.common import settings_of, sources_of, stop_if_faulty
from pmsite.cli.language import echo
from pmsite.cli.workspace_folder import WorkspaceFolder
from pmsite.cli.writing import write_output
from pmsite.clock import today
from pmsite.importers.intake import FROM, NAME, by_form
from pmsite.importers.known import known_items
from pmsite.importers.source import Source
from pmsite.importers.sources import SOURCES
from pmsite.messages import OneOf, counted, said
from pmsite.pipeline import load
from pmsite.reporting.safe import one_line


@dataclass(frozen=True, slots=True)
class ByForm:
    """What an import of the form's answers is to do."""

    name: str
    answers: Path | None
    audience: str

    def source(self, place: WorkspaceFolder) -> Source:
        """The host's source, which takes nothing but the answers."""
        settings = settings_of(place)
        if self.answers and self.audience not in settings.audiences:
            path = f"{place.prefix}/product.yml"
            raise click.UsageError(said("the audience {audience} is not in {path}", audience=f"{self.audience!r}", path=path))
        known = known_items(sources_of(place).records).types
        features = frozenset(id for id, type_name in known.items() if type_name == "feature")
        return by_form(SOURCES[self.name], features, settings.language)

    def draft(self, place: WorkspaceFolder) -> None:
        """Write the answers that are due, as the plan is now, and say how many there are."""
        if self.answers is None:
            return
        found = load(place.path, place.prefix, today())
        stop_if_faulty(found, place.base)
        due = answers_due(found, NAME, self.audience)
        write_output(self.answers, [due.as_markdown(today().isoformat()).encode()])
        told = counted(
            len(due.drafts), "{count} answer to post is in {path}", "{count} answers to post are in {path}", path=self.answers
        )
        echo(one_line(told))
        if due.unseen:
            left = counted(
                len(due.unseen),
                "{count} feature has shipped of which {audience} is not told: no answer names it",
                "{count} features have shipped of which {audience} is not told: no answer names them",
                audience=self.audience,
            )
            echo(one_line(left))


def wanted(name: str, given: Mapping[str, object], answers: Path | None, audience: str | None) -> ByForm:
    """What the options ask for; ends the command where they do not go together."""
    if name not in FROM:
        raise click.UsageError(said("--intake reads what {sources} exported", sources=OneOf(FROM)))
    for option, value in given.items():
        if value:
            raise click.UsageError(said("--intake takes no --{option}: the form says what its answers mean", option=option))
    if bool(answers) != bool(audience):
        raise click.UsageError(said("--answers and --audience go together: an answer is written for those who read it"))
    if audience == TEAM:
        raise click.UsageError(said("answers are for readers outside: name one of their audiences"))
    return ByForm(name, answers, audience or "")
