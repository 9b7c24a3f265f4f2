"""Forms of the lines between Party organizations and what they guide, cover and answer for."""

from datetime import date
from typing import Any

from django import forms

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import today
from dangjianyun.foundation.forms import DayField
from dangjianyun.party.forms.fields import (
    OrganizationField,
    PartyForm,
    UnitField,
    after,
    division_choices,
    reason_field,
)
from dangjianyun.party.models import Member, OfficeKind, Route
from dangjianyun.registry.models import Organization


class CoverForm(PartyForm):
    """Organizations for the covered list, picked from what the search found."""

    organization = forms.ModelMultipleChoiceField(
        label="社会组织",
        queryset=Organization.rows().none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "勾选要列入的社会组织"},
    )
    since = DayField(label="自哪天起", initial=today)
    reason = reason_field(required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        shown = self.initial.get("shown", [])
        field: Any = self.fields["organization"]
        data: Any = self.data
        sent = data.getlist("organization") if self.is_bound else []
        wanted = [*shown, *(int(pk) for pk in sent if pk.isdigit())]
        rows = Organization.objects.seen_by(actor)
        field.queryset = rows.filter(pk__in=wanted).order_by("name")
        field.label_from_instance = lambda row: f"{row.name}（{row.code}）"


class ListForm(PartyForm):
    """The unit on whose covered list one organization is put."""

    units = ("unit",)

    unit = UnitField(
        label="列入哪个党组织",
        help_text="联合、区域、行业、挂靠或兜底的党组织。输入名称、拼音首字母或编号，从提示中选。",
    )
    since = DayField(label="自哪天起", initial=today)
    reason = reason_field(required=False)


class EndForm(PartyForm):
    """The last day of a relation."""

    last = DayField(label="截止日（含）", initial=today)
    reason = reason_field(required=False)

    def clean_last(self) -> date:
        """Not in the future: what ends later is ended then."""
        last: date = self.cleaned_data["last"]
        if last > today():
            raise forms.ValidationError("截止日不能晚于今天。")
        return last

    @property
    def on(self) -> date:
        """The first day without the relation."""
        return after(self.cleaned_data["last"])


class GuideForm(PartyForm):
    """A body that guides."""

    units = ("guide",)

    guide = UnitField(label="指导机构")
    since = DayField(label="自哪天起", initial=today)
    basis = forms.CharField(label="依据", max_length=120, required=False)
    reason = reason_field(required=False)


class AffiliateForm(PartyForm):
    """An organization this body answers for."""

    organizations = ("organization",)

    organization = OrganizationField(label="社会组织")
    route = forms.ChoiceField(label="归口路线", choices=Route.choices, widget=forms.RadioSelect)
    on = DayField(label="自哪天起", initial=today)
    reason = reason_field()


class OfficeForm(PartyForm):
    """A member's post."""

    member = forms.ModelChoiceField(label="党员", queryset=Member.rows().none())
    kind = forms.ChoiceField(label="党内职务", choices=OfficeKind.choices)
    since = DayField(label="任职日期", initial=today)
    reason = reason_field(required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        field: Any = self.fields["member"]
        field.queryset = self.initial["members"]
        field.label_from_instance = lambda row: f"{row.person.name}（{row.number}）"


class GuidelineForm(PartyForm):
    """A guidance document."""

    title = forms.CharField(label="标题", max_length=120)
    number = forms.CharField(label="编号", max_length=20)
    trade = forms.CharField(label="行业", max_length=40)
    path = forms.ChoiceField(label="适用辖区")
    since = DayField(label="起始日", initial=today)
    last = DayField(label="截止日（含）", required=False, help_text="长期有效的留空。")
    reason = reason_field(required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.fields["path"].choices = division_choices(  # type: ignore[attr-defined]
            actor, "party.guideline.write", str(self.initial["path"])
        )
