"""Slips of Chinese input methods, as a Chinese product manager makes them: each is answered with what to write."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmsite.diagnostics import Diagnostic
from pmsite.pipeline import load
from tests.make import TODAY

PLAN = Path(__file__).parents[3] / "shared" / "faults" / "zh" / "roadmap"
TOLD = {
    "甲1": ("the full-width ：", "write title: 全角冒号"),
    "甲2": ("the full-width ：", "write status: 待评审"),
    "甲3": ("not a date", "write 2026-Q4"),
    "甲4": ("not a date", "write 2026-03-05"),
    "甲5": ("the 【 is full-width", "write [首次成果.kr1]"),
    "甲6": ("the ， is a mark of the Chinese keyboard", "write [首次成果.kr1, 首次成果.kr2]"),
    "甲7": ("进行中 is not a status", "did you mean 开发中?"),
    "甲8": ("高 is not known here", "did you mean high?"),
    "甲9": ("typographic (“ ”)", "write 2027-Q3"),
    "乙1": ("the digits ２０２７ are full-width", "write 2027-Q3"),
    "乙2": ("the ， is a mark of the Chinese keyboard", "write [客户, 董事会]"),
    "乙3": ("the ， here is a mark of the Chinese keyboard", "write score: {reach: 1200, impact: 2, confidence: 80%, effort: 3}"),
    "乙4": ("not a date", "write 2027-03-05"),
    "乙5": ("not a date", "write 2027-H1"),
    "乙6": ("标题 is not a known key", "did you mean `title`?"),
    "乙8": ("是 is neither true nor false", "write true"),
    "乙9": ("is not a known key", "did you mean `summary`?"),
    "丙1": ("1.2万 is not a number", "write it out: 12000"),
    "丙2": ("not UTF-8", "it is GB18030 (GBK) now"),
    "丙4": ("made of long dashes (———)", "make --- the whole first line"),
}
FINE = ("乙7", "丙3", "丙5", "引导式设置", "同步引擎", "导出")


@pytest.fixture(scope="module")
def found() -> list[Diagnostic]:
    """What is said of the plan."""
    return list(load(PLAN, "roadmap", TODAY).report)


pytestmark = pytest.mark.skipif(not PLAN.is_dir(), reason="the plan with the slips is not beside this checkout")


@pytest.mark.parametrize("stem", TOLD)
def test_a_slip_is_answered(stem: str, found: list[Diagnostic]) -> None:
    says, hint = TOLD[stem]
    answers = [(fault.message, fault.hint) for fault in found if Path(fault.span.path).stem == stem]
    assert any(says in message and hint in told for message, told in answers), answers


@pytest.mark.parametrize("stem", FINE)
def test_what_can_be_read_is_read(stem: str, found: list[Diagnostic]) -> None:
    answers = [fault.message for fault in found if Path(fault.span.path).stem == stem and "has the id" not in fault.message]
    assert not answers


def test_a_folder_may_have_a_chinese_name(found: list[Diagnostic]) -> None:
    assert not [fault for fault in found if fault.code == "file-not-read"]
