"""Acts on Party organizations: setting up, moving, correcting, dissolving."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from dangjianyun.access.acting import Act, Impact, take
from dangjianyun.access.book import Book
from dangjianyun.access.page import page
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import OPEN, today
from dangjianyun.foundation.links import link_to
from dangjianyun.party.actions import particulars
from dangjianyun.party.actions import unit as acts
from dangjianyun.party.actions.shape import WRITE
from dangjianyun.party.forms.unit import (
    ChangeForm,
    CorrectForm,
    DissolveForm,
    EstablishForm,
    MoveForm,
)
from dangjianyun.party.models import TOLD, Mode, Unit, UnitParticulars
from dangjianyun.party.queries import files, hints
from dangjianyun.party.queries.nearby import superior_for
from dangjianyun.party.queries.particulars import said_on
from dangjianyun.party.views.asking import trail_to, unit_href, unit_to_act_on
from dangjianyun.registry.models import Organization
from dangjianyun.territory.models import Division
from dangjianyun.territory.queries import division_of_path, path_to_code, place_name

PREFIX = "DZ"


@page(WRITE)
def unit_establish(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Set up a unit. `?upper=` names its upper body, `?organization=` where it is set up."""
    upper, code = request.GET.get("upper", ""), request.GET.get("organization", "")
    home: Organization | None = None
    if code:
        home = Organization.objects.one_seen_by(actor, code=code)
    above = unit_to_act_on(actor, upper, WRITE) if upper else _above(actor, home)
    places = [above.path] if above else list(actor.at("d", WRITE))
    if home:
        places.insert(0, home.path)
    start: dict[str, Any] = {
        "upper": above,
        "parent": f"{above.number} {above.name}" if above else "",
        "path": places[0] if places else "",
        "number": _next_number(places[0]) if places else "",
        "established_on": today(),
        **(_told_of(home) if home else {}),
    }
    form = EstablishForm(request.POST or None, actor=actor, initial=start)
    back = unit_href(above) if above else reverse("party:unit_list")
    if home:
        back = link_to("registry:organization_file", home.code)
    act = Act("成立党组织", "核对要成立的党组织", "不成立", back, _trail(actor, above))

    def impact() -> Impact:
        unit = form.unit()
        found: list[tuple[str, str]] = []
        if unit.mode == "joint":
            found.append(("warn", "成立后请列入联合的社会组织，一般不超过5家。"))
        if unit.mode == "single":
            found.append(
                ("warn", "现在还没有党员。正式党员3人以上才能单独成立党支部，请及时转入。")
            )
        found += _accountable(unit, unit.parent, unit.established_on)
        return Impact(
            f"将成立“{unit.name}”，隶属“{unit.parent.name if unit.parent else ''}”。",
            f"成立“{unit.name}”",
            rows=[
                {"label": "类别", "value": unit.get_kind_display()},
                {"label": "组建方式", "value": unit.get_mode_display() if unit.mode else None},
                {"label": "所在地", "value": place_name(unit.path)},
                {"label": "成立日期", "value": unit.established_on.isoformat()},
            ],
            hints=found,
        )

    def write(book: Book | None = None) -> Unit:
        unit = form.unit()
        place: Division | Unit = unit.parent or division_of_path(unit.path)
        reason = form.cleaned_data["reason"]
        return acts.establish_units(place, actor=actor, book=book, units=[unit], reason=reason)[0]

    def do() -> HttpResponse:
        unit = write()
        messages.success(request, f"已成立“{unit.name}”")
        return redirect("party:unit_file", number=unit.number)

    return take(request, act, form, do, impact, write)


def _accountable(unit: Unit, upper: Unit | None, on: date) -> list[tuple[str, str]]:
    said = hints.accountable_elsewhere(unit.organization, upper, on) if upper else []
    return [("warn", words) for words in said]


