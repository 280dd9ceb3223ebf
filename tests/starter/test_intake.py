"""The issue forms: each host takes them, and what a reader fills in is read by the same questions."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import yaml

from pmsite.model.intake import Intake
from pmsite.starter import intake
from pmsite.wording.intake import headings, importances, questions

LANGUAGES = ("en", "zh")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_is_one_that_github_documents(tmp_path: Path, language: str) -> None:
    path = tmp_path / "feedback.yml"
    path.write_text(intake.form("github", language), encoding="utf-8")
    words = ("check_jsonschema", "--builtin-schema", "vendor.github-issue-forms", str(path))
    done = subprocess.run([sys.executable, "-m", *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("host", ["github", "gitee"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_asks_for_the_fields_of_feedback_in_the_language_of_the_plan(host: str, language: str) -> None:
    found = yaml.safe_load(intake.form(host, language))
    assert found["labels"] == ["feedback"]
    asked = {part["id"]: part["attributes"] for part in found["body"] if "id" in part}
    assert {id: headings()[one["label"]] for id, one in asked.items()} == {id: id for id in asked}
    assert list(asked) == ["request", "item", "importance", "segment"]
    assert [importances()[choice.lower()] for choice in asked["importance"]["options"]] == ["nice", "important", "critical"]
    assert [one.heading for one in questions(language)] == [one["label"] for one in asked.values()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_gitlab_gets_the_same_questions_as_a_text(language: str) -> None:
    lines = intake.form("gitlab", language).splitlines()
    assert [line.removeprefix("### ") for line in lines if line.startswith("### ")] == [one.heading for one in questions(language)]
    assert lines[-1] == "/label ~feedback"


@pytest.mark.parametrize("host", intake.HOSTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_address_that_is_told_may_stand_in_product_yml(host: str, language: str) -> None:
    written = Intake.model_validate({"form": intake.address(host, language), "audiences": ("customers",)})
    assert "offline-mode" in unquote(written.address("offline-mode", "Offline mode"))


def test_gitlabs_address_carries_the_whole_text_with_the_feature_in_it() -> None:
    form = Intake.model_validate({"form": intake.address("gitlab", "zh"), "audiences": ("customers",)})
    text = parse_qs(urlsplit(form.address("离线模式", "")).query)["issue[description]"][0]
    assert "### 与哪个功能有关？\n\n离线模式\n" in text


@pytest.mark.parametrize(
    ("id", "title"),
    [("a&labels=bug", "x"), ("a#b", "x"), ('a"><script>', "x"), ("{title}", "y"), ("离线", "100% & more + \n\r")],
)
def test_names_stay_one_value_of_the_address(id: str, title: str) -> None:
    form = Intake.model_validate({"form": "https://host.example/new?item={id}&title={title}", "audiences": ()})
    found = urlsplit(form.address(id, title))
    assert parse_qs(found.query) == {"item": [id], "title": [title]}
    assert found.fragment == ""
