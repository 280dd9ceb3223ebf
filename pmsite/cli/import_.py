"""`pmsite import`: what another system exported becomes items."""

from __future__ import annotations

import gc
import os
import shlex
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import click

from pmsite.cli import completion, import_intake, import_plan
from pmsite.cli.common import settings_of, sources_of, tell
from pmsite.cli.language import echo, say
from pmsite.cli.options import workspace_option
from pmsite.cli.workspace_folder import WorkspaceFolder, find_workspace
from pmsite.cli.writing import Alone, alone, write_output
from pmsite.clock import today
from pmsite.diagnostics import Report
from pmsite.importers import receipt
from pmsite.importers.dates import ORDERS
from pmsite.importers.export import Export, plan_in, read_export
from pmsite.importers.likeness import likeness
from pmsite.importers.merge import RESOLUTIONS
from pmsite.importers.rules import SUBTASKS, Rules, read_rules
from pmsite.importers.run import Outcome, Wishes, Workspace, run
from pmsite.importers.source import Source
from pmsite.importers.sources import SOURCES
from pmsite.importers.suggest import Asked, suggestion
from pmsite.importers.withheld import withhold
from pmsite.messages import said
from pmsite.model.faults import did_you_mean
from pmsite.read.files import read_bytes
from pmsite.read.limits import MARKDOWN_BYTES
from pmsite.read.text import decode
from pmsite.reporting.safe import one_line

_MANY = 3
"""Words without a meaning from which on a draft is less work than options."""


@click.command("import")
@click.argument("words", metavar="SOURCE FILE", nargs=-1, required=True)
@workspace_option
@click.option(
    "--mapping", type=click.Path(path_type=Path), help="A file that says what columns and words mean; --suggest drafts it."
)
@click.option("--suggest", is_flag=True, help="Print a mapping file for FILE instead, to be put right by hand.")
@click.option("--dry-run", is_flag=True, help="Print what would be done, and write nothing.")
@click.option("--keep-going", is_flag=True, help="Import the good rows where others have faults.")
@click.option(
    "--receipt",
    "receipt_file",
    metavar="CSV",
    type=click.Path(path_type=Path),
    help="Write what became of every row into this file.",
)
@click.option(
    "--conflicts",
    type=click.Choice(RESOLUTIONS),
    default="report",
    show_default=True,
    help="Where a file and its source both changed.",
)
@click.option("--dates", type=click.Choice(ORDERS), help="Which number of 3/4/26 is the day.")
@click.option(
    "--status", "statuses", metavar="WORD=STATUS", multiple=True, help="What a status of the source means; may be repeated."
)
@click.option("--subtasks", type=click.Choice(SUBTASKS), help="What sub-tasks become; items where it is absent.")
@click.option(
    "--intake",
    is_flag=True,
    help="Take only what came by the form that `pmsite init --intake` writes, as feedback that names nobody.",
)
@click.option(
    "--answers",
    "answers_file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="With --intake: write into this file what those could be told whose feature has shipped. Nothing is posted.",
)
@click.option("--audience", metavar="A", shell_complete=completion.audiences, help="With --answers: for whom they are written.")
@click.option("--encoding", default="", help="What the text is encoded in, where it is neither UTF-8 nor GB18030.")
@click.option("--sheet", default="", help="The sheet of a workbook; the first that is not empty where it is absent.")
def command(
    words: tuple[str, ...],
    workspace: str | None,
    mapping: Path | None,
    suggest: bool,
    dry_run: bool,
    keep_going: bool,
    receipt_file: Path | None,
    conflicts: str,
    dates: str | None,
    statuses: tuple[str, ...],
    subtasks: str | None,
    intake: bool,
    answers_file: Path | None,
    audience: str | None,
    encoding: str,
    sheet: str,
) -> None:
    """Turn what SOURCE exported to FILE into items, or bring those of an earlier import up to date.

    SOURCE is one of pingcode, worktile, jira, linear, github, gitlab, trello, azure-devops, asana, clickup, shortcut, notion, zentao, tapd,
    productboard, aha, fider, changelog, github-releases, madr; or csv, xlsx, json for a table whose columns are fields of items or are explained by a mapping
    file; or json for a whole plan, as `pmsite export json` writes it.
    """
    gc.disable()  # an import makes much that stays and throws little away
    name, file = _source_and_file(words, suggest)
    unheeded = {"suggest": suggest, "mapping": mapping, "dates": dates, "status": statuses, "subtasks": subtasks}
    by_form = import_intake.wanted(name, unheeded, answers_file, audience) if intake else None
    if not intake and (answers_file or audience):
        raise click.UsageError(said("--answers and --audience belong to --intake"))
    report = Report()
    export = read_export(Path(file), _shown(file), _encoding(encoding), sheet, report, takes_folders=SOURCES[name].takes_folders)
    plan = plan_in(export, report) if export else None
    if export is None or report.failed:
        tell(report)
        sys.exit(1)
    if plan is not None:
        import_plan.heeded(SOURCES[name], file, {**unheeded, "keep-going": keep_going, "sheet": sheet, "intake": intake})
    place = import_plan.place_for(workspace) if plan else find_workspace(workspace)
    writer = None if dry_run or suggest else alone(place)
    if suggest:
        _suggest(export, name, place, report)
        return
    rules = _rules(mapping, dates, statuses, subtasks, SOURCES[name])
    try:
        if plan is not None:
            outcome = import_plan.restored(plan, export, place, conflicts)
        else:
            source = by_form.source(place) if by_form else SOURCES[name]
            outcome = _run(export, source, place, Wishes(None if by_form else rules, conflicts, keep_going))
    except ModuleNotFoundError as missing:
        if str(missing.name).partition(".")[0] not in (
            "markdown_it",
            "markdownify",
            "mdit_py_plugins",
            "python_calamine",
        ):
            raise
        raise click.ClickException(
            said("this import needs {name}: install it with `pip install 'pmsite[import]'`", name=missing.name)
        ) from None
    mend = said("Mend the plan, or export it again.") if plan else _mend(outcome, name, file)
    _end(outcome, place, writer, f"import {' '.join(words)}", into=receipt_file, mend=mend, then=by_form.draft if by_form else None)