def _above(actor: Actor, home: Organization | None) -> Unit | None:
    return superior_for(actor, home) if home else _own_body(actor)


def _told_of(home: Organization) -> dict[str, Any]:
    """What is filled in for a branch of one organization."""
    return {
        "name": f"{home.name}党支部",
        "mode": Mode.SINGLE,
        "organization": f"{home.code} {home.name}",
        "home": home,
    }


def _own_body(actor: Actor) -> Unit | None:
    """The body whose tree the actor holds, where no division is held (a trade committee)."""
    places = actor.at("p", WRITE)
    if actor.at("d", WRITE) or not places:
        return None
    own: Unit | None = Unit.objects.seen_by(actor).filter(party_path=places[0]).first()
    return own


def _trail(actor: Actor, unit: Unit | None) -> list[tuple[str, str]]:
    if unit is None:
        return [("党组织", reverse("party:unit_list"))]
    return trail_to(actor, unit, itself=True)


def _next_number(path: str) -> str:
    """A free number to suggest: DZ330203-0012."""
    start = f"{PREFIX}{path_to_code(path)[:6]}-"
    known = Unit.rows().filter(number__startswith=start).aggregate(last=Max("number"))["last"]
    tail = known.rsplit("-", 1)[1] if known else "0"
    return f"{start}{int(tail) + 1 if tail.isdigit() else 1:04d}"


