"""Forms that offer an actor only the rows the actor may see, and take words and days as meant."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from django import forms

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.cells import (
    CellError,
    clean_lines,
    clean_name,
    clean_text,
    half_width,
    is_empty,
)
from dangjianyun.foundation.chinese_dates import parse_day
from dangjianyun.foundation.days import today
from dangjianyun.foundation.errors import Refused
from dangjianyun.foundation.masks import is_masked
from dangjianyun.foundation.scope import ScopedModel

EARLIEST = date(1900, 1, 1)
YEARS_AHEAD = 100
"""Nothing in this house began before or ends after: such a year is a slip of the finger."""


class ActorForm(forms.Form):
    """Base of every form: it knows who fills it in, and narrows every choice of rows to them.

    Words are read as a sheet reads them (`foundation.cells`), so that what is exported comes back
    unchanged; marks that cannot be seen go, which would turn a name around where it stands.
    """

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        for field in self.fields.values():
            queryset = getattr(field, "queryset", None)
            if queryset is not None and issubclass(queryset.model, ScopedModel):
                field.queryset = queryset.model.objects.seen_by(actor)  # type: ignore[attr-defined]
            read: Any = field
            if isinstance(field, forms.CharField) and field.strip:
                # Passwords keep every sign; they alone do not strip.
                read.to_python = partial(_words, field.to_python, _reader_of(field))

    def obeys(self, rule: Callable[..., Any], *given: Any) -> Any:
        """Ask a rule while the form is read: its refusal stands beside the others, giving None."""
        try:
            return rule(*given)
        except Refused as refused:
            self.add_error(refused.field if refused.field in self.fields else None, refused.message)
            return None


class DayField(forms.DateField):
    """A day, read as sheets read it: 2026-11-20, 2026.11.20, 2026年11月20日, full-width digits.

    A text field, not the browser's picker: a day is typed in one go, on a phone's digits as
    20261120, and what cannot be read comes back as it was typed.
    """

    def __init__(self, *, label: str, help_text: str = "", **options: Any) -> None:
        widget = forms.DateInput(
            format="%Y-%m-%d", attrs={"inputmode": "numeric", "autocomplete": "off"}
        )
        help_text = help_text or "如2026-11-20，也可以写20261120。"
        super().__init__(label=label, help_text=help_text, widget=widget, **options)

    def to_python(self, value: Any) -> date | None:
        """The day meant, in a year that can be meant."""
        if value in self.empty_values or (isinstance(value, str) and not value.strip()):
            return None
        try:
            day = parse_day(value)
        except CellError as error:
            raise forms.ValidationError(f"{self.label}{error.problem}，{error.remedy}。") from None
        if not EARLIEST <= day < date(today().year + YEARS_AHEAD, 1, 1):
            raise forms.ValidationError(f"{self.label}写成了{day}，请核对年份。")
        return day


def whole(text: str | None, otherwise: int) -> int:
    """A whole number out of an address, `otherwise` for anything else or beyond a billion."""
    plain = half_width(text or "").strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 10 else otherwise


class NameField(forms.CharField):
    """What somebody or something is called; the same rule as in a sheet (`Column.is_name`)."""


def _reader_of(field: forms.Field) -> Callable[[str], str]:
    """How a sheet reads such words."""
    if isinstance(field, NameField):
        return partial(clean_name, name=str(field.label or "名称"))
    return clean_lines if isinstance(field.widget, forms.Textarea) else clean_text


def _words(read: Any, clean: Callable[[str], str], value: Any) -> Any:
    try:
        return read(clean(value) if isinstance(value, str) and not is_empty(value) else "")
    except CellError as error:
        raise forms.ValidationError(str(error)) from None


class Edited(ActorForm):
    """A form that shows what is on record: two people may edit it at the same time.

    What somebody else changed since the page was opened stays, unless the same field was changed
    here too: then the form comes back and says so, and the next submit decides.
    """

    edited: tuple[str, ...] = ()

    @property
    def held(self) -> list[tuple[str, str]]:
        """What the page shows of the record, sent along with it: (name, value)."""
        return [(f"held-{name}", _plain(self.initial.get(name))) for name in self.edited]

    def clean(self) -> dict[str, Any]:
        """Take over what others changed meanwhile, or say that both changed the same."""
        cleaned = super().clean() or {}
        for name in self.edited:
            held, now = self.data.get(f"held-{name}"), _plain(self.initial.get(name))
            if held is None or _plain(held) == now or name not in cleaned:
                continue
            masked = cleaned[name] is None and is_masked(self.data.get(name, ""))
            if masked or _plain(cleaned[name]) == _plain(held):
                # Read as if it had been typed: a mask stands for what is on record.
                cleaned[name] = self.fields[name].clean(self.initial.get(name))
            elif _plain(cleaned[name]) != now:
                self.add_error(
                    name, f"你填写的时候，这一项已被改成“{self._said(name)}”。请核对后再提交。"
                )
        return cleaned

    def _said(self, name: str) -> str:
        choices = dict(getattr(self.fields[name], "choices", ()))
        value = self.initial.get(name)
        if isinstance(value, bool):
            return "是" if value else "否"
        return str(choices.get(value, _plain(value) or "空"))


def _plain(value: Any) -> str:
    """As it is compared: browsers send the end of a line in another way."""
    return "" if value is None else "\n".join(str(value).strip().splitlines())
