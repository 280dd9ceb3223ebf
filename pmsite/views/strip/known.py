"""What the strip tells of what the team knows: measured, tried, decided, heard, and what may go wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmsite.audience import Projection
from pmsite.model.competitor import Competitor
from pmsite.model.customer import Customer
from pmsite.model.decision import Decision
from pmsite.model.experiment import Experiment
from pmsite.model.insight import Feedback
from pmsite.model.item import Item
from pmsite.model.metric import Metric
from pmsite.model.problem import Problem
from pmsite.model.risk import Risk
from pmsite.model.trend import Trend
from pmsite.views.strip.cell import Cell, Said, cell, count

if TYPE_CHECKING:
    from pmsite.views.customer import CustomerPage
    from pmsite.views.experiment import Arm, Trial
    from pmsite.views.market import CompetitorPage
    from pmsite.views.metric import MetricPage
    from pmsite.views.problem import ProblemPage, RiskPage


def latest(product: Projection, found: Metric, page: MetricPage) -> Cell | None:
    """A metric's last value, and when it was measured."""
    last = found.latest
    if last is None:
        return None
    return cell("latest", (last.value, found.unit), "quantity", Said(last.date), fields=("unit",))


def change(product: Projection, found: Metric, page: MetricPage) -> Cell | None:
    """How a metric has moved in four weeks, or since it is measured."""
    if page.reading.change is None:
        return None
    first, last = found.series[0].date.first, found.series[-1].date.first
    return cell("Last four weeks" if (last - first).days >= 28 else "Since the first value", page.reading, "moved")


def goal_value(product: Projection, found: Metric, page: MetricPage) -> Cell | None:
    """The value that a metric is to reach, by when, and whether it has."""
    if found.target is None:
        return None
    by = (Said(found.by),) if found.by else ()
    return cell("Target value", (found.target, found.unit), "quantity", *by, *_health(page), fields=("target", "by"))


def band(product: Projection, found: Metric, page: MetricPage) -> Cell | None:
    """The values between which a metric is to stay."""
    if found.low is None and found.high is None:
        return None
    health = () if found.target is not None else _health(page)
    return cell("Good values", (found.low, found.high, found.unit), "band", *health, fields=("low", "high"))


def _health(page: MetricPage) -> tuple[Said, ...]:
    return (Said(page.reading.health, "state"),) if page.reading.health else ()


def score(product: Projection, risk: Risk, page: RiskPage) -> Cell | None:
    """Probability × impact."""
    if not page.score:
        return None
    product_of = Said((risk.probability, risk.impact), "times")
    return cell("Score", (page.score, page.band), "graded", product_of, fields=("probability", "impact"))


def residual(product: Projection, risk: Risk, page: RiskPage) -> Cell | None:
    """What is left of a risk after the response."""
    if risk.residual is None:
        return None
    product_of = Said((risk.residual.probability, risk.residual.impact), "times")
    return cell("residual", (page.left, page.left_band), "graded", product_of)


def lift(product: Projection, experiment: Experiment, trial: Trial) -> Cell | None:
    """What the best variant adds to the control, once the experiment is over."""
    arm = _best(trial)
    if arm is None or arm.lift is None:
        return None
    relative = (Said(arm.relative, "signed"),) if arm.relative is not None else ()
    title = (Said(arm.title),) if len(trial.arms) > 2 else ()
    return cell("Lift", arm.lift, "points", *relative, *title)


def interval(product: Projection, experiment: Experiment, trial: Trial) -> Cell | None:
    """Between which lifts the truth lies, and how likely such a result is by chance."""
    arm = _best(trial)
    if arm is None or arm.low is None or arm.high is None:
        return None
    chance = (Said(arm.p, "p"),) if arm.p is not None else ()
    return cell("Interval", (arm.low, arm.high), "interval", *chance)


def _best(trial: Trial) -> Arm | None:
    arms = [arm for arm in trial.arms if arm.lift is not None]
    return None if trial.early or not arms else max(arms, key=lambda arm: arm.lift or 0.0)


