"""Forms of the administrators and of one's own tokens."""

from datetime import date
from typing import Any

from django import forms

from dangjianyun.access.models import DESK, Role
from dangjianyun.foundation.days import OPEN, until_of
from dangjianyun.foundation.forms import ActorForm, DayField

TREES = (
    ("d", "行政区划"),
    ("p", "党组织"),
    ("o", "社会组织"),
    ("i", "指导员"),
)


class AccountForm(ActorForm):
    """A new account."""

    username = forms.CharField(
        label="账号",
        max_length=60,
        help_text="小写字母开头，可用数字、点、下划线和连字符，以后不能改。",
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
    )
    label = forms.CharField(label="姓名或岗位", max_length=60)
    unit_label = forms.CharField(label="所在单位", max_length=120, required=False)


class TokenForm(ActorForm):
    """What a token is for."""

    label = forms.CharField(
        label="用途", max_length=60, help_text="例如“与市民政局数据交换”，便于以后停用。"
    )


class GrantForm(ActorForm):
    """A grant: role, place, from when to when (the last day included)."""

    role = forms.ModelChoiceField(
        label="角色", queryset=Role.objects.order_by("pk"), empty_label="选择角色"
    )
    tree = forms.ChoiceField(
        label="范围的种类", choices=TREES, required=False, widget=forms.RadioSelect, initial="d"
    )
    code = forms.CharField(
        label="范围",
        max_length=40,
        required=False,
        help_text="行政区划代码、党组织编号、统一社会信用代码或指导员编号；管理员角色不填。",
    )
    since = DayField(label="起始日期", required=False, help_text="不填就从今天起，如2026-11-23。")
    last = DayField(label="截止日期（含）", required=False, help_text="不填就一直有效。")

    def place(self) -> tuple[str, str]:
        """Tree and code; the desk for administrators."""
        role: Role = self.cleaned_data["role"]
        if role.kind != Role.Kind.BUSINESS:
            return DESK, ""
        return str(self.cleaned_data["tree"] or "d"), str(self.cleaned_data["code"]).strip()

    def until(self) -> date:
        """The day after the last, or open."""
        last: date | None = self.cleaned_data["last"]
        return until_of(last) if last else OPEN

    def clean(self) -> dict[str, Any]:
        """A business role says where."""
        cleaned = super().clean() or {}
        role = cleaned.get("role")
        if role and role.kind == Role.Kind.BUSINESS and not cleaned.get("code"):
            self.add_error("code", "填写范围，例如海曙区330203")
        return cleaned
