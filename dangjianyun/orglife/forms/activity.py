"""What a browser may send about activities."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.cells import CellError
from dangjianyun.foundation.days import today
from dangjianyun.foundation.forms import Edited, NameField
from dangjianyun.foundation.schedules import Schedule, parse_schedule
from dangjianyun.orglife.actions.activity import WRITE
from dangjianyun.territory.models import Division, Level
from dangjianyun.territory.queries import (
    children,
    code_to_path,
    division_of_path,
    level_of,
    path_to_code,
    place_name,
)


def places_to_choose(granted: Sequence[str], kept: str = "") -> list[Any]:
    """The divisions that an actor may name, the streets of each district in a group.

    `kept`: the place that an activity has already, named first where it is none of these.
    """
    found: list[Any] = []
    for place in granted:
        found.append(_choice(division_of_path(place)))
        for one in children(place, today()):
            streets = children(one.path, today()) if level_of(place) == Level.CITY else []
            group = [_choice(row) for row in (one, *streets)]
            found.append((one.name, group) if streets else group[0])
    known = [code for code, _ in found] + [code for _, rows in found for code, _ in _rows(rows)]
    if kept and path_to_code(kept) not in known:
        found.insert(0, _choice(division_of_path(kept)))
    return found


def _rows(rows: Any) -> list[tuple[str, str]]:
    return rows if isinstance(rows, list) else []


def _choice(division: Division) -> tuple[str, str]:
    return division.code, place_name(division.path)


class ActivityForm(Edited):
    """One activity in the organizer's own words."""

    edited: tuple[str, ...] = (
        *("name", "organizer", "year", "schedule", "venue", "region", "content"),
    )

    name = NameField(label="活动名称", max_length=200)
    organizer = NameField(label="组织单位", max_length=120)
    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100)
    schedule = forms.CharField(
        label="时间安排",
        max_length=120,
        help_text="写6月28日、6月28日至30日、6月中旬或待定；可能变动的写在括号里，如6月30日（暂定）。",
    )
    venue = forms.CharField(
        label="活动地点或区域",
        max_length=200,
        help_text="有两个备选的照写，如图书馆广场或吾悦广场。",
    )
    region = forms.ChoiceField(
        label="所在地",
        help_text="活动计在这里；在几个街道办的，选它们所在的区（县、市）。",
        error_messages={"invalid_choice": "这个所在地不在你的范围内，请选你负责的区域。"},
    )
    content = forms.CharField(
        label="具体内容", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(
        self, *args: Any, actor: Actor, own_path: str = "", kept_path: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.own_path = own_path
        if own_path:
            # A Party organization's or organization's own activity counts where it is at home.
            del self.fields["region"]
            self.edited = tuple(name for name in self.edited if name != "region")
        else:
            region: Any = self.fields["region"]
            region.choices = places_to_choose(actor.at("d", WRITE), kept_path)
        self.schedule_read: Schedule | None = None

    def clean(self) -> dict[str, Any]:
        """Read the schedule with its year."""
        cleaned = super().clean() or {}
        year, schedule = cleaned.get("year"), cleaned.get("schedule")
        if year and schedule:
            try:
                self.schedule_read = parse_schedule(schedule, int(year))
            except CellError as error:
                self.add_error("schedule", str(error))
        return cleaned

    def fields_of_activity(self) -> dict[str, Any]:
        """The columns of `Activity` that this form decides."""
        read = self.schedule_read
        assert read is not None
        first: date | None = read.first
        return {
            "name": self.cleaned_data["name"],
            "organizer": self.cleaned_data["organizer"],
            "year": self.cleaned_data["year"],
            "schedule": self.cleaned_data["schedule"],
            "venue": self.cleaned_data["venue"],
            "content": self.cleaned_data["content"],
            "path": self.own_path or code_to_path(str(self.cleaned_data["region"])),
            "is_path_guessed": False,
            "first_on": first,
            "last_on": read.last_day,
            "is_tentative": read.is_tentative,
        }
