"""What a status of the workspace requires of a feature, and what of that a feature does not say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pmsite.messages import called, said
from pmsite.model.feature import Feature
from pmsite.model.labels import label
from pmsite.model.product import Product
from pmsite.model.status import Status
from pmsite.model.types import keys


@dataclass(frozen=True, slots=True)
class Missing:
    """A field that a status requires and a feature does not have, with what to write."""

    field: str
    message: str
    hint: str


def missing(product: Product, feature: Feature, status: Status) -> Iterator[Missing]:
    """What a feature has to say before it may have a status. What follows from its release counts as said."""
    setting = product.settings.statuses.get(status.id)
    for name in setting.requires if setting else ():
        if _value(product, feature, name) in (None, "", (), {}):
            yield Missing(
                name,
                said("the status {id} requires `{name}`, and the feature does not have it", id=status.id, name=name),
                _hint(name),
            )


def _value(product: Product, feature: Feature, name: str) -> object:
    if name in feature.custom or name not in keys(Feature):
        return feature.custom.get(name)
    if name == "target":
        return product.target(feature)
    if name == "shipped":
        return product.shipped(feature)
    return getattr(feature, keys(Feature)[name])


def _hint(name: str) -> str:
    field = Feature.model_fields.get(keys(Feature).get(name, ""))
    told = (field.description or "").split("; ")[0].rstrip(".") if field else ""
    if field is None or not told:
        return said("add `{name}:`", name=name)
    return said(
        "add `{name}:` ({about})", name=name, about=called(f"{told[:1].lower()}{told[1:]}", label(keys(Feature)[name], field))
    )
