"""Fields that several forms share."""

from datetime import date
from typing import Any

from django import forms

from dangjianyun.foundation.cells import CellError, clean_phone
from dangjianyun.foundation.days import far_words, is_far, last_day, until_of
from dangjianyun.foundation.forms import ActorForm, DayField
from dangjianyun.foundation.masks import is_masked


class LastDayField(DayField):
    """The last day of a relation; gives the first day without it."""

    def clean(self, value: Any) -> date | None:
        """The half-open end."""
        last = super().clean(value)
        return None if last is None else until_of(last)


class EndingForm(ActorForm):
    """An act that sets a last day, `on`. One implausibly far ahead comes back with a question."""

    sure = forms.BooleanField(label="年份没有写错", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            del self.fields["sure"]

    def clean(self) -> dict[str, Any]:
        """Ask once; who ticks the box has looked."""
        cleaned = super().clean() or {}
        last = last_day(cleaned["on"]) if cleaned.get("on") else None
        if last is None or not is_far(last):
            del self.fields["sure"]
        elif not cleaned.get("sure"):
            self.add_error("sure", f"{far_words(last)}；没有写错的，勾选后再提交。")
        return cleaned


class PhoneField(forms.CharField):
    """A telephone number as it is kept; gives None where a mask came back: leave it as it is."""

    def __init__(self) -> None:
        super().__init__(label="联系电话", max_length=30, required=False)

    def clean(self, value: Any) -> str | None:
        """The number in one form."""
        said = super().clean(value)
        if is_masked(said):
            return None
        try:
            return clean_phone(said) if said else ""
        except CellError as error:
            raise forms.ValidationError(str(error)) from None


class ReasonField(forms.CharField):
    """Why; goes into the record of changes."""

    def __init__(self, *, required: bool = False, help_text: str = "") -> None:
        super().__init__(
            label="事由",
            required=required,
            max_length=300,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text=help_text or "会写进变更记录。",
            error_messages={"required": "请写明事由，会写进变更记录。"},
        )
