"""The form of a rule parameter."""

from typing import Any

from django import forms

from dangjianyun.foundation.cells import CellError
from dangjianyun.foundation.chinese_dates import parse_day
from dangjianyun.foundation.days import today
from dangjianyun.foundation.forms import ActorForm
from dangjianyun.law.parameter import Parameter, ParameterRefused

YES_NO = [("true", "是"), ("false", "否")]


class ParameterForm(ActorForm):
    """Value, first day, basis. An order is chosen place by place."""

    since = forms.CharField(
        label="从哪一天起", help_text="写成2026-01-01；过去的日期会改变那天以后的数字。"
    )
    basis = forms.CharField(label="依据", help_text="文件名称和文号，或会议决定。", max_length=300)

    def __init__(self, *args: Any, parameter: Parameter, value: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parameter = parameter
        self._first: dict[str, forms.Field] = {}
        choices = list(parameter.choices.items())
        if parameter.type == "order":
            for at, chosen in enumerate(value):
                self._first[f"value_{at}"] = forms.ChoiceField(
                    label=f"第{at + 1}位", choices=choices, initial=chosen
                )
        elif parameter.type == "text":
            self._first["value"] = forms.CharField(
                label=parameter.label, initial=value, max_length=40
            )
        else:
            yes_no = parameter.type == "boolean"
            self._first["value"] = forms.ChoiceField(
                label=parameter.label,
                choices=YES_NO if yes_no else choices,
                widget=forms.RadioSelect,
                initial=str(value).lower() if yes_no else value,
            )
        self.fields = {**self._first, **self.fields}

    def clean_since(self) -> Any:
        """A day that has come."""
        try:
            return parse_day(self.cleaned_data["since"], latest=today())
        except CellError as error:
            raise forms.ValidationError(str(error)) from None

    def clean(self) -> dict[str, Any]:
        """The value as the rule reads it, under `value`."""
        given: dict[str, Any] = super().clean() or {}
        if self.errors:
            return given
        raw: Any = given.get("value")
        if self.parameter.type == "order":
            raw = [given[name] for name in self._first]
        elif self.parameter.type == "boolean":
            raw = raw == "true"
        try:
            return given | {"value": self.parameter.read(raw)}
        except ParameterRefused:
            raise forms.ValidationError("每一种情形都要排到，而且只排一次。") from None
