"""How one key result stands."""

from __future__ import annotations

from dataclasses import replace

from pmsite.model.judgement import scale
from pmsite.model.judgement.readings import Course
from pmsite.model.judgement.scale import FIRST_FIFTH, HALF, LAST_FIFTH, two
from pmsite.model.judgement.score import MILESTONES, due, is_all_or_nothing, score, steps_due
from pmsite.model.judgement.verdict import COLOURS, Clause, Found, Judgement, Param, Word, meet
from pmsite.model.judgement.work import span
from pmsite.model.period import Period


def key_result(course: Course) -> Judgement:
    """How a key result stands: its grade at the end, else the team's fresh word, else its pace, else what keeps both from speaking."""
    found = _for_readers(_judged(course), course)
    return replace(
        found,
        score=score(course),
        due=due(course),
        day=course.day,
        measured=course.value[1] if course.value else None,
        is_all_or_nothing=is_all_or_nothing(course.result),
    )


def _judged(course: Course) -> Judgement:
    period = course.period
    if period is not None and course.day > period.last:
        return _grade(course, period) if course.is_known else Judgement()
    if period is not None and course.day < period.first:
        return Judgement("coming", message="starts", params={"date": period.first})
    found = numbers(course) if course.is_known else Found("")
    if found.state == "reached":
        return found.judgement()
    if (word := _word(course)) is not None:
        return _hoped(found) if _is_hope(course, word, found) else meet(word, found)
    if found.state in COLOURS:
        return found.judgement()
    if course.result.confidence is not None and course.readers.goals:
        return meet(_undated(course, course.result.confidence), found)
    return found.judgement()


def _for_readers(found: Judgement, course: Course) -> Judgement:
    """For readers who may not know of everything: no grey state, which would speak of the plan and not of what they see."""
    if course.readers.inside:
        return found
    if found.colour == "none":
        return Judgement()
    if course.readers.confidence or found.basis in ("confidence", "both") or not found.message:
        return found
    return replace(found, message="numbers_alone", params={"numbers": Clause(found.message, found.params)})


def _is_hope(course: Course, word: Word, found: Found) -> bool:
    """Whether the team is sure of a baseline of which nobody knows anything yet, while there is time."""
    return course.result.kind == "baseline" and word.state == "good" and found.state in ("early", "fair")


def _hoped(found: Found) -> Judgement:
    """What the team hopes colours no baseline, and neither does the calendar against it: it is not established, and that is all."""
    return Judgement(message=found.clause.message, numbers=found.state)


def _word(course: Course) -> Word | None:
    """The newest check-in that tells how sure the team is, while it counts."""
    told = [c for c in course.result.checkins if c.confidence is not None and c.date.last <= course.day]
    last = max(told, key=lambda found: found.date.last, default=None)
    if (
        last is None
        or last.confidence is None
        or not course.readers.goals
        or (course.day - last.date.last).days > scale.lasts(course.period)
    ):
        return None
    state = scale.sure(last.confidence, course.ambition)
    facts: dict[str, Param] = {"share": last.confidence, "date": last.date.last}
    return Word(state, "confidence", Clause("sure", facts), Clause("sure_says", {**facts, "state": state}))


def _undated(course: Course, confidence: float) -> Word:
    clause = Clause("sure_undated", {"share": confidence})
    return Word(scale.sure(confidence, course.ambition), "confidence", clause, clause)


def numbers(course: Course) -> Found:
    """What the numbers alone say inside the period, or without one."""
    if course.result.done:
        return Found("reached", basis="done", forecast=1.0)
    if course.result.kind in MILESTONES:
        return _milestone(course)
    return _limits(course) if course.stays_within else _pace(course)


def _milestone(course: Course) -> Found:
    steps, period = course.result.steps, course.period
    if steps and all(step.done for step in steps):
        return Found("reached", basis="steps", forecast=1.0)
    if period is None:
        return Found("", Clause("no_period"))
    if steps:
        return _steps(course, period)
    over = scale.elapsed(period, course.day)
    fair, poor, message = (
        (LAST_FIFTH, 2.0, "not_reached") if course.result.kind == "milestone" else (HALF, LAST_FIFTH, "not_established")
    )
    return Found("early" if over < fair else "fair" if over < poor else "poor", Clause(message), "time")


def _steps(course: Course, period: Period) -> Found:
    """Steps are all or nothing: what is due is what a straight line has wholly passed. One behind is at risk, more is off track."""
    steps = list(steps_due(course))
    passed = [share for share, is_due in steps if is_due]
    done, wanted = score(course) or 0.0, sum(passed)
    behind = wanted - done
    state = "good" if behind <= 1e-9 else "fair" if behind <= passed[-1] + 1e-9 else "poor"
    if state != "good" and scale.elapsed(period, course.day) < FIRST_FIFTH:
        state = "early"
    facts = {"done": sum(step.done for step in course.result.steps), "n": len(steps), "due": len(passed)}
    return Found(state, Clause("steps", facts), "steps", 1.0 if behind <= 1e-9 else done / wanted)


