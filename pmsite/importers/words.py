"""Words of other systems: which stage a status means, how a priority or a severity ranks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

_STAGES = {
    "idea": """
        idea; ideas; new; new idea; backlog; icebox; inbox; triage; needs triage; open; opened; parking lot; under consideration; needs review;
        in review queue; future consideration; submitted; proposed; draft; unscheduled; someday; later; wishlist; brainstorm; to be discussed;
        待评审; 待处理; 新建; 新提交; 打开; 待定; 待确认; 想法; 创意; 需求池; 收集; 未激活; 待评估; 待规划; 待讨论; 池中""",
    "discovery": """
        discovery; in discovery; exploring; exploration; research; researching; under review; in design; design; designing; scoping; definition;
        candidate; validating; validation; refinement; analysis; specification; gathering feedback;
        设计中; 调研; 调研中; 评审中; 需求评审; 分析中; 探索; 方案设计; 验证中; 需求分析""",
    "planned": """
        planned; plan; todo; to do; to-do; ready; ready to develop; ready for development; ready for delivery; selected for development;
        unstarted; not started; scheduled; next; next up; up next; accepted; approved; committed; queued; this sprint; sprint backlog; planning;
        已计划; 计划中; 已规划; 待办; 未开始; 待开发; 已评审; 评审通过; 已排期; 待启动; 已确认; 已接受; 规划中; 准备就绪; 已采纳""",
    "building": """
        building; in progress; doing; started; active; in development; development; developing; delivery; in delivery; implementing; in review;
        code review; review; testing; in testing; in test; qa; in qa; ready for qa; uat; verification; preview; beta; private beta; public beta;
        ready to ship; ready for release; ready to release; staging; reopened; implementation; wip; work in progress; now; normal; at risk;
        进行中; 处理中; 开发中; 研发中; 测试中; 实现中; 已提测; 待测试; 待验收; 验收中; 待发布; 已修复; 重新打开; 正常; 预警; 延期; 联调中; 灰度; 内测; 开发完成; 测试完成""",
    "shipped": """
        shipped; done; complete; completed; released; launched; live; ga; generally available; delivered; resolved; fixed; merged; deployed;
        finished; implemented; published; verified; already exists; in production;
        已完成; 完成; 已发布; 已上线; 上线; 已交付; 已验收; 已解决; 结束; 已结束; 已实现; 已部署; 发布""",
    "dropped": """
        dropped; canceled; cancelled; rejected; declined; duplicate; duplicated; won't do; wont do; won't fix; wontfix; will not implement;
        not planned; not_planned; abandoned; obsolete; invalid; cannot reproduce; won't have; withdrawn; archived; archive; deprecated; never;
        已取消; 取消; 被拒绝; 已拒绝; 拒绝; 已驳回; 重复; 已废弃; 废弃; 不做; 不处理; 作废; 已归档; 归档; 已作废; 无效""",
}
UNSURE: Mapping[str, tuple[str, str]] = {
    "closed": ("dropped", "closed does not say whether it was done"),
    "已关闭": ("dropped", "已关闭 does not say whether it was done"),
    "关闭": ("dropped", "关闭 does not say whether it was done"),
    "paused": ("planned", "pmsite has no stage for what is paused"),
    "on hold": ("planned", "pmsite has no stage for what is paused"),
    "blocked": ("building", "what is blocked counts as under way"),
    "挂起": ("planned", "pmsite has no stage for what is paused"),
    "已挂起": ("planned", "pmsite has no stage for what is paused"),
    "暂停": ("planned", "pmsite has no stage for what is paused"),
    "阻塞": ("building", "what is blocked counts as under way"),
}
"""Words that mean a stage only by a guess, and why; `closed` means shipped where the row says when it was done."""
CLOSED = frozenset({"closed", "已关闭", "关闭"})

ARCHIVED = "archived"
"""The resolution of what was put away, done or not."""
NOT_DONE = frozenset(
    [
        "won't do",
        "won't fix",
        "wont do",
        "wontfix",
        "duplicate",
        "cannot reproduce",
        "incomplete",
        "declined",
        "rejected",
        "not planned",
        "not_planned",
        "invalid",
        "abandoned",
        "obsolete",
        "canceled",
        "cancelled",
        "重复",
        "不处理",
        "拒绝",
        "被拒绝",
        "无法重现",
        "不予解决",
        "取消",
    ]
)
"""Resolutions with which something ends that was never made."""

_RANKS = (
    "urgent; highest; critical; blocker; immediate; p0; 最高; 紧急; 非常紧急; 致命; 特急",
    "high; major; important; p1; 高; 较高; 严重; 重要",
    "medium; normal; moderate; default; p2; 中; 普通; 一般; 中等",
    "low; minor; p3; 低; 较低; 次要; 轻微; 提示",
    "lowest; trivial; none; no priority; p4; 最低; 无关紧要; 建议",
)
_PROBLEM = {
    "idea": "open",
    "discovery": "investigating",
    "planned": "open",
    "building": "acting",
    "shipped": "resolved",
    "dropped": "resolved",
}
_EMOJI = re.compile("[^\\w\\s'/&+.,()-]", re.UNICODE)


@lru_cache(maxsize=8192)
def plain(word: str) -> str:
    """A word as tables have it: small letters, one space between parts, no emoji, nothing in brackets at the end."""
    text = unicodedata.normalize("NFKC", word).replace("’", "'").casefold()
    return " ".join(_EMOJI.sub(" ", text).split())


@lru_cache(maxsize=1)
def _by_word() -> dict[str, str]:
    return {plain(word): stage for stage, words in _STAGES.items() for word in words.replace("\n", " ").split(";")}


def stage_of(word: str) -> str:
    """The stage that a status surely means, or nothing."""
    return _by_word().get(plain(word), "")


def rank_of(word: str) -> int | None:
    """How a priority or severity ranks, 0 the most pressing to 4; nothing where it is not known."""
    known = plain(word)
    return next((rank for rank, words in enumerate(_RANKS) if known in words.split("; ")), None)


def severity_of(word: str) -> str:
    """A problem's severity, or nothing."""
    rank = rank_of(word)
    return "" if rank is None else ("critical", "high", "medium", "low", "low")[rank]


def problem_status(stage: str) -> str:
    """Where a problem is, by the stage of the work on it."""
    return _PROBLEM[stage]
