"""Fields that several forms use: reasons, days, units and organizations to pick, divisions."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse_lazy
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import OPEN, today
from dangjianyun.foundation.forms import ActorForm
from dangjianyun.foundation.search import matching
from dangjianyun.party.actions.shape import WRITE
from dangjianyun.party.models import Unit
from dangjianyun.party.queries.units import living
from dangjianyun.party.rules import REASON_AT_LEAST
from dangjianyun.registry.models import Organization
from dangjianyun.territory.queries import children, division_of_path, level_of

Choices = list[tuple[str, str]]


class Picker(forms.TextInput):
    """A text field with suggestions from the server; typing the number alone works too.

    `offered`: the options that stand there before anything is typed.
    """

    def __init__(self, source: Promise | str, offered: str = "") -> None:
        super().__init__(attrs={"autocomplete": "off"})
        self.source = source
        self.offered = offered

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """The input and its list of suggestions."""
        key = f"{(attrs or {}).get('id', f'id_{name}')}_found"
        source = str(self.source)
        asked = {
            "list": key,
            "hx-get": f"{source}{'&' if '?' in source else '?'}of={name}",
            "hx-trigger": "input changed delay:200ms",
            "hx-target": f"#{key}",
        }
        field = super().render(name, value, {**(attrs or {}), **asked}, renderer)
        return format_html('{}<datalist id="{}">{}</datalist>', field, key, self.offered)


class UnitField(forms.CharField):
    """A Party organization by number, or by a name that only one has."""

    def __init__(self, *, label: str, required: bool = True, help_text: str = "") -> None:
        super().__init__(
            label=label,
            required=required,
            help_text=help_text or "输入名称、拼音首字母或编号，从提示中选。",
            widget=Picker(reverse_lazy("party:unit_pick")),
        )


class OrganizationField(forms.CharField):
    """An organization by credit code, or by a name that only one has."""

    def __init__(self, *, label: str, required: bool = True, help_text: str = "") -> None:
        super().__init__(
            label=label,
            required=required,
            help_text=help_text or "输入名称、拼音首字母或统一社会信用代码，从提示中选。",
            widget=Picker(reverse_lazy("party:organization_pick")),
        )


def reason_field(label: str = "理由", *, required: bool = True) -> forms.CharField:
    """Why; kept with the entry of the history."""
    return forms.CharField(
        label=label,
        required=required,
        min_length=REASON_AT_LEAST if required else None,
        max_length=200,
        help_text="写明依据或缘由，记入变更记录。" if required else "记入变更记录。",
    )


class PartyForm(ActorForm):
    """Base: turns what was picked into rows that the actor sees."""

    units: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    uppers: tuple[str, ...] = ()  # units to which the act gives something below: not a look alone

    guesses = False  # whether a piece of a name will do: a check page names what was taken
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()  # sections of a long form

    def grouped(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields by section; empty where the form is short."""
        return [(title, [self[name] for name in names]) for title, names in self.groups]

    def taken(self) -> list[str]:
        """What was taken for words that are no whole name or number."""
        return [words for words in self._guessed.values() if words]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._guessed: dict[str, str] = {}

    def _guess(self, name: str, rows: QuerySet[Any], text: str) -> Any:
        """The one row whose name, initials or number hold the words, where one is enough."""
        found = list(matching(rows, "sought", text, indexed=True)[:2]) if self.guesses else []
        if len(found) != 1:
            return None
        self._guessed[name] = f"{self.fields[name].label}按“{text}”找到的“{found[0].name}”办理。"
        return found[0]

    def clean(self) -> dict[str, Any]:
        """Find the rows behind the picked words."""
        cleaned = super().clean() or {}
        for name in self.units:
            if text := cleaned.get(name):
                cleaned[name] = self._found(
                    name,
                    picked_unit(self.actor, text) or self._guess(name, _units(self.actor), text),
                )
            elif name in cleaned:
                cleaned[name] = None
        for name in self.uppers:
            upper = cleaned.get(name)
            if upper and not self.actor.may(WRITE, upper):
                self.add_error(name, f"“{upper.name}”不归你管理，请由它的上级党组织办理。")
        for name in self.organizations:
            if text := cleaned.get(name):
                cleaned[name] = self._found(
                    name,
                    picked_organization(self.actor, text)
                    or self._guess(name, _organizations(self.actor), text),
                )
            elif name in cleaned:
                cleaned[name] = None
        return cleaned

    def _found(self, name: str, row: Unit | Organization | None) -> Unit | Organization | None:
        if row is None:
            label = self.fields[name].label
            self.add_error(
                name, f"{label}没有找到，或不在你的范围内。请从提示中选，或填完整的编号。"
            )
        return row


def _units(actor: Actor) -> QuerySet[Unit]:
    return Unit.objects.seen_by(actor).filter(living(today())).select_related("parent")


def _organizations(actor: Actor) -> QuerySet[Organization]:
    return Organization.objects.seen_by(actor).filter(closed_on=OPEN)


def picked_unit(actor: Actor, text: str) -> Unit | None:
    """The living unit meant by `DZ00001 示例党支部`, its number or its name."""
    rows = _units(actor)
    number = text.split()[0] if text.split() else ""
    found = list(rows.filter(Q(number=number) | Q(name=text.strip()))[:2])
    exact = [row for row in found if row.number == number]
    return (exact or found)[0] if exact or len(found) == 1 else None


def picked_organization(actor: Actor, text: str) -> Organization | None:
    """The registered organization meant by its code or name."""
    rows = _organizations(actor)
    code = text.split()[0].upper() if text.split() else ""
    found = list(rows.filter(Q(code=code) | Q(name=text.strip()))[:2])
    exact = [row for row in found if row.code == code]
    return (exact or found)[0] if exact or len(found) == 1 else None


def division_choices(actor: Actor, permission: str, *extra: str) -> Choices:
    """Divisions at or below the actor's places (districts and streets), and those given."""
    tops = [*actor.at("d", permission), *extra]
    found: dict[str, str] = {}
    for top in dict.fromkeys(tops):
        _add(found, top, "")
    return list(found.items())


def _add(found: dict[str, str], path: str, above: str) -> None:
    division = division_of_path(path)
    found.setdefault(path, f"{above}{division.name}")
    if level_of(path) in {2, 3}:
        for lower in children(path, today()):
            _add(found, lower.path, division.name if level_of(path) == 3 else "")


def after(last: date) -> date:
    """The first day without, behind a last day as people write it."""
    return last + timedelta(days=1)
