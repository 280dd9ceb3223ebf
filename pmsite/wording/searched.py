"""Other words that readers look for a page by, besides what it is called."""

from __future__ import annotations

from collections.abc import Mapping

from pmsite.wording.words import N_

ALSO: Mapping[str, str] = {
    "index": N_("home, start, overview"),
    "roadmap/index": N_("board, kanban, now, next, later"),
    "roadmap/timeline": N_("Gantt chart, schedule"),
    "roadmap/table": N_("features, feature list, backlog"),
    "roadmap/goals": N_("OKR, objectives, key results"),
    "roadmap/changelog": N_("release notes, what is new"),
    "roadmap/priorities": N_("prioritization, ranking, scores, RICE, WSJF, MoSCoW, Kano"),
    "roadmap/calendar": N_("dates, milestones, schedule"),
    "roadmap/capacity": N_("workload, resources, staffing"),
    "roadmap/not-doing": N_("rejected, declined, dropped, won't do"),
    "roadmap/opportunities": N_("opportunity solution tree, needs"),
    "roadmap/wanted": N_("demand, customers, revenue, votes, priority"),
    "roadmap/dependencies": N_("blockers, blocked, critical path"),
    "roadmap/alignment": N_("goals by team, alignment map, OKR alignment"),
    "roadmap/asks": N_("requests between teams, cross-team needs"),
    "roadmap/responsibilities": N_("RACI, responsibilities, accountable"),
    "roadmap/readers": N_("visibility, audiences, access"),
    "roadmap/coverage": N_("traceability, gaps"),
    "roadmap/health": N_("warnings, checks, out of date"),
    "roadmap/what-changed": N_("history, differences, changes"),
    "roadmap/slippage": N_("delays, moved dates, on time"),
    "roadmap/cycles/index": N_("sprints, iterations, burn-down, velocity"),
    "roadmap/feedback/index": N_("requests, demand, votes, ideas"),
    "roadmap/metrics/index": N_("KPI, dashboard, North Star, numbers"),
    "roadmap/competitors/index": N_("competition, rivals, comparison"),
    "roadmap/trends/index": N_("radar, market trends"),
    "roadmap/insights/index": N_("findings, research"),
    "roadmap/studies/index": N_("user research, interviews, surveys"),
    "roadmap/experiments/index": N_("A/B tests, hypotheses"),
    "roadmap/personas/index": N_("users, customers"),
    "roadmap/stakeholders/index": N_("influence, interest"),
    "roadmap/decisions/index": N_("ADR, decision log"),
    "roadmap/risks/index": N_("risk register"),
    "roadmap/problems/index": N_("incidents, root causes, issues"),
    "roadmap/launches/index": N_("go to market, launch plan"),
    "roadmap/releases/index": N_("versions"),
    "roadmap/changes/index": N_("fixes, additions"),
    "roadmap/updates/index": N_("status reports, progress"),
    "roadmap/briefs/index": N_("reports, summaries, board"),
    "roadmap/people/index": N_("team members, skills, staff"),
    "roadmap/teams/index": N_("groups, squads"),
    "roadmap/recognition/index": N_("kudos, praise"),
    "roadmap/learning/index": N_("training, books, talks"),
    "roadmap/themes/index": N_("topics, investment"),
}
"""By the address of a page, as its readers may call it in other tools and trades."""
