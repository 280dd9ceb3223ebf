"""Words that other tools, other teams and Chinese product managers use for what the format calls otherwise: for hints only."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches
from types import MappingProxyType

from pmsite.messages import said
from pmsite.model.folder_names import FOLDERS

_TYPES = {
    "feature": "epic; epics; story; stories; user story; user stories; task; tasks; idea; ideas; initiative; initiatives; requirement;"
    "requirements; backlog; item; items; enhancement; capability; ticket; tickets; issue; issues; project; projects; roadmap;"
    "sub-task; sub-tasks; subtask; subtasks; spike; chore; 史诗; 用户故事; 故事; 任务; 子任务; 事项; 工作项; 优化",
    "objective": "goal; goals; okr; okrs; key result; key results; kr; krs; target; targets; 关键结果; 目标与关键结果",
    "problem": "bug; bugs; incident; incidents; postmortem; postmortems; post-mortem; retro; defect; defects; outage; 缺陷; 故障; 事故",
    "metric": "kpi; kpis; measure; measures; north star; data; analytics",
    "release": "version; versions; milestone; milestones; 里程碑; 发布",
    "change": "changelog; changelogs; fragment; fragments; news; newsfragment; newsfragments",
    "person": "user; users; member; members; staff; employee; employees",
    "study": "interview; interviews; research; survey; surveys",
    "feedback": "request; requests; 工单; feature request; feature requests; voice; customer voice; feedbacks",
    "decision": "adr; adrs; rfc; rfcs; decision record",
    "competitor": "rival; rivals; competition; battlecard; battlecards",
    "brief": "report; reports; newsletter; newsletters; summary",
    "update": "status; weekly; weeklies; check-in; check-ins",
    "stakeholder": "audience; audiences; sponsor",
    "persona": "segment; segments",
    "customer": "account; accounts; client; clients; company; companies; 账户; 客户公司",
    "recognition": "kudos; thanks; praise",
    "learning": "learnings; course; courses; books; lesson; lessons",
    "theme": "pillar; pillars; area; areas",
    "component": "module; modules; subsystem; subsystems; 子系统; 产品模块",
    "cycle": "sprint; sprints; iteration; iterations; 冲刺",
    "experiment": "test; tests; a/b test; ab test; a/b tests",
    "launch": "go-to-market; gtm; campaign",
    "insight": "finding; findings; opportunity",
}
_ADVICE = (
    (
        "release",
        said("`release` names the version that brings it, `target` says when"),
        "milestone; fix_version; 里程碑",
    ),
    (
        "cycle",
        said("`cycle` names the stretch of the team's time, `release` the version that brings it"),
        "sprint; sprints; iteration; 迭代; 冲刺",
    ),
    (
        "parent",
        said("`parent` names the work that it is a part of, `theme` its direction, `supports` the goal it serves"),
        "parent_issue; parent_id; parent_link; epic_link; 父需求; 父任务; 父工作项; 上级",
    ),
    (
        "parent",
        said("`parent` names the epic or the like that it is a part of, `theme` the direction that it belongs to"),
        "epic; initiative; 史诗",
    ),
    (
        "theme",
        said("`theme` names the direction that it belongs to, `related` other items"),
        "area",
    ),
    (
        "acceptance",
        said("`acceptance` lists what must be true, `delivery` names the work in a tracker"),
        "subtasks; tasks; checklist; 子任务",
    ),
    (
        "score",
        said("it stands in `score: {reach: …, impact: …, confidence: …, effort: …}`"),
        "estimate; estimation; effort; points; story_points; size; reach; impact; rice; 工时; 预计工时; 工作量",
    ),
    (
        "moscow",
        said("`moscow` takes must, should, could or wont, and `score` is what RICE is computed from"),
        "priority; prio; 优先级",
    ),
    (
        "delivery",
        said("`delivery: [APP-381]` names the work in a tracker"),
        "jira; issue; issues; ticket; tickets; key; link; url; pr; prs",
    ),
    ("visibility", said("`visibility: [customers]` says who may see it"), "audience; audiences; public; private; internal; access"),
)
"""The key to look at instead, what to say of it, and the keys of other tools that it answers."""
_SAME_KEYS = {
    "title": "name; heading; headline; subject; 标题; 名称",
    "summary": "description; abstract; tagline; intro; 摘要; 简介; 描述; 概述",
    "status": "state; stage; progress; 状态; 阶段",
    "owner": "assignee; responsible; lead; pm; product_manager; assigned_to; dri; 负责人; 产品经理; 处理人",
    "team": "squad; group; 团队; 小组",
    "target": "due; due_date; deadline; eta; end; end_date; target_date; quarter; when; date; timeframe; 目标时间; 目标日期; 截止日期; 截止时间; 完成时间",
    "starts": "start; start_date; begin; begins; 开始时间; 开始日期; 计划开始",
    "started": "start; start_date; begin; begins; 开始时间; 开始日期",
    "shipped": "shipped_at; released; done; completed; finished; launched; 上线时间; 发布时间",
    "release": "releases; version; 版本; 发布版本",
    "theme": "pillar; category; 主题",
    "component": "module; subsystem; components; modules; 模块; 所属模块; 组件; 子产品",
    "planned_within": "planning; grace; 计划天数",
    "supports": "goal; goals; objective; objectives; okr; okrs; key_result; key_results; kr; serves; 支持; 目标; 关键结果; 服务于",
    "depends_on": "dependencies; dependency; depends; blocked_by; requires; needs; 依赖; 前置",
    "addresses": "insights; evidence; problem; problems; feedback; solves; 回应; 解决; 洞察",
    "tags": "labels; label; keywords; tag; 标签; 关键词",
    "visibility": "visible; visible_to; share_with; 可见范围; 可见性; 可见",
    "horizon": "bucket; column; lane; 时间范围",
    "confidence": "certainty; 信心; 置信度",
    "score": "scoring; 评分",
    "personas": "persona; users; for_whom; 用户画像",
    "period": "quarter; timeframe; 周期; 季度",
    "date": "day; when; target; due; released; released_on; 日期; 时间",
    "related": "see_also; relates_to; 相关; 关联",
    "metrics": "kpi; kpis; metric; 指标",
    "reason": "why; why_not; 原因",
    "acceptance": "acceptance_criteria; criteria; done_when; 验收标准; 验收",
    "key_results": "krs; kr; results; 关键结果; 关键成果",
    "features": "feature; 功能",
    "source": "from; origin; 来源",
    "as_of": "checked; 截至",
    "version": "number; 版本号",
    "kind": "category; type_of; 类别; 种类",
    "type": "类型",
    "customer": "account; client; company; organization; organisation; 客户; 客户名称",
    "segment": "客户细分; 客户类型",
    "tier": "plan; 客户等级",
    "revenue": "arr; mrr; annual_revenue; 年收入; 年营收; 客户年收入",
    "importance": "重要程度; 重要性",
}
_WORDS = {
    "high": "高; 较高; hi; h",
    "medium": "中; 中等; 一般; mid; med; m; normal; moderate; average",
    "low": "低; 较低; lo; l",
    "critical": "严重; 紧急; 致命; blocker; urgent",
    "now": "现在; 当前; 目前; 本季度; current; today",
    "next": "接下来; 下一步; 下季度; 下一个; soon; upcoming",
    "later": "以后; 将来; 未来; 远期; 稍后; future; someday; backlog",
    "must": "必须; 必须有; must have; must-have; p0",
    "should": "应该; 应该有; should have; should-have; p1",
    "could": "可以; 可以有; could have; could-have; nice to have; p2",
    "wont": "不做; 本次不做; won't; won't have; wont have; will not",
    "yes": "是; 有; 支持; y; true; full; supported",
    "no": "否; 无; 没有; 不支持; n; false; none",
    "partial": "部分; 部分支持; partly; limited",
    "true": "是; 对; 真; 已完成; 完成; yes; y; on; done; x; 1; ok",
    "false": "否; 不; 假; 未完成; no; n; off; not yet; 0",
    "nice": "一般; nice to have; low",
    "important": "重要; high",
    "churned": "已流失; 流失; left; lost; cancelled",
    "prospect": "潜在; 潜在客户; lead; opportunity",
    "weak": "弱; low",
    "strong": "强; high",
    "moderate": "中; 中等; medium",
    "up": "上升; 增加; 越高越好; increase; higher",
    "down": "下降; 减少; 越低越好; decrease; lower",
    "between": "区间; range; band",
    "committed": "承诺; 承诺型; commit; must",
    "aspirational": "挑战; 挑战型; 愿景型; stretch; moonshot; ambitious",
    "waiting": "等待; 未开始; 待开始; todo; to do; not started; planned",
    "active": "进行中; 开发中; in progress; doing; started; wip; building; running",
    "done": "已完成; 完成; completed; complete; finished; closed; shipped",
    "running": "进行中; in progress; doing; started; active",
    "stopped": "已停止; 停止; cancelled; canceled; aborted",
    "blocked": "受阻; 阻塞; stuck; on hold",
    "green": "绿; 绿色; 正常; on track; good; ok",
    "amber": "黄; 黄色; 有风险; yellow; orange; at risk",
    "red": "红; 红色; 严重偏离; off track; bad",
    "planned": "计划中; 已计划; 待办; todo; to do; not started; scheduled",
    "resolved": "已解决; 解决; fixed; closed; done",
    "open": "打开; 未解决; new",
    "closed": "已关闭; 关闭; done; resolved",
    "accepted": "已接受; 通过; approved; decided; done",
    "proposed": "提议; 待定; draft; pending",
    "rejected": "已拒绝; 拒绝; declined",
    "product": "squad; stream-aligned; feature; 产品",
    "platform": "infrastructure; infra; core; 平台",
    "metric": "指标; 指标型; number; numeric",
    "milestone": "里程碑; 里程碑型; binary; steps",
    "baseline": "基线; 基线型",
    "added": "新增; 新功能; new; feature; feat; add",
    "changed": "变更; 优化; 改进; improved; improvement; update; updated; change",
    "fixed": "修复; fix; bug; bugfix; bug fix",
    "removed": "移除; 删除; remove",
    "deprecated": "弃用; 废弃; deprecate",
    "security": "安全; vulnerability",
    "direct": "直接",
    "indirect": "间接",
    "one-way": "不可逆; irreversible; oneway; one way; no",
    "two-way": "可逆; reversible; twoway; two way; yes",
    "mitigate": "减轻; 缓解; reduce",
    "avoid": "规避; 避免",
    "transfer": "转移",
    "accept": "接受",
    "escalate": "上报; 升级",
}
_STAGES = {
    "idea": "new; backlog; icebox; inbox; triage; proposed; draft; wishlist; 想法; 待评审; 待处理; 新建; 需求池",
    "discovery": "exploring; research; researching; in design; design; analysis; investigating; 调研; 调研中; 设计中; 探索; 评审中",
    "planned": "plan; todo; to do; ready; scheduled; next; accepted; approved; not started; committed; 计划中; 已计划; 待办; 已排期; 未开始; 待开发",
    "building": """in progress; doing; wip; work in progress; started; active; in development; development; implementing; in review; review;
        testing; in testing; qa; beta; 进行中; 开发中; 研发中; 测试中; 处理中""",
    "shipped": "done; released; live; launched; complete; completed; delivered; finished; closed; deployed; ga; resolved; 已完成; 完成; 已发布; 已上线; 上线",
    "dropped": """cancelled; canceled; rejected; declined; won't do; wontfix; won't fix; not planned; abandoned; obsolete; archived; killed;
        已取消; 取消; 已拒绝; 不做; 已搁置; 搁置; 已关闭""",
}
_SEPARATORS = re.compile(r"[\s_-]+")


def folded(word: str) -> str:
    """A word without what nobody means by it: its case, and how its parts are joined."""
    return _SEPARATORS.sub(" ", word.replace("’", "'").casefold()).strip()


def _by_word(table: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for meaning, words in table.items():
        for word in words.replace("\n", " ").split(";"):
            found[folded(word)] = (*found.get(folded(word), ()), meaning)
    return MappingProxyType(found)


_BY_TYPE_WORD, _BY_KEY, _BY_WORD, _BY_STAGE = map(_by_word, (_TYPES, _SAME_KEYS, _WORDS, _STAGES))
_ADVICE_FOR = {folded(word): (key, told) for key, told, words in _ADVICE for word in words.split(";")}


def choice(word: str, known: Collection[str]) -> str:
    """The one of a few words that another word means, by its case, its meaning or its spelling; nothing where none is near."""
    by_fold = {folded(entry): entry for entry in known}
    if (near := by_fold.get(folded(word))) is not None:
        return near
    meant = [meaning for meaning in _BY_WORD.get(folded(word), ()) if meaning in known]
    return meant[0] if meant else _close(word, by_fold)


def status(word: str, known: Mapping[str, tuple[str, str]]) -> str:
    """The status that a word means; `known` gives the stage and the label of each. Nothing where none is near."""
    by_fold = {folded(label): name for name, (_, label) in known.items() if label} | {folded(name): name for name in known}
    if (near := by_fold.get(folded(word))) is not None:
        return near
    for stage in _BY_STAGE.get(folded(word), ()):
        own = [name for name, (of, _) in known.items() if of == stage]
        return next((name for name in own if name != stage), own[0] if own else "")
    return _close(word, by_fold)


def item_type(word: str, known: Iterable[str], folders: Mapping[str, str]) -> str:
    """The type of item that a word means: its name, its folder's, another tool's or a Chinese one; nothing where none is near."""
    by_fold = {folded(name): name for name in known} | {folded(folder): name for folder, name in folders.items()}
    bare = folded(word)
    if near := by_fold.get(bare) or FOLDERS.get(word):
        return near
    if meant := _BY_TYPE_WORD.get(bare):
        return meant[0]
    return _close(word, by_fold)


def is_another_word(word: str) -> bool:
    """Whether a word is what others call a type, and not its name misspelt."""
    return folded(word) in _BY_TYPE_WORD


def key(word: str, known: Iterable[str]) -> tuple[str, str]:
    """The key that another word means and what to say of it, if that is more than its name; two empty texts where none is near."""
    known = set(known)
    bare = folded(word)
    if bare in _ADVICE_FOR and _ADVICE_FOR[bare][0] in known:
        return _ADVICE_FOR[bare]
    meant = [meaning for meaning in _BY_KEY.get(bare, ()) if meaning in known]
    return (meant[0], "") if meant else ("", "")


def _close(word: str, by_fold: Mapping[str, str]) -> str:
    near = get_close_matches(folded(word), by_fold, n=1, cutoff=0.75)
    return by_fold[near[0]] if near else ""
