"""The formulas of experiments and priorities give the published figures."""

from __future__ import annotations

import pytest

from pmsite.model import statistics
from pmsite.model.feature import Ice, Kano, Opportunity, Rice, Wsjf


def test_two_proportions() -> None:
    z, p = statistics.two_proportions(480, 10000, 550, 10000) or (0, 0)
    assert z == pytest.approx(2.2395, abs=1e-4)
    assert p == pytest.approx(0.02512, abs=1e-5)


def test_no_users_and_no_variance_have_no_p_value() -> None:
    assert statistics.two_proportions(0, 0, 5, 10) is None
    assert statistics.two_proportions(0, 10, 0, 10) is None


def test_the_interval_is_the_unpooled_one() -> None:
    assert statistics.difference_interval(480, 10000, 550, 10000) == pytest.approx((0.000875, 0.013125), abs=1e-6)


@pytest.mark.parametrize(("p1", "p2", "users"), [(0.10, 0.12, 3841), (0.05, 0.06, 8158)])
def test_the_sample_size_of_each_variant(p1: float, p2: float, users: int) -> None:
    assert statistics.sample_size(p1, p2) == users
    assert statistics.sample_size(p2, p1) == users


@pytest.mark.parametrize(("users", "p"), [((44000, 45000), 8.0e-4), ((600, 400), 2.54e-10), ((10000, 10300), 0.0352)])
def test_how_likely_a_split_is(users: tuple[float, ...], p: float) -> None:
    assert statistics.split_probability(users, (1, 1)) == pytest.approx(p, rel=0.01)


def test_a_planned_split_need_not_be_even() -> None:
    assert statistics.split_probability((9000, 1000), (9, 1)) == pytest.approx(1.0)
    assert statistics.split_probability((5000, 5000), (9, 1)) == pytest.approx(0.0)


@pytest.mark.parametrize(("value", "degrees"), [(3.841, 1), (5.991, 2), (7.815, 3), (9.488, 4), (11.070, 5), (16.919, 9)])
def test_chi_square_at_its_five_percent_points(value: float, degrees: int) -> None:
    assert statistics.chi_square_tail(value, degrees) == pytest.approx(0.05, abs=1e-4)


def test_the_scores_of_priorities() -> None:
    assert Rice.model_validate({"reach": "500", "impact": "3", "confidence": "80%", "effort": "5"}).rice == 240
    assert Ice.model_validate({"impact": "8", "confidence": "6", "ease": "7"}).ice == 336
    assert Wsjf.model_validate({"value": "8", "urgency": "5", "risk": "3", "size": "5"}).wsjf == pytest.approx(3.2)
    assert Opportunity.model_validate({"importance": "8", "satisfaction": "4"}).opportunity == 12
    assert Opportunity.model_validate({"importance": "4", "satisfaction": "8"}).opportunity == 4


def test_kano_counts_what_having_and_lacking_are_worth() -> None:
    answers = {"must_be": "10", "performance": "30", "attractive": "20", "indifferent": "40", "reverse": "5"}
    kano = Kano.model_validate(answers)
    assert kano.category == "indifferent"
    assert (kano.better, kano.worse) == (0.5, -0.4)
