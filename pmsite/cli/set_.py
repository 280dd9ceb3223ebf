"""`pmsite set`: facts of one item, or of many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pmsite.cli import completion
from pmsite.cli.changing import carry_out, changing_options
from pmsite.cli.workspace_folder import find_workspace
from pmsite.messages import reason, said

if TYPE_CHECKING:
    from pmsite.editing.plan import Plan
    from pmsite.editing.said import Word
    from pmsite.workspace import Workspace


@click.command("set")
@click.argument("words", metavar="[ID]… FIELD=VALUE…", nargs=-1, shell_complete=completion.changes)
@click.option("--where", metavar="EXPR", help="Choose the items instead, in the language of blocks: 'team == \"web\"'.")
@click.option(
    "--type",
    "type_name",
    metavar="TYPE",
    shell_complete=completion.types,
    help="What --where chooses from; all items where it is absent.",
)
@click.option("--all", "may_be_all", is_flag=True, help="Go on where --where chooses everything that there is.")
@click.option("--body", type=click.File("rb"), metavar="FILE", help="Replace the text below the facts; - reads it from here.")
@changing_options
def command(
    words: tuple[str, ...],
    where: str | None,
    type_name: str | None,
    may_be_all: bool,
    body: Any,
    dry_run: bool,
    form: str,
    workspace: str | None,
) -> None:
    """Set facts of the items ID, or of those that --where chooses.

    \b
    status=building           a fact
    owner=                    takes a fact out, and so empties a text
    tags=web,mobile           a whole list
    tags+=web   tags-=web     one entry more, one less
    score.reach=1200          a fact in a group
    for.customers.title=Map   other words for an audience
    key_results.kr1.current=4 in a list, by the id of its entry ...
    acceptance.2.done=true    ... or by its number, from 1
    'score={reach: 5}'        a whole group, as YAML

    Nothing else in the files changes. What `pmsite check` would call an
    error is not written.
    """
    from pmsite.editing.said import word  # here, since help needs none of it
    from pmsite.writing.refused import Refused

    ids = [found for found in words if "=" not in found]
    try:
        changes = [word(found) for found in words if "=" in found]
    except Refused as fault:
        raise click.UsageError(said("{message}: {hint}", message=reason(fault), hint=fault.diagnostic.hint)) from None
    if wide := next((found for found in ids if "\N{FULLWIDTH EQUALS SIGN}" in found), ""):
        plain = wide.replace("\N{FULLWIDTH EQUALS SIGN}", "=", 1)
        raise click.UsageError(said("the ＝ of {wide} is a mark of the Chinese keyboard: write {plain}", wide=wide, plain=plain))
    if not changes and body is None:
        raise click.UsageError(said("say what to change: FIELD=VALUE, such as status=building"))
    if bool(ids) == (where is not None):
        raise click.UsageError(
            said("name the items by their ids, or choose them with --where") + (said("; not both") if ids else "")
        )
    if where is None and (type_name or may_be_all):
        raise click.UsageError(said("--type and --all are for --where"))
    text = _text(body)
    place = find_workspace(workspace)

    def wanted(seen: Workspace) -> Plan:
        return _plan(seen, ids, where, type_name, may_be_all, changes, text)

    title = " ".join(["set", *words, *(["--where", where] if where else [])])
    carry_out(place, wanted, title, dry=dry_run, form=form)


def _plan(
    seen: Workspace, ids: list[str], where: str | None, type_name: str | None, may_be_all: bool, words: list[Word], body: str | None
) -> Plan:
    from pmsite.editing.words import changing

    if where is not None:
        from pmsite.editing.choice import chosen  # here, since it loads the language of blocks

        ids = list(chosen(seen, where, type_name or "", may_be_all=may_be_all))
    return changing(seen, ids, words, body)


def _text(body: Any) -> str | None:
    if body is None:
        return None
    try:
        found: str = body.read().decode()
    except UnicodeDecodeError:
        raise click.UsageError(said("the text of --body is not UTF-8")) from None
    return found
