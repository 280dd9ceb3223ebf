"""The environment that templates run in: autoescaping, strict about names, laid out for their reader, with the few helpers that views need."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from markupsafe import Markup

from pmsite.addresses import OWN
from pmsite.charts import registry as charts
from pmsite.charts.words import Words
from pmsite.model.feature import HORIZONS
from pmsite.model.judgement import span
from pmsite.model.period import Period
from pmsite.model.status import ENDS, STAGE_ORDER, Status
from pmsite.render.compiled import compiled
from pmsite.wording import dates, labels, reasons, words
from pmsite.wording.messages import in_language

_BREAK = re.compile(r"[ \t]*\n\s*")


class Layout(Extension):
    """Templates with one thing a line, indented, whose pages stay as small as if they stood in one.

    A line break with the indentation after it is nothing at either side of a tag, of HTML or of a template, and a space
    within a text. A space that is wanted beside a tag stands in the line, or is written `{{ ' ' }}`.
    """

    def filter_stream(self, stream: TokenStream) -> Iterable[Token]:
        """The template's tokens, its texts without what lays them out."""
        return self._tokens(stream)

    def _tokens(self, stream: TokenStream) -> Iterator[Token]:
        for token in stream:
            if token.type != "data":
                yield token
            elif text := joined(token.value):
                yield Token(token.lineno, "data", text)


def joined(text: str) -> str:
    """A text between two tags of a template, in one line."""

    def space(found: re.Match[str]) -> str:
        before, after = text[: found.start()][-1:], text[found.end() :][:1]
        return "" if before in ("", ">") or after in ("", "<") else " "

    return _BREAK.sub(space, text)


class FlatEnvironment(Environment):
    """An environment whose globals are all there before its first template is loaded.

    Each template has them as a plain dictionary, not as the library's map of maps, which every page and every macro copies slowly.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What a template finds besides what it is given."""
        return {**self.globals, **(d or {})}


def environment(language: str) -> Environment:
    """Templates in one language. Every template gets exactly the fields of its view, and what is set here."""
    found = FlatEnvironment(
        loader=PackageLoader("pmsite", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        bytecode_cache=compiled(language),
        extensions=["jinja2.ext.i18n", "jinja2.ext.do", Layout],
    )
    translate = words.gettext(language)
    found.install_gettext_callables(translate, lambda one, many, n: translate(one if n == 1 else many), newstyle=True)  # type: ignore[attr-defined]
    found.globals |= {"language": language, "told": in_language(language), "own_id": OWN, "zip": zip, "horizons": HORIZONS}
    found.filters |= filters(language, translate)
    return found


def filters(language: str, translate: words.Gettext) -> Mapping[str, Callable[..., Any]]:
    """What templates can do with a value besides printing it."""

    def labelled(table: Mapping[str, str]) -> Callable[[str], str]:
        return lambda key: translate(table.get(key, key))

    told = Words(translate, lambda value: dates.period_words(value, language))
    return {
        "period": lambda value: dates.period_words(value, language),
        "month_only": lambda value: dates.month_name(value, language),
        "number": lambda value: dates.number_words(value, language),
        "percent": lambda value: dates.percent_words(value, language),
        "percents": lambda value: dates.percent_words(value, language, "#,##0.0%"),
        "signed": lambda value: dates.percent_words(value, language, "+#,##0.0%;-#,##0.0%"),
        "points": lambda value: dates.points_words(value, language),
        "p_value": lambda value: "< 0.001" if value < 0.001 else f"{value:.3f}",
        "p_words": lambda value: "p < 0.001" if value < 0.001 else f"p = {value:.3f}",
        "month": lambda value: dates.month_words(value, language),
        "day": lambda value: dates.day_words(value, language),
        "worded": lambda causes: {labelled(labels.VALUES)(name): found for name, found in causes.items()},
        "status": lambda value: value.label or translate(labels.VALUES.get(value.id, value.id)),
        "stage_order": STAGE_ORDER.index,
        "horizon_order": (*HORIZONS, *ENDS).index,
        "word": lambda key, holder="": translate(labels.value(key, holder)),
        "field": lambda key, holder="": translate(labels.field(key, holder)),
        "inverse": labelled(labels.INVERSE),
        "type_name": lambda key: translate(labels.TYPES[key][0]),
        "type_names": lambda key: translate(labels.TYPES[key][1]),
        "duty": labelled(labels.DUTIES),
        "about": lambda key: translate(labels.ABOUT[key]) if key in labels.ABOUT else "",
        "section": labelled(labels.SECTIONS),
        "brief_kind": labelled(labels.KINDS),
        "share": reasons.share_words,
        "judged": lambda found: reasons.state_words(found, translate),
        "reason": lambda found: reasons.reason_words(found, language, translate),
        "span": lambda days: reasons.reason_words(span(days), language, translate),
        "kind_of": kind_of,
        "chart": lambda view, name: Markup(charts.CHARTS[name](view, told)),
    }


def kind_of(value: object) -> str:
    """What kind of value a fact holds, for templates that show each in its own way."""
    kinds = {Period: "period", Status: "status", bool: "boolean", float: "number", int: "number", str: "text"}
    return kinds.get(type(value), "ref")
