"""A page for a mail: one file, without scripts, whose style has plain values, since programs for mail know no others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from pmsite.render.environment import environment
from pmsite.reporting.safe import uncalled
from pmsite.templates import assets


def letter(template: str, language: str, fields: Mapping[str, Any]) -> str:
    """A template with its fields; texts that pass the filter `plain` call nobody and become no link."""
    found = environment(language)
    found.filters["plain"] = uncalled
    return found.get_template(template).render(style=Markup(assets.mail_style()), **fields)
