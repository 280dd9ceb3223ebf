"""Random edits of a plan, of every kind that its authors make: facts, texts, passages, translations, values, files and settings."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from pmsite.model.item import Private
from pmsite.model.types import BY_NAME
from tests.make import PICTURE
from tests.properties.erase import item_files, joined, split
from tests.properties.plans import AUDIENCES, FIELDS, IDS, NEEDED

Files = dict[str, str | bytes]
Plan = tuple[Files, str]
"""The files of a plan, and its product.yml."""
Draw = Callable[[st.SearchStrategy[Any]], Any]

_word = st.text("klmnopqrst", min_size=4, max_size=6)
_PICTURES = {"one": PICTURE, "other": PICTURE + b"\0"}
_HIDDEN = "<!-- internal -->\n{}\n<!-- /internal -->\n"


@st.composite
def edited(draw: st.DrawFn, files: dict[str, str], settings: str) -> tuple[Plan, Plan]:
    """A plan with files that its texts bring along, and the same after a few edits."""
    before: Files = {**files, "features/a.png": PICTURE, "b.pdf": b"%PDF-1"}
    for path in item_files(files):
        if not draw(st.integers(0, 3)):
            facts, body = split(files[path])
            before[path] = joined(
                facts, body + draw(st.sampled_from([f"\n{_link(path, 'a')}\n", _HIDDEN.format(_link(path, "b"))]))
            )
    plan: Plan = (before, settings)
    for _ in range(draw(st.integers(1, 2))):
        plan = draw(st.sampled_from(EDITS))(draw, *plan)
    return (before, settings), plan


def _link(path: str, name: str) -> str:
    up = "../" * path.count("/")
    return f"See [the drawing]({up}{'features/a.png' if name == 'a' else 'b.pdf'})."


def _items(files: Files) -> list[str]:
    return sorted(item_files({path: text for path, text in files.items() if isinstance(text, str)}))


def _type(files: Files, path: str) -> str:
    texts = {name: text for name, text in files.items() if isinstance(text, str)}
    return item_files(texts)[path][1].type


def a_fact(draw: Draw, files: Files, settings: str) -> Plan:
    if not (known := _items(files)):
        return files, settings
    path = draw(st.sampled_from(known))
    facts, body = split(str(files[path]))
    type_name = _type(files, path)
    name = draw(st.sampled_from(["title", "summary", "owner", *FIELDS[type_name]]))
    if name in facts and name not in ("title", "kind", "status") and draw(st.booleans()):
        del facts[name]
    else:
        facts[name] = draw(FIELDS[type_name][name]) if name in FIELDS[type_name] else draw(_word)
    return {**files, path: joined(facts, body)}, settings


def an_order(draw: Draw, files: Files, settings: str) -> Plan:
    if not (known := _items(files)):
        return files, settings
    path = draw(st.sampled_from(known))
    facts, body = split(str(files[path]))
    for name, value in facts.items():
        if isinstance(value, list):
            facts[name] = value[::-1]
        elif isinstance(value, dict):
            facts[name] = dict(reversed(value.items()))
    if "tracks" in facts and draw(st.booleans()):
        facts["tracks"] = {"build": {"state": "done"}, **facts["tracks"]}
    return {**files, path: joined(dict(reversed(facts.items())), body)}, settings


def readers(draw: Draw, files: Files, settings: str) -> Plan:
    known = [path for path in _items(files) if not issubclass(BY_NAME[_type(files, path)], Private)]
    if not known:
        return files, settings
    path = draw(st.sampled_from(known))
    facts, body = split(str(files[path]))
    facts["visibility"] = draw(st.lists(st.sampled_from(AUDIENCES), max_size=2, unique=True))
    return {**files, path: joined(facts, body)}, settings


def words(draw: Draw, files: Files, settings: str) -> Plan:
    if not (known := _items(files)):
        return files, settings
    path = draw(st.sampled_from(known))
    facts, body = split(str(files[path]))
    audience = draw(st.sampled_from(AUDIENCES))
    own = dict(facts.get("for", {}).get(audience, {}))
    name = draw(st.sampled_from(["title", "summary", "reason", *(name for name in ("target", "date") if name in facts)]))
    own[name] = draw(FIELDS["feature"]["target"]) if name in ("target", "date") else draw(_word)
    facts["for"] = {**facts.get("for", {}), audience: own if draw(st.booleans()) else {}}
    return {**files, path: joined(facts, body)}, settings


def a_body(draw: Draw, files: Files, settings: str) -> Plan:
    if not (known := _items(files)):
        return files, settings
    path = draw(st.sampled_from(known))
    facts, body = split(str(files[path]))
    link = _link(path, draw(st.sampled_from("ab")))
    opened = re.sub(r"<!-- /?internal -->\n", "", body)
    body = draw(
        st.sampled_from(
            [f"{body}\n{link}\n", f"{draw(_word)}.\n", "", opened, _HIDDEN.format(opened), f"{body}\n{_HIDDEN.format(link)}"]
        )
    )
    return {**files, path: joined(facts, body)}, settings


def a_translation(draw: Draw, files: Files, settings: str) -> Plan:
    if not (known := _items(files)):
        return files, settings
    item = draw(st.sampled_from(known))
    path = f"{item.removesuffix('.md')}.zh.md"
    if path in files and draw(st.booleans()):
        return {name: text for name, text in files.items() if name != path}, settings
    told = draw(st.fixed_dictionaries({}, optional={"title": _word, "summary": _word}))
    body = draw(
        st.sampled_from(
            [
                "",
                f"{draw(_word)}。\n",
                _HIDDEN.format("秘密"),
                "秘密\n",
                f"公开。\n\n{_HIDDEN.format('秘密')}",
                f"{_link(path, 'a')}\n",
            ]
        )
    )
    return {**files, path: joined(told, body)}, settings


def values(draw: Draw, files: Files, settings: str) -> Plan:
    known = [path for path in _items(files) if path.startswith("metrics/")]
    if not known:
        return files, settings
    path = f"{draw(st.sampled_from(known)).removesuffix('.md')}.csv"
    rows = str(files.get(path, "date,value,note\n2026-08,1,\n")).splitlines()
    new = f"{draw(st.sampled_from(['2026-07', '2026-11', '2026-10']))},{draw(st.integers(10, 12))},{draw(_word)}"
    kept = [row for row in rows if not row.startswith(new[:7])]
    rows = draw(st.sampled_from([[*kept, new], rows[:-1], rows[:1]]))
    if len(rows) < 2:
        return {name: text for name, text in files.items() if name != path}, settings
    return {**files, path: "\n".join(rows) + "\n"}, settings


def a_file(draw: Draw, files: Files, settings: str) -> Plan:
    path, data = draw(st.sampled_from([("features/a.png", PICTURE + b"\0"), ("b.pdf", b"%PDF-2"), ("features/a.png", None)]))
    rest = {name: text for name, text in files.items() if name != path}
    return ({**rest, path: data} if data else rest), settings


def a_picture(draw: Draw, files: Files, settings: str) -> Plan:
    """A file of which a text shows a picture, or to which a fact links."""
    if not (known := _items(files)):
        return files, settings
    path = draw(st.sampled_from(known))
    facts, body = split(str(files[path]))
    up = "../" * path.count("/")
    shown = f"![A drawing]({up}features/a.png)"
    name = draw(
        st.sampled_from(["body", "summary", *(name for name in ("plan", "definition", "statement", "mission") if name in facts)])
    )
    if name == "body":
        return {**files, path: joined(facts, f"{body}\n{draw(st.sampled_from([shown, _HIDDEN.format(shown)]))}\n")}, settings
    return {**files, path: joined({**facts, name: f"See [this]({up}b.pdf)."}, body)}, settings


def a_file_elsewhere(draw: Draw, files: Files, settings: str) -> Plan:
    """A file that texts bring along gets another name, or its ending another case, and the texts follow it."""
    old, new = draw(st.sampled_from([("features/a.png", "features/c.png"), ("b.pdf", "B.pdf"), ("b.pdf", "a/b.pdf")]))
    if old not in files:
        return files, settings
    rest: Files = {name: data for name, data in files.items() if name != old}
    rest[new] = files[old]
    follow = {name: text.replace(old, new) for name, text in rest.items() if isinstance(text, str) and name.endswith(".md")}
    return {**rest, **(follow if draw(st.booleans()) else {})}, settings


def values_elsewhere(draw: Draw, files: Files, settings: str) -> Plan:
    """Values of one metric are another's."""
    known = [name for name in files if name.endswith(".csv")]
    if not known:
        return files, settings
    old, new = draw(st.sampled_from(known)), draw(st.sampled_from(["metrics/metric-one.csv", "metrics/metric-two.csv"]))
    return {**{name: text for name, text in files.items() if name != old}, new: files[old]}, settings


