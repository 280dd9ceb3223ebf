"""A message is its own English text, and other languages have their words for it and for what stands in it."""

from __future__ import annotations

import pickle
from datetime import date

import pytest

from pmsite.diagnostics import Answer, Diagnostic, Severity, Span, and_then, answer, only_told
from pmsite.messages import AllOf, OneOf, Term, called, counted, joined, listed, said
from pmsite.model.period import parse
from pmsite.wording.messages import in_language

CASES = [
    (said("remove it"), "remove it", "删掉它"),
    (said("{key} is missing", key="title"), "title is missing", "缺少 title"),
    (said("{key} is missing", key="标题"), "标题 is missing", "缺少“标题”"),
    (said("{title} has no target", title="激活率"), "激活率 has no target", "“激活率”没有目标值"),
    (said("{title} has no target", title="NPS"), "NPS has no target", "NPS 没有目标值"),
    (
        said("{name}: {message}", name="owner", message=said("{key} is missing", key="id")),
        "owner: id is missing",
        "owner：缺少 id",
    ),
    (said("write one of {known}", known=["low", "high"]), "write one of low, high", "可选：low、high"),
    (said("write {known}", known=OneOf(("2026", "2027"))), "write 2026 or 2027", "写 2026 或 2027"),
    (said("{columns} may follow", columns=AllOf(("note", "value"))), "note and value may follow", "后面还可以有 note 和 value"),
    (said("nobody answers for this {type}", type=Term("feature")), "nobody answers for this feature", "这个功能没有负责人"),
    (
        said("name items of the type {types}", types=OneOf((Term("objective"), Term("key result")))),
        "name items of the type objective or key result",
        "只能列出这些类型的条目：目标或关键结果",
    ),
    (said("this private link ended with {expires}, so the site is built without it", expires=parse("2026-12-15")),
     "this private link ended with 2026-12-15, so the site is built without it", "这个专用链接已于 2026年12月15日到期，生成网站时不再包含它"),
    (said("{date} is in the future", date=date(2026, 12, 15)), "2026-12-15 is in the future", "2026年12月15日还没有到"),
    (counted(1, "{count} error", "{count} errors"), "1 error", "1 个错误"),
    (counted(2, "{count} error", "{count} errors"), "2 errors", "2 个错误"),
    (joined(said("remove it"), "", said("write a space")), "remove it; write a space", "删掉它；写一个空格"),
    (listed([said("remove it"), "a"]), "remove it, a", "删掉它、a"),
    (called("what came of it", "Result"), "what came of it", "结果"),
    (answer("did you mean {answer}?", "title"), "did you mean title?", "是不是想写 title？"),
    (said("write [{entries}]", entries="客户, 董事会"), "write [客户, 董事会]", "写 [客户, 董事会]"),
    (said("add `values: [first, second]`"), "add `values: [first, second]`", "补上 `values: [第一项, 第二项]`"),
    ("a text of somebody: remove it", "a text of somebody: remove it", "a text of somebody: remove it"),
]  # fmt: skip


@pytest.mark.parametrize(("message", "english", "chinese"), CASES, ids=[case[1] for case in CASES])
def test_a_message_in_two_languages(message: str, english: str, chinese: str) -> None:
    assert message == english
    assert in_language("en")(message) == english
    assert in_language("zh")(message) == chinese


@pytest.mark.parametrize("message", [case[0] for case in CASES], ids=[case[1] for case in CASES])
def test_another_process_gets_the_same_message(message: str) -> None:
    again = pickle.loads(pickle.dumps(message))
    assert (again, in_language("zh")(again)) == (message, in_language("zh")(message))


def test_the_braces_of_somebodys_words_stay() -> None:
    assert in_language("zh")(said("{key} is missing", key="{title}")) == "缺少 {title}"


def test_what_nobody_sees_is_told_by_its_number_in_every_language() -> None:
    fault = Diagnostic(
        "a", Severity.ERROR, Span("a.md"), said("{key} is missing", key="a\u200bb"), answer("write {answer}", "a\u200bb")
    )
    assert (fault.message, fault.hint) == ("a\\u200bb is missing", "write a\\u200bb")
    assert in_language("zh")(fault.message) == "缺少 a\\u200bb"


def test_a_hint_keeps_its_mend_with_more_words_behind_it_and_a_finding_holds_only_the_words() -> None:
    hint = and_then(answer("write {answer}", "a"), said("remove it"))
    assert isinstance(hint, Answer)
    assert hint.mend.new == "a"
    fault = Diagnostic("a", Severity.ERROR, Span("a.md"), "x", hint)
    assert fault.mend == hint.mend
    assert not isinstance(fault.hint, Answer)
    assert in_language("zh")(fault.hint) == "写 a；删掉它"
    assert not isinstance(only_told(hint), Answer)
