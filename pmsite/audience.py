"""What one audience may see: the one place where a product loses what is not meant for its readers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import BaseModel

from pmsite.model import custom
from pmsite.model.change import Change
from pmsite.model.coarse import Telling, coarser
from pmsite.model.feature import Feature
from pmsite.model.hierarchy import with_given
from pmsite.model.indexes import record
from pmsite.model.intake import Intake
from pmsite.model.item import READER_FIELDS, Item
from pmsite.model.levels import LevelSetting
from pmsite.model.links import links_again
from pmsite.model.metric import Metric
from pmsite.model.parsing import apart
from pmsite.model.product import Product, Words, connect
from pmsite.model.settings import Settings
from pmsite.model.status import ENDS, Status
from pmsite.model.trend import Trend
from pmsite.model.types import BY_NAME, groups, keys, leaves, outside_fields, references
from pmsite.read.passages import public_text

if TYPE_CHECKING:
    from pmsite.model.past import Past

TEAM = "team"

_SHARED = (
    "name",
    "language",
    "languages",
    "fiscal_year_starts",
    "scoring",
    "capabilities",
    "axes",
    "currency",
    "disclaimer",
    "changelog_head",
    "effort_unit",
)
"""Settings that say nothing of what the team keeps to itself."""
_ALWAYS = frozenset({"id", "title"})


class UnknownAudience(ValueError):
    """The named audience is not one of the workspace's: nothing is published for it."""


@record
@dataclass(frozen=True, eq=False)
class Projection(Product):
    """A product as one audience may see it. Views, charts, exports and pages only ever hold this."""

    audience: str = TEAM
    past: Past | None = None
    """How the plan came about, as far as this audience may know; nothing where no history is read."""
    days: tuple[AsOf, ...] = ()
    """The plan as it was on named days."""
    also: Settings | None = None
    """What else decides about fields, where the plan is one of another day."""
    plans: Mapping[str, Neighbour] = field(default_factory=dict)
    """By name, the plans of others whose items are among the items; those have ids that begin with it."""
    homes: Mapping[str, str] = field(default_factory=dict, repr=False)
    """By id, the address of the page that an item of another plan has at home, where that is known."""

    @property
    def is_inside(self) -> bool:
        """Whether the readers are the team itself."""
        return self.audience == TEAM

    def sees(self, model: type[Item], name: str) -> bool:
        """Whether the readers get a field of a type, a custom field included."""
        known = (self.settings, self.also) if self.also else (self.settings,)
        return self.is_inside or all(name in seen_fields(settings, self.audience, model) for settings in known)

    def with_plan(self, title: str, id: str) -> str:
        """The title of an item where it stands alone: that of another plan's item with the name of its product, once."""
        plan = self.plans.get(apart(id)[0])
        more = f" · {plan.label}" if plan else ""
        return title if title.endswith(more) else title + more


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another plan, as readers are told of it."""

    name: str
    label: str
    day: date | None = None
    """The day that it is true of."""
    is_old: bool = False
    site: str = ""
    """The address of its own site."""


@dataclass(frozen=True, slots=True)
class AsOf:
    """A plan as it was, under the name that product.yml gives that day."""

    name: str
    day: date
    product: Projection


def project(
    product: Product, audience: str, words: Mapping[str, Mapping[str, Any]] | None = None, also: Settings | None = None
) -> Projection:
    """The product with everything taken out that the audience may not see; raises UnknownAudience.

    `words` replaces titles, summaries and bodies by item, with their translations. `also` are the settings of another day,
    which must let the audience see a field as well.
    """
    product = _spoken(product, words)
    if audience == TEAM:
        items = with_given(product.items, product.settings)
        links = links_again(product.links, product.items, items, product.settings)
        return Projection(product.settings, items, product.today, links, product.broken, translations=product.translations)
    if audience not in product.settings.audiences:
        raise UnknownAudience(audience)
    readers = Readers(product, audience, also)
    items = with_given(dict(readers.items()), product.settings)
    seen = connect(_public_settings(product.settings, audience, items), items, product.today)
    known = _public_settings(also, audience, items) if also else None
    words = {id: readers.words(product.items[id], told) for id, told in product.translations.items() if id in items}
    return Projection(seen.settings, seen.items, seen.today, seen.links, (), translations=words, audience=audience, also=known)


def reduced(product: Product, audience: str, words: Mapping[str, Mapping[str, Any]] | None = None) -> Mapping[str, Item]:
    """What an audience sees of each item, before anything follows from an item's place among others; raises UnknownAudience."""
    product = _spoken(product, words)
    if audience == TEAM:
        return product.items
    if audience not in product.settings.audiences:
        raise UnknownAudience(audience)
    return dict(Readers(product, audience).items())


