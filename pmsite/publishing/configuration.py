"""publish.yml, typed: which sites are published, and for whom. Safe data, never code."""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pmsite.audience import TEAM
from pmsite.diagnostics import Diagnostic, Report, Severity, Span
from pmsite.messages import said
from pmsite.model.faults import from_validation
from pmsite.model.parsing import matching, scalar
from pmsite.model.refusal import excerpt, refuse
from pmsite.model.schema import DRAFT
from pmsite.model.values import LIST, Before, Boolean, Text
from pmsite.read.files import read_bytes, system_reason
from pmsite.read.front_matter import read
from pmsite.read.limits import FRONT_MATTER_BYTES
from pmsite.read.record import Record
from pmsite.read.spans import span_of
from pmsite.read.text import decode

FILE = "publish.yml"

_FOLDER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_BRANCH = re.compile(r"(?!.*(?:\.\.|//|@\{|\.lock(?:/|$)))[^\W_][\w./+#-]{0,199}(?<![./])")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)(?:://|::)")
SCHEMES = ("https", "ssh", "file")

parse_branch = matching(
    _BRANCH, "the name of a branch", "bad-branch-name", "is not the name of a branch", "write it as git shows it, such as main"
)
"""The name of a branch."""


def _folder(value: object) -> str:
    written = scalar(value, "the name of a folder")
    if not _FOLDER.fullmatch(written) or written.endswith(".") or ".pmsite" in written:
        refuse(
            "bad-folder-name",
            said("{name} cannot be the folder of a site", name=excerpt(written)),
            said("use letters, digits, `-`, `_` and `.`, such as team"),
        )
    return written


def _configuration(value: object) -> str:
    written = scalar(value, "the path of a file")
    path = PurePosixPath(written)
    if path.is_absolute() or ".." in path.parts or "\\" in written or path.suffix not in (".yml", ".yaml"):
        refuse(
            "bad-configuration-path",
            said("{name} is not the configuration of a site in the repository", name=excerpt(written)),
            said("write its path from the repository's root, such as mkdocs.yml or docs/mkdocs.customers.yml"),
        )
    return path.as_posix()


def parse_repository(value: object) -> str:
    """The address of a repository that git may be asked for: over https or ssh, or in a folder of this machine."""
    written = scalar(value, "the address of a repository").strip()
    scheme = _SCHEME.match(written)
    if (scheme and scheme[1].lower() not in SCHEMES) or "::" in written or written.startswith("-") or not written.isprintable():
        refuse(
            "bad-repository",
            said("{name} is no address that is fetched from", name=excerpt(written)),
            said("write https://…, ssh://…, git@host:path, or the path of a folder"),
        )
    return written


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Site(_Part):
    """One site."""

    folder: Annotated[str, Before(_folder)] = Field(description="The folder of the site in `current/`, such as team.")
    configuration: Annotated[str, Before(_configuration)] = Field(
        default="mkdocs.yml", description="The site's configuration, from the repository's root."
    )
    audience: Text = Field(description="Who the site is for: an audience of product.yml, or `team`.")
    public: Boolean = Field(default=False, description="Whether everybody may read the site, so that search engines may list it.")


class Publishing(_Part):
    """What is published."""

    repository: Annotated[str, Before(parse_repository)] = Field(
        default="", description="Where the plan is: https, ssh, or a folder of this machine. The command's `--repository` wins."
    )
    branch: Annotated[str, Before(parse_branch)] = Field(
        default="", description="The branch that is published; the repository's own default where it is absent."
    )
    closed: Boolean = Field(
        default=False, description="Whether readers sign in before the team's site. Without it, a site for the team is refused."
    )
    sites: Annotated[tuple[Site, ...], LIST] = Field(description="The sites, which change together.")


def schema() -> dict[str, Any]:
    """JSON Schema of publish.yml."""
    return {"$schema": DRAFT, **Publishing.model_json_schema(mode="validation"), "title": FILE}


def read_file(path: Path, report: Report) -> Publishing | None:
    """The configuration in a file; nothing where it has faults, which are reported."""
    try:
        data = read_bytes(str(path), FRONT_MATTER_BYTES)
    except OSError as fault:
        message = said("the file cannot be read: {reason}", reason=system_reason(fault))
        report.error("not-readable", Span(path.name), message, said("name a file that says which sites are published"))
        return None
    return read_text(data, path.name, report)


def read_text(data: bytes, name: str, report: Report) -> Publishing | None:
    """The configuration that bytes hold; nothing where it has faults, which are reported."""
    text = decode(data, name, report)
    values = None if text is None else read(text, name, 1, report)
    if text is None or values is None:
        return None
    record = Record(name, name, values, text)
    try:
        found = Publishing.model_validate({key: value for key, value in values.items() if value is not None})
    except ValidationError as error:
        known = {(): Publishing.model_fields, ("sites",): Site.model_fields}
        report.extend(_here(fault) for fault in from_validation(error, record, known))
        return None
    faults = [*_site_faults(found, record)]
    report.extend(faults)
    return None if faults or report.failed else found


def _here(fault: Diagnostic) -> Diagnostic:
    """A fault without the hint that speaks of product.yml."""
    if "product.yml" not in fault.hint:
        return fault
    return Diagnostic(fault.code, fault.severity, fault.span, fault.message, said("remove it"))


def _site_faults(found: Publishing, record: Record) -> Iterator[Diagnostic]:
    if not found.sites:
        hint = said("write an entry such as {folder: customers, audience: customers}")
        yield Diagnostic(
            "no-sites", Severity.ERROR, span_of(record, "sites"), said("no site is named, so nothing is published"), hint
        )
    folders: dict[str, int] = {}
    for number, site in enumerate(found.sites):
        first = folders.setdefault(site.folder.casefold(), number)
        if first != number:
            yield Diagnostic(
                "folder-twice",
                Severity.ERROR,
                span_of(record, "sites", number),
                said("two sites have the folder {folder}", folder=site.folder),
                said("give each site a folder of its own"),
            )
        if site.audience == TEAM and site.public:
            yield Diagnostic(
                "team-is-public",
                Severity.ERROR,
                span_of(record, "sites", number),
                said("the team's site has all of the plan, and `public` says that everybody may read it"),
                said("remove `public`, or name another audience"),
            )
        elif site.audience == TEAM and not found.closed:
            yield Diagnostic(
                "team-not-closed",
                Severity.ERROR,
                span_of(record, "sites", number),
                said("this is the team's site, with all of the plan, and nobody has said that readers sign in before it"),
                said("write `closed: true` at the top once they do"),
            )
