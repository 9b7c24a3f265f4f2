"""What a browser may send about how a unit stands."""

from typing import Any

from django import forms

from dangjianyun.foundation.days import today
from dangjianyun.foundation.forms import ActorForm, DayField
from dangjianyun.orglife.actions.track import MOST_GROUPS


class GroupsForm(ActorForm):
    """How many Party groups from which day on."""

    count = forms.IntegerField(
        label="党小组个数", min_value=0, max_value=MOST_GROUPS, help_text="没有划分党小组的写0。"
    )
    on = DayField(label="自哪天起")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", today())
