"""The environment that templates run in: autoescaping, strict about names, with the few helpers that views need."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pmsite.addresses import OWN
from pmsite.charts import registry as charts
from pmsite.model.feature import HORIZONS
from pmsite.model.period import Period
from pmsite.model.status import ENDS, STAGE_ORDER, Status
from pmsite.render import dates, labels, reasons, words
from pmsite.render.compiled import compiled
from pmsite.render.layout import Layout


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
    found.globals |= {"language": language, "own_id": OWN, "zip": zip, "horizons": HORIZONS}
    found.filters |= filters(language, translate)
    return found


def filters(language: str, translate: words.Gettext) -> Mapping[str, Callable[..., Any]]:
    """What templates can do with a value besides printing it."""

    def labelled(table: Mapping[str, str]) -> Callable[[str], str]:
        return lambda key: translate(table.get(key, key))

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
        "word": labelled(labels.VALUES),
        "field": labelled(labels.FIELDS),
        "inverse": labelled(labels.INVERSE),
        "type_name": lambda key: translate(labels.TYPES[key][0]),
        "type_names": lambda key: translate(labels.TYPES[key][1]),
        "duty": labelled(labels.DUTIES),
        "section": labelled(labels.SECTIONS),
        "brief_kind": labelled(labels.KINDS),
        "share": reasons.share_words,
        "judged": lambda found: reasons.state_words(found, translate),
        "reason": lambda found: reasons.reason_words(found, language, translate),
        "kind_of": kind_of,
        "chart": lambda view, name: Markup(charts.CHARTS[name](view, translate)),
    }


def kind_of(value: object) -> str:
    """What kind of value a fact holds, for templates that show each in its own way."""
    kinds = {Period: "period", Status: "status", bool: "boolean", float: "number", int: "number", str: "text"}
    return kinds.get(type(value), "ref")
