"""Commands speak what is asked for, else the language of the workspace, else that of the user."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from pmsite.cli import COMMANDS, group

PLAN = {"zh": "name: P\nlanguage: zh\n", "en": "name: P\n"}
FEATURE = "---\ntitle: A\nstatus: foo\n---\n"
TOLD = {"zh": "status：foo 不是这个工作区的状态", "en": "status: foo is not a status of this workspace"}


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


def plan(language: str, settings: str = "") -> None:
    folder = Path("roadmap/features")
    folder.mkdir(parents=True)
    (folder.parent / "product.yml").write_text(settings or PLAN[language], encoding="utf-8")
    (folder / "a.md").write_text(FEATURE, encoding="utf-8")


def run(*words: str) -> str:
    return CliRunner().invoke(group, words, prog_name="pmsite").output


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_language_of_the_workspace_is_spoken(language: str) -> None:
    plan(language)
    assert TOLD[language] in run("check")


@pytest.mark.parametrize("words", [("--lang", "en", "check"), ("check", "--lang", "en"), ("--lang=en", "check")])
def test_another_is_spoken_where_it_is_asked_for(words: tuple[str, ...]) -> None:
    plan("zh")
    assert TOLD["en"] in run(*words)
    assert "错误" not in run(*words)


def test_a_workspace_whose_settings_have_faults_is_told_of_them_in_its_language() -> None:
    plan("zh", "name: P\nlanguage: zh\nnmae: Q\n")
    assert "nmae 不是已知的字段" in run("check")


def test_the_users_is_spoken_where_there_is_no_workspace(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "there is no workspace here" in run("check")
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert "错误：这里没有工作区" in run("check")


def test_json_stays_english_and_keeps_its_codes() -> None:
    plan("zh")
    found = run("check", "--format", "json")
    assert TOLD["en"] in found
    assert "unknown-status" in found


@pytest.mark.parametrize("form", ["text", "markdown", "github", "gitlab", "sarif"])
def test_each_format_for_people_speaks_chinese_with_the_codes_of_all_languages(form: str) -> None:
    plan("zh")
    found = run("check", "--format", form)
    assert "不是这个工作区的状态" in found
    assert "unknown-status" in found


def test_a_finding_keeps_its_mark_in_every_language() -> None:
    plan("zh")
    marks = [
        re.findall(r'"(?:fingerprint|fault/v1)": "(\w+)"', run("check", "--lang", name, "--format", "gitlab")) for name in PLAN
    ]
    assert marks[0] == marks[1] != []


@pytest.mark.parametrize("command", ["", *(name for name in COMMANDS)])
def test_help_is_in_chinese_but_for_names(command: str) -> None:
    told = run("--lang", "zh", *command.split(), "--help")
    assert "用法：" in told
    assert re.findall(r"[a-z]{2,} [a-z]{2,} [a-z]{2,}", re.sub(rf"`[^`]*`|\[[^\]]*\]|pmsite {command}", "", told)) == []


def test_errors_of_use_are_in_chinese() -> None:
    assert "错误：没有命令 'chek'。" in run("--lang", "zh", "chek")
    assert "错误：'--format' 的值无效" in run("--lang", "zh", "check", "--format", "x")
    assert "--dry-run 只能与 --fix 一起用" in run("--lang", "zh", "check", "--dry-run")


def test_english_comes_back_after_chinese() -> None:
    run("--lang", "zh", "--help")
    assert "Usage: pmsite" in run("--help")
    assert "No such command 'chek'." in run("chek")


def test_what_is_missing_ends_as_chinese_does() -> None:
    assert "缺少参数 'VERSION'。\n" in CliRunner().invoke(group, ["release", "--lang", "zh"], prog_name="pmsite").output
