"""Forms: a field, the summary of errors, the key of a submit, masked values."""

from typing import Any
from uuid import uuid4

from django import forms, template
from django.forms import BaseForm, BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dangjianyun.foundation.templatetags.dj_marks import icon
from dangjianyun.foundation.templatetags.dj_numbers import NIL
from dangjianyun.foundation.templatetags.error_words import errors_of

register = template.Library()

CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxInput, "dj-check"),
    (forms.SelectMultiple, "dj-input"),
    (forms.Select, "dj-select"),
    (forms.FileInput, "dj-input dj-file"),
    (forms.Widget, "dj-input"),
)


def kind_of(field: BoundField) -> str:
    """How a field is laid out: `radio`, `boxes`, `box` or `line`."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return "boxes"
    if isinstance(widget, forms.RadioSelect):
        return "radio"
    return "box" if isinstance(widget, forms.CheckboxInput) else "line"


def target_of(field: BoundField) -> str:
    """The id that a link to the field leads to: the first choice of a group."""
    grouped = kind_of(field) in {"radio", "boxes"}
    return f"{field.auto_id}_0" if grouped else str(field.id_for_label)


@register.inclusion_tag("dj/field.html")
def field(bound: BoundField, hint: str = "", unit: str = "") -> dict[str, Any]:
    """Label above, hint before the field, 选填 marked, the error joined by id.

    `hint` replaces the field's help text; `unit` follows the label.
    """
    widget = bound.field.widget
    classes = next(css for kind, css in CLASSES if isinstance(widget, kind))
    kind = kind_of(bound)
    says = hint or bound.help_text
    described = [
        f"{bound.auto_id}_{part}"
        for part, there in (("helptext", says), ("error", bound.errors))
        if there
    ]
    attrs: dict[str, str | bool] = {"class": f"{classes} {widget.attrs.get('class', '')}".strip()}
    if described:
        attrs["aria-describedby"] = " ".join(described)
    return {
        "field": bound,
        "errors": errors_of(bound),
        "kind": kind,
        "hint": says,
        "unit": unit,
        "optional": not bound.field.required and kind != "box",
        "control": bound.as_widget(attrs=attrs) if kind in {"line", "box"} else "",
        "choices": list(bound) if kind in {"radio", "boxes"} else [],
    }


@register.inclusion_tag("dj/error_summary.html")
def error_summary(form: BaseForm, *, focus: bool = True) -> dict[str, Any]:
    """After a refused submit, on top: how many, that nothing is lost, a link to each field."""
    lines = [("", str(words)) for words in form.non_field_errors()]
    for bound in form:
        lines.extend((target_of(bound), words) for words in errors_of(bound))
    return {"lines": lines, "focus": focus, "file": form.is_multipart()}


@register.simple_tag
def submit_key() -> SafeString:
    """The server-issued key that makes a repeated identical submit have one effect."""
    return format_html('<input type="hidden" name="_key" value="{}">', uuid4().hex)


@register.simple_tag
def masked(value: str | None, href: str, label: str) -> SafeString:
    """A masked personal value; the eye leads to the page that asks for the purpose."""
    if not value:
        return NIL
    if not href:
        return format_html('<span class="dj-mask">{}</span>', value)
    return format_html(
        '<span class="dj-mask">{}<a href="{}" aria-label="查看完整{}，需说明用途">{}</a></span>',
        value,
        href,
        label,
        icon("eye"),
    )


@register.simple_tag
def unmasked(value: str, mask: str, seconds: int = 60) -> SafeString:
    """A value in the clear, replaced by its mask after `seconds` (script; the address dies too)."""
    return format_html(
        '<span class="dj-mask" data-hide-after="{}" data-mask="{}"><b>{}</b>'
        '<span class="dj-note" role="timer" data-left>{}秒后隐藏</span></span>',
        seconds,
        mask,
        value,
        seconds,
    )
