"""The tree of work: parts that stand where they cannot, and wholes that say otherwise than their parts."""

from __future__ import annotations

from collections.abc import Iterator

from pmsite.audience import seen_fields
from pmsite.checks.rule import Context, Rule
from pmsite.diagnostics import Diagnostic, Severity
from pmsite.messages import counted, said
from pmsite.model.feature import Feature
from pmsite.model.hierarchy import Rollup, chains, forest, inherited, parts, placed, planned, rank, role, rollups, tree
from pmsite.model.levels import DEEPEST


class ParentBelowChild(Rule):
    """Work is a part of something of a lower level, as an epic of a story: one of the two levels or the parent is wrong."""

    code = "parent-below-child"
    severity = Severity.ERROR
    asks = ("parent",)
    fields = ("parent", "level")

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for feature, parent in _pairs(context):
            if rank(context.product.settings, feature) < rank(context.product.settings, parent):
                message = said(
                    "{level} cannot be a part of {id}, which is {level2}",
                    level=_level(context, feature),
                    id=parent.id,
                    level2=_level(context, parent),
                )
                yield self.at(
                    context.span(feature, "parent"), message, said("name work of a higher level, or change one of the two levels")
                )


class ParentOfSameLevel(Rule):
    """Work is a part of something of its own level. Trackers with one kind of item know no other way; with levels it may be a slip."""

    code = "parent-of-same-level"
    severity = Severity.NOTICE
    asks = ("parent",)
    fields = ("parent", "level")

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for feature, parent in _pairs(context):
            if rank(context.product.settings, feature) == rank(context.product.settings, parent):
                yield self.at(
                    context.span(feature, "parent"),
                    said("this and {id}, which it is a part of, are of the same level", id=parent.id),
                    said("give one of the two another `level:`, if they are not of the same kind"),
                )


class ParentTooDeep(Rule):
    """Work stands so deep in its tree that nobody would find it."""

    code = "parent-too-deep"
    severity = Severity.ERROR
    asks = ("parent",)
    fields = ("parent",)

    def find(self, context: Context) -> Iterator[Diagnostic]:
        above = chains(context.product)
        for feature in context.each(Feature):
            if len(above.get(feature.id, ())) == DEEPEST:  # what is below it is the same fault
                message = said(
                    "this is {deepest} levels below {id}; a tree has at most {deepest} of them",
                    deepest=DEEPEST,
                    id=above[feature.id][0].id,
                )
                yield self.at(context.span(feature, "parent"), message, said("name something higher up as its parent"))


class WorkWithoutParent(Rule):
    """A piece of work is a part of nothing, so no page shows it but the table of all levels."""

    code = "work-without-parent"
    severity = Severity.NOTICE
    asks = ("parent",)
    fields = ("parent", "level")

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for feature in context.each(Feature):
            if feature.parent is None and role(context.product.settings, feature) == "work":
                yield self.at(
                    context.span(feature, "level"),
                    said("this is {level}, and a part of nothing", level=_level(context, feature)),
                    said("add `parent:` with what it is a part of, or give it a level that counts"),
                )


class _Contradiction(Rule):
    """What a whole states is not what its parts say."""

    asks_who_names_it = True
    fields = ("status",)

    def find(self, context: Context) -> Iterator[Diagnostic]:
        below, found = parts(context.product), rollups(context.product)
        for feature in context.each(Feature):
            if feature.id in found and "status" in feature.model_fields_set:
                yield from self.about(context, feature, found[feature.id], below[feature.id])

    def about(self, context: Context, feature: Feature, rollup: Rollup, below: tuple[Feature, ...]) -> Iterator[Diagnostic]:
        """What is wrong with one whole."""
        yield from ()


