"""Forms of members."""

from datetime import date
from typing import Any

from django import forms

from dangjianyun.access.budget import BudgetedForm
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import OPEN, today
from dangjianyun.foundation.forms import DayField, Edited, NameField
from dangjianyun.party.actions.days import (
    born_on,
    must_be_in_order,
    must_begin_within,
    must_not_confirm_ahead,
)
from dangjianyun.party.actions.enrollment import must_be_a_person
from dangjianyun.party.forms.fields import PartyForm, UnitField, reason_field
from dangjianyun.party.models import Enrollment, Unit
from dangjianyun.party.rules import OPENING_REASON_AT_LEAST, REASON_AT_LEAST

PURPOSES = [
    ("联系办理组织关系", "联系办理组织关系"),
    ("核对党员身份", "核对党员身份"),
    ("通知参加组织生活", "通知参加组织生活"),
    ("other", "其他，在下面写明"),
]


class EnrollForm(PartyForm):
    """A member for the roll; for one of several, asked first."""

    roll = forms.ChoiceField(label="党组织", help_text="组织关系所在的党支部。")
    name = NameField(label="姓名", max_length=60)
    identity_number = forms.CharField(
        label="公民身份号码", max_length=24, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    phone = forms.CharField(
        label="联系电话",
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
    )
    joined_on = DayField(label="入党日期", help_text="支部大会通过接收为预备党员的日期。")
    full_on = DayField(label="转正日期", required=False, help_text="预备党员留空。")
    since = DayField(label="组织关系起始日期", initial=today)
    reason = reason_field("来源", required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.rolls: dict[str, Unit] = {unit.number: unit for unit in self.initial["rolls"]}
        field: Any = self.fields["roll"]
        field.choices = [("", "请选择"), *((n, unit.name) for n, unit in self.rolls.items())]
        if len(self.rolls) == 1:
            del self.fields["roll"]

    def unit(self) -> Unit:
        """Whose roll is meant."""
        (first, *_) = self.rolls
        return self.rolls[str(self.cleaned_data.get("roll", first))]

    def clean(self) -> dict[str, Any]:
        """Every rule at once: one round of mending, not one a fault."""
        cleaned = super().clean()
        number, joined, full, since = (
            cleaned.get(name) for name in ("identity_number", "joined_on", "full_on", "since")
        )
        code = self.obeys(must_be_a_person, number) if number else None
        if joined:
            self.obeys(must_be_in_order, born_on(code) if code else None, joined, full)
        self.obeys(must_not_confirm_ahead, full)
        if since:
            self.obeys(must_begin_within, since, joined)
        return cleaned

    def enrollment(self) -> Enrollment:
        """What waits for the city, unsaved."""
        names = ("name", "identity_number", "phone", "joined_on", "full_on", "since")
        return Enrollment(**{name: self.cleaned_data[name] for name in names})


class TransferForm(PartyForm):
    """Where the relation goes."""

    units = ("unit",)

    to = forms.ChoiceField(
        label="转到哪里",
        choices=[("inside", "我能看到的党组织"), ("outside", "其他党组织或本系统外")],
        widget=forms.RadioSelect,
    )
    unit = UnitField(label="接收党组织", required=False)
    outside = forms.CharField(
        label="接收单位名称",
        max_length=120,
        required=False,
        help_text="转到其他党组织或本系统外时填写。",
    )
    on = DayField(label="转接日期", initial=today, help_text="自这一天起不再属于原党组织。")
    reason = reason_field()

    def clean(self) -> dict[str, Any]:
        """One of the two places."""
        cleaned = super().clean()
        if cleaned.get("to") == "inside" and not cleaned.get("unit") and "unit" not in self.errors:
            self.add_error("unit", "填写接收党组织")
        if cleaned.get("to") == "outside":
            cleaned["unit"] = None
            if not cleaned.get("outside"):
                self.add_error("outside", "填写接收单位名称")
        return cleaned


class TakePartForm(PartyForm):
    """Another branch to take part in."""

    units = ("unit",)

    unit = UnitField(label="参加组织生活的党组织")
    on = DayField(label="自哪天起", initial=today)
    reason = reason_field(required=False)


class CorrectMemberForm(Edited, PartyForm):
    """The days of a member's life in the Party."""

    edited = ("joined_on", "full_on", "left_on")

    joined_on = DayField(label="入党日期")
    full_on = DayField(label="转正日期", required=False, help_text="预备党员留空。")
    left_on = DayField(
        label="出党或去世日期", required=False, help_text="仍是党员的留空；误登记的清空即恢复。"
    )
    reason = reason_field()

    def days(self) -> dict[str, date | None]:
        """The columns to correct."""
        told = self.cleaned_data
        return {
            "joined_on": told["joined_on"],
            "full_on": told["full_on"],
            "left_on": told["left_on"] or OPEN,
        }


class LeaveForm(PartyForm):
    """The end of a membership."""

    on = DayField(label="日期", initial=today, help_text="自这一天起不再计入党员。")
    reason = reason_field()


class OpenForm(PartyForm):
    """Why a record is opened from further up."""

    reason = forms.CharField(
        label="查看事由",
        min_length=OPENING_REASON_AT_LEAST,
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=f"至少{OPENING_REASON_AT_LEAST}个字，记在这份档案里，24小时后失效。",
    )


class UnmaskForm(BudgetedForm, PartyForm):
    """What a masked field is needed for."""

    purpose = forms.ChoiceField(label="用途", choices=PURPOSES, widget=forms.RadioSelect)
    note = forms.CharField(label="说明", max_length=100, required=False)

    def clean(self) -> dict[str, Any]:
        """其他 is said in words."""
        cleaned = super().clean()
        note = cleaned.get("note", "").strip()
        if cleaned.get("purpose") == "other" and len(note) < REASON_AT_LEAST:
            self.add_error("note", f"选其他的，写明用途，至少{REASON_AT_LEAST}个字")
        return cleaned

    def said(self) -> str:
        """The purpose in words."""
        purpose, note = self.cleaned_data["purpose"], str(self.cleaned_data["note"]).strip()
        if purpose == "other":
            return note
        return f"{purpose}，{note}" if note else str(purpose)


class DecideForm(PartyForm):
    """The city's word on an enrollment."""

    decision = forms.ChoiceField(
        label="核验结果",
        choices=[("verify", "身份属实，列入名册"), ("decline", "退回")],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label="核验意见", max_length=200, required=False, help_text="退回的，写明原因和怎样补正。"
    )