def _spoken(product: Product, words: Mapping[str, Mapping[str, Any]] | None) -> Product:
    """The product with other words for some items."""
    if not words:
        return product
    spoken = {id: item.model_copy(update=dict(words[id])) if id in words else item for id, item in product.items.items()}
    return replace(product, items=spoken)


def seen_fields(settings: Settings, audience: str, model: type[Item]) -> frozenset[str]:
    """The fields of a type that an outside audience gets: what product.yml lists for it, or else what the type gives outside.

    The body is `body`, a metric's values are `series`.
    """
    setting = settings.audiences[audience]
    listed = setting.fields.get(model.type)
    known = keys(model)
    fields = outside_fields(model) | {"body"} if listed is None else frozenset(known.get(name, name) for name in listed)
    own = (name for name, field in settings.custom_fields(model.type).items() if audience in field.audiences)
    return _ALWAYS | fields | frozenset(own)


def _public_settings(settings: Settings, audience: str, items: Mapping[str, Item]) -> Settings:
    """What an audience may know of the workspace: nothing of other audiences, of hidden fields, or of where the team keeps its work."""
    features = [item for item in items.values() if isinstance(item, Feature)]
    used = {item.status.id for item in features}
    kinds = {item.kind for item in items.values() if isinstance(item, Change)}
    declared = {
        type_name: {
            name: field.model_copy(update={"audiences": tuple(own for own in field.audiences if own == audience)})
            for name, field in fields.items()
            if name in seen_fields(settings, audience, BY_NAME[type_name])
        }
        for type_name, fields in settings.fields.items()
    }
    known = {name: getattr(settings, name) for name in _SHARED}
    sectors = {item.category for item in items.values() if isinstance(item, Trend)}
    return Settings.model_construct(
        **known,
        audiences={audience: settings.audiences[audience]},
        levels=levels_in_use(settings, features),
        statuses={name: own.model_copy(update={"requires": ()}) for name, own in settings.statuses.items() if name in used},
        change_kinds={name: own for name, own in settings.change_kinds.items() if name in kinds},
        trend_categories={name: label for name, label in settings.trend_categories.items() if name in sectors},
        fields={type_name: fields for type_name, fields in declared.items() if fields},
        views={
            name: saved.model_copy(update={"audiences": (audience,)})
            for name, saved in settings.views.items()
            if audience in saved.audiences
        },
        intake=_own_form(settings, audience),
    )


def _own_form(settings: Settings, audience: str) -> Intake | None:
    """The form that an audience is led to; not who else is."""
    form = settings.intake
    return form.model_copy(update={"audiences": (audience,)}) if form and audience in form.audiences else None


def levels_in_use(settings: Settings, features: Iterable[Feature]) -> dict[str, LevelSetting]:
    """The levels that features name, those that they are like, and the one of work that names none."""
    named = {feature.level for feature in features} | {settings.standard_level}
    named |= {own.like for name, own in settings.levels.items() if name in named}
    return {name: own for name, own in settings.levels.items() if name in named}


class _Plan(NamedTuple):
    """What becomes of the fields of one type."""

    hidden: tuple[str, ...]
    references: tuple[str, ...]
    groups: tuple[str, ...]
    seen: frozenset[str]