class ShippedWithOpenParts(_Contradiction):
    """Something is shipped, and parts of it are still open: readers are told of what is not there."""

    code = "shipped-with-open-parts"

    def about(self, context: Context, feature: Feature, rollup: Rollup, below: tuple[Feature, ...]) -> Iterator[Diagnostic]:
        """What is wrong with one whole."""
        left = [part for part in below if part.is_open and not part.status.done]
        if feature.status.stage == "shipped" and left:
            message = said("this is {status}, and {still_open}", status=feature.status, still_open=_still_open(left))
            yield self.at(
                context.span(feature, "status"),
                message,
                said("ship or drop them, make them parts of something else, or change the status"),
            )


class DroppedWithOpenParts(_Contradiction):
    """Something is dropped, and parts of it are still open: they will be worked on for nothing."""

    code = "dropped-with-open-parts"

    def about(self, context: Context, feature: Feature, rollup: Rollup, below: tuple[Feature, ...]) -> Iterator[Diagnostic]:
        """What is wrong with one whole."""
        left = [part for part in below if part.is_open]
        if feature.status.stage == "dropped" and left:
            message = said("this is {status}, and {still_open}", status=feature.status, still_open=_still_open(left))
            yield self.at(context.span(feature, "status"), message, said("drop them, or make them parts of something else"))


class AllPartsShipped(_Contradiction):
    """All parts of something are shipped, and it is still open."""

    code = "all-parts-shipped"
    severity = Severity.REMINDER

    def about(self, context: Context, feature: Feature, rollup: Rollup, below: tuple[Feature, ...]) -> Iterator[Diagnostic]:
        """What is wrong with one whole."""
        if feature.is_open and rollup.stage == "shipped":
            message = said("all parts of this are shipped, and it is still {status}", status=feature.status)
            yield self.at(
                context.span(feature, "status"), message, said("write `status: shipped`, or name the part that is missing")
            )


class IdeaWithStartedParts(_Contradiction):
    """Something is called an idea, and its parts are being worked on."""

    code = "idea-with-started-parts"
    severity = Severity.REMINDER

    def about(self, context: Context, feature: Feature, rollup: Rollup, below: tuple[Feature, ...]) -> Iterator[Diagnostic]:
        """What is wrong with one whole."""
        if feature.status.stage == "idea" and rollup.stage == "building":
            message = said("this is {status}, and its parts have been begun", status=feature.status)
            yield self.at(
                context.span(feature, "status"),
                message,
                said("remove the line, so that it follows from the parts, or write another status"),
            )


class PartsLaterThanParent(Rule):
    """A part is planned for later than the whole that it is a part of promises: one of the two dates is wrong."""

    code = "parts-later-than-parent"
    asks = ("release",)
    asks_who_names_it = True
    fields = ("target",)

    def find(self, context: Context) -> Iterator[Diagnostic]:
        found = rollups(context.product)
        for feature in context.each(Feature):
            target = found[feature.id].target if feature.id in found else None
            if target and feature.target and feature.is_open and target.last > feature.target.last:
                yield self.at(
                    context.span(feature, "target"),
                    said("this is planned for {target}, and its parts for {target2}", target=feature.target, target2=target),
                    said("move one of the two dates, or remove this one, so that it follows from the parts"),
                )


class EffortOutgrown(Rule):
    """The parts of something take more than it was estimated to take."""

    code = "effort-outgrown"
    severity = Severity.NOTICE
    asks_who_names_it = True
    fields = ("effort",)

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for id, rollup in rollups(context.product).items():
            if rollup.is_outgrown:
                feature = context.product.items[id]
                yield self.at(
                    context.span(feature, "effort" if getattr(feature, "effort", None) is not None else "score"),
                    said(
                        "this is estimated at {own}, and its parts at {total}",
                        own=f"{rollup.own:g}",
                        total=f"{rollup.effort.total:g}",
                    ),
                    said("estimate it again, or remove the number, so that it follows from the parts"),
                )