def another_case(draw: Draw, files: Files, settings: str) -> Plan:
    """The file of an item in capital letters: under its old id, or under another."""
    if not (known := _items(files)):
        return files, settings
    path = draw(st.sampled_from(known))
    facts, body = split(str(files[path]))
    folder, _, name = path.rpartition("/")
    stem = name.removesuffix(".md")
    if draw(st.booleans()):
        facts["id"] = facts.get("id", stem)
    beside = {
        other: f"{folder}/{stem.upper()}{other.removeprefix(f'{folder}/{stem}')}"
        for other in files
        if other.startswith(f"{folder}/{stem}.")
    }
    moved: Files = {beside.get(other, other): data for other, data in files.items()}
    return {**moved, beside[path]: joined(facts, body)}, settings


def twice(draw: Draw, files: Files, settings: str) -> Plan:
    """Two files of one id: a second one comes, or one of two goes."""
    if not (known := _items(files)):
        return files, settings
    path = draw(st.sampled_from(known))
    folder, _, name = path.rpartition("/")
    other = f"{folder}/{draw(st.sampled_from(['0', 'z']))}/{name}"
    if other in files:
        return {one: text for one, text in files.items() if one != path}, settings
    facts, body = split(str(files[path]))
    return {**files, other: joined({**facts, "title": draw(_word)}, body)}, settings


