"""The tabs above the pages of organization life."""

from typing import Any

from django.urls import reverse

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import today

TABS = (
    ("meetings", "组织生活记录", "orglife:meeting_list", "orglife.meeting.read"),
    ("track", "进度", "orglife:track_list", "orglife.meeting.read"),
    ("calendar", "活动月历", "orglife:activity_calendar", "orglife.activity.read"),
    ("list", "活动列表", "orglife:activity_list", "orglife.activity.read"),
)


def tabs_of(actor: Actor, current: str, month: str = "") -> list[dict[str, Any]]:
    """Those that the actor may open. `month`: the month that the calendar shows, 2026-11."""
    shown = month or f"{today():%Y-%m}"
    return [
        {
            "words": words,
            "href": reverse(url) + (f"?month={shown}" if key == "calendar" else ""),
            "current": key == current,
        }
        for key, words, url, permission in TABS
        if actor.holds(permission)
    ]