def run_time(product: Projection, experiment: Experiment, trial: Trial) -> Cell | None:
    """From when to when an experiment runs."""
    if experiment.starts is None and experiment.ends is None:
        return None
    return cell("Runs", (experiment.starts, experiment.ends), "span", fields=("starts", "ends"))


def days_open(product: Projection, problem: Problem, page: ProblemPage) -> Cell | None:
    """For how long a problem has been there, or was."""
    if page.days is None:
        return None
    when = Said((problem.detected, problem.resolved), "span") if problem.resolved else Said(problem.detected)
    return cell("Lasted" if problem.resolved else "Open for", page.days, "days", when, fields=("detected", "resolved"))


def decided(product: Projection, decision: Decision, page: object) -> Cell | None:
    """When something was decided, or is to be."""
    if decision.date:
        return cell("Decided", decision.date, fields=("date",))
    if not decision.due:
        return None
    is_over = decision.status == "proposed" and decision.due.last < product.today
    late = (Said("Overdue", "late"),) if is_over else ()
    return cell("Due", decision.due, "fact", *late, fields=("due",))


def chosen(product: Projection, decision: Decision, page: object) -> Cell | None:
    """The option that was chosen, or is recommended."""
    option = next((option for option in decision.options if option.chosen), None)
    return cell("Recommended" if decision.status == "proposed" else "Chosen", option.title) if option else None


def able(product: Projection, rival: Competitor, page: CompetitorPage) -> Cell | None:
    """How many of the capabilities that are looked at a competitor has."""
    known = [theirs for _, _, theirs in page.rows if theirs.has != "unknown"]
    return cell("capabilities", (sum(theirs.has == "yes" for theirs in known), len(known)), "counted") if known else None


def position(product: Projection, rival: Competitor, page: CompetitorPage) -> Cell | None:
    """Where a competitor stands on the axes of the market."""
    axes = product.settings.axes
    found = tuple(Said((axes[name] or name, value), "axis") for name, value in rival.position.items() if name in axes)
    return Cell("position", found) if found else None


def voices(product: Projection, feedback: Feedback, page: object) -> Cell | None:
    """How many said so."""
    return cell("count", feedback.count, "number", fields=("count",)) if product.sees(Feedback, "count") else None


def worth(product: Projection, feedback: Feedback, page: object) -> Cell | None:
    """What a request is worth a year."""
    return cell("value", (feedback.value, product.settings.currency), "quantity", fields=("value",)) if feedback.value else None


def revenue(product: Projection, customer: Customer, page: object) -> Cell | None:
    """What a customer brings a year."""
    told = (customer.revenue, product.settings.currency)
    return cell("revenue", told, "quantity", fields=("revenue",)) if customer.revenue else None


def requests(product: Projection, customer: Customer, page: CustomerPage) -> Cell | None:
    """How much a customer has asked for."""
    return cell("Requests", page.requests.total, "number") if page.requests.total else None


def evidence(product: Projection, insight: Item, page: object) -> Cell | None:
    """How much supports an insight."""
    return count("evidence", product.named(insight.id, "evidence"))


def objections(product: Projection, insight: Item, page: object) -> Cell | None:
    """How much speaks against an insight."""
    return count("against", product.named(insight.id, "against"))


def solutions(product: Projection, insight: Item, page: object) -> Cell | None:
    """How many features answer an insight."""
    return count("Solutions", (found for found in product.pointing(insight.id, "addresses") if found.type == "feature"))


def insights(product: Projection, persona: Item, page: object) -> Cell | None:
    """How many insights are about a persona."""
    return count("Insights", (found for found in product.pointing(persona.id, "personas") if found.type == "insight"))


def made_for(product: Projection, persona: Item, page: object) -> Cell | None:
    """How many features are for a persona."""
    return count("Features", (found for found in product.pointing(persona.id, "personas") if found.type == "feature"))


def category(product: Projection, trend: Trend, page: object) -> Cell | None:
    """What kind of trend it is, as the radar calls it."""
    if not trend.category:
        return None
    return cell("category", product.settings.trend_categories.get(trend.category, trend.category), fields=("category",))