def of_a_section(draw: Draw, files: Files, settings: str) -> Plan:
    """What a brief says, and to whom."""
    known = [path for path in _items(files) if path.startswith("briefs/")]
    if not known:
        return files, settings
    path = draw(st.sampled_from(known))
    facts, body = split(str(files[path]))
    name = draw(st.sampled_from(["audience", "headline", "sections", "sections", "language", "disclaimer"]))
    facts[name] = draw(st.sampled_from(["en", "zh"]) if name == "language" else FIELDS["brief"][name])
    return {**files, path: joined(facts, body)}, settings


def another_item(draw: Draw, files: Files, settings: str) -> Plan:
    known = _items(files)
    if known and draw(st.booleans()):
        stem = draw(st.sampled_from(known)).removesuffix("md")
        return {name: text for name, text in files.items() if not name.startswith(stem)}, settings
    type_name = draw(st.sampled_from(sorted(IDS)))
    facts = {"title": draw(_word), **NEEDED.get(type_name, {}), "for": {}}
    facts["visibility"] = [] if issubclass(BY_NAME[type_name], Private) else list(AUDIENCES)
    return {**files, f"{BY_NAME[type_name].folder}/new-{type_name}.md": joined(facts, "New.\n")}, settings


def a_place(draw: Draw, files: Files, settings: str) -> Plan:
    if not (known := _items(files)):
        return files, settings
    path = draw(st.sampled_from(known))
    facts, body = split(str(files[path]))
    folder, _, name = path.rpartition("/")
    facts["id"] = name.removesuffix(".md")
    new = f"{folder}/{draw(st.sampled_from(['old', 'a']))}/{name}"
    return {**{other: text for other, text in files.items() if other != path}, new: joined(facts, body)}, settings


