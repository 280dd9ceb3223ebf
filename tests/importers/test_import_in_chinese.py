"""Whoever reads Chinese alone reads what became of an export, what is wrong with it, and how a mapping reads it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from pmsite.cli import group

EXPORT = """\
编号,标题,类型,状态,截止日期,标签,史诗,迭代,负责人,提交人邮箱
A-1,消息推送,需求,进行中,2026/12/31,移动端,通知中心,迭代 7,张三,zhang@mail.example
A-2,离线模式,需求,搁置,2026/4/3,"移动端,离线",通知中心,迭代 7,李四,li@mail.example
A-3,,缺陷,已完成,2026/11/01,,,,,
A-4,夜间模式,奇怪,未知状态,下周,,,,,
"""
SAID = """\
列        变成         行数  猜测
类型      另行保留     4     1：“奇怪”不是已知类型，因此作为功能
状态      status       3     1：pmsite 没有与“暂停”对应的阶段
编号      imported.id  4
标题      title        3
截止日期  target       2     2：根据列名
标签      tags         2
史诗      parent       2     2：根据列名
负责人    owner        2
迭代      cycle        2
epic      另行保留     2     2：没有行或条目用这个名称
截止日期  另行保留     1

略去邮箱地址：提交人邮箱（2 行）
1 个迭代没有日期：迭代 7；请在每个里写上 `starts` 和 `ends`，否则检查会提醒
PingCode：新增 3 个、未导入 2 个
"""
FAULTS = """\
需求.csv:4:1 error missing-title 没有标题
  | A-3,,缺陷,已完成,2026/11/01,,,,,
  | ^
    建议：请写读者看到的名称
需求.csv:5:1 error bad-cell 截止日期：下周：这不是能识别的日期
  | A-4,夜间模式,奇怪,未知状态,下周,,,,,
  | ^
需求.csv:5:1 error unknown-status 状态：“未知状态”不是已知的状态
  | A-4,夜间模式,奇怪,未知状态,下周,,,,,
  | ^
    建议：写明它的含义：--status "未知状态=planned"，或写在映射文件的 `statuses` 里
3 个错误
"""
SENTENCE = re.compile(r"[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}")


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "roadmap").mkdir()
    (tmp_path / "roadmap" / "product.yml").write_text("name: 手账\nlanguage: zh\n", "utf-8")
    (tmp_path / "需求.csv").write_text(EXPORT, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_an_import_says_what_became_of_each_column_and_row(workspace: Path) -> None:
    done = CliRunner().invoke(group, ["import", "pingcode", "需求.csv", "--keep-going", "--receipt", "回执.csv"])
    assert done.stdout == SAID
    assert done.stderr == FAULTS
    receipt = (workspace / "回执.csv").read_text("utf-8-sig")
    assert receipt.startswith("行,条目,结果,写入,对应,猜测,另行保留,略去,冲突\n")
    assert not SENTENCE.findall(receipt)


def test_a_drafted_mapping_explains_itself() -> None:
    drafted = CliRunner().invoke(group, ["import", "pingcode", "需求.csv", "--suggest"]).stdout
    assert "  截止日期: keep  # 4 行，例如：2026/12/31，猜测：“下周”不是日期\n" in drafted
    assert SENTENCE.findall(drafted) == ["pmsite import pingcode"]


def test_a_drafted_mapping_is_one(workspace: Path) -> None:
    (workspace / "映射.yml").write_text(CliRunner().invoke(group, ["import", "csv", "需求.csv", "--suggest"]).stdout, "utf-8")
    done = CliRunner().invoke(group, ["import", "csv", "需求.csv", "--mapping", "映射.yml", "--keep-going", "--dry-run"])
    assert "新增" in done.stdout