def _limits(course: Course) -> Found:
    """A result that stays within limits: one reading outside is at risk, two in a row are off track."""
    inside = [(day, course.is_within(value)) for day, value in course.inside]
    if course.result.current is not None:
        inside.append((course.day, course.is_within(course.result.current)))
    if not inside:
        return Found("none")
    if old := _too_old(course):
        return old
    outside = next((at for at, (_, is_fine) in enumerate(reversed(inside)) if is_fine), len(inside))
    if not outside:
        return Found("good", Clause("inside"), "limits")
    return Found("poor" if outside > 1 else "fair", Clause("outside", {"n": outside}), "limits")


def _pace(course: Course) -> Found:
    """Where a straight line from its beginning through its newest value ends."""
    found, period = course.value, course.period
    way = course.way(found[0]) if found else None
    if found is None or way is None:
        return Found("none")
    if two(way) >= 1:
        return Found("reached", basis="pace", forecast=1.0)
    if period is None:
        return Found("", Clause("so_far", {"score": max(0.0, way)}))
    day = found[1]
    if day is not None and day < period.first and scale.elapsed(period, course.day) < FIRST_FIFTH:
        return Found("early", Clause("not_yet"))
    if old := _too_old(course):
        return old
    if day is not None and day < period.first:
        return Found("none", Clause("not_yet"))
    if course.begins_at_first_value:
        return Found("none", Clause("first_value"))
    return _forecast(course, period, way)


def _forecast(course: Course, period: Period, way: float) -> Found:
    day = course.value[1] if course.value and course.value[1] else course.day
    over, wanted, start = scale.elapsed(period, day), course.due(day), course.head_start
    reason = Clause("worse_than_start")
    if wanted <= 0:  # a plan whose way begins later
        forecast, state = (1.0, "good") if way >= wanted else (0.0, "poor")
        reason = Clause("nothing_due") if way >= wanted else reason
    else:
        forecast = min(1.0, max(0.0, start + (way - start) / wanted))
        state = "poor" if way < 0 else scale.band(forecast, course.ambition, over)
        reason = reason if way < 0 else Clause("pace", {"score": forecast, "date": period.last})
    if state == "poor" and course.is_read_from_metric and len(course.inside) < 2:
        state = "fair"  # one point is no trend
    lags = course.metric is not None and course.metric.timing == "lagging" and not course.measured.plan
    if state != "good" and over < (HALF if lags else FIRST_FIFTH):
        facts = {"day": scale.day_of(period, day), "n": scale.days(period), "score": max(0.0, way)}
        return Found("early", Clause("early", facts), "pace", forecast)
    return Found(state, reason, "pace", forecast)


def _too_old(course: Course) -> Found | None:
    """Where the newest value says nothing any more: its date and age, never the last colour."""
    if course.result.current is not None or not course.values:
        return None
    last = course.values[-1][0]
    age = (course.day - last).days
    return Found("stale", Clause("stale", {"date": last, "n": age, "ago": span(age)})) if age > course.fresh_for else None


def _grade(course: Course, period: Period) -> Judgement:
    """What a key result was worth when its period ended."""
    if course.result.kind in MILESTONES or course.result.done:
        reached = 1.0 if course.result.done else score(course) or 0.0
        return graded(reached, course.ambition)
    last = course.value
    if last is None or (last[1] is not None and last[1] < period.first):
        return Judgement("ungraded", "grade", message="never_measured")
    if last[1] is not None and (period.last - last[1]).days > course.fresh_for:
        return Judgement("ungraded", "grade", message="last_value", params={"date": last[1]})
    if course.stays_within:
        return _grade_of_limits(replace(course, day=period.last))
    way = course.way(last[0])
    if way is None:
        return Judgement("ungraded", "grade", message="never_measured")
    return graded(min(1.0, max(0.0, way)), course.ambition)


def _grade_of_limits(course: Course) -> Judgement:
    found = _limits(course)
    state = scale.GRADES.get(found.state, "ungraded")
    worth = {"achieved": 1.0, "partly": 0.5, "missed": 0.0}.get(state)
    return Judgement(state, "grade", "", found.state, worth, *found.clause)


def graded(share: float, ambition: str) -> Judgement:
    """A share of the way as a grade."""
    state = "reached" if two(share) >= 1 else scale.GRADES[scale.band(share, ambition, 1.0)]
    return Judgement(state, "grade", "", state, share, "grade", {"score": share})
