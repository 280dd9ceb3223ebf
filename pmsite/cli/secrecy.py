"""Where a command may show what only its caller should read: a terminal, or a file of the caller's own."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from pmsite import files
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
            "this shows secrets, so it writes to a terminal only, and never where CI is set; name a file with --output"
        )
    if os.environ.get("GITHUB_ACTIONS") == "true":
        for value in private:
            click.echo(f"::add-mask::{value}")
    if output is None:
        click.echo(text, nl=False)
    else:
        _write(output, text)
        click.echo(f"Written to {output}, which only you may read. Keep it out of repositories and sites.", err=True)


def _refuse_published(output: Path) -> None:
    folder = output.resolve().parent
    for parent in (folder, *folder.parents):
        found = next((name for name in _PUBLISHED if os.path.lexists(parent / name)), None)
        if found:
            raise click.UsageError(f"{output} would lie in a repository or a site ({parent.name}/{found}); name a file outside")


def _write(output: Path, text: str) -> None:
    try:
        files.write(output, [text.encode()], private=True, new=True)
    except FileExistsError:
        raise click.UsageError(f"{output} exists; nothing was written. Name a new file.") from None
    except OSError as fault:
        raise click.UsageError(f"{output} cannot be written: {fault.strerror}") from None
