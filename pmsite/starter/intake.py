"""The issue form that `pmsite init --intake` writes, for each host, and the address that leads to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import quote

from pmsite.model.scaffold import scalar
from pmsite.wording import intake
from pmsite.wording.words import gettext

HOSTS = ("github", "gitlab", "gitee")
PLACES: Mapping[str, str] = {
    "github": ".github/ISSUE_TEMPLATE/feedback.yml",
    "gitlab": ".gitlab/issue_templates/Feedback.md",
    "gitee": ".gitee/ISSUE_TEMPLATE/feedback.yml",
}
"""Where each host looks for the form, below the root of the repository."""
_ELEMENTS = {intake.REQUEST: "textarea", intake.IMPORTANCE: "dropdown"}
_NEW: Mapping[str, str] = {
    "github": "https://github.com/OWNER/REPOSITORY/issues/new?template=feedback.yml&item={id}",
    "gitlab": "https://gitlab.com/GROUP/PROJECT/-/issues/new?issue[description]=",
    "gitee": "https://gitee.com/OWNER/REPOSITORY/issues/new?template=feedback.yml&item={id}",
}


def form(host: str, language: str) -> str:
    """The form's file."""
    lines = _markdown(language, remarks=True) if host == "gitlab" else _yaml(language)
    return "".join(f"{line}\n" for line in lines)


def address(host: str, language: str) -> str:
    """What to write as `form` into product.yml. GitLab fills no single answer, so its address carries the whole text."""
    if host != "gitlab":
        return _NEW[host]
    text = "\n".join(_markdown(language, remarks=False, item="{id}"))
    return _NEW[host] + quote(text, safe="/~{}")


def _yaml(language: str) -> Iterator[str]:
    told = gettext(language)
    yield f"name: {scalar(told(intake.NAME))}"
    yield f"description: {scalar(told(intake.ABOUT))}"
    yield f"labels: [{intake.LABEL}]"
    yield "body:"
    yield "  - type: markdown"
    yield "    attributes:"
    yield f"      value: {scalar(told(intake.PUBLIC))}"
    for one in intake.questions(language):
        yield f"  - type: {_ELEMENTS.get(one.name, 'input')}"
        yield f"    id: {one.name}"
        yield "    attributes:"
        yield f"      label: {scalar(one.heading)}"
        if one.help:
            yield f"      description: {scalar(one.help)}"
        if one.choices:
            yield "      options:"
            yield from (f"        - {scalar(choice)}" for choice in one.choices)
        if one.name == intake.REQUEST:
            yield "    validations:"
            yield "      required: true"


def _markdown(language: str, *, remarks: bool, item: str = "") -> Iterator[str]:
    """The text that a new issue begins with. Remarks are seen only while it is written; an address does without most of them."""
    told = gettext(language)
    if remarks:
        yield f"<!-- {told(intake.PUBLIC)} -->"
        yield ""
    for one in intake.questions(language):
        yield f"### {one.heading}"
        yield ""
        if remarks and one.help:
            yield f"<!-- {one.help} -->"
            yield ""
        if one.choices:
            yield f"<!-- {' / '.join(one.choices)} -->"
            yield ""
        if one.name == intake.ITEM and item:
            yield item
            yield ""
    yield f"/label ~{intake.LABEL}"
