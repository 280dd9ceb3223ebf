"""An experiment's result: rates, lift, interval, p-value, and whether any of them can be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pmsite.audience import Projection
from pmsite.model import statistics
from pmsite.model.experiment import Experiment, Variant
from pmsite.views.parts import Ref, ref, ref_to


@dataclass(frozen=True, slots=True)
class Arm:
    """One variant. Rates and lifts are shares of one; a lift is nothing for the control, and where it must not be shown."""

    id: str
    title: str
    control: bool
    users: float
    conversions: float
    rate: float | None
    lift: float | None
    relative: float | None
    low: float | None
    high: float | None
    p: float | None
    significant: bool
    reliable: bool


@dataclass(frozen=True, slots=True)
class Trial:
    """What an experiment found. `split_p` is how likely its split of users is if the planned one was kept."""

    ref: Ref
    status: str
    decision: str
    learned: str
    metric: Ref | None
    arms: tuple[Arm, ...]
    split_p: float | None
    skewed: bool
    early: bool
    cut_short: bool
    """Whether it was decided before its planned end."""
    ends: date | None
    significance: float
    limit: float
    """What a p-value must be below: the significance, shared out among the comparisons with the control (Bonferroni)."""
    power: float
    needed: int | None
    """Users that each variant needs, planned or computed from baseline and effect."""
    computed: bool
    baseline: float | None
    effect: float | None
    enough: bool

    @property
    def reach(self) -> float:
        """How far the widest interval lies from no difference at all."""
        return max((abs(end) for arm in self.arms for end in (arm.low, arm.high) if end is not None), default=0.0)


def build(product: Projection, experiment: Experiment) -> Trial:
    """The result of one experiment as of today."""
    arms = experiment.variants
    control = next((arm for arm in arms if arm.control), arms[0] if arms else None)
    split = statistics.split_probability([arm.users for arm in arms], [arm.share for arm in arms])
    skewed = split is not None and split < statistics.SKEWED
    computed = _computed(experiment)
    needed = int(experiment.planned) if experiment.planned is not None else computed
    smallest = min((arm.users for arm in arms), default=0)
    before_end = experiment.ends is None or product.today <= experiment.ends.last
    limit = experiment.significance / max(1, len(arms) - 1)
    return Trial(
        ref(experiment),
        experiment.status,
        experiment.decision or "",
        experiment.learned,
        ref_to(product, experiment.metric),
        tuple(_arm(arm, control, skewed, limit) for arm in arms),
        split,
        skewed,
        experiment.status == "running" and before_end,
        experiment.status in ("done", "stopped") and experiment.ends is not None and before_end,
        experiment.ends.last if experiment.ends else None,
        experiment.significance,
        limit,
        experiment.power,
        needed,
        experiment.planned is None and computed is not None,
        experiment.baseline,
        experiment.effect,
        needed is None or smallest >= needed,
    )


def _computed(experiment: Experiment) -> int | None:
    if not experiment.baseline or not experiment.effect:
        return None
    hoped = min(experiment.baseline + experiment.effect, 1.0)
    return statistics.sample_size(experiment.baseline, hoped, experiment.significance, experiment.power)


def _arm(arm: Variant, control: Variant | None, skewed: bool, limit: float) -> Arm:
    rate = arm.conversions / arm.users if arm.users else None
    is_control = control is None or arm is control
    plain = Arm(
        arm.id, arm.title, is_control, arm.users, arm.conversions, rate, None, None, None, None, None, False,
        statistics.is_reliable(arm.conversions, arm.users),
    )  # fmt: skip
    if control is None or is_control or skewed or rate is None or not control.users:
        return plain
    before = control.conversions / control.users
    tested = statistics.two_proportions(control.conversions, control.users, arm.conversions, arm.users)
    low, high = statistics.difference_interval(control.conversions, control.users, arm.conversions, arm.users, limit)
    return Arm(
        arm.id,
        arm.title,
        False,
        arm.users,
        arm.conversions,
        rate,
        rate - before,
        (rate - before) / before if before else None,
        low,
        high,
        tested[1] if tested else None,
        tested is not None and tested[1] < limit,
        plain.reliable and statistics.is_reliable(control.conversions, control.users),
    )