def _source_and_file(words: tuple[str, ...], suggest: bool) -> tuple[str, str]:
    *before, file = words
    if not before and suggest:
        return "csv", file
    if len(before) != 1:
        raise click.UsageError(said("name the source and its file, such as `pmsite import jira export.csv`"))
    if before[0] not in SOURCES:
        near = did_you_mean(before[0], SOURCES)
        hint = said("did you mean {near}?", near=near) if near else said("name one of {sources}", sources=list(SOURCES))
        raise click.UsageError(said("{before} is not a source: {hint}", before=one_line(before[0]), hint=hint))
    return before[0], file


def _shown(file: str) -> str:
    path = Path(os.path.abspath(file))
    return path.relative_to(Path.cwd()).as_posix() if path.is_relative_to(Path.cwd()) else path.name


def _encoding(name: str) -> str:
    try:
        b"a".decode(name or "utf-8")
    except UnicodeError:
        return name
    except LookupError:
        raise click.UsageError(said("{name} is not a known encoding", name=one_line(name))) from None
    return name


def _rules(
    mapping: Path | None, dates: str | None, statuses: tuple[str, ...], subtasks: str | None, source: Source
) -> Rules | None:
    """What the mapping file and the options say, over what is built in."""
    found: Rules | None = None
    if mapping is not None:
        report = Report()
        try:
            data = read_bytes(os.path.realpath(mapping), MARKDOWN_BYTES)
        except OSError:
            raise click.UsageError(said("{mapping} cannot be read", mapping=one_line(str(mapping)))) from None
        written = decode(data, _shown(str(mapping)), report)
        found = None if written is None else read_rules(written, _shown(str(mapping)), report)
        if found is None or report.failed:
            tell(report)
            sys.exit(1)
        if "exact" not in found.model_fields_set:
            found = found.model_copy(update={"exact": False})
            found.model_fields_set.add("exact")
    given = dict(_pair(word) for word in statuses)
    more = Rules.model_validate(
        {
            "source": source.rules.source,
            "statuses": given,
            **({"dates": dates} if dates else {}),
            **({"subtasks": subtasks} if subtasks else {}),
        }
    )
    more.model_fields_set.discard("source")
    return found.overlaid(more) if found else more


def _pair(word: str) -> tuple[str, str]:
    left, equals, right = word.rpartition("=")
    if not equals or not left.strip():
        raise click.UsageError(
            said('{word}: write --status "WORD=STATUS", such as --status "Sprint 12=building"', word=one_line(word))
        )
    return left.strip(), right.strip()


def _run(export: Export, source: Source, place: WorkspaceFolder, wishes: Wishes) -> Outcome:
    settings, sources = settings_of(place), sources_of(place)
    return run(export, source, Workspace(place.path, place.prefix, settings, sources.records, today(), sources.files), wishes)


def _mend(outcome: Outcome, name: str, file: str) -> str:
    """What to do about faults; where words mean nothing, a draft that has a line for each of them."""
    mend = said("Mend the rows, or import the good ones with --keep-going.")
    if sum(fault.code == "unknown-status" for fault in outcome.report) < _MANY:
        return mend
    draft = f"pmsite import {name} --suggest {shlex.quote(file)} > mapping.yml"
    return said(
        "{mend} To say what all these words mean at once: `{draft}`, put it right, and add `--mapping mapping.yml`.",
        mend=mend,
        draft=one_line(draft),
    )


def _end(
    outcome: Outcome,
    place: WorkspaceFolder,
    writer: Alone | None,
    title: str,
    *,
    into: Path | None,
    mend: str,
    then: Callable[[WorkspaceFolder], None] | None,
) -> None:
    dry = writer is None
    if len(outcome.report):
        tell(outcome.report)
    if into is not None:
        write_output(into, [receipt.as_csv(outcome.changes, place.prefix, say()).encode()])
    if dry:
        _print(receipt.plan(outcome.changes, place.prefix, say()))
        click.echo()
    if not outcome.sound:
        if not dry:
            echo(said("Nothing was written. {mend}", mend=mend), err=True)
        sys.exit(1)
    _print(receipt.summary(outcome.changes, outcome.rules, outcome.guesses, outcome.left_out, dry=dry, say=say()))
    if writer is not None:
        writer.write({place.path / inside: text for inside, text in outcome.files}, title)
    if then is not None:
        then(place)
    sys.exit(1 if outcome.report.failed else 0)


def _suggest(export: Export, name: str, place: WorkspaceFolder, report: Report) -> None:
    table = SOURCES[name].table(export, report)
    other = likeness(export, table)
    if other and SOURCES[name].rules.exact:
        name, report = other.word, Report()
        table = SOURCES[name].table(export, report)
    if not table.columns:
        tell(report)
        sys.exit(1)
    if len(report):
        tell(report)
    withhold(table)  # examples stand in the draft
    source = SOURCES[name]
    asked = Asked(name, source.fit(table, source.rules), Path(export.path).stem, other)
    click.echo(suggestion(table, asked, settings_of(place), say()), nl=False)


def _print(lines: Iterable[str]) -> None:
    out = "".join(f"{one_line(line)}\n" for line in lines)
    sys.stdout.buffer.write(out.encode("utf-8", "backslashreplace"))
    sys.stdout.flush()
