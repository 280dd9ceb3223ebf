"""The whole example, given to an outside audience: every page stands, however few fields the audience gets."""

from __future__ import annotations

import pytest
import yaml

from pmsite import starter
from pmsite.model.types import TYPES
from tests.make import TODAY
from tests.properties.erase import item_files, joined, split
from tests.properties.site import outputs


def opened(settings: str) -> tuple[dict[str, str], str]:
    """The example with every item given to the readers, and its settings with an audience of them."""
    files = {path.removeprefix("roadmap/"): text for path, text in starter.example("en", TODAY) if path.startswith("roadmap/")}
    known = yaml.safe_load(files.pop("product.yml"))
    known["audiences"]["readers"] = yaml.safe_load(settings)
    for path in item_files(files):
        facts, body = split(files[path])
        files[path] = joined({**facts, "visibility": ["readers"]}, body)
    return files, yaml.safe_dump(known, allow_unicode=True)


EVERY = {model.type: sorted(name for name in model.model_fields if name != "wordings") for model in TYPES}
GIVEN = {
    "what leaves the team by default": {},
    "nothing but titles": {"fields": {model.type: [] for model in TYPES}},
    "a horizon without a status": {"fields": {"feature": ["summary", "horizon"]}},
    "series without a unit": {
        "fields": {"metric": ["series"], "feedback": ["count"], "risk": ["probability"], "trend": ["category"]}
    },
}


@pytest.mark.parametrize("given", GIVEN)
def test_every_page_stands(given: str) -> None:
    files, settings = opened(yaml.safe_dump(GIVEN[given]))
    found = outputs(files, settings, "readers")
    assert len(found) > len(item_files(files))
    for address, html in found.items():
        assert ">None<" not in html, address
        assert "Status(" not in html, address


@pytest.mark.parametrize("given", ["what leaves the team by default", "nothing but titles"])
def test_what_is_hidden_is_not_told_to_be_absent(given: str) -> None:
    files, settings = opened(yaml.safe_dump(GIVEN[given]))
    told = "\n".join(outputs(files, settings, "readers").values())
    for claim in ("Not scored", "No answer yet", "Not started", "No values yet", "Significance", "not told yet", "Unknown"):
        assert claim not in told, claim