class Readers:
    """Reduces the items of a product to what one audience may see of each, by its settings and by those of another day as well."""

    def __init__(self, product: Product, audience: str, also: Settings | None = None) -> None:
        self._product, self._audience, self._also = product, audience, also
        self._telling = _telling(product, audience, also)
        self._plans: dict[type[Item], _Plan] = {}
        self._abroad = product.abroad.seen_by(audience)

    def items(self) -> Iterator[tuple[str, Item]]:
        """Every item that the audience may see, reduced, by id."""
        for id, item in self._product.items.items():
            if self._audience in item.visibility:
                yield id, self.reduce(item)

    def _plan(self, model: type[Item]) -> _Plan:
        if model not in self._plans:
            seen = seen_fields(self._product.settings, self._audience, model)
            if self._also is not None:
                seen &= seen_fields(self._also, self._audience, model)
            fields = [name for name in model.model_fields if name not in READER_FIELDS]
            self._plans[model] = _Plan(
                tuple(name for name in fields if name not in seen),
                tuple(name for name in references(model) if name in seen),
                tuple(name for name in groups(model) if name in seen),
                seen,
            )
        return self._plans[model]

    def reduce(self, item: Item) -> Item:
        """What the audience may see of an item that it may see."""
        model, plan = type(item), self._plan(type(item))
        changes: dict[str, Any] = {name: _nothing(model, name, getattr(item, name)) for name in plan.hidden}
        changes |= {name: self._visible_ids(getattr(item, name)) for name in plan.references}
        changes |= {name: self._outside_part(getattr(item, name), name, plan.seen) for name in plan.groups}
        changes["custom"] = self._custom(item, plan.seen) if item.custom else item.custom
        changes["body"] = public_text(item.body) if "body" in plan.seen else ""
        if isinstance(item, Feature) and "status" in plan.hidden:
            changes["status"] = _coarse(item.status, "horizon" not in plan.hidden)
        if isinstance(item, Metric) and "series" not in plan.seen:
            changes["series"] = ()
        if wording := item.wordings.get(self._audience):
            changes |= {name: getattr(wording, name) for name in wording.model_fields_set}
        reduced = item.model_copy(update=changes)
        if isinstance(item, Feature) and "status" not in item.model_fields_set:
            reduced.model_fields_set.discard("status")
        return self._telling.item(reduced) if self._telling else reduced

    def sees(self, model: type[Item], name: str) -> bool:
        """Whether the audience gets a field of a type."""
        return name in self._plan(model).seen

    def words(self, item: Item, translations: Words) -> Words:
        """What the audience may read of an item in other languages; words that are its own it reads in all of them."""
        own = item.wordings.get(self._audience)
        read = self._plan(type(item)).seen - (own.model_fields_set if own else set())
        return {
            language: {name: public_text(text) if name == "body" else text for name, text in words.items() if name in read}
            for language, words in translations.items()
        }

    def _custom(self, item: Item, seen: frozenset[str]) -> dict[str, Any]:
        declared = self._product.settings.custom_fields(item.type)
        found = {}
        for name, value in item.custom.items():
            if name not in seen:
                continue
            if custom.reference(declared[name]) is None:
                found[name] = value
            elif isinstance(value, Mapping):
                found[name] = {key: id for key, id in value.items() if self._is_visible(id)}
            else:
                found[name] = self._visible_ids(value)
        return found

    def _visible_ids(self, value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(id for id in value if self._is_visible(id))
        return value if value is None or self._is_visible(value) else None

    def _is_visible(self, written: str) -> bool:
        if written in self._abroad:
            return True
        item = self._product.items.get(written) or self._product.items.get(written.rpartition(".")[0])
        return item is not None and self._audience in item.visibility

    def _outside_part(self, value: Any, path: str, seen: frozenset[str]) -> Any:
        """A value with the fields of its groups that stay with the team taken out, and references to what is hidden."""
        if isinstance(value, tuple):
            return tuple(self._outside_part(entry, path, seen) for entry in value)
        if isinstance(value, Mapping):
            return {key: self._outside_part(entry, path, seen) for key, entry in value.items()}
        if not isinstance(value, BaseModel):
            return value
        model = type(value)
        changes: dict[str, Any] = {}
        for name in model.model_fields:
            inner = f"{path}.{name}"
            if not leaves(model, name) and inner not in seen:
                changes[name] = _nothing(model, name, getattr(value, name))
            elif name in references(model):
                changes[name] = self._visible_ids(getattr(value, name))
            else:
                changes[name] = self._outside_part(getattr(value, name), inner, seen)
        return value.model_copy(update=changes)


def told_within(product: Projection, precision: str) -> Projection:
    """The same projection with plans told no finer than a precision, for a document whose readers are told no more."""
    telling = Telling(precision, product.today, product.settings.fiscal_year_starts)
    return replace(product, items={id: telling.item(item) for id, item in product.items.items()})


def _telling(product: Product, audience: str, also: Settings | None) -> Telling | None:
    now = product.settings.audiences[audience].dates
    then = also.audiences[audience].dates if also is not None and audience in also.audiences else ""
    precision = coarser(now, then)
    return Telling(precision, product.today, product.settings.fiscal_year_starts) if precision else None


def _nothing(model: type[BaseModel], name: str, value: object) -> Any:
    """What a hidden field holds: nothing. Never a default that readers would take for a fact, such as the first of several states."""
    if isinstance(value, str):
        return None if model.model_fields[name].default is None else ""
    if isinstance(value, bool):
        return False
    if isinstance(value, (tuple, Mapping)):
        return type(value)()
    field = model.model_fields[name]
    return None if field.is_required() else field.get_default(call_default_factory=True)


def _coarse(status: Status, with_end: bool) -> Status:
    """A hidden status: only whether work is open, shipped or dropped, where the audience sees the horizon; else not even that."""
    if not with_end:
        return Status("", "open", "")
    stage = status.stage if status.stage in ENDS else "open"
    return Status(stage, stage, "")
