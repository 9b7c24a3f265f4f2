"""Forms of the organization's file and list."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q

from dangjianyun.access.budget import BudgetedForm
from dangjianyun.coverage.forms.fields import (
    EndingForm,
    LastDayField,
    PhoneField,
    ReasonField,
)
from dangjianyun.coverage.models import Instructor
from dangjianyun.coverage.queries.load import instructors_of, nearest, offered
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.cells import half_width
from dangjianyun.foundation.days import today
from dangjianyun.foundation.forms import ActorForm, DayField, Edited, NameField
from dangjianyun.foundation.links import link_to
from dangjianyun.foundation.pickers import suggestions
from dangjianyun.foundation.scope import hanging
from dangjianyun.party.forms.fields import Picker
from dangjianyun.party.models import RoleKind, Route, Unit, UnitKind
from dangjianyun.registry.models import LEADERS, Organization, Person
from dangjianyun.territory.queries import path_to_code

NEAR, OFFERED = 20, 12
"""How many places the suggestions know of, and how many stand there before a word is typed."""


class ViewForm(ActorForm):
    """A name for the conditions of a list."""

    name = forms.CharField(
        label="视图名称",
        max_length=20,
        help_text="例如“教育类待走访”。同名的视图会换成现在的条件。",
        error_messages={"required": "给这个视图起一个名称，例如“教育类待走访”。"},
    )


class AssignmentForm(ActorForm):
    """Who is sent, from when, by which letter."""

    instructor = forms.CharField(
        label="指导员",
        max_length=120,
        help_text="输入姓名、拼音首字母或编号，从提示中选。同街道、同区县和联系少的排在前面。",
        error_messages={"required": "请选一名指导员。"},
    )
    since = DayField(label="派驻起始日", initial=today)
    letter = forms.CharField(label="选派文号", max_length=80, required=False)
    reason = ReasonField()

    def __init__(
        self, *args: Any, actor: Actor, picked: Sequence[Organization] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        paths = list(dict.fromkeys(row.path for row in picked))
        near = ",".join(path_to_code(path) for path in paths[:NEAR])
        source = link_to("coverage:instructor_pick", near=near)
        first = suggestions(offered(nearest(actor, paths)[:OFFERED]))
        self.fields["instructor"].widget = Picker(source, first)

    def clean_instructor(self) -> Instructor:
        """The one meant by `ZD0285 某某`, the number or a name that only one in office has."""
        said = str(self.cleaned_data["instructor"]).strip()
        rows = instructors_of(self.actor, today())
        number = half_width(said).split()[0].upper() if said else ""
        found = list(rows.filter(Q(number=number) | Q(name=said))[:2])
        exact = [row for row in found if row.number == number]
        if not exact and len(found) > 1:
            raise forms.ValidationError("有不止一名指导员叫这个名字，请填编号或从提示中选。")
        if not found:
            raise forms.ValidationError(f"没有找到在任的指导员“{said[:20]}”，请从提示中选。")
        row: Instructor = (exact or found)[0]
        return row


class EndForm(EndingForm):
    """The last day of an assignment or a post."""

    on = LastDayField(label="最后一天", initial=today)
    reason = ReasonField(required=True)
    field_order = ("on", "sure", "reason")


class AffiliationForm(ActorForm):
    """Which Party organization answers for an organization, by which route."""

    unit = forms.ChoiceField(
        label="责任党组织", error_messages={"required": "请选一个责任党组织。"}
    )
    route = forms.ChoiceField(
        label="归口路线",
        choices=Route.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选归口路线。"},
    )
    on = DayField(label="起始日", initial=today)
    reason = ReasonField(required=True)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        mine = hanging(Unit, actor.places("party.affiliation.write"), on=today(), acts=True)
        rows = Unit.objects.seen_by(actor).filter(mine, dissolved_on__gt=today())
        rows = rows.filter(Q(kind=UnitKind.COMMITTEE) | ~Q(role=RoleKind.GRASSROOTS))
        rows = rows.exclude(role__in=[RoleKind.ORGAN, RoleKind.GUIDING])
        self.units = {row.number: row for row in rows.order_by("role", "party_path")[:1000]}
        field: Any = self.fields["unit"]
        field.choices = [
            ("", "请选择"),
            *((unit.number, unit.name) for unit in self.units.values()),
        ]


class PostForm(ActorForm):
    """A leader: somebody already known to the organization, or a person new to it."""

    person = forms.ChoiceField(label="人员", required=False)
    name = NameField(
        label="姓名",
        max_length=60,
        required=False,
        help_text="上面选了本组织已登记的人员，就不填。",
    )
    phone = PhoneField()
    kind = forms.ChoiceField(
        label="职务类别",
        choices=[(kind.value, kind.label) for kind in LEADERS],
        widget=forms.RadioSelect,
        error_messages={"required": "请选职务类别。"},
    )
    title = forms.CharField(
        label="职务", max_length=60, required=False, help_text="例如会长、理事长、院长。"
    )
    is_full_time = forms.BooleanField(label="专职", required=False)
    since = DayField(label="任职起始日", initial=today)
    reason = ReasonField()

    def __init__(self, *args: Any, actor: Actor, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.organization = organization
        known = Person.objects.seen_by(actor).filter(posts__organization=organization).distinct()
        self.known = {row.ref: row for row in known.order_by("name")[:200]}
        field: Any = self.fields["person"]
        choices = [(key, row.name) for key, row in self.known.items()]
        field.choices = [("", "新登记一人"), *choices]

    def clean_phone(self) -> str:
        """Of somebody new there is no number that a mask could stand for."""
        phone: str | None = self.cleaned_data["phone"]
        if phone is None:
            raise forms.ValidationError("请填写完整的号码，不要用星号。")
        return phone

    def clean(self) -> dict[str, Any]:
        """Either a person from the list or a name."""
        cleaned = super().clean() or {}
        if not cleaned.get("person") and not str(cleaned.get("name") or "").strip():
            self.add_error("name", "请填写姓名，或选本组织已登记的人员。")
        return cleaned


class LeaderForm(Edited):
    """What was written down wrongly of a leader; a mask in the telephone means unchanged."""

    edited = ("name", "phone", "title", "is_full_time")

    name = NameField(label="姓名", max_length=60, error_messages={"required": "请填写姓名。"})
    phone = PhoneField()
    title = forms.CharField(
        label="职务", max_length=60, required=False, help_text="例如会长、理事长、院长。"
    )
    is_full_time = forms.BooleanField(label="专职", required=False)
    reason = ReasonField(required=True, help_text="换了人不在这里改，先登记离任，再登记新任。")


class PurposeForm(BudgetedForm):
    """Why a masked value is wanted."""

    purpose = forms.ChoiceField(
        label="用途",
        choices=[
            ("联系党建工作", "联系党建工作"),
            ("核对登记信息", "核对登记信息"),
            ("other", "其他，写明"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "请选用途。"},
    )
    note = forms.CharField(label="说明", max_length=100, required=False)

    def clean(self) -> dict[str, Any]:
        """其他 needs words."""
        cleaned = super().clean() or {}
        if cleaned.get("purpose") == "other" and not str(cleaned.get("note") or "").strip():
            self.add_error("note", "选了其他，请写明用途。")
        return cleaned

    def said(self) -> str:
        """The purpose in words."""
        purpose, note = self.cleaned_data["purpose"], self.cleaned_data["note"].strip()
        return note if purpose == "other" else f"{purpose}，{note}".rstrip("，")
