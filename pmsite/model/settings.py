"""product.yml, typed: what the workspace calls things. Safe data, never code."""

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from pmsite.messages import reason, said
from pmsite.model.change import CHANGE_KINDS
from pmsite.model.intake import Intake
from pmsite.model.levels import UNITS, Level, LevelSetting, ladder, standard
from pmsite.model.parsing import PART, matching, part_of_address, scalar
from pmsite.model.period import parse
from pmsite.model.refusal import excerpt, refuse
from pmsite.model.saved_view import SavedView, view_name
from pmsite.model.status import STAGES, Status
from pmsite.model.values import LIST, Before, Boolean, Choice, NotNegative, Number, Prose, Text, Texts, Title, Url

LANGUAGES = ("en", "zh")
PRECISIONS = ("day", "month", "quarter", "half", "year")
KINDS = ("text", "number", "boolean", "date", "choice", "list", "map", "references", "url")

_AUDIENCE = re.compile(r"[^\W_][\w-]{0,63}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FIELD = re.compile(r"[^\W\d_]\w{0,63}")
_KIND = re.compile(r"[a-z][a-z0-9_-]{2,39}")
_PREFIX = re.compile(r"[^\s{}:]*[^\s{}:\d_]|\w*[^\W\d]\w*")
_TRACKER = re.compile(r"https?://[^\s/@\\]+/?[^\s\\]*")
SITE_ID = re.compile(r"[a-z0-9-]{1,64}")
_KID = re.compile(r"[0-9a-f]{8}")

SCORINGS = ("rice", "ice", "wsjf", "opportunity")
CHANGELOG_HEAD = """\
# Changelog

All notable changes to {name} are written down here.

The format is that of [Keep a Changelog](https://keepachangelog.com/en/1.1.0/).
"""
"""What CHANGELOG.md begins with where product.yml says nothing else."""
READ_AS = ("new", "improved", "fixed", "deprecated", "removed", "security")


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


_audience_name = matching(
    _AUDIENCE,
    said("the name of an audience"),
    "bad-audience-name",
    said("is not a valid audience name"),
    said("use letters, digits and hyphens, such as customers"),
)
_field_name = matching(
    _FIELD,
    said("the name of a field"),
    "bad-field-name",
    said("is not a valid field name"),
    said("use letters, digits and _, such as maturity"),
)
_kind_name = matching(
    _KIND,
    said("the name of a kind"),
    "bad-kind-name",
    said("cannot be a kind of change, which is part of file names"),
    said("use three or more small letters, digits and hyphens, such as performance"),
)
_prefix = matching(
    _PREFIX,
    said("the prefix of a tracker's keys"),
    "not-a-prefix",
    said("is not what keys of a tracker begin with"),
    said('write what stands before the number: APP for APP-381, "#" for #12, "org/repo#" for org/repo#5'),
)
_site_id = matching(
    SITE_ID,
    said("a name for the site"),
    "bad-site-id",
    said("is not a name that a site can have in its links"),
    said("use up to 64 of a-z, 0-9 and -, such as field-notes; every link depends on it, so choose it once"),
)
_kid = matching(
    _KID,
    said("the name of the secret"),
    "bad-kid",
    said("is not the name of a secret"),
    said("let `pmsite links rotate` write it: 8 digits from 0-9 and a-f"),
)


_moment_name = part_of_address(said("the name of a page"), "bad-as-of-name", "2026-Q1")


def _moment(value: object) -> str:
    written = scalar(value, said("a day or a tag"))
    if _DAY.fullmatch(written):
        try:
            return str(parse(written))
        except ValueError as fault:
            refuse("not-a-date", reason(fault), said("write a day such as 2026-03-31"))
    if not PART.fullmatch(written.replace("/", "-")):
        refuse(
            "not-a-revision",
            said("{written} is neither a day nor a tag", written=excerpt(written)),
            said("write a day such as 2026-03-31, or a tag such as v1.2"),
        )
    return written


def _tracker(value: object) -> str:
    written = scalar(value, said("an address"))
    if not _TRACKER.fullmatch(written) or "{n}" not in written:
        refuse(
            "not-an-address",
            said("{written} is no tracker address: it must be http or https and hold {{n}}", written=excerpt(written)),
            said('write it as "https://tracker.example/browse/APP-{n}"'),
        )
    return written


def _month(value: object) -> int:
    written = scalar(value, said("a month, 1 to 12"))
    if written not in [str(month) for month in range(1, 13)]:
        refuse(
            "not-a-month",
            said("{written} is not a month", written=excerpt(written)),
            said("write its number, 1 for January to 12 for December"),
        )
    return int(written)


def _two_axes(value: object) -> object:
    if isinstance(value, Mapping) and len(value) not in (0, 2):
        refuse("not-two-axes", said("a map has two axes"), said("write it as `axes: {price: Price, depth: Depth}`"))
    return value


class Audience(_Part):
    """A named group of readers besides the team."""

    label: Text = Field(default="", description="What readers see instead of the name.")
    fields: Annotated[dict[str, Texts], Before(lambda v: v or {})] = Field(
        default_factory=dict,
        description="By item type, exactly the fields that this audience gets besides id and title; the text below them is `body`.",
    )
    dates: Annotated[str, Choice(PRECISIONS)] = Field(
        default="",
        description="How finely this audience is told when plans are to come: no finer than this. As written where it is absent; "
        "what has happened keeps its day.",
    )
    site: Url | None = Field(default=None, description="Where this audience reads its site; its briefs link there.")


class Segment(_Part):
    """A kind of customer."""

    weight: NotNegative = Field(default=1.0, description="How much a request of such a customer weighs against those of others.")


class Disclaimer(_Part):
    """What briefs for readers outside tell them not to rely on."""

    en: Prose = Field(default="", description="The words in English; ready ones where they are absent.")
    zh: Prose = Field(default="", description="The words in Chinese; ready ones where they are absent.")
    place: Annotated[str, Choice(("top", "end"))] = Field(default="end", description="Where they stand in a brief.")


class StatusSetting(_Part):
    """One of the workspace's own statuses."""

    model_config = ConfigDict(
        json_schema_extra=lambda schema: schema.pop("required", None)
    )  # a stage that is the name itself is left out

    stage: Annotated[str, Choice(STAGES)] = Field(
        description="The stage that the status belongs to; its own name where that is a stage."
    )
    label: Text = Field(default="", description="What readers see instead of the name.")
    done: Boolean = Field(default=False, description="Whether the work on it is finished, though it has not reached users.")
    requires: Texts = Field(
        default=(),
        description="Fields that a feature has to have before it may have the status, such as `result`; custom ones included.",
    )


class ChangeKind(_Part):
    """A kind of change."""

    readers: Annotated[str, Choice(READ_AS)] = Field(default="improved", description="The group that users read it in.")
    label: Text = Field(
        default="", description="What the changelog for developers and CHANGELOG.md call it; its name where it is absent."
    )


class CustomField(_Part):
    """A field that the workspace adds to an item type."""

    kind: Annotated[str, Choice(KINDS)] = Field(description="What the field holds.")
    label: Text = Field(default="", description="What readers see instead of the name.")
    values: Texts = Field(default=(), description="The words that a choice knows.")
    values_are: Text = Field(default="text", description="What a map's values are: a kind, or the type of item they name.")
    to: Text = Field(default="", description="The type of item that references name.")
    audiences: Texts = Field(default=(), description="Audiences besides the team that see the field.")


class Links(_Part):
    """What private links are made with, besides the secret."""

    site_id: Annotated[str, Before(_site_id)] = Field(
        default="", description="The site's name in its links; another one changes every link."
    )
    kid: Annotated[str, Before(_kid)] = Field(
        default="", description="The public name of the secret, so that a wrong secret is noticed; `pmsite links rotate` writes it."
    )


def _weight(value: object) -> object:
    return "reminder" if value == "notice" else value  # as it was called before there were reminders


def _own_statuses(value: object) -> object:
    """A status that every workspace has needs no stage: it is its own."""
    if not isinstance(value, Mapping):
        return value
    return {
        name: {"stage": name, **own} if name in STAGES and isinstance(own, Mapping) and "stage" not in own else own
        for name, own in value.items()
    }


def _mapping(value: object) -> object:
    return {} if value is None else value


class Settings(_Part):
    """A workspace's settings."""

    name: Title = Field(description="What the product is called.")
    language: Annotated[str, Choice(LANGUAGES)] = Field(default="en", description="The language of the interface.")
    languages: Annotated[tuple[Annotated[str, Choice(LANGUAGES)], ...], LIST] = Field(
        default=(), description="The languages that every item is told in, by a file with the language in its name."
    )
    fiscal_year_starts: Annotated[int, Before(_month), WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 12})] = Field(
        default=1,
        description="The month in which the fiscal year starts; a fiscal year has the number of the year in which it ends.",
    )
    audiences: dict[Annotated[str, Before(_audience_name)], Annotated[Audience, Before(_mapping)]] = Field(
        default_factory=dict, description="Groups of readers besides the team, which sees all."
    )
    statuses: Annotated[dict[Text, StatusSetting], Before(_own_statuses)] = Field(
        default_factory=dict, description="The workspace's own statuses, each with its stage, and what each requires."
    )
    levels: dict[Text, Annotated[LevelSetting, Before(_mapping)]] = Field(
        default_factory=dict,
        description="The levels of work, the highest first; initiative, epic, feature, story and task where it is absent.",
    )
    effort_unit: Annotated[str, Choice(UNITS)] = Field(default="person_months", description="What `effort` counts.")
    change_kinds: dict[Annotated[str, Before(_kind_name)], Annotated[ChangeKind, Before(lambda v: v or {})]] = Field(
        default_factory=dict,
        description="The workspace's own kinds of changes, in the order of the changelog; those of Keep a Changelog follow.",
    )
    changelog_head: Prose = Field(
        default="",
        description="What CHANGELOG.md begins with, above its first release, in Markdown; ready words where it is absent.",
    )
    site: Url | None = Field(default=None, description="Where the team reads its site; briefs for the team link there.")
    disclaimer: Disclaimer = Field(
        default_factory=Disclaimer, description="What briefs for readers outside tell them not to rely on."
    )
    trackers: dict[Annotated[str, Before(_prefix)], Annotated[str, Before(_tracker)]] = Field(
        default_factory=dict,
        description="Where delivery work lives: by what stands before the number, an address with {n} for it. "
        'APP is for APP-381, "#" for #12, "org/repo#" for org/repo#5.',
    )
    fields: dict[str, dict[Annotated[str, Before(_field_name)], CustomField]] = Field(
        default_factory=dict, description="Custom fields, by item type."
    )
    scoring: Annotated[str, Choice(SCORINGS)] = Field(default="rice", description="The method that orders the prioritisation page.")
    capabilities: Texts = Field(default=(), description="What the comparison with competitors has rows for.")
    axes: Annotated[dict[Text, Text], Before(_two_axes)] = Field(
        default_factory=dict, description="The two axes of the positioning map: by key, what readers see; across first, then up."
    )
    trend_categories: dict[Text, Text] = Field(
        default_factory=dict,
        description="The sectors of the trend radar, in their order: by what trends write as `category`, what readers see.",
    )
    currency: Text = Field(default="", description="What money is counted in, such as EUR.")
    segments: dict[Text, Annotated[Segment, Before(_mapping)]] = Field(
        default_factory=dict, description="The kinds of customers, each with its weight in the demand for features."
    )
    views: dict[Annotated[str, Before(view_name)], Annotated[SavedView, Before(_mapping)]] = Field(
        default_factory=dict,
        description="Views of the roadmap with a name of their own, at `roadmap/views/NAME/`: tabs beside those that every plan has.",
    )
    as_of: dict[Annotated[str, Before(_moment_name)], Annotated[str, Before(_moment)]] = Field(
        default_factory=dict,
        description="Pages that show the plan as it was, at `as-of/NAME/`: by name, a day such as 2026-03-31, or a tag of the repository.",
    )
    checks: dict[Text, Annotated[str, Choice(("off", "reminder", "warning", "error")), Before(_weight)]] = Field(
        default_factory=dict, description="The severity of single checks, by their code."
    )
    intake: Intake | None = Field(
        default=None,
        description="Where readers outside say what they need: `form`, the address of a form with {id} and {title} for those of a feature, "
        "and `audiences`, whose pages of features lead to it.",
    )
    links: Links = Field(default_factory=Links, description="What private links to briefs are made with.")
    stale_after: Number = Field(
        default=90, description="Days after which an item that is under way and names when it was verified counts as stale."
    )

    @cached_property
    def known_statuses(self) -> Mapping[str, Status]:
        """Every status by name: the six stages, overlaid with the workspace's own."""
        found = {stage: Status(stage, stage, "") for stage in STAGES}
        found |= {name: Status(name, own.stage, own.label, own.done) for name, own in self.statuses.items()}
        return found

    @cached_property
    def known_levels(self) -> Mapping[str, Level]:
        """Every level of work by name, the highest first."""
        return ladder(self.levels)

    @cached_property
    def standard_level(self) -> str:
        """The level of work that names none."""
        return standard(self.known_levels)

    @cached_property
    def kinds(self) -> Mapping[str, ChangeKind]:
        """Every kind of change, in the order of the changelog: the workspace's own, then the rest of Keep a Changelog's."""
        standard = {name: ChangeKind(readers=readers) for name, readers in CHANGE_KINDS.items()}
        own = {name: self._overlaid(name, kind) for name, kind in self.change_kinds.items()}
        return own | {name: kind for name, kind in standard.items() if name not in own}

    @staticmethod
    def _overlaid(name: str, kind: ChangeKind) -> ChangeKind:
        silent = name in CHANGE_KINDS and "readers" not in kind.model_fields_set
        return kind.model_copy(update={"readers": CHANGE_KINDS[name]}) if silent else kind

    def custom_fields(self, type_name: str) -> Mapping[str, CustomField]:
        """The fields that the workspace adds to one item type."""
        return self.fields.get(type_name, {})
