"""What every item has, and what a type of item says about itself."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from pmsite.messages import Term, said
from pmsite.model.indexes import TextField
from pmsite.model.marks import without_marks
from pmsite.model.period import Period
from pmsite.model.refusal import refuse
from pmsite.model.values import Before, Id, Ids, Name, Prose, Reference, Text, TextOrTexts, Texts, Title, Url, Visibility, When

DUTIES = ("goals", "insight", "collaboration", "data", "market", "planning", "communication", "problems", "leadership", "learning")


def fact(
    description: str,
    example: object,
    *,
    default: object = None,
    outside: bool = False,
    alias: str | None = None,
    label: str = "",
    inverse: str = "",
) -> Any:
    """A field of an item: what it means, an example, and whether outside audiences get it unless product.yml says otherwise.

    `label` is what pages call it where that is not its name; `inverse` is what the items call it that it names.
    """
    said: dict[str, Any] = {"outside": outside, "label": label, "inverse": inverse}
    empty: Any = {"default_factory": dict} if default == {} else {"default": default}  # a default that can change is copied, slowly
    return Field(**empty, description=description, examples=[example], alias=alias, json_schema_extra=said)


class Part(BaseModel):
    """A group of fields inside an item."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)


def _wordings(value: object) -> object:
    if not isinstance(value, Mapping):
        refuse(
            "not-a-mapping",
            said("`for` gives other words by audience"),
            said("write it as `for: {customers: {title: Work anywhere}}`"),
        )
    return value


class Wording(Part, defer_build=False):  # every type has it, and would build it anew
    """Other words, or a coarser date, for one audience."""

    title: Title | None = fact("The title that this audience reads.", "Work anywhere")
    summary: Prose | None = fact("The summary that this audience reads.", "Keep working when the network is gone.")
    target: When | None = fact("The target that this audience reads.", "2026-H2")
    date: When | None = fact("The date that this audience reads.", "2026-12")
    reason: Prose | None = fact("The reason that this audience reads.", "Few of you asked for it.", label="Why not")


class Imported(Part, defer_build=False):
    """Where an item was imported from, and what the source knew that has no field of its own."""

    source: Text = fact("The system it was imported from.", "Jira", default=..., outside=True)
    id: Text = fact("What the source calls it; a later import finds the item again by it.", "APP-381", default=..., outside=True)
    url: Url | None = fact("Where it is in the source.", "https://tracker.example/browse/APP-381", outside=True, label="Address")
    fields: dict[str, TextOrTexts] = fact(
        "By column, what the source knew and no field holds.", {"Story points": "5"}, default={}, outside=True
    )
    last: dict[str, TextOrTexts] = fact(
        "By field, what the last import wrote, so that the next one can tell a hand edit from a change in the source; a digest of long texts.",
        {"status": "building"},
        default={},
    )


def by_rank(rank: float | None) -> tuple[bool, float]:
    """Sort key for what people rank: the smallest first, then what has no rank."""
    return (rank is None, rank or 0.0)


class Item(BaseModel):
    """One Markdown file of a workspace: the facts that every type has."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, arbitrary_types_allowed=True, defer_build=True)

    type: ClassVar[str] = ""
    folder: ClassVar[str] = ""
    duty: ClassVar[str] = ""

    id: Id = Field(
        description="The name that other items use for this one; the file's name without .md where it is absent.",
        examples=["offline-mode"],
    )
    title: Title = Field(description="What readers call it.", examples=["Offline mode"], json_schema_extra={"outside": True})
    summary: Prose = fact(
        "One or two sentences on what it is good for.", "Read and edit without a network.", default="", outside=True
    )
    owner: Name | None = fact("Who answers for it: a person or a role.", "mobile-lead", inverse="Answers for")
    visibility: Visibility = fact(
        "Audiences, besides the team, that may see it; the team only where it is absent.",
        ["customers"],
        default=(),
        label="Visible to",
    )
    wordings: Annotated[dict[str, Wording], Before(_wordings)] = fact(
        "Other words, or a coarser date, by audience.",
        {"customers": {"title": "Work anywhere"}},
        default={},
        alias="for",
        label="Words for audiences",
    )
    related: Annotated[Ids, Reference()] = fact(
        "Items that a reader of this one may want.", ["sync-engine"], default=(), outside=True, inverse="Related"
    )
    tags: Texts = fact("Words to find it by.", ["mobile"], default=())
    verified: When | None = fact("When somebody last made sure that all this is true.", "2026-11-02", label="Last verified")
    imported: Imported | None = fact(
        "Written by `pmsite import`: where the item came from, and what the source knew besides.",
        {"source": "Jira", "id": "APP-381"},
    )

    path: str = Field(default="", exclude=True)
    body: str = Field(default="", exclude=True)
    body_line: int = Field(default=1, exclude=True)
    custom: Mapping[str, Any] = Field(default_factory=dict, exclude=True)

    @property
    def in_short(self) -> str:
        """Its summary as readers see it, without the marks of Markdown."""
        return without_marks(self.summary)

    @property
    def readers(self) -> frozenset[str]:
        """The audiences, besides the team, that get its texts."""
        return frozenset(self.visibility)

    @property
    def key(self) -> tuple[Any, ...]:
        """Where the item stands among its kind when nothing else decides: by its rank, if its type has one, then by title."""
        return (*by_rank(getattr(self, "rank", None)), self.title.casefold(), self.id)


for _name in ("body", "body_line"):
    setattr(Item, _name, TextField(_name))


MACHINE_FIELDS = frozenset({"imported"})
"""Fields of front matter that commands write, not people."""
YIELDING = frozenset({"milestones"})
"""Fields that came when plans had declared their own under these names: such a plan keeps its own, and does without these."""
READER_FIELDS = frozenset({"path", "body", "body_line", "custom", "series"})
"""Fields that reading fills, never front matter."""


class Aging(Item):
    """An item whose facts age: it says where they come from, and when to look again."""

    source: Text | None = fact("Where the facts come from.", "Interviews, spring 2026")
    as_of: When | None = fact("The date that the facts are true for.", "2026-10")
    review_by: When | None = fact("When to look again; past it the item is marked as out of date.", "2027-Q1")


class Private(Item):
    """An item about people. No audience sees it unless product.yml lists, for that audience, fields of its type."""

    @field_validator("visibility")
    @classmethod
    def _is_told_field_by_field(cls, audiences: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        assert info.context is not None  # the loader always validates with the workspace's settings
        for name in audiences:
            if cls.type not in info.context.audiences[name].fields:
                refuse(
                    "private-item",
                    said(
                        "a {type} stays with the team: product.yml does not say what {name} may see of one",
                        type=Term(cls.type),
                        name=name,
                    ),
                    said(
                        "remove {name} here, or list fields in product.yml: `{name}: {{fields: {{{kind}: [summary]}}}}`",
                        name=name,
                        kind=cls.type,
                    ),
                )
        return audiences


def review_is_over(item: Item, today: date) -> bool:
    """Whether an item was to be looked at again by a day that is past."""
    review = getattr(item, "review_by", None)
    return isinstance(review, Period) and review.last < today
