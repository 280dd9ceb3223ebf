"""`pmsite digest`: what readers are told of a plan now and then."""

from __future__ import annotations

import click

from pmsite.audience import TEAM, UnknownAudience
from pmsite.cli.asking import printed
from pmsite.cli.common import stop_if_faulty
from pmsite.cli.language import echo
from pmsite.cli.options import audience_option, workspace_option
from pmsite.cli.workspace_folder import find_workspace
from pmsite.clock import today
from pmsite.digest.gather import MOST, Wanted, gather
from pmsite.digest.registry import FORMS
from pmsite.digest.whose import UnknownOwner
from pmsite.history.git import NoHistory
from pmsite.messages import joined, reason, said
from pmsite.model.settings import LANGUAGES
from pmsite.pipeline import load
from pmsite.reporting.safe import one_line


@click.command("digest")
@click.option("--since", required=True, metavar="REF|DATE", help="A branch, a tag or a commit; or a day, with which it begins.")
@click.option("--for", "about", default="", metavar="TEAM|PERSON", help="Only what is theirs: an id, or a name.")
@click.option("--format", "form", type=click.Choice(list(FORMS)), default="text", show_default=True, help="For whom it is written.")
@click.option("--most", type=click.IntRange(min=0), default=MOST, show_default=True, help="Lines of each part; 0 for any number.")
@click.option("--language", type=click.Choice(LANGUAGES), help="The language of it; the workspace's own where it is absent.")
@audience_option
@workspace_option
def command(
    since: str, about: str, form: str, most: int, language: str | None, audience: str | None, workspace: str | None
) -> None:
    """Tell what changed since a revision or a day, what is due within a week, what is at risk, and which teams owe an update.

    Nothing is sent: the output is a mail, a page, or what the webhook of a chat takes. Where there is nothing to tell, nothing is printed.
    """
    place = find_workspace(workspace)
    found = load(place.path, place.prefix, today())
    stop_if_faulty(found, place.base)
    try:
        digest = gather(found, Wanted(since, audience or TEAM, about, language or "", most))
    except NoHistory as fault:
        raise click.UsageError(
            one_line(said("{name}: {message}", name="--since", message=joined(reason(fault), fault.hint)))
        ) from None
    except UnknownOwner as fault:
        raise click.UsageError(
            one_line(said("{name}: {message}", name="--for", message=joined(reason(fault), fault.hint)))
        ) from None
    except UnknownAudience as fault:
        raise click.UsageError(
            said("the audience {audience} is not in {path}", audience=f"{str(fault)!r}", path=f"{place.prefix}/product.yml")
        ) from None
    stop_if_faulty(found, place.base)  # plans of others may not be there as they were fetched
    if digest.is_empty:
        echo(one_line(said("nothing to tell since {since}", since=since)), err=True)
        return
    printed([FORMS[form](digest)])
