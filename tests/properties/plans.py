"""Random plans: every type of item, seen by some and hidden from others, connected at random."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml
from hypothesis import strategies as st

from pmsite.model.item import Private
from pmsite.model.types import BY_NAME

AUDIENCES = ("customers", "partners")
SETTINGS = """\
name: Field Notes
language: {language}
audiences:
  customers: {{}}
  partners:
    label: Partners
    dates: half
    fields:
      feature: [title, summary, horizon, release, supports, tracks, codename, body]
      objective: [title, period, key_results, key_results.current, key_results.target]
      metric: [title, unit, series, direction]
      risk: [title, probability, impact]
      cycle: [title, team, starts, ends]
      change: [title, kind, release, features, ends]
fields:
  feature:
    codename: {{kind: text, audiences: [customers]}}
    secret: {{kind: text}}
change_kinds: {{speed: {{readers: improved, label: Faster}}, calm: {{label: Calmer}}}}
statuses: {{hardening: {{stage: building, label: Hardening, done: true}}, retired: {{stage: dropped}}}}
levels: {{initiative: {{role: group}}, epic: {{role: group}}, feature: {{role: unit}}, story: {{role: part}}, task: {{role: work}}}}
"""

IDS: Mapping[str, tuple[str, ...]] = {
    "feature": ("feature-one", "feature-two", "feature-three", "feature-four"),
    "objective": ("goal-one", "goal-two"),
    "team": ("team-one",),
    "release": ("release-one", "release-two"),
    "change": ("change-one", "change-two"),
    "theme": ("theme-one",),
    "metric": ("metric-one", "metric-two"),
    "risk": ("risk-one",),
    "insight": ("insight-one",),
    "feedback": ("feedback-one", "feedback-two"),
    "decision": ("decision-one",),
    "competitor": ("competitor-one",),
    "person": ("person-one",),
    "launch": ("launch-one",),
    "problem": ("problem-one",),
    "cycle": ("cycle-one", "cycle-two"),
    "update": ("update-one",),
    "vision": ("vision-one",),
    "brief": ("brief-one",),
    "persona": ("persona-one",),
    "study": ("study-one",),
    "experiment": ("experiment-one",),
    "trend": ("trend-one",),
    "stakeholder": ("stakeholder-one",),
    "learning": ("learning-one",),
}
_DATES = ("2025-03", "2026-Q3", "2026-11-20", "2026-Q4", "2027-H1", "2028", "2026-10-05")
_words = st.text("abcdefghij", min_size=3, max_size=6)
_dates = st.sampled_from(_DATES)
_numbers = st.integers(1, 9)


def _text(of: str) -> st.SearchStrategy[str]:
    return _words.map(lambda word: f"{of} {word}")


def _ids(type_name: str) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(IDS[type_name]), max_size=2, unique=True)


def _one(type_name: str) -> st.SearchStrategy[str]:
    return st.sampled_from(IDS[type_name])


def _number_text(low: int = 1, high: int = 9) -> st.SearchStrategy[str]:
    return st.integers(low, high).map(str)


_key_results = st.lists(
    st.fixed_dictionaries(
        {"title": _text("Result")},
        optional={
            "baseline": st.just("0"),
            "target": st.just("10"),
            "current": _number_text(),
            "owner": _words,
            "confidence": st.sampled_from(["40%", "70%"]),
        },
    ),
    min_size=1,
    max_size=2,
).map(lambda found: [{"id": f"k{at}", **result} for at, result in enumerate(found)])

FIELDS: Mapping[str, Mapping[str, st.SearchStrategy[Any]]] = {
    "feature": {
        "status": st.sampled_from(["idea", "planned", "building", "shipped", "dropped", "hardening", "retired"]),
        "horizon": st.sampled_from(["now", "next", "later"]),
        "target": _dates,
        "rank": _number_text(),
        "starts": st.sampled_from(["2024-11", "2025-01-20"]),
        "shipped": st.sampled_from(["2026-09", "2026-10-05"]),
        "team": _one("team"),
        "cycle": _one("cycle"),
        "theme": _one("theme"),
        "release": _one("release"),
        "supports": st.lists(st.sampled_from(["goal-one", "goal-two.k0", "goal-two"]), max_size=2, unique=True),
        "depends_on": _ids("feature"),
        "related": st.lists(st.sampled_from([id for ids in IDS.values() for id in ids]), max_size=2, unique=True),
        "addresses": _ids("insight"),
        "score": st.fixed_dictionaries(
            {"reach": _number_text(), "impact": st.just("2"), "confidence": st.just("80%"), "effort": st.just("2")}
        ),
        "confidence": st.sampled_from(["low", "high"]),
        "tags": st.lists(_words, max_size=2),
        "reason": _text("Because"),
        "delivery": st.lists(_words.map(lambda w: f"APP-{len(w)}"), max_size=1),
        "tracks": st.fixed_dictionaries(
            {"design": st.fixed_dictionaries({"state": st.sampled_from(["done", "active"]), "owner": _words})}
        ),
        "codename": _text("Code"),
        "secret": _text("Secret"),
        "effort": _number_text(),
    },
    "objective": {
        "rank": _number_text(),
        "period": _dates,
        "parent": _one("vision"),
        "team": _one("team"),
        "key_results": _key_results,
    },
    "release": {
        "date": _dates,
        "version": _number_text(),
        "highlights": st.lists(_text("Highlight"), max_size=2),
        "scope": _ids("feature"),
    },
    "change": {
        "kind": st.sampled_from(["added", "deprecated", "fixed", "speed"]),
        "release": _one("release"),
        "date": _dates,
        "features": _ids("feature"),
        "addresses": _ids("feedback"),
        "breaking": st.sampled_from(["true", "false"]),
        "concerns": st.sampled_from(["users", "developers", "both"]),
        "migration": _text("Steps"),
        "ends": st.sampled_from([*_DATES, "9.0", "4.1"]),
        "references": st.lists(_words, max_size=1),
        "commits": st.lists(_words, max_size=1),
    },
    "metric": {
        "unit": _words,
        "target": _number_text(),
        "direction": st.sampled_from(["up", "down"]),
        "definition": _text("Counts"),
        "drives": _one("metric"),
    },
    "risk": {"probability": _number_text(1, 5), "impact": _number_text(1, 5), "plan": _text("Plan"), "affects": _ids("feature")},
    "insight": {
        "rank": _number_text(),
        "strength": st.sampled_from(["weak", "strong"]),
        "evidence": _ids("feedback"),
        "supports": _ids("objective"),
    },
    "feedback": {"count": _number_text(), "value": _number_text(), "features": _ids("feature"), "customer": _words},
    "decision": {"status": st.sampled_from(["accepted", "proposed"]), "date": st.just("2026-10-05"), "affects": _ids("feature")},
    "competitor": {"kind": st.sampled_from(["direct", "indirect"]), "segment": _words},
    "person": {"role": _words, "team": _one("team")},
    "launch": {"date": _dates, "features": _ids("feature"), "release": _one("release")},
    "problem": {"facts": st.lists(_text("Fact"), max_size=2), "team": _one("team"), "cycle": _one("cycle")},
    "cycle": {
        "team": _one("team"),
        "starts": st.sampled_from(["2026-10-19", "2026-11-16"]),
        "ends": st.sampled_from(["2026-11-20", "2026-11-27"]),
        "goal": _text("Goal"),
    },
    "update": {"date": st.just("2026-11-20"), "about": _ids("objective"), "done": st.lists(_text("Did"), max_size=2)},
    "vision": {"statement": _text("Statement"), "north_star": _one("metric")},
    "team": {"mission": _text("Mission"), "lead": _words},
    "theme": {"supports": _ids("objective")},
    "brief": {
        "audience": st.sampled_from([*AUDIENCES, "team"]),
        "headline": _text("In short"),
        "from": _words,
        "disclaimer": _text("Careful"),
        "as_of": st.just("2026-11-20"),
        "sections": st.lists(
            st.sampled_from(["roadmap", "goals", "risks"])
            | st.fixed_dictionaries({"view": st.just("text"), "text": _text("Section")})
            | st.fixed_dictionaries({"view": st.just("lowlights"), "points": st.lists(_text("Point"), min_size=1, max_size=2)}),
            min_size=1,
            max_size=2,
        ),
    },
    "persona": {"role": _words, "quote": _text("Quote"), "pains": _text("Pain"), "share": st.just("20%")},
    "study": {"goal": _text("Find out"), "status": st.sampled_from(["planned", "done"]), "personas": _ids("persona")},
    "experiment": {"hypothesis": _text("If"), "learned": _text("Learned"), "features": _ids("feature")},
    "trend": {"ring": st.sampled_from(["adopt", "hold"]), "affects": _ids("feature")},
    "stakeholder": {"needs": st.lists(_text("Need"), max_size=2), "message": _text("Message")},
    "learning": {"takeaways": st.lists(_text("Learned"), max_size=2), "topic": _words, "changed": _ids("feature")},
}
NEEDED: Mapping[str, Mapping[str, str]] = {
    "change": {"kind": "added"},
    "trend": {"ring": "trial"},
    "study": {"method": "interview"},
    "learning": {"kind": "book"},
}


TREE: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "feature-one": {"level": ("epic", "initiative")},
    "feature-two": {"parent": ("feature-one",)},
    "feature-three": {"level": ("story",), "parent": ("feature-one", "feature-two")},
    "feature-four": {"level": ("story", "task"), "parent": ("feature-one", "feature-two")},
}
"""What features may say of their places in the tree of work, so that any of it goes with any."""


@st.composite
def _item(draw: st.DrawFn, type_name: str, id: str) -> str:
    facts: dict[str, Any] = {"title": f"{id.title().replace('-', ' ')} {draw(_words)}", **NEEDED.get(type_name, {})}
    facts |= draw(st.fixed_dictionaries({}, optional={"summary": _text("Summary"), "owner": _words, **FIELDS[type_name]}))
    facts |= draw(st.fixed_dictionaries({}, optional={key: st.sampled_from(few) for key, few in TREE.get(id, {}).items()}))
    readers = draw(st.lists(st.sampled_from(AUDIENCES), max_size=2, unique=True))
    facts["visibility"] = [] if issubclass(BY_NAME[type_name], Private) else readers
    facts["for"] = {
        name: draw(st.fixed_dictionaries({}, optional={"title": _text("Told"), "summary": _text("Told")}))
        for name in draw(st.lists(st.sampled_from(AUDIENCES), max_size=2, unique=True))
    }
    body = draw(
        st.sampled_from(["", f"Body {draw(_words)}.\n", f"Body.\n\n<!-- internal -->\n{draw(_words)}\n<!-- /internal -->\n"])
    )
    head = yaml.safe_dump(facts, sort_keys=False, allow_unicode=True)
    return f"---\n{head}---\n{body}"


@st.composite
def plans(draw: st.DrawFn) -> dict[str, str]:
    """The files of one plan, all but product.yml."""
    files = {}
    for type_name, ids in IDS.items():
        for id in ids:
            if draw(st.integers(0, 3)):
                path = f"{BY_NAME[type_name].folder}/{id}.md"
                files[path] = draw(_item(type_name, id))
                if type_name == "metric" and draw(st.booleans()):
                    files[path.removesuffix("md") + "csv"] = (
                        f"date,value,note\n2026-09,{draw(_numbers)},{draw(_words)}\n2026-10,{draw(_numbers)},\n"
                    )
                if draw(st.integers(0, 3)) == 0:
                    files[path.removesuffix("md") + "zh.md"] = f"---\ntitle: 标题 {draw(_words)}\n---\n正文。\n"
    return files
