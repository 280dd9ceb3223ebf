"""Columns in which a source keeps its books: they change whenever somebody looks or sorts, and say nothing of the item."""

from __future__ import annotations

import re
from functools import lru_cache

from pmsite.importers.headers import listed, plain
from pmsite.messages import said

BOOKKEEPING = said("bookkeeping of the source")
"""What the receipt calls it."""
LEFT_OUT = """
    last viewed; viewed; last viewed by me; updated; updated at; updated on; updated by; updated date; last updated; last update; last updated at; date updated; update time; modified; modified at; modified on;
    modified by; date modified; last modified; last modified at; last modified by; last modified date; last edited; last edited at; last edited by; last edited time; changed; changed date; changed by; last changed;
    last activity; last activity date; datelastactivity; updated at (utc); updatedat; rev; revision; etag; sync token; sync status; rank; lexorank; pos; position; sort order; order index; sortorder; board position;
    time in status; time in status (minutes); time in current status; time in state; days in status; age; age (days); days since update; days since last activity; days open;
    time to resolution; time to first response; time to close; time to done; time to triage; development; flagged by; request participants; work log; log work;
    更新时间; 更新日期; 最后更新; 最后更新时间; 最近更新; 最近更新时间; 最后修改时间; 最后修改日期; 修改时间; 修改日期; 修改人; 更新人; 最后修改人; 最后修改者; 最后编辑时间; 停留时间; 停留时长; 排序; 排序值; 最近查看; 最后活动时间; 编辑者; 最后修改;
    更新時間; 更新日期; 最後更新; 最後修改時間; 修改時間; 排序"""
"""What is left out, by the names of columns; as a custom field of Jira, too."""
PASSING = """
    votes; vote count; votes count; upvotes; voters; watchers; watcher count; watch count; followers; subscribers; comments count; comment count; comments_count; attachment count; reactions; views; view count; progress;
    progress %; % complete; % done; percent complete; work ratio; sub-issues progress; sub-tasks progress; subtasks progress; checklist item completed count; checklist item total count; time spent; remaining estimate;
    original estimate; σ time spent; σ remaining estimate; σ original estimate; σ progress; σ work ratio; logged hours; time logged; 投票数; 票数; 赞同数; 关注人; 关注者; 评论数; 进度; 剩余工时; 实际工时; 已登记工时; 登记工时; 完成率"""
"""What is kept, and by itself no reason to write a file anew."""
_FORMS = re.compile(r"\[chart\] .+|.*\bsla\b.*|time (?:in|since|to) .+")
_CUSTOM = re.compile(r"custom field \((.+)\)")
_IDS = re.compile(
    r"(?:assignee|reporter|creator|watchers?|project lead|author|approvers?|reviewers?|participants?|members?|owner) (?:account )?ids?"
)


@lru_cache(maxsize=4)
def _names(names: str) -> frozenset[str]:
    return frozenset(map(plain, listed(names)))


def is_bookkeeping(header: str) -> bool:
    """Whether a column, by its name in small letters, is left out."""
    return header in _names(LEFT_OUT) or _IDS.fullmatch(header) is not None or _FORMS.fullmatch(header) is not None


@lru_cache(maxsize=8192)
def is_passing(column: str) -> bool:
    """Whether a column by itself is no reason to write a file anew."""
    custom = _CUSTOM.fullmatch(plain(column))
    header = custom[1] if custom else plain(column)
    return is_bookkeeping(header) or header in _names(PASSING)
