"""Whatever a rule finds is told in Chinese as well: no English is left in it but ids, keys, code and words of the plan."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pmsite.diagnostics import Diagnostic
from pmsite.messages import Message
from pmsite.pipeline import load
from pmsite.reporting import text
from pmsite.wording.messages import in_language
from tests.make import TODAY

CASES = Path(__file__).parent / "cases"
_CODE = re.compile(r"`[^`]*`|“[^”]*”|<[^>]*>|\S*[/=_]\S*")
_ENGLISH = re.compile(r"[a-z]{2,} [a-z]{2,} [a-z]{2,}")


def told(fault: Diagnostic) -> list[str]:
    return [fault.message, *filter(None, [fault.hint]), *(words for _, words in (*fault.related, *fault.follows))]


def english(message: str) -> str:
    """What of a message is still English, without the plan's own words."""
    said = in_language("zh")(message)
    for words in own(message):
        said = said.replace(words, "")
    return " ".join(_ENGLISH.findall(_CODE.sub("", said)))


def own(message: str) -> list[str]:
    """The words of the plan that stand in a message."""
    found: list[str] = []
    for value in message.arguments.values() if isinstance(message, Message) else ():
        found += own(value) if isinstance(value, Message) else [value] if isinstance(value, str) else []
    return found


@pytest.mark.parametrize("case", sorted(path.name for path in CASES.iterdir()))
def test_a_finding_is_told_in_chinese(case: str) -> None:
    report = load(CASES / case / "roadmap", "roadmap", TODAY).report
    for fault in report:
        assert [message for message in told(fault) if not isinstance(message, Message)] == []
        assert [message for message in told(fault) if english(message)] == []
    lines = text.write(report, CASES / case, say=in_language("zh")).splitlines()
    assert not [line for line in lines if line.startswith("    hint")]
    assert lines[-1].isascii() is False
