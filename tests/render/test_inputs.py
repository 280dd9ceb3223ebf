"""A page shows what a result is computed from beside the result, with the figures of the published examples."""

from __future__ import annotations

import re

import pytest

from pmsite.diagnostics import Report
from pmsite.pages import pages
from pmsite.render.site import Basis, Site
from pmsite.texts.bodies import BodyRenderer
from tests.make import projection


def words(files: dict[str, str], address: str) -> str:
    """The text of one page, without markup."""
    product = projection(files)
    found = pages(product, {})
    site = Site(
        Basis(product, {page.address: f"{page.address}/" for page in found}, BodyRenderer([], {}), lambda *_: None), Report()
    )
    html = site.page(next(page for page in found if page.address == address)).html
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("&lt;", "<")


FEATURE = "title: F\nscore: {reach: 500, impact: 3, confidence: 80%, effort: 5, period: a quarter, scored: 2026-11-02}\n"
FEATURE += "ice: {impact: 8, confidence: 6, ease: 7}\nwsjf: {value: 8, urgency: 5, risk: 3, size: 5}\n"
FEATURE += "opportunity: {importance: 8, satisfaction: 4}\nkano: {must_be: 10, performance: 30, attractive: 20, indifferent: 40}\n"


@pytest.mark.parametrize(
    "line",
    [
        "RICE 240 Reach 500 (a quarter) × Impact 3 × Confidence 80% ÷ Effort 5 Nov 2, 2026",
        "ICE 336 Impact 8 × Confidence 6 × Ease 7",
        "WSJF 3.2 (Business value 8 + Urgency 5 + Risk reduced 3) ÷ Size 5",
        "Opportunity score 12 Importance 8, Satisfaction 4",
        "Must-be 10, Performance 30, Attractive 20, Indifferent 40",
    ],
)
def test_a_feature_shows_the_inputs_of_its_scores(line: str) -> None:
    assert line in words({"features/f.md": FEATURE}, "roadmap/features/f")


def test_priorities_show_inputs_formulas_and_what_kano_adds_and_costs() -> None:
    text = words({"features/f.md": FEATURE}, "roadmap/priorities")
    for part in ("240", "500 × 3 × 80% ÷ 5", "+50% -40%", "10 / 30 / 20 / 40", "Reach (a quarter) × Impact × Confidence ÷ Effort"):
        assert part in text


def test_an_experiment_shows_counts_beside_lift_interval_and_p_value() -> None:
    variants = "variants: [{id: a, title: A, users: 10000, conversions: 480}, {id: b, title: B, users: 10000, conversions: 550}]"
    text = words({"experiments/e.md": f"title: E\nstatus: done\nbaseline: 5%\neffect: 1%\n{variants}"}, "roadmap/experiments/e")
    for part in (
        "10,000 550 5.5%",
        "+0.70 pp",
        "+14.6%",
        "+0.09 pp … +1.31 pp",
        "0.025",
        "8,158 (computed)",
        "Split as planned Yes",
    ):
        assert part in text


def test_a_skewed_split_hides_the_lift_and_an_early_look_is_called_one() -> None:
    skewed = "variants: [{id: a, title: A, users: 600, conversions: 60}, {id: b, title: B, users: 400, conversions: 60}]"
    text = words({"experiments/e.md": f"title: E\nstatus: running\nends: 2026-12-20\n{skewed}"}, "roadmap/experiments/e")
    assert "p = 2.5e-10" in text
    assert "pp" not in text
    fair = skewed.replace("users: 400", "users: 610")
    text = words({"experiments/e.md": f"title: E\nstatus: running\nends: 2026-12-20\n{fair}"}, "roadmap/experiments/e")
    assert "Not final: the experiment runs until Dec 20, 2026" in text


def test_a_key_result_and_a_risk_show_what_they_are_computed_from() -> None:
    goal = "title: G\nperiod: 2026-Q4\nkey_results: [{id: k, title: K, baseline: 30, target: 10, current: 22, confidence: 70%}]"
    text = words({"objectives/g.md": goal}, "roadmap/objectives/g")
    assert "0.40 At risk" in text
    assert "22 now, from 30 to 10" in text
    risk = "title: R\nprobability: 3\nimpact: 5\nresponse: mitigate\nresidual: {probability: 2, impact: 4}"
    text = words({"risks/r.md": risk}, "roadmap/risks/r")
    assert "15 Critical 3 × 5" in text
    assert "8 Medium 2 × 4" in text
