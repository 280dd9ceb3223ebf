"""Where a feature can go: what its menu offers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pmsite.editor.move import known, of_stage, status_words
from pmsite.editor.periods import beside
from pmsite.model.feature import HORIZONS, Feature
from pmsite.model.hierarchy import parts, rank, role, walk
from pmsite.model.product import Product
from pmsite.model.status import STAGES, Status
from pmsite.views.groupings import OF_ITEMS
from pmsite.wording import labels
from pmsite.wording.dates import period_words
from pmsite.wording.words import gettext
from pmsite.workspace import Workspace

Json = dict[str, Any]


def offers(workspace: Workspace, item: str) -> Json:
    """By what a feature can be moved, and whereto in each: { title, groups: [{ field, label, value, choices }] }. Raises Refused."""
    product, feature, _ = known(workspace, item)
    return {"title": feature.title, "groups": [one for one in _groups(product, feature) if one["choices"]]}


def _groups(product: Product, feature: Feature) -> Iterator[Json]:
    translate, horizon = gettext(product.settings.language), product.horizon(feature)
    columns = [_choice(key, translate(labels.VALUES[key]), key == horizon) for key in HORIZONS]
    yield _group("horizon", translate(labels.field("horizon")), columns)
    statuses = [_choice(one.id, status_words(one, translate), one == feature.status) for one in _statuses(product)]
    yield _group("status", translate(labels.field("status")), statuses)
    yield _group("target", translate(labels.field("target")), list(_targets(product, feature)))
    for kind in OF_ITEMS:
        label = translate(labels.field("goal" if kind == "objective" else kind, "feature" if kind == "parent" else ""))
        own = _own(product, feature, kind)
        offered = _wholes(product, feature) if kind == "parent" else product.by_type.get(kind, ())
        choices = [_choice(one.id, one.title, one.id in own) for one in offered]
        if choices and kind != "objective":
            choices.append(_choice("", translate("Part of nothing" if kind == "parent" else f"Without a {kind}"), not own))
        yield {**_group(kind, label, choices), "from": own[0] if len(own) == 1 else ""}


def _wholes(product: Product, feature: Feature) -> Iterator[Feature]:
    """What a feature can be a part of: groups above it, and what has parts already."""
    below, settings = {part.id for _, part in walk(product, feature.id)} | {feature.id}, product.settings
    for other in product.of(Feature):
        is_whole = role(settings, other) == "group" or other.id in parts(product)
        if is_whole and other.id not in below and rank(settings, other) <= rank(settings, feature):
            yield other


def _group(field: str, label: str, choices: list[Json]) -> Json:
    return {
        "field": field,
        "label": label,
        "value": next((one["label"] for one in choices if one["isCurrent"]), ""),
        "choices": choices,
    }


def _choice(value: str, label: str, is_current: bool) -> Json:
    return {"value": value, "label": label, "isCurrent": is_current}


def _statuses(product: Product) -> Iterator[Status]:
    """Statuses in the order of work: a workspace's own words, and the standard ones of the stages for which it has none."""
    for stage in STAGES:
        found = of_stage(product.settings, stage)
        own = [one for one in found if one.id in product.settings.statuses]
        yield from own or found


def _targets(product: Product, feature: Feature) -> Iterator[Json]:
    target, language = product.target(feature), product.settings.language
    if target is None:
        target = product.quarter
        yield _choice(target.text, period_words(target, language), False)
    else:
        yield _choice(target.text, period_words(target, language), True)
    for one in beside(target, product.settings.fiscal_year_starts, language):
        yield {**_choice(one["value"], one["label"], False), "way": one["way"]}


def _own(product: Product, feature: Feature, kind: str) -> list[str]:
    if kind == "objective":
        links = product.outgoing.get(feature.id, ())
        return list(dict.fromkeys(link.target for link in links if link.field == "supports"))
    return [key] if (key := getattr(feature, kind)) else []
