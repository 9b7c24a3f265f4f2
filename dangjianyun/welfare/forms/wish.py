"""What a browser may send about a wish: collecting, checking, what was done, the call back."""

from typing import Any

from django import forms

from dangjianyun.access.budget import BudgetedForm
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.amounts import clean_money
from dangjianyun.foundation.cells import CellError, clean_phone
from dangjianyun.foundation.days import today
from dangjianyun.foundation.forms import ActorForm, DayField, Edited
from dangjianyun.foundation.masks import is_masked
from dangjianyun.territory.models import Level
from dangjianyun.territory.queries import (
    children,
    code_to_path,
    district_of,
    level_of,
    path_to_code,
    place_name,
)
from dangjianyun.welfare.models import Kind, Wisher

PUBLIC = ("title", "kind", "text")
PERSONAL = ("name", "phone", "address", "situation")
NOT_PUBLIC = "不公开。只有本单位、审核和回访时的服务中心、认领后的认领单位看得到，办结90天后删除。"


def _public_text() -> forms.CharField:
    return forms.CharField(
        label="说明",
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="公开。写清要什么、多少、什么时候要；不写姓名、电话、住址。",
    )


def _title() -> forms.CharField:
    return forms.CharField(
        label="心愿", max_length=60, help_text="公开。一句话，例如“一台微波炉，给老人热饭”。"
    )


def places_near(path: str) -> list[tuple[str, str]]:
    """(code, name) of the own place first, then the district with its streets."""
    own = [(path_to_code(path), place_name(path))]
    district = district_of(path)
    found = [district] if district else []
    if level_of(path) >= Level.CITY:
        top = district.path if district else path
        found += children(top, today())
    more = [(one.code, place_name(one.path)) for one in found]
    return own + [one for one in more if one != own[0]]


class WishForm(Edited):
    """A wish as it is collected, on a phone: what for, then who, which is not public."""

    edited: tuple[str, ...] = (*PUBLIC, "people", "region")

    title = _title()
    kind = forms.ChoiceField(label="类型", choices=Kind.choices, widget=forms.RadioSelect)
    text = _public_text()
    people = forms.IntegerField(
        label="受益人数", min_value=1, max_value=500, initial=1, help_text="只记人数。"
    )
    region = forms.ChoiceField(label="所在地", help_text="公开到街道（乡镇）为止。")
    name = forms.CharField(label="许愿人姓名", max_length=30, help_text=NOT_PUBLIC)
    phone = forms.CharField(
        label="联系电话",
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    address = forms.CharField(label="住址", max_length=120, required=False)
    situation = forms.CharField(
        label="困难情况",
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="不公开，加密保存。只写审核要知道的。",
    )
    agreed = forms.BooleanField(
        label="已告知许愿人用途和保存期限，本人（或监护人）同意",
        error_messages={"required": "许愿人同意以后才能登记，请先告知并征得同意。"},
    )

    def __init__(
        self, *args: Any, actor: Actor, path: str, wisher: Wisher | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.wisher = wisher
        region: Any = self.fields["region"]
        region.choices = places_near(path)
        if wisher is not None:
            del self.fields["agreed"]
            for name in PERSONAL:
                self.initial[name] = str(getattr(wisher, name))
                self.fields[name].help_text = "带＊的不改就保持原样；要改的，整项重写。"

    def clean_phone(self) -> str:
        """A telephone number in one form; a mask means unchanged."""
        said = str(self.cleaned_data.get("phone") or "")
        if not said or is_masked(said):
            return said
        try:
            return clean_phone(said)
        except CellError as error:
            raise forms.ValidationError(str(error)) from None

    def fields_of_wish(self) -> dict[str, Any]:
        """The columns of `Wish` that this form decides."""
        said = {name: self.cleaned_data[name] for name in (*PUBLIC, "people")}
        return {**said, "path": code_to_path(self.cleaned_data["region"])}

    def fields_of_wisher(self) -> dict[str, str]:
        """The columns of `Wisher`; those that came back masked are left out."""
        said = {name: str(self.cleaned_data[name]) for name in PERSONAL}
        return {name: text for name, text in said.items() if not is_masked(text)}


class PublishForm(Edited):
    """The public words, once more, by whoever publishes them."""

    edited: tuple[str, ...] = PUBLIC

    title = _title()
    kind = forms.ChoiceField(label="类型", choices=Kind.choices)
    text = _public_text()


class ClaimForm(ActorForm):
    """Nothing to fill in: the page says what is promised."""


class DoneForm(ActorForm):
    """What was done, when, for how many."""

    done = forms.CharField(
        label="做了什么",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="不写许愿人的姓名、电话、住址。",
    )
    done_on = DayField(label="办理日期")
    helped = forms.IntegerField(label="受益人数", min_value=1, max_value=10_000)
    value = forms.CharField(
        label="折合金额（元）",
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        help_text="选填。花的钱和物品折价。",
    )

    def clean_value(self) -> int:
        """Whole fen."""
        said = str(self.cleaned_data.get("value") or "")
        try:
            return clean_money(said, name="折合金额") if said else 0
        except CellError as error:
            raise forms.ValidationError(str(error)) from None


class CallBackForm(ActorForm):
    """What the wisher says, in words."""

    result = forms.ChoiceField(
        label="许愿人满意吗",
        choices=[
            ("close", "满意，办结"),
            ("redo", "不满意，请认领单位再办"),
            ("reopen", "不满意，重新发布"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "请选回访结果。"},
    )
    opinion = forms.CharField(
        label="许愿人怎么说",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="用话写，不打分；不写姓名、电话、住址。",
    )


PURPOSES = [
    ("审核心愿是否属实", "审核心愿是否属实"),
    ("联系、上门实现心愿", "联系、上门实现心愿"),
    ("回访许愿人", "回访许愿人"),
    ("联系提供帮助的人", "联系提供帮助的人"),
    ("other", "其他，写明"),
]


class PurposeForm(BudgetedForm):
    """Why a masked value is wanted."""

    purpose = forms.ChoiceField(
        label="用途",
        choices=PURPOSES,
        widget=forms.RadioSelect,
        error_messages={"required": "请选用途。"},
    )
    note = forms.CharField(label="说明", max_length=100, required=False)

    def clean(self) -> dict[str, Any]:
        """其他 needs words."""
        cleaned = super().clean() or {}
        if cleaned.get("purpose") == "other" and len(str(cleaned.get("note") or "").strip()) < 4:
            self.add_error("note", "选了其他，请写明用途，至少4个字。")
        return cleaned

    def said(self) -> str:
        """The purpose in words."""
        purpose, note = self.cleaned_data["purpose"], self.cleaned_data["note"].strip()
        return note if purpose == "other" else f"{purpose}，{note}".rstrip("，")


class OfferForm(ActorForm):
    """What becomes of a citizen's offer."""

    decision = forms.ChoiceField(
        label="怎样处理",
        choices=[("pass", "转交认领单位（没有认领的，转交征集单位）"), ("decline", "不采用")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选怎样处理。"},
    )
    note = forms.CharField(
        label="说明", max_length=200, required=False, help_text="不采用的，写明为什么。"
    )


class ViewForm(ActorForm):
    """A name for the conditions of the list."""

    name = forms.CharField(
        label="视图名称",
        max_length=20,
        help_text="例如“本街道待认领”。同名的视图会换成现在的条件。",
        error_messages={"required": "给这个视图起一个名称，例如“本街道待认领”。"},
    )