@page(WRITE)
def unit_move(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Put a unit with all below it under another upper body."""
    unit = unit_to_act_on(actor, number, WRITE)
    form = MoveForm(request.POST or None, actor=actor)
    now = f"现隶属{unit.parent.name}" if unit.parent else ""
    act = Act("调整隶属关系", "核对会移动什么", "不调整", unit_href(unit), _trail(actor, unit), now)

    def impact() -> Impact:
        parent, on = form.cleaned_data["parent"], form.cleaned_data["on"]
        takes = files.moving(unit, today())
        return Impact(
            f"“{unit.name}”将从{on.isoformat()}起改隶“{parent.name}”，{takes.words()}一起移动。",
            f"移动{takes.units:,}个党组织",
            rows=[
                {"label": "原上级", "value": unit.parent.name if unit.parent else None},
                {"label": "新上级", "value": parent.name},
                {"label": "党组织", "value": f"{takes.units:,}个"},
                {"label": "党员", "value": f"{takes.members:,}名"},
                {"label": "社会组织", "value": takes.organizations()},
            ],
            hints=[
                ("none", "工作指导关系、覆盖名单、党内任职不变。"),
                *([("warn", "日期在以前，那天以后的数字会重算。")] if on < today() else []),
                *_accountable(unit, parent, on),
            ],
        )

    def write(book: Book | None = None) -> None:
        given = {name: form.cleaned_data[name] for name in ("parent", "on", "reason")}
        acts.move_unit(unit, actor=actor, book=book, **given)

    def do() -> HttpResponse:
        write()
        to = form.cleaned_data["parent"].name
        messages.success(request, f"已把“{unit.name}”调整到“{to}”")
        return redirect("party:unit_file", number=unit.number)

    return take(request, act, form, do, impact, write)


@page(WRITE)
def unit_correct(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Correct what a unit is called, its kind, mode, approval, trade, division."""
    unit = unit_to_act_on(actor, number, WRITE)
    columns = ("name", "kind", "mode", "path", "approval", "trade")
    start = {name: getattr(unit, name) for name in columns}
    form = CorrectForm(request.POST or None, actor=actor, initial=start)
    sub = "改正写错的，以前的日子也跟着改。后来才变的，请用“变更信息”。"
    act = Act("更正党组织信息", "保存更正", "不更正", unit_href(unit), _trail(actor, unit), sub)

    def do() -> HttpResponse:
        fields = {name: form.cleaned_data[name] for name in columns}
        particulars.correct_unit(
            unit, actor=actor, fields=fields, reason=form.cleaned_data["reason"]
        )
        messages.success(request, f"已更正“{fields['name']}”")
        return redirect("party:unit_file", number=unit.number)

    return take(request, act, form, do)


@page(WRITE)
def unit_change(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Give a unit another name, kind, mode or division from a day on."""
    unit = unit_to_act_on(actor, number, WRITE)
    start = {**{name: getattr(unit, name) for name in TOLD}, "on": today()}
    form = ChangeForm(request.POST or None, actor=actor, initial=start)
    sub = "名称、类别等有了变化时用。原来就写错了的，请用“更正信息”。"
    trail = _trail(actor, unit)
    act = Act("变更党组织信息", "核对会变更什么", "不变更", unit_href(unit), trail, sub)

    def fields() -> dict[str, object]:
        # Only what was changed here: on an earlier day the rest may have been otherwise.
        given = form.cleaned_data
        return {name: given[name] for name in TOLD if given[name] != start[name]}

    def impact() -> Impact:
        on = form.cleaned_data["on"]
        was: Any = said_on([unit.pk], on).get(unit.pk, unit)
        will = UnitParticulars(**{name: getattr(was, name) for name in TOLD} | fields())
        hints = [("warn", "日期在以前，那天以后的数字会重算。")] if on < today() else []
        if was is not unit and was.until != OPEN:
            hints.append(("warn", f"只管到{was.until.isoformat()}以前，那天起已另有变更。"))
        return Impact(
            f"“{was.name}”自{on.isoformat()}起按下面的信息，以前的日子不变。",
            "变更信息",
            rows=[
                {"label": label, "value": before if before == after else f"{before} → {after}"}
                for label, before, after in _words(was, will)
            ],
            hints=hints,
        )

    def write(book: Book | None = None) -> None:
        given = {name: form.cleaned_data[name] for name in ("on", "reason")}
        particulars.change_unit(unit, actor=actor, book=book, fields=fields(), **given)

    def do() -> HttpResponse:
        write()
        messages.success(request, f"已变更“{form.cleaned_data['name']}”")
        return redirect("party:unit_file", number=unit.number)

    return take(request, act, form, do, impact, write)


def _words(was: Any, will: Any) -> list[tuple[str, str, str]]:
    return [
        ("名称", was.name, will.name),
        ("类别", was.get_kind_display(), will.get_kind_display()),
        ("组建方式", was.get_mode_display(), will.get_mode_display()),
        ("所在地", place_name(was.path), place_name(will.path)),
    ]


@page(WRITE)
def unit_dissolve(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """End a unit."""
    unit = unit_to_act_on(actor, number, WRITE)
    form = DissolveForm(request.POST or None, actor=actor)
    act = Act("撤销党组织", "核对会一起结束什么", "不撤销", unit_href(unit), _trail(actor, unit))

    def impact() -> Impact:
        on = form.cleaned_data["on"]
        takes = files.numbers_of(unit, on)
        hints = []
        if takes.affiliated:
            hints.append(("warn", "归口的社会组织转由本级综合党委兜底。"))
        return Impact(
            f"“{unit.name}”将自{on.isoformat()}起撤销，以下关系同日结束。",
            f"撤销“{unit.name}”",
            rows=[
                {"label": "覆盖名单", "value": f"{takes.covered}家社会组织"},
                {"label": "归口", "value": f"{takes.affiliated}家社会组织"},
                {"label": "党内任职", "value": f"{takes.officers}人"},
            ],
            hints=hints,
            grave=True,
        )

    def write(book: Book | None = None) -> None:
        given = form.cleaned_data
        acts.dissolve_unit(unit, actor=actor, book=book, on=given["on"], reason=given["reason"])

    def do() -> HttpResponse:
        write()
        messages.success(request, f"已撤销“{unit.name}”")
        return redirect("party:unit_file", number=unit.number)

    return take(request, act, form, do, impact, write)
