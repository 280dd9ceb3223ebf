"""What columns are called in other systems, in English and Chinese, and what each becomes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import islice

from pmsite.messages import said
from pmsite.model.faults import did_you_mean

_COMPARED = 1_000
"""How many unknown columns are compared with the known ones."""

ROLES: Mapping[str, str] = {
    "key": said("what the source calls the item; a later import finds it again by it"),
    "former_key": said("what the source called the item before; an item of an earlier import is found by that, too"),
    "alias": said("another name that rows use for the item, such as an inner number; kept as well"),
    "id": said("the item's own id in this workspace"),
    "url": said("its address in the source"),
    "body": said("the description"),
    "section": said("a part of the description, under the column's name"),
    "type": said("what kind of thing it is; `types` says which item type each word means"),
    "status_category": said("where the source puts a status that has no other meaning here"),
    "resolution": said("how it ended; tells dropped from shipped"),
    "priority": said("`priority` where product.yml has such a field, a problem's severity, else kept"),
    "created": said("when it came up: a problem's `detected`, feedback's `date`, else kept"),
    "done": said("when it was finished: `shipped`, a problem's `resolved`, a release's `date`"),
    "due": said("when it should be finished: `target`, a release's `date`"),
    "start": said("when work is planned to begin: `starts`"),
    "began": said("when work did begin: `started`"),
    "sprint": said("the cycle that the item is in, of several the last: made where there is none"),
    "sprint_path": said("the same by a path such as `2026 / Sprint 7`, whose last part is its name"),
    "sprint_number": said(
        "the number of the cycle among those of its team, which tells it from others of the same name; kept as well"
    ),
    "sprint_start": said("the first day of the cycle; kept as well"),
    "sprint_end": said(
        "the last day of the cycle; one that is whole weeks after the first day is the first one of the next; kept as well"
    ),
    "release_date": said("the date of the release that the row names"),
    "level": said("its level of work, by the workspace's word for it or another that is known"),
    "parent": said("what the item is a part of, by key, number or title: its `parent`, its theme, or a related item"),
    "epic": said("the same, where no column that is `parent` tells what is nearer"),
    "epic_name": said("the same by its title: an epic that is made where there is none"),
    "initiatives": said(
        "what its epic is a part of, or the item where it has none: an initiative that is made where there is none"
    ),
    "milestone": said("a point on the way of the epic: its `milestones`, else kept"),
    "component": said(
        "the part of the product that it is in, a name or a path such as `App / Sync`: made where there is none; others are `touches`"
    ),
    "estimate": said("`effort`, where product.yml says `effort_unit: points`; else kept"),
    "estimate_days": said("`effort`, where product.yml says `effort_unit: days`; else kept"),
    "estimate_hours": said("`effort`, where product.yml says `effort_unit: hours`; else kept"),
    "blocked_by": said("what must come first: `depends_on`"),
    "blocks": said("what must wait for it: their `depends_on`"),
    "duplicate_of": said("a related item"),
    "votes": said("how many asked for it: feedback's `count`, else kept"),
    "comment": said("a remark; kept in a passage for the team"),
    "attachment": said("a file; its address is kept in a passage for the team"),
    "checklist": said("a thing to tick off; kept in a passage for the team"),
    "keep": said("kept as it is under `imported`"),
    "leave_out": said("left out: bookkeeping of the source that says nothing of the item; the receipt names it"),
}
"""What a column can become besides the fields of items, each in words."""

_NAMES = {
    "key": """key; issue key; work item key; reference #; reference; card id; number; no; no.; nr; nr.; #; item id; ticket id; task id; story id; uuid; gid; guid; identifier;
        编号; 标识; 任务编号; 需求编号; 工单编号; 工作项编号; 序号; id""",
    "title": """title; name; summary of the item; card name; task name; story name; feature; feature name; idea name; item name; subject; headline;
        标题; 名称; 任务标题; 任务名称; 需求名称; 需求标题; 工作项标题; 主题;
        titel; titre; título; titolo; tytuł; название; заголовок; タイトル; 件名; 제목""",
    "summary": "short description; tagline; abstract; 摘要; 简介; 概述",
    "body": "description; issue description; task description; details; body; notes; content; card description; 描述; 详细描述; 详情; 内容; 需求描述; 备注",
    "section": "acceptance criteria; user story; steps to reproduce; environment; goal; business value; 验收标准; 复现步骤; 用户故事; 业务价值",
    "type": "type; issue type; work type; item type; work item type; workitem type; ticket type; task type; story type; request type; feature type; tracker; kind; 类型; 工作项类型; 任务类型; 需求类型",
    "status": "status; state; stage; column; list; list name; feature status; 状态; 阶段; 任务列表; 分组",
    "resolution": "resolution; state reason; statereason; state_reason; 解决方案; 解决结果; 关闭原因",
    "priority": "priority; 优先级; severity; 严重程度",
    "owner": "owner; owners; assignee; assignees; assignee name; owner name; assigned to; responsible; assigned person; members; product manager; 负责人; 处理人; 执行人; 产品经理",
    "tags": "tags; tag; labels; label; keywords; 标签; 关键字",
    "created": "created; created at; created on; created date; created time; creation date; date created; opened; opened at; created at (utc); 创建时间; 创建日期; 提交时间; 建立时间",
    "done": "completed; completed at; completed on; done; closed at; closed date; completion date; date closed; date completed; finished at; finished date; resolved; resolved at; released on; shipped at; closed at (utc); 完成时间; 实际完成时间; 关闭时间; 解决时间",
    "due": """due date; due; due on; target date; target; deadline; end date; timeframe; planned end;
        截止时间; 截止日期; 结束时间; 结束日期; 计划完成时间; 计划结束时间; 预计结束; 预计完成时间; 排期""",
    "start": """start date; start; start time; planned start; planned start date; target start; scheduled start; starts; starts on; begin; begin date; begins;
        开始时间; 开始日期; 计划开始时间; 计划开始; 计划开始日期; 预计开始; 预计开始时间; 预计开始日期""",
    "began": "started; started on; started at; actual start; actual start date; work started; activated date; 实际开始; 实际开始时间; 实际开始日期",
    "release": "release; version; milestone; fix version; fix versions; fix version/s; 发布; 版本; 里程碑; 发布计划; 发布版本; 所属版本; 规划版本",
    "sprint": "sprint; cycle; cycles; iteration; cycle name; 迭代; 所属迭代; 冲刺",
    "sprint_number": "cycle number; sprint number; iteration number",
    "sprint_start": "sprint start; sprint start date; cycle start; cycle start date; iteration start; iteration start date; 迭代开始时间; 迭代开始日期; 冲刺开始时间",
    "sprint_end": "sprint end; sprint end date; cycle end; cycle end date; iteration end; iteration end date; 迭代结束时间; 迭代结束日期; 迭代截止时间; 迭代截止日期; 冲刺结束时间",
    "parent": "parent; parent id; parent key; parent issue; parent item; parent task; parent work item; parent iid; parent feature; part of; 父工作项; 父任务; 父需求; 父标识; 父级; 父项; 上级; 隶属于; 父事项",
    "epic": "epic; epic link; epic key; parent link; master feature; 史诗; 特性; 所属史诗; 所属特性; 所属需求",
    "epic_name": "epic name; epic title; master feature name",
    "initiatives": "initiative; initiatives; initiative name; 举措; 战略举措",
    "level": "level; work level; hierarchy level; issue level; 层级; 工作项层级",
    "component": """component; components; component/s; module; modules; area; area path; product area; subsystem;
        模块; 所属模块; 产品模块; 功能模块; 模块路径; 业务线; 所属业务线; 组件; 子产品""",
    "estimate": "story points; story point; story point estimate; estimate (points); points; sp; 故事点; 故事点数; 规模",
    "estimate_days": "estimated days; estimate (days); person-days; 预估人天; 人天; 估分（人天）",
    "estimate_hours": "estimated hours; estimate (hours); original estimate (hours); 预估工时; 预计工时; 估算工时; 计划工时",
    "theme": "theme; category; 主题域; 需求分类",
    "team": "team; squad; 团队; 小组; 所属团队",
    "blocked_by": "blocked by; depends on; dependencies; is blocked by; 依赖; 前置任务; 前置工作项; 被阻塞",
    "blocks": "blocks; blocking; 阻塞; 后置任务",
    "related": "related to; related; relates to; linked issues; 关联; 关联工作项; 相关",
    "duplicate_of": "duplicate of; 重复于",
    "url": "url; link; card url; permalink; permalink url; web url; html url; issue url; task url; task link; 链接; 地址",
    "votes": "votes; votes count; upvotes; vote count; 投票数; 票数; 赞同数",
    "customer": "customer; customers; company; account; organization; organizations; organisation; requester; 客户; 客户名称; 所属客户; 需求提出人",
    "channel": "channel; source; origin; 来源; 需求来源; 渠道",
    "comment": "comment; comments; 评论; 备注记录",
    "attachment": "attachment; attachments; attachment links; files; 附件",
    "checklist": "checklist; checklists; subtasks; 检查项; 子任务; 清单",
}
_LONGEST = 300
_FOREIGN: Mapping[str, str] = {
    "custom field": """campo personalizado; benutzerdefiniertes feld; benutzerdefinierte felder; champ personnalisé; champs personnalisés;
        campo personalizzato; カスタムフィールド; カスタム フィールド; 사용자정의 필드; 사용자 정의 필드; 사용자 지정 필드; 自定义字段; 自訂欄位;
        пользовательское поле; настраиваемое поле; pole niestandardowe; pole własne; aangepast veld""",
}
"""What Jira writes in front of a name in brackets, in its other languages."""
_LINKS = (
    ("outward issue link", re.compile(r".*(?:sortant|saliente|saída|ausgehend|uscita|uitgaand|wychodz|исходящ).*")),
    (
        "inward issue link",
        re.compile(r".*(?:entrant|incidencia interna|entrada|eingehend|entrata|ingresso|inkomend|przychodz|входящ).*"),
    ),
)
"""The way of a link between two issues, as Jira says it in front of the name of the link."""
_NAMED = re.compile(r"([^()]+?) ?\((.+)\)")
_REQUIRED = re.compile(r"\s*(?:[(（]\s*(?:必填|required|\*)\s*[)）]|\*)\s*$", re.IGNORECASE)


@lru_cache(maxsize=8192)
def plain(header: str) -> str:
    """A header as tables have it: small letters, half-width signs, single spaces, no mark that it is needed.

    What stands in front of the name of a custom field or of a link is English, in whatever language it was written.
    """
    text = _REQUIRED.sub("", unicodedata.normalize("NFKC", header[:_LONGEST]))
    told = " ".join(text.replace("_", " ").casefold().split()).rstrip(" :")
    named = _NAMED.fullmatch(told)
    return f"{found} ({named[2]})" if named and (found := _english(named[1])) else told


def _english(front: str) -> str | None:
    return _foreign().get(front) or next((link for link, form in _LINKS if form.fullmatch(front)), None)


@lru_cache(maxsize=1)
def by_name() -> Mapping[str, str]:
    """What each known name of a column becomes."""
    return {plain(name): role for role, names in _NAMES.items() for name in listed(names)}


@lru_cache(maxsize=1)
def _foreign() -> Mapping[str, str]:
    return {unicodedata.normalize("NFKC", name): english for english, names in _FOREIGN.items() for name in listed(names)}


def listed(names: str) -> list[str]:
    """The names that a text lists, with semicolons between them."""
    return [name for part in names.split(";") if (name := " ".join(part.split()))]


def near(headers: Iterable[str], known: Iterable[str]) -> tuple[str, str] | None:
    """The first header that is nearly a known one, and that; a table of thousands of unknown columns is no slip of the pen."""
    names = {plain(name): name for name in known}
    first = islice(headers, _COMPARED)
    return next(((header, names[found]) for header in first if (found := did_you_mean(plain(header), names))), None)
