"""`pmsite publish`: a branch becomes the sites that a web server shows, all at once, and again when it changes."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from pathlib import Path
from typing import NoReturn

import click
from pydantic_core import PydanticCustomError

from pmsite.cli.language import say
from pmsite.messages import joined, reason, said
from pmsite.publishing import configuration
from pmsite.publishing.building import HOOK_SECRET
from pmsite.publishing.destination import Busy, Destination, Unfit
from pmsite.publishing.failed import Failed, from_system
from pmsite.publishing.log import Log
from pmsite.publishing.publisher import Outcome, Publisher, Wish, roll_back
from pmsite.publishing.service import LISTENING_SECONDS, Service
from pmsite.publishing.signatures import LEAST
from pmsite.publishing.status import FAILING
from pmsite.publishing.webhook import Listener

_LISTEN = re.compile(r"(\[[0-9A-Fa-f:]+\]|[\w.-]*):([0-9]{1,5})")
_FASTEST = 5
_WAIT = 600.0
_STEP = 0.5


@click.command("publish")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--config", "own", type=click.Path(path_type=Path), metavar="FILE", help="Your own publish.yml, beside the server.")
@click.option("--repository", metavar="URL", help="Where the plan is: https, ssh, or a folder of this machine.")
@click.option("--branch", metavar="NAME", help="The branch that is published; the repository's own default where it is absent.")
@click.option("--every", type=click.IntRange(_FASTEST, 86_400), metavar="SECONDS", help="Go on, and look so often for what is new.")
@click.option("--listen", metavar="HOST:PORT", help=f"Go on, and let the code host call; the secret is in {HOOK_SECRET}.")
@click.option(
    "--rollback",
    type=click.IntRange(1, 4),
    is_flag=False,
    flag_value=1,
    metavar="[N]",
    help="Show the version before, or N before, and stay there.",
)
@click.option("--resume", is_flag=True, help="After a rollback: show what is newest again.")
@click.option("--agree", is_flag=True, help="Agree to what the branch's own publish.yml shows to whom.")
def command(
    folder: Path,
    own: Path | None,
    repository: str | None,
    branch: str | None,
    every: int | None,
    listen: str | None,
    rollback: int | None,
    resume: bool,
    agree: bool,
) -> None:
    """Publish the sites that publish.yml names into FOLDER, and let FOLDER/current lead to them.

    Fetches the branch, builds each site strictly, audits each that is not the team's, and shows all of them at once. Where
    anything fails, what is shown stays. Exit code 0 where the newest commit is shown, or the place is held after a rollback; 1 where it could not be.
    """
    log = Log(say=say())
    if rollback and (resume or every or listen):
        raise click.UsageError(said("--rollback stands alone"))
    destination = _destination(folder)
    if rollback:
        _roll_back(destination, rollback, log)
    if resume and _is_all(own, repository, every, listen):
        _let_go(destination, log)
        sys.exit(0)
    wish = _wish(own, repository, branch, agree)
    secret, address = _listening(listen)
    if resume:
        _let_go(destination, log)
    publisher = Publisher(destination, wish, log)
    signal.signal(signal.SIGTERM, _stop)
    try:
        if every or address:
            _serve(publisher, float(every or LISTENING_SECONDS), secret, address, log)
        outcome = _once(publisher, log)
    except KeyboardInterrupt:
        _ended(log, 130)
    sys.exit(1 if outcome.state == FAILING else 0)


def _destination(folder: Path) -> Destination:
    try:
        return Destination(folder)
    except Unfit as unfit:
        raise click.UsageError(reason(unfit)) from None
    except OSError as fault:
        raise click.ClickException(
            said("{folder} cannot be published into: {why}", folder=folder, why=reason(from_system(fault)))
        ) from None


def _roll_back(destination: Destination, steps: int, log: Log) -> NoReturn:
    try:
        roll_back(destination, steps, log)
    except (Failed, OSError) as fault:
        raise click.ClickException(reason(fault if isinstance(fault, Failed) else from_system(fault))) from None
    except Busy:
        raise click.ClickException(said("somebody else decides at this moment what is shown; try again")) from None
    sys.exit(0)


def _is_all(*others: object) -> bool:
    """Whether a place is only to be let go, for a publisher that runs already."""
    return not any(others) and not (Path.cwd() / configuration.FILE).is_file()


def _let_go(destination: Destination, log: Log) -> None:
    if destination.let_go():
        log.tell("resumed", said("The newest commit may be shown again, from the next round on"))
    else:
        log.tell("not-held", said("The place was not held"))


def _wish(own: Path | None, repository: str | None, branch: str | None, agree: bool) -> Wish:
    here = Path.cwd() / configuration.FILE
    if own is None and repository is None:
        if not here.is_file():
            raise click.UsageError(said("name the plan's repository with --repository, or your own publish.yml with --config"))
        own = here
    if own is not None and agree:
        raise click.UsageError(said("--agree is for a publish.yml that comes with the branch; your own is agreed to as it stands"))
    try:
        asked = configuration.parse_repository(repository) if repository else ""
        named = configuration.parse_branch(branch) if branch else ""
    except PydanticCustomError as fault:
        facts = fault.context or {}
        raise click.UsageError(joined(facts.get("message", ""), facts.get("hint", ""))) from None
    if asked and "://" not in asked and ":" not in asked.partition("/")[0]:
        asked = os.path.abspath(asked)
    return Wish(own, asked, named, agree)


def _listening(listen: str | None) -> tuple[str, tuple[str, int] | None]:
    if listen is None:
        return "", None
    found = _LISTEN.fullmatch(listen)
    if not found or int(found[2]) > 65_535:
        raise click.UsageError(said("--listen takes HOST:PORT, such as 127.0.0.1:8181, not {listen}", listen=f"{listen!r}"))
    secret = os.environ.get(HOOK_SECRET, "")
    if len(secret) < LEAST:
        raise click.UsageError(
            said(
                "--listen needs a secret of {limit} characters or more in {name}, the same as at the code host; `openssl rand -hex 32` makes one",
                limit=LEAST,
                name=HOOK_SECRET,
            )
        )
    return secret, (found[1].strip("[]") or "0.0.0.0", int(found[2]))  # noqa: S104  # what an empty host means


def _once(publisher: Publisher, log: Log) -> Outcome:
    end, told = time.monotonic() + _WAIT, False
    while True:
        try:
            return publisher.publish()
        except Busy:
            if time.monotonic() > end:
                raise click.ClickException(said("another `pmsite publish` has been at it for ten minutes")) from None
            if not told:
                log.tell("waiting", said("Another `pmsite publish` is at it; this one begins when that has ended"))
            told = True
            time.sleep(_STEP)


def _serve(publisher: Publisher, every: float, secret: str, address: tuple[str, int] | None, log: Log) -> NoReturn:
    service = Service(publisher, every, log)
    listener = None
    if address:
        try:
            listener = Listener(*address, secret, service.call, service.is_well, log)
        except OSError as fault:
            raise click.ClickException(
                said("nobody can listen at {host}:{port}: {why}", host=address[0], port=address[1], why=fault.strerror)
            ) from None
        log.tell("listening", said("Listening at {address}:{port}", address=address[0], port=listener.port), port=listener.port)
    try:
        service.run()
    except (KeyboardInterrupt, SystemExit):
        _ended(log, 0)
    finally:
        if listener:
            listener.close()
    raise AssertionError("the loop has no end of its own")


def _ended(log: Log, code: int) -> NoReturn:
    log.tell("stopped", said("Stopped; what is shown stays"))
    sys.exit(code)


def _stop(number: int, frame: object) -> NoReturn:
    signal.signal(number, signal.SIG_IGN)  # asked twice: what is under way is ended first
    raise SystemExit(128 + number)
