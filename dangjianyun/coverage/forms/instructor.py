"""Forms of instructors."""

from typing import Any

from django import forms
from django.db.models import Q

from dangjianyun.coverage.forms.fields import (
    EndingForm,
    LastDayField,
    PhoneField,
    ReasonField,
)
from dangjianyun.coverage.models import InstructorKind
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.cells import half_width
from dangjianyun.foundation.days import today
from dangjianyun.foundation.forms import ActorForm, DayField, Edited, NameField
from dangjianyun.foundation.scope import hanging
from dangjianyun.party.models import RoleKind, Unit, UnitKind
from dangjianyun.registry.models import Organization


class InstructorForm(Edited):
    """What is known of an instructor; a mask in the telephone means unchanged."""

    edited: tuple[str, ...] = ("name", "kind", "employer", "phone")

    name = NameField(label="姓名", max_length=60, error_messages={"required": "请填写姓名。"})
    kind = forms.ChoiceField(
        label="类别",
        choices=InstructorKind.choices,
        widget=forms.RadioSelect,
        initial=InstructorKind.INSTRUCTOR,
    )
    employer = forms.CharField(label="原工作单位", max_length=120, required=False)
    phone = PhoneField()
    reason = ReasonField()

    def fields_of_instructor(self) -> dict[str, Any]:
        """Columns to set; the telephone only where it was typed anew."""
        kept = {name: self.cleaned_data[name] for name in ("name", "kind", "employer")}
        if self.cleaned_data["phone"] is not None:
            kept["phone"] = self.cleaned_data["phone"]
        return kept


class SendForm(InstructorForm):
    """A new instructor at a home unit."""

    edited = ()

    home = forms.ChoiceField(
        label="选派单位", error_messages={"required": "请选选派单位，指导员按它的所在地统计。"}
    )
    since = DayField(label="选派日期", initial=today)
    field_order = ("name", "kind", "home", "since", "employer", "phone", "reason")

    def clean_phone(self) -> str:
        """A number as it is kept: of somebody new there is none that a mask could stand for."""
        phone: str | None = self.cleaned_data["phone"]
        if phone is None:
            raise forms.ValidationError("请填写完整的号码，不要用星号。")
        return phone

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        mine = hanging(Unit, actor.places("coverage.instructor.write"), on=today(), acts=True)
        rows = Unit.objects.seen_by(actor).filter(mine, dissolved_on__gt=today())
        rows = rows.filter(Q(kind=UnitKind.COMMITTEE) | ~Q(role=RoleKind.GRASSROOTS))
        self.homes = {row.number: row for row in rows.order_by("role", "party_path")[:500]}
        field: Any = self.fields["home"]
        field.choices = [("", "请选择"), *((row.number, row.name) for row in self.homes.values())]


class RetireForm(EndingForm):
    """The last day of an instructor's service."""

    on = LastDayField(label="在任最后一天", initial=today)
    reason = ReasonField(required=True, help_text="派驻同时结束，会写进变更记录。")
    field_order = ("on", "sure", "reason")


class VisitForm(ActorForm):
    """The organization to which an instructor is sent, by its code."""

    code = forms.CharField(
        label="社会组织",
        max_length=120,
        help_text="统一社会信用代码，或唯一的名称。",
        error_messages={"required": "请填写统一社会信用代码或名称。"},
    )
    since = DayField(label="派驻起始日", initial=today)
    letter = forms.CharField(label="选派文号", max_length=80, required=False)
    reason = ReasonField()

    def clean_code(self) -> Organization:
        """The one organization meant, among those the actor may see."""
        said = str(self.cleaned_data["code"])
        rows = Organization.objects.seen_by(self.actor)
        code = "".join(half_width(said).split()).upper()
        exact = rows.filter(Q(code=code) | Q(name=said))
        found = list(exact.order_by("closed_on", "pk")[:2])
        if not found:
            raise forms.ValidationError(f"没有找到“{said[:40]}”，请核对代码或名称。")
        if len(found) > 1:
            raise forms.ValidationError("有不止一家叫这个名称，请填统一社会信用代码。")
        row: Organization = found[0]
        return row
