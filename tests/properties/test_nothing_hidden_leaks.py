"""A site for an audience is the same, byte for byte, whatever the workspace holds besides what that audience may see."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import zip_longest

import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as testing
from hypothesis import strategies as st

from pmsite import audience as projecting
from pmsite.audience import seen_fields
from pmsite.model.item import Item
from pmsite.model.settings import Settings
from pmsite.model.types import keys
from tests.properties.erase import Files, erase, item_files, joined, split, visible
from tests.properties.plans import AUDIENCES, SETTINGS, plans
from tests.properties.site import outputs, workspace

SLOW = testing(
    max_examples=60,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def with_hidden_of(erased: Files, other: Files, audience: str, settings: Settings) -> Files:
    """An erased plan with the hidden parts of another one in it."""
    found = dict(erased)
    unseen = visible(other, audience)
    for path, (id, model) in item_files(other).items():
        if path in erased:
            seen = seen_fields(settings, audience, model)
            written = seen | {key for key, name in keys(model).items() if name in seen}
            found[path] = _with_hidden_facts(erased[path], other[path], audience, written)
        elif id not in unseen:
            found[path] = other[path]
    return found


def _with_hidden_facts(mine: str, other: str, audience: str, seen: frozenset[str]) -> str:
    facts, body = split(mine)
    more, _ = split(other)
    secret = {key: value for key, value in more.items() if key not in seen | facts.keys() | {"status", "for", "visibility"}}
    wordings = {**{name: words for name, words in more["for"].items() if name != audience}, **facts["for"]}
    passage = "\n<!-- internal -->\nMore of the team's.\n<!-- /internal -->\n" if body else ""
    return joined({**facts, **secret, "for": wordings, "visibility": [*more["visibility"], audience]}, body + passage)


def same(found: Mapping[str, str], expected: Mapping[str, str]) -> None:
    """Fail with the first line that differs."""
    assert found.keys() == expected.keys()
    for address, text in expected.items():
        for line, wanted in zip_longest(found[address].splitlines(), text.splitlines()):
            assert line == wanted, address


@SLOW
@given(st.data())
def test_what_is_hidden_makes_no_difference(data: st.DataObject) -> None:
    audience = data.draw(st.sampled_from(AUDIENCES))
    language = data.draw(st.sampled_from(["en", "zh"]))
    settings = SETTINGS.format(language=language)
    plan, other = data.draw(plans()), data.draw(plans())
    known = workspace({}, settings)[1]
    erased = erase(plan, audience, known)
    expected = outputs(erased, settings, audience, asked=True)
    same(outputs(plan, settings, audience, asked=True), expected)
    richer = settings + 'trackers: {APP: "https://tracker.example/{n}"}\nchecks: {stale-item: off}\n'
    same(outputs(with_hidden_of(erased, other, audience, known), richer, audience, asked=True), expected)


PLAN = {
    "features/open.md": "---\ntitle: Open\nstatus: building\nowner: ada\nvisibility: [customers]\ndepends_on: [hidden]\nrelated: [seen]\n"
    "team: team\nrelease: '1.0'\n---\nTold.\n\n<!-- internal -->\nNot told.\n<!-- /internal -->\n",
    "features/seen.md": "---\ntitle: Seen\nstatus: planned\nvisibility: [customers, partners]\nfor: {}\n---\n",
    "features/hidden.md": "---\ntitle: Hidden\nstatus: planned\nvisibility: [partners]\nfor: {}\nrelease: '1.0'\n---\n",
    "releases/1.0.md": "---\ntitle: One\ndate: 2026-12\nvisibility: [customers]\nfor: {}\n---\n",
    "metrics/m.md": "---\ntitle: M\nvisibility: [customers]\nfor: {}\n---\n",
    "metrics/m.csv": "date,value\n2026-09,1\n2026-10,2\n",
}
LEAKS: Mapping[str, Callable[[pytest.MonkeyPatch], None]] = {
    "fields": lambda patch: patch.setattr(projecting, "_nothing", lambda model, name, value: value),
    "references": lambda patch: patch.setattr(projecting.Readers, "_is_visible", lambda self, written: True),
    "passages": lambda patch: patch.setattr(
        projecting, "public_text", lambda body, **_: body.replace("<!--", "").replace("-->", "")
    ),
    "items": lambda patch: patch.setattr(projecting.Readers, "items", _everything),
    "series": lambda patch: patch.setattr(projecting, "Metric", type("NoMetric", (), {})),
}


def _everything(self: projecting.Readers) -> Iterator[tuple[str, Item]]:
    yield from ((id, self.reduce(item)) for id, item in self._product.items.items())


@pytest.mark.parametrize("leak", ["", *LEAKS])
def test_a_leak_would_be_seen(leak: str, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = SETTINGS.format(language="en")
    expected = outputs(erase(PLAN, "customers", workspace({}, settings)[1]), settings, "customers", asked=True)
    if leak:
        LEAKS[leak](monkeypatch)
    found = outputs(PLAN, settings, "customers", asked=True)
    assert (found != expected) is bool(leak)
    differing = {name for name in found if found[name] != expected.get(name)}
    assert any(name.startswith("pmsite ") for name in differing) is (leak not in ("", "series"))  # no answer tells values
