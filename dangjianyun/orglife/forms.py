"""What a browser may send about activities."""

from datetime import date
from typing import Any

from django import forms

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.cells import CellError
from dangjianyun.foundation.days import today
from dangjianyun.foundation.forms import ActorForm
from dangjianyun.foundation.schedules import Schedule, parse_schedule
from dangjianyun.territory.queries import code_to_path, division_of_code


class ActivityForm(ActorForm):
    """One activity in the organizer's own words."""

    name = forms.CharField(label="活动名称", max_length=200)
    organizer = forms.CharField(label="组织单位", max_length=120)
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
    region = forms.CharField(
        label="所在地代码",
        max_length=12,
        help_text="区（县、市）6位代码，或街道（镇、乡）9位代码。",
    )
    content = forms.CharField(
        label="具体内容", required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, actor: Actor, own_path: str = "", **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.own_path = own_path
        if own_path:
            # A Party organization's or organization's own activity counts where it is at home.
            del self.fields["region"]
        self.schedule_read: Schedule | None = None

    def clean_region(self) -> str:
        """The path of the division."""
        code = str(self.cleaned_data["region"]).strip()
        if division_of_code(code, today()) is None:
            raise forms.ValidationError(f"没有区划代码“{code}”。请核对后再填，如330203。")
        return code_to_path(code)

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
            "path": self.own_path or self.cleaned_data["region"],
            "is_path_guessed": False,
            "first_on": first,
            "last_on": read.last_day,
            "is_tentative": read.is_tentative,
        }
