"""portfolio.yml, typed: which plans a portfolio reads, from where, and for whom. Safe data, never code."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pmsite.diagnostics import Diagnostic, Report, Severity
from pmsite.messages import said
from pmsite.model.faults import did_you_mean, from_validation
from pmsite.model.parsing import PLAN, matching, reference, scalar
from pmsite.model.refusal import excerpt, refuse
from pmsite.model.schema import DRAFT
from pmsite.model.types import BY_NAME
from pmsite.model.values import Before, Number, Text, Texts
from pmsite.plan.document import TEAM
from pmsite.read.front_matter import read
from pmsite.read.record import Record
from pmsite.read.spans import span_of
from pmsite.read.text import decode
from pmsite.read.workspace import PORTFOLIO

FILE = PORTFOLIO
AUDIENCE = "{audience}"
"""What stands for the name of an audience, as the other plan calls it, in the place that its document comes from."""

_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]{0,99}")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):")
_REF = re.compile(r"(?!.*(?:\.\.|//|@\{|\.lock(?:/|$)))[^\W_][\w./+#-]{0,199}(?<![./])")
_SSH = re.compile(r"[\w.-]+@[\w.-]+:[^:\s]+")
_GIT_SCHEMES = ("https", "ssh")

plan_name = matching(
    PLAN,
    said("the name of a plan"),
    "bad-plan-name",
    said("cannot be the name of a plan"),
    said("use small letters, digits and `-`, such as app"),
)
_variable = matching(
    _VARIABLE,
    said("the name of an environment variable"),
    "bad-variable",
    said("is not the name of an environment variable"),
    said("write its name, such as APP_PLAN_TOKEN, and never the token itself"),
)
_ref = matching(
    _REF,
    said("a branch or a tag"),
    "bad-branch-name",
    said("is not the name of a branch or a tag"),
    said("write it as git shows it, such as main"),
)


def _address(value: object) -> str:
    """An https address, or a path relative to the folder of portfolio.yml."""
    written = scalar(value, "an address or a path").strip()
    scheme = _SCHEME.match(written)
    if scheme is None:
        return _path(written)
    bare = written.replace(AUDIENCE, "audience")
    try:
        parts = urlsplit(bare)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if (
        scheme[1].lower() != "https"
        or not parts.hostname
        or port == 0
        or not bare.isascii()
        or not bare.isprintable()
        or set(bare) & set(' <>"{}\\^`')
    ):
        refuse(
            "bad-source",
            said("{written} is no address that plans are fetched from", written=excerpt(written)),
            said("write https://…, or a path in this repository"),
        )
    if "@" in parts.netloc:
        refuse(
            "credentials-in-address",
            said("the address holds a name or a password, which everybody reads who reads this file"),
            said("leave them out, and name the environment variable that holds a token under `token`"),
        )
    if AUDIENCE in written.split("/", 3)[2]:
        refuse(
            "bad-source",
            said("{name} cannot be a part of a host", name=AUDIENCE),
            said("write it in the path, such as https://app.example/{audience}/roadmap/plan.json"),
        )
    return written


def _path(value: object) -> str:
    written = scalar(value, "the path of a file").strip()
    if (
        not written
        or written.startswith(("/", "-", "~"))
        or "\\" in written
        or re.match(r"[A-Za-z]:", written)
        or not written.isprintable()
    ):
        refuse(
            "bad-source",
            said("{written} is no path in a repository", written=excerpt(written)),
            said("write it relative to the folder of portfolio.yml, with / between folders, such as ../vendor/box/plan.json"),
        )
    return written


def _inside(value: object) -> str:
    written = _path(value)
    if any(part in ("", ".", "..") for part in written.split("/")):
        refuse(
            "bad-source",
            said("{written} is no path from the top of a repository", written=excerpt(written)),
            said("write it as git shows it, such as roadmap/plan.json"),
        )
    return written


def _repository(value: object) -> str:
    written = scalar(value, "the address of a repository").strip()
    if written.startswith("-") or "::" in written or not written.isprintable() or " " in written:
        refuse(
            "bad-repository",
            said("{written} is no address that is fetched from", written=excerpt(written)),
            said("write https://…, ssh://… or git@host:path"),
        )
    scheme = _SCHEME.match(written)
    if _SSH.fullmatch(written) or scheme is None:
        return written if scheme is not None or _SSH.fullmatch(written) else _path(written)
    if scheme[1].lower() not in _GIT_SCHEMES:
        refuse(
            "bad-repository",
            said("{written} is no address that is fetched from", written=excerpt(written)),
            said("write https://…, ssh://… or git@host:path"),
        )
    if scheme[1].lower() == "https" and "@" in urlsplit(written).netloc:
        refuse(
            "credentials-in-address",
            said("the address holds a name or a password, which everybody reads who reads this file"),
            said("leave them out: git finds them where it keeps them"),
        )
    return written


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Git(_Part):
    """A file in a git repository."""

    git: Annotated[str, Before(_repository)] = Field(description="The repository: https, ssh, or a folder of this machine.")
    ref: Annotated[str, Before(_ref)] = Field(
        default="HEAD", description="The branch or the tag; the repository's own default where it is absent."
    )
    path: Annotated[str, Before(_inside)] = Field(description="The file, from the top of the repository.")


def _source(value: object) -> object:
    return Git.model_validate(value) if isinstance(value, Mapping) else _address(value)


class Neighbour(_Part):
    """A plan that the portfolio reads."""

    label: Text = Field(default="", description="What pages call it; its own product's name where it is absent.")
    audiences: dict[Text, Text] = Field(
        description="Who reads which of its documents: by audience of this workspace, the audience of the plan. An audience that is absent gets nothing of it."
    )
    source: Annotated[str | Git | None, Before(_source)] = Field(
        default=None,
        alias="from",
        description="Where its plan.json is: an https address, a path relative to this file, or {git: …, ref: …, path: …}; `{audience}` stands for the plan's audience.",
    )
    workspace: Annotated[str, Before(_path)] = Field(
        default="", description="In place of `from`, the folder of its workspace in the same repository, relative to this file."
    )
    token: Annotated[str, Before(_variable)] = Field(
        default="",
        description="The environment variable with a token for the address, sent as `Authorization: Bearer …` to its host alone.",
    )
    stale_after: Number = Field(default=30.0, description="Days after which pages mark what is locked of it as old.")


def _moved(value: object) -> str:
    written = reference(value)
    if ":" not in written:
        refuse(
            "not-an-id",
            said("{written} names no plan", written=excerpt(written)),
            said("write the plan before the id, such as box:sync"),
        )
    return written


class Portfolio(_Part):
    """Which plans a portfolio reads, and what they share."""

    plans: dict[Annotated[str, Before(plan_name)], Neighbour] = Field(
        description="The plans, by the name that stands before their ids: `app:offline-mode`. Where several portfolios read the same plans, they use the same names."
    )
    same: dict[Text, Texts] = Field(
        default_factory=dict,
        description="By type of item, the plans whose items of the same id are one and the same, such as `release: [app, box]`; the first of them that has an item tells its facts.",
    )
    fields: dict[Text, Texts] = Field(
        default_factory=dict,
        description="By type of item, the custom fields of product.yml that other plans' items keep; all others are left out.",
    )
    moved: dict[Annotated[str, Before(reference)], Annotated[str, Before(_moved)]] = Field(
        default_factory=dict,
        description="By the id that an item had, the one that it has now in another plan, such as `app:sync: box:sync`.",
    )


def schema() -> dict[str, Any]:
    """JSON Schema of portfolio.yml."""
    return {"$schema": DRAFT, **Portfolio.model_json_schema(mode="validation"), "title": FILE}


def read_portfolio(data: bytes, path: str, audiences: Collection[str], report: Report) -> Portfolio | None:
    """What bytes say; nothing where they have faults, which are reported. `audiences` are those of the workspace, besides the team."""
    text = decode(data, path, report)
    values = None if text is None else read(text, path, 1, report)
    if text is None or values is None:
        return None
    record = Record(path, FILE, values, text)
    try:
        found = Portfolio.model_validate({key: value for key, value in values.items() if value is not None})
    except ValidationError as error:
        known = {(): Portfolio.model_fields, ("plans",): [field.alias or name for name, field in Neighbour.model_fields.items()]}
        report.extend(_here(fault) for fault in from_validation(error, record, known))
        return None
    faults = [*_faults(found, record, audiences)]
    report.extend(faults)
    return None if faults else found


def _here(fault: Diagnostic) -> Diagnostic:
    """A fault without the hint that speaks of product.yml."""
    if "product.yml" not in fault.hint:
        return fault
    return Diagnostic(fault.code, fault.severity, fault.span, fault.message, said("remove it"))


def _faults(found: Portfolio, record: Record, audiences: Collection[str]) -> Iterator[Diagnostic]:
    def at(code: str, message: str, hint: str, *place: str | int) -> Diagnostic:
        return Diagnostic(code, Severity.ERROR, span_of(record, *place), message, hint)

    for name, plan in found.plans.items():
        place = ("plans", name)
        if (plan.source is None) == (not plan.workspace):
            yield at(
                "bad-source",
                said("{name}: either `from` or `workspace` says where the plan is", name=name),
                said("write one of the two"),
                *place,
            )
        if plan.token and not (isinstance(plan.source, str) and plan.source.startswith("https:")):
            yield at(
                "bad-source",
                said("{name}: a token is sent to an https address alone", name=name),
                said("remove `token`"),
                *place,
                "token",
            )
        if not plan.audiences:
            yield at(
                "no-audiences",
                said("{name}: nobody reads it", name=name),
                said("write `audiences: {team: team}`"),
                *place,
                "audiences",
            )
        for here in plan.audiences:
            if here != TEAM and here not in audiences:
                near = did_you_mean(here, [TEAM, *audiences])
                hint = said("did you mean {near}?", near=near) if near else said("write one of {known}", known=[TEAM, *audiences])
                yield at(
                    "unknown-audience",
                    said("{here} is not an audience of this workspace", here=excerpt(here)),
                    hint,
                    *place,
                    "audiences",
                    here,
                )
        written = plan.source.path if isinstance(plan.source, Git) else plan.source or ""
        if plan.source and AUDIENCE not in written and len(set(plan.audiences.values())) > 1:
            message = said("{name}: all audiences would get the same document", name=name)
            yield at(
                "bad-source",
                message,
                said("write {name} where the name of the audience stands in the address", name=AUDIENCE),
                *place,
                "from",
            )
    for kind in ("same", "fields"):
        for type_name in getattr(found, kind):
            if type_name not in BY_NAME:
                near = did_you_mean(type_name, BY_NAME)
                hint = said("did you mean {near}?", near=near) if near else said("write one of {by_name}", by_name=list(BY_NAME))
                yield at(
                    "unknown-type", said("{type_name} is not a type of item", type_name=excerpt(type_name)), hint, kind, type_name
                )
    for type_name, names in found.same.items():
        for at_, name in enumerate(names):
            if name not in found.plans:
                yield at(
                    "unknown-plan",
                    said("{name} is not a plan of this portfolio", name=excerpt(name)),
                    _plans(name, found),
                    "same",
                    type_name,
                    at_,
                )
    for old, new in found.moved.items():
        if new.partition(":")[0] not in found.plans:
            yield at(
                "unknown-plan",
                said("{new} is in no plan of this portfolio", new=excerpt(new)),
                _plans(new.partition(":")[0], found),
                "moved",
                old,
            )


def _plans(name: str, found: Portfolio) -> str:
    near = did_you_mean(name, found.plans)
    return said("did you mean {near}?", near=near) if near else said("write one of {known}", known=list(found.plans) or "(none)")