class DerivedForNobody(Rule):
    """An audience sees something whose status or date follows from parts, and none of the parts: to these readers it is an idea."""

    code = "derived-for-nobody"
    asks_who_names_it = True
    fields = ("status", "target")

    def find(self, context: Context) -> Iterator[Diagnostic]:
        below = parts(context.product)
        silent = {id: names for id in below if (names := tuple(_silent(context, id)))}
        for audience in context.product.settings.audiences if silent else ():
            fields = seen_fields(context.product.settings, audience, Feature)
            for id, names in silent.items():
                feature = context.product.items[id]
                sees_part = "parent" in fields and any(audience in part.visibility for part in below[id])
                if audience not in feature.visibility or sees_part:
                    continue
                for name in names:
                    if name in fields:
                        message = said(
                            "the {name} of this follows from its parts, and {audience} sees none of them",
                            name=name,
                            audience=audience,
                        )
                        yield self.at(
                            context.span(feature, "title"), message, said("add `{name}:`, or let them see a part", name=name)
                        )


class InheritedForNobody(Rule):
    """A feature has its theme, its goals or its release from something that an audience does not see: for these readers it has none."""

    code = "inherited-for-nobody"
    severity = Severity.NOTICE
    asks = ("parent",)
    fields = ("theme", "supports", "release")

    def find(self, context: Context) -> Iterator[Diagnostic]:
        product = context.product
        if not parts(product):
            return
        whole = {feature.id: feature for feature in product.of(Feature)}
        handed = {
            id: tuple(facts) for id, facts in inherited(whole, tree(product), product.settings).items() if product.counts(whole[id])
        }
        for audience in product.settings.audiences if handed else ():
            fields = seen_fields(product.settings, audience, Feature)
            visible = {id: _as_seen(feature, fields) for id, feature in whole.items() if audience in feature.visibility}
            known = inherited(visible, forest(visible), product.settings)
            for id, names in handed.items():
                for name in names if id in visible else ():
                    if name in fields and name not in known.get(id, {}) and self._is_seen(context, id, name, audience):
                        message = said(
                            "the {name} of this follows from what it is a part of, which {audience} does not see",
                            name=labelled(name),
                            audience=audience,
                        )
                        hint = said("add `{name}:`, or let them see all that it is a part of", name=name)
                        yield self.at(context.span(whole[id], "title"), message, hint)

    def _is_seen(self, context: Context, id: str, name: str, audience: str) -> bool:
        """Whether readers see what is inherited, so that they miss it."""
        value = getattr(placed(context.product)[id], name)
        ids = value if isinstance(value, tuple) else (value,)
        items = context.product.items
        found = (items.get(one) or items.get(one.rpartition(".")[0]) for one in ids)
        return any(item is not None and audience in item.visibility for item in found)


def labelled(name: str) -> str:
    """What an inherited fact is called in a message."""
    return {"supports": "goal"}.get(name, name)


def _as_seen(feature: Feature, fields: frozenset[str]) -> Feature:
    """A feature without the parent and the level that readers do not get."""
    hidden = {name: nothing for name, nothing in (("parent", None), ("level", "")) if name not in fields and getattr(feature, name)}
    return feature.model_copy(update=hidden) if hidden else feature


def _silent(context: Context, id: str) -> Iterator[str]:
    """The facts that a whole does not state, and that follow from its parts."""
    whole = context.product.items[id]
    if "status" not in whole.model_fields_set:
        yield "status"
    if isinstance(whole, Feature) and planned(context.product, whole)[1] and whole.is_open:
        yield "target"


def _pairs(context: Context) -> Iterator[tuple[Feature, Feature]]:
    """Every feature that is a part of another, with that one."""
    for feature in context.each(Feature):
        parent = context.product.items.get(feature.parent or "")
        if isinstance(parent, Feature) and parent.id != feature.id:
            yield feature, parent


def _level(context: Context, feature: Feature) -> str:
    name = feature.level or context.product.settings.standard_level
    return said("an {level}", level=name) if name[:1] in tuple("aeiou") else said("a {level}", level=name)


def _still_open(left: list[Feature]) -> str:
    return counted(len(left), "its part {id} is still open", "{count} of its parts are still open", id=left[0].id)
