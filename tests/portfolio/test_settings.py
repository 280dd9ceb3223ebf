"""What portfolio.yml may say, and what is said of the rest."""

from __future__ import annotations

import pytest

from pmsite.diagnostics import Report
from pmsite.portfolio.settings import Git, Portfolio, read_portfolio

WHOLE = """\
plans:
  app:
    label: App
    audiences: {team: team, board: company}
    from: https://app.example/{audience}/roadmap/plan.json
    token: APP_PLAN_TOKEN
    stale_after: 14
  box: {audiences: {team: team}, from: vendor/box/plan.json}
  ops: {audiences: {team: team}, from: {git: "git@host:ops.git", ref: pages, path: roadmap/plan.json}}
  web: {audiences: {team: team}, workspace: ../web/roadmap}
same: {release: [app, box], team: [app, box, web]}
fields: {feature: [maturity]}
moved: {app:sync: box:sync, ours: app:ours}
"""


def read(text: str) -> tuple[Portfolio | None, list[str]]:
    report = Report()
    found = read_portfolio(text.encode(), "portfolio.yml", ("board",), report)
    return found, [f"{d.span} {d.code} {d.message}" for d in report]


def test_all_of_it() -> None:
    found, told = read(WHOLE)
    assert told == []
    assert found is not None
    app, _, ops, web = found.plans.values()
    assert (app.label, app.audiences, app.token, app.stale_after) == (
        "App",
        {"team": "team", "board": "company"},
        "APP_PLAN_TOKEN",
        14,
    )
    assert ops.source == Git(git="git@host:ops.git", ref="pages", path="roadmap/plan.json")
    assert (web.source, web.workspace) == (None, "../web/roadmap")
    assert found.same == {"release": ("app", "box"), "team": ("app", "box", "web")}
    assert found.moved == {"app:sync": "box:sync", "ours": "app:ours"}


def source(written: str) -> str:
    return f"plans: {{app: {{audiences: {{team: team}}, from: {written}}}}}\n"


@pytest.mark.parametrize(
    "written",
    ["https://app.example/plan.json", "https://app.example:8443/a?b=c", "plan.json", "../a/plan.json", "{git: ../ops, path: plan.json}",
     "{git: https://host.example/ops.git, path: plan.json}", "{git: ssh://git@host.example/ops.git, path: plan.json}"],
)  # fmt: skip
def test_where_plans_may_come_from(written: str) -> None:
    assert read(source(written))[1] == []


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("http://app.example/plan.json", "bad-source"),
        ("HTTP://app.example/plan.json", "bad-source"),
        ("file:///etc/passwd", "bad-source"),
        ("ftp://app.example/plan.json", "bad-source"),
        ("data:application/json;x", "bad-source"),
        ("https:///plan.json", "bad-source"),
        ("https://app.example:99999/plan.json", "bad-source"),
        ('"https://app.example/a b"', "bad-source"),
        ('"https://{audience}.example/plan.json"', "bad-source"),
        ("https://user:secret@app.example/plan.json", "credentials-in-address"),
        ("https://token@app.example/plan.json", "credentials-in-address"),
        ("/etc/passwd", "bad-source"),
        ('"C:/plan.json"', "bad-source"),
        ('"a\\\\b.json"', "bad-source"),
        ("~/plan.json", "bad-source"),
        ('{git: "ext::sh -c id", path: plan.json}', "bad-repository"),
        ("{git: --upload-pack=x, path: plan.json}", "bad-repository"),
        ("{git: http://host.example/ops.git, path: plan.json}", "bad-repository"),
        ("{git: https://a:b@host.example/ops.git, path: plan.json}", "credentials-in-address"),
        ("{git: ../ops, path: ../plan.json}", "bad-source"),
        ("{git: ../ops, path: /plan.json}", "bad-source"),
        ("{git: ../ops, ref: --all, path: plan.json}", "bad-branch-name"),
        ("{git: ../ops}", "missing-path"),
        ("[a]", "wrong-type"),
    ],
)
def test_where_they_may_not(written: str, code: str) -> None:
    found, told = read(source(written))
    assert found is None
    assert [line.split()[1] for line in told] == [code], told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "plans: {App: {audiences: {team: team}, from: a}}",
            "portfolio.yml:1:9 bad-plan-name App cannot be the name of a plan",
        ),
        (
            "plans: {app: {audiences: {team: team}}}",
            "portfolio.yml:1:9 bad-source app: either `from` or `workspace` says where the plan is",
        ),
        (
            "plans: {app: {audiences: {bord: all}, from: a}}",
            "portfolio.yml:1:27 unknown-audience bord is not an audience of this workspace",
        ),
        ("plans: {app: {audiences: {}, from: a}}", "portfolio.yml:1:15 no-audiences app: nobody reads it"),
        (
            "plans: {app: {audiences: {team: team, board: all}, from: a.json}}",
            "portfolio.yml:1:52 bad-source app: all audiences would get the same document",
        ),
        (
            "plans: {app: {audiences: {team: team}, from: a, token: A}}",
            "portfolio.yml:1:49 bad-source app: a token is sent to an https address alone",
        ),
        (
            "plans: {app: {audiences: {team: team}, from: https://a.example/a, token: ghp_secret}}",
            "portfolio.yml:1:67 bad-variable token: ghp_secret is not the name of an environment variable",
        ),
        ("plans: {}\nsame: {epic: [app]}", "portfolio.yml:2:8 unknown-type epic is not a type of item"),
        ("plans: {}\nsame: {release: [app]}", "portfolio.yml:2:18 unknown-plan app is not a plan of this portfolio"),
        ("plans: {}\nmoved: {a: b}", "portfolio.yml:2:9 not-an-id a: b names no plan"),
        ("plans: {}\nmore: a", "portfolio.yml:2:1 unknown-key more is not a known key"),
        ("a: b", "portfolio.yml:1 missing-plans plans is missing"),
    ],
)
def test_what_is_said_of_it(text: str, told: str) -> None:
    found, said = read(f"{text}\n")
    assert found is None
    assert told in said
