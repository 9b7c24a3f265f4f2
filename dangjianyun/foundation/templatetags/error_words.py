"""What Django says about a wrong field, in our words: what is wrong, how to mend it."""

from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.forms.widgets import ChoiceWidget

LIMITS = {
    "max_length": "{label}最多{limit_value}个字，现在是{show_value}个",
    "min_length": "{label}至少{limit_value}个字，现在是{show_value}个",
    "max_value": "{label}不能大于{limit_value}",
    "min_value": "{label}不能小于{limit_value}",
}
INVALID: tuple[tuple[type[forms.Field], str], ...] = (
    (forms.DateTimeField, "{label}按2026-11-20 14:08的样子填写"),
    (forms.DateField, "{label}按2026-11-20的样子填写"),
    (forms.IntegerField, "{label}填写整数，不带单位"),
    (forms.DecimalField, "{label}填写数字，不带单位"),
    (forms.EmailField, "{label}按name@example.com的样子填写"),
    (forms.FileField, "{label}没有传上来，请重新选择文件"),
    (forms.Field, "{label}填写的内容看不懂，请核对"),
)
CHOICE = "{label}没有这个选项，请重新选择"


def errors_of(bound: BoundField) -> list[str]:
    """The field's errors as lines to show. A message that our own form wrote stays as it is."""
    found = bound.form.errors.as_data().get(bound.name, [])
    return [line for error in found for line in _lines(bound, error)]


def _lines(bound: BoundField, error: ValidationError) -> Iterable[str]:
    wording = _wording(bound, error)
    if wording is None:
        return list(error.messages)
    return [wording.format(label=bound.label, **(error.params or {}))]


def _wording(bound: BoundField, error: ValidationError) -> str | None:
    field, code = bound.field, error.code or ""
    if code in LIMITS and error.params and "limit_value" in error.params:
        return LIMITS[code]
    if str(error.message) not in _defaults(field):
        return None
    if code == "required":
        return "选择{label}" if isinstance(field.widget, ChoiceWidget) else "填写{label}"
    if code in {"invalid_choice", "invalid_list"}:
        return CHOICE
    return next(words for kind, words in INVALID if isinstance(field, kind))


def _defaults(field: forms.Field) -> set[str]:
    """What Django itself would say, in the language in force."""
    said: set[str] = set()
    for kind in type(field).__mro__:
        said.update(str(words) for words in getattr(kind, "default_error_messages", {}).values())
    return said
