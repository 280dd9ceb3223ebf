"""Where a command may show what only its caller should read: a terminal, or a file of the caller's own."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from pmsite import files
from pmsite.cli.language import echo
from pmsite.messages import said
from pmsite.share.ready import in_ci

_PUBLISHED = (".git", "mkdocs.yml", "properdocs.yml", "product.yml", "sitemap.xml", "404.html")
"""What lies in a folder whose files end up in a repository or on a site."""


def show(text: str, private: Iterable[str], output: Path | None) -> None:
    """Print a text to a terminal, or write it to a new file that its owner alone may read; ends the command elsewhere.

    `private` are the values in it that a runner should mask in its log.
    """
    if output is not None:
        _refuse_published(output)
    elif in_ci(os.environ) or not sys.stdout.isatty():
        raise click.UsageError(
            said("this shows secrets, so it writes to a terminal only, and never where CI is set; name a file with --output")
        )
    if os.environ.get("GITHUB_ACTIONS") == "true":
        for value in private:
            click.echo(f"::add-mask::{value}")
    if output is None:
        click.echo(text, nl=False)
    else:
        _write(output, text)
        echo(said("Written to {output}, which only you may read. Keep it out of repositories and sites.", output=output), err=True)


def _refuse_published(output: Path) -> None:
    folder = output.resolve().parent
    for parent in (folder, *folder.parents):
        found = next((name for name in _PUBLISHED if os.path.lexists(parent / name)), None)
        if found:
            raise click.UsageError(
                said(
                    "{output} would lie in a repository or a site ({name}/{found}); name a file outside",
                    output=output,
                    name=parent.name,
                    found=found,
                )
            )


def _write(output: Path, text: str) -> None:
    try:
        files.write(output, [text.encode()], private=True, new=True)
    except FileExistsError:
        raise click.UsageError(said("{output} exists; nothing was written. Name a new file.", output=output)) from None
    except OSError as fault:
        raise click.UsageError(said("{output} cannot be written: {why}", output=output, why=fault.strerror)) from None
