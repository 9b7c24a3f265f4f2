"""Forms of Party organizations."""

from typing import Any

from django import forms

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.cells import CellError
from dangjianyun.foundation.days import today
from dangjianyun.foundation.forms import DayField, Edited, NameField
from dangjianyun.foundation.sheets.columns import Column
from dangjianyun.party.actions.shape import WRITE, may_set_up
from dangjianyun.party.forms.fields import (
    OrganizationField,
    PartyForm,
    UnitField,
    division_choices,
    reason_field,
)
from dangjianyun.party.models import TOLD, Level, Mode, RoleKind, Unit, UnitKind
from dangjianyun.party.models.authority import RANKS, rank_of
from dangjianyun.party.queries.hints import BRANCHES
from dangjianyun.territory.queries import own_district

NUMBER = Column("党组织编号", "number", "code", longest=20)
"""A number typed on the page is read as one in a sheet."""
MODES = [("", "不适用"), *((value, label) for value, label in Mode.choices if value)]
LEVELS = [("", "不分层级"), *((value, label) for value, label in Level.choices if value)]


class EstablishForm(PartyForm):
    """A new Party organization."""

    guesses = True
    groups = (
        ("名称和隶属", ("parent", "name", "number")),
        ("性质和组建", ("kind", "role", "level", "mode", "organization")),
        ("成立", ("path", "established_on", "approval")),
        ("其他", ("trade", "reason")),
    )

    units = ("parent",)
    uppers = ("parent",)
    organizations = ("organization",)

    parent = UnitField(label="上级党组织")
    name = NameField(label="名称", max_length=120, help_text="写全称，与批复一致。")
    number = forms.CharField(label="党组织编号", max_length=20, help_text="可以用系统给的编号。")
    kind = forms.ChoiceField(label="类别", choices=UnitKind.choices, initial=UnitKind.BRANCH)
    role = forms.ChoiceField(label="性质", choices=RoleKind.choices, initial=RoleKind.GRASSROOTS)
    level = forms.ChoiceField(
        label="层级", choices=LEVELS, required=False, help_text="只有领导机构分层级。"
    )
    mode = forms.ChoiceField(label="组建方式", choices=MODES, required=False)
    organization = OrganizationField(
        label="所在社会组织",
        required=False,
        help_text="单独组建的要填。输入名称或代码，从提示中选。",
    )
    path = forms.ChoiceField(label="所在地")
    established_on = DayField(label="成立日期", help_text="批复的日期，如2026-11-20。")
    approval = forms.CharField(label="批准文号", max_length=80, required=False)
    trade = forms.CharField(label="行业", max_length=40, required=False)
    reason = reason_field(required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        upper, home = self.initial.get("upper"), self.initial.get("home")
        extra = [row.path for row in (upper, home) if row]
        self.fields["path"].choices = division_choices(actor, WRITE, *extra)  # type: ignore[attr-defined]
        rank = rank_of(actor, WRITE)
        role: Any = self.fields["role"]
        role.choices = [(v, label) for v, label in RoleKind.choices if may_set_up(v, rank)]
        level: Any = self.fields["level"]
        leads = len(role.choices) > 1
        level.choices = [(v, w) for v, w in LEVELS if not v or (leads and RANKS[v] >= rank)]

    def clean(self) -> dict[str, Any]:
        """A branch says how it is set up."""
        cleaned = super().clean()
        kind, mode = cleaned.get("kind"), cleaned.get("mode")
        if kind in BRANCHES and not mode and "mode" not in self.errors:
            self.add_error("mode", f"{UnitKind(kind).label}要选择组建方式")
        return cleaned

    def clean_number(self) -> str:
        """One number, one unit."""
        try:
            number: str = NUMBER.read(self.cleaned_data["number"])
        except CellError as error:
            raise forms.ValidationError(str(error)) from None
        code = own_district(self.actor.places(WRITE))
        seen = Unit.objects.seen_by(self.actor).filter(number=number).exists()
        if not seen and code and not number.startswith(f"DZ{code}-"):
            # The same words whether or not a neighbor uses it.
            raise forms.ValidationError(f"编号应以“DZ{code}-”开头，沿用别的编号的请上级导入。")
        if seen or Unit.rows().filter(number=number).exists():
            raise forms.ValidationError("这个编号已经有党组织在用，请换一个。")
        return number

    def unit(self) -> Unit:
        """The unit as it would be, unsaved."""
        columns = ("name", "number", "kind", "role", "level", "mode", "organization", "path")
        given = {name: self.cleaned_data[name] for name in columns}
        for name in ("established_on", "approval", "trade", "parent"):
            given[name] = self.cleaned_data[name]
        return Unit(**given)


class MoveForm(PartyForm):
    """Another upper body."""

    guesses = True
    units = ("parent",)
    uppers = ("parent",)

    parent = UnitField(label="新的上级党组织")
    on = DayField(label="自哪天起", initial=today, help_text="不早于现隶属关系的起始日期。")
    reason = reason_field()


class ToldForm(Edited, PartyForm):
    """What a unit is called and is."""

    edited: tuple[str, ...] = TOLD

    name = NameField(label="名称", max_length=120)
    kind = forms.ChoiceField(label="类别", choices=UnitKind.choices)
    mode = forms.ChoiceField(label="组建方式", choices=MODES, required=False)
    path = forms.ChoiceField(label="所在地")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.fields["path"].choices = division_choices(  # type: ignore[attr-defined]
            actor, WRITE, str(self.initial["path"])
        )


class CorrectForm(ToldForm):
    """What was said wrongly."""

    edited = (*TOLD, "approval", "trade")

    approval = forms.CharField(label="批准文号", max_length=80, required=False)
    trade = forms.CharField(label="行业", max_length=40, required=False)
    reason = reason_field()


class ChangeForm(ToldForm):
    """What is otherwise from a day on."""

    on = DayField(label="自哪天起", help_text="批复的日期，如2026-11-20。以前的日子仍按原信息。")
    reason = reason_field()


class DissolveForm(PartyForm):
    """The end of a Party organization."""

    on = DayField(label="撤销日期", initial=today, help_text="自这一天起不再存在。")
    reason = reason_field()
