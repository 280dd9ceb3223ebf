"""What a build tells `pmsite publish`, which calls it: for whom it is, of which workspace, and what it found."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from pmsite.diagnostics import Report, Severity
from pmsite.messages import said
from pmsite.reporting.json import write

VARIABLE = "PMSITE_PUBLISHES"
"""Names the file that it is told in, where a build is called by `pmsite publish`."""
AUDIENCE = "PMSITE_AUDIENCE"
MOST = 20


class OtherAudience(ValueError):
    """The configuration is for other readers than those of the folder that its site is published into."""


def begin(audience: str, root: Path, environment: Mapping[str, str]) -> None:
    """Say for whom the site is, and of which workspace; raises OtherAudience."""
    wanted = environment.get(AUDIENCE, "")
    if environment.get(VARIABLE) and audience != wanted:
        raise OtherAudience(
            said(
                "the site is to be published for {wanted}, and its configuration says `audience: {audience}`; nothing was published",
                wanted=wanted,
                audience=audience,
            )
        )
    _append(environment, {"audience": audience, "workspace": str(root)})


def tell(report: Report, root: Path, environment: Mapping[str, str]) -> None:
    """Say what was found that stops a strict build."""
    if environment.get(VARIABLE) and report.holds(Severity.WARNING):
        _append(environment, {"diagnostics": json.loads(write(report, root))["diagnostics"][:MOST]})


def _append(environment: Mapping[str, str], facts: Mapping[str, object]) -> None:
    path = environment.get(VARIABLE)
    if path:
        with open(path, "a", encoding="utf-8") as file:
            file.write(json.dumps(facts) + "\n")