def of_the_product(draw: Draw, files: Files, settings: str) -> Plan:
    old, new = draw(
        st.sampled_from(
            [
                ("name: Field Notes", "name: Feld"),
                ("label: Partners", "label: Friends"),
                ("dates: half", "dates: month"),
                ("feature: [title, summary, horizon", "feature: [title, summary, status, target, horizon"),
                ("feature: [title, summary, horizon", "feature: [title, horizon"),
                ("key_results.current, key_results.target", "key_results.current"),
                ("metric: [title, unit, series, direction]", "metric: [title, unit]"),
                ("codename: {kind: text, audiences: [customers]}", "codename: {kind: text, label: Code, audiences: [customers]}"),
                ("secret: {kind: text}", "secret: {kind: text, audiences: [customers, partners]}"),
                ("label: Faster", "label: Quicker"),
                ("{speed: {readers: improved, label: Faster}, calm: {label: Calmer}}", "{calm: {label: Calmer}, speed: {readers: improved, label: Faster}}"),
                ("hardening: {stage: building, label: Hardening}", "hardening: {stage: building, label: Firming}"),
                ("hardening: {stage: building", "hardening: {stage: planned"),
                ("customers: {}", "customers: {dates: quarter}"),
                ("customers: {}", "customers: {site: 'https://example.org/'}"),
                ("customers: {}", "customers: {label: Users}"),
                ("  partners:\n", "  friends: {}\n  partners:\n"),
                ("secret: {kind: text}", "secret: {kind: text}\n    other: {kind: number, audiences: [partners]}"),
                ("codename: {kind: text, audiences: [customers]}", "codename: {kind: text, audiences: [partners, customers]}"),
                ("codename: {kind: text, audiences: [customers]}\n    secret: {kind: text}", "secret: {kind: text}\n    codename: {kind: text, audiences: [customers]}"),
                ("retired: {stage: dropped}", "retired: {stage: idea, label: Later}"),
                ("statuses: {hardening: {stage: building, label: Hardening}, retired: {stage: dropped}}", "statuses: {retired: {stage: dropped}, hardening: {stage: building, label: Hardening}}"),
                ("objective: [title, period, key_results, key_results.current", "objective: [title, key_results"),
                ("risk: [title, probability, impact]", "risk: [title, plan, owner, body]"),
                ("change: [title, kind, release, features, ends]", "change: [title, kind, release, features, ends, commits, references]"),
                ("readers: improved", "readers: new"),
                ("language: en", "language: zh"),
            ]
        )
    )  # fmt: skip
    more = draw(
        st.sampled_from(
            [
                "",
                "capabilities: [Offline, Maps]\n",
                "currency: USD\n",
                "fiscal_year_starts: 4\n",
                "scoring: ice\n",
                "disclaimer: {en: Not a promise.}\n",
                "changelog_head: '# News'\n",
                "languages: [en, zh]\n",
                "checks: {stale-item: off}\n",
                "trackers: {APP: 'https://tracker.example/browse/APP-{n}'}\n",
                "axes: {ease: Easy, depth: Deep}\n",
                "stale_after: 30\n",
                "site: 'https://team.example/'\n",
                "links: {site_id: field-notes}\n",
                "disclaimer: {zh: 没有承诺。, place: top}\n",
            ]
        )
    )
    return files, settings.replace(old, new) + (more if more[:8] not in settings else "")


EDITS = (
    a_fact, a_fact, a_fact, an_order, readers, readers, words, a_body, a_body, a_translation, a_translation, values, a_file,
    another_item, a_place, of_the_product, of_the_product, a_picture, a_file_elsewhere, values_elsewhere, another_case, twice, of_a_section,
)  # fmt: skip
