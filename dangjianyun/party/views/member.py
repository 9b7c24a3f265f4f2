"""Members: by name for those with a duty, as counts and opaque rows for others; the file."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from dangjianyun.access.page import page, sensitive_read
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import OPEN, today
from dangjianyun.foundation.errors import Unseen
from dangjianyun.foundation.links import link_to
from dangjianyun.foundation.paging import paged
from dangjianyun.foundation.scope import below
from dangjianyun.party.actions.member import HOLDERS, WRITE, holds_relations
from dangjianyun.party.actions.office import WRITE as OFFICE
from dangjianyun.party.actions.reading import MASKED, UNMASK, note_reading
from dangjianyun.party.models import Enrollment, Member, Opening, Unit
from dangjianyun.party.queries import files
from dangjianyun.party.queries import members as found
from dangjianyun.party.queries.duty import has_duty, opened_by, read_as, units_of_duty
from dangjianyun.party.queries.particulars import said_on
from dangjianyun.party.queries.units import living
from dangjianyun.party.views.asking import asked_day, day_of, helped, place_of, unit_of
from dangjianyun.party.views.unit import head_of
from dangjianyun.territory.queries import names

LIST = "party.membership.read"
"""Held by whoever has to do with members. (Every account holds party.member.read at itself.)"""
STAGES = [("full", "正式党员"), ("probationary", "预备党员"), ("left", "原党员")]
SHOWN_FOR = 60
"""Seconds for which an unmasked value is shown."""
_signer = TimestampSigner(salt="party.unmask")


@page(LIST)
def member_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Members whom the actor knows by duty: own unit and the units directly below it."""
    given, day = request.GET, today()
    asked = found.Asked(
        term=given.get("q", ""),
        unit=given.get("unit", ""),
        stage=given.get("stage", "") if given.get("stage") in dict(STAGES) else "",
        sort=given.get("sort", ""),
        is_opened=given.get("opened") == "1",
    )
    units = units_of_duty(actor).filter(living(day)).order_by("name")
    choices = list(units.values_list("number", "name")[:300])
    if not choices and not given:
        return redirect("party:member_counts")
    shown = paged(request, found.member_list(actor, asked, day))
    rows = list(shown.object_list)
    found.with_offices(rows, day)
    context = {
        "page": shown,
        "rows": rows,
        "today": day,
        "tabs": tabs_of(actor, "list"),
        "units": choices,
        "stages": STAGES,
        "narrowed": any((asked.term, asked.unit, asked.stage, asked.is_opened)),
        "conditions": [("近30天被上级查看过", "opened")] if asked.is_opened else [],
        "may_ask": _asking(actor),
        "export": link_to("interchange:sheet_export", **{**given.dict(), "sheet": "members"}),
        "waiting": _waiting(actor),
    }
    return render(request, "party/member_list.html", context)


def tabs_of(actor: Actor, current: str, on: date | None = None) -> list[dict[str, Any]]:
    """The ways of looking at members; those of a past day keep it."""
    items = [
        ("我负责的党员", "list", "party:member_list"),
        ("按党组织看人数", "counts", "party:member_counts"),
        ("逐人记录", "records", "party:member_records"),
    ]
    if actor.holds("party.enrollment.read"):
        items.append(("登记核验", "enrollments", "party:enrollment_list"))
    dated = {"counts": asked_day(on), "records": asked_day(on)}
    return [
        {"words": words, "href": reverse(name) + dated.get(key, ""), "current": key == current}
        for words, key, name in items
    ]


def rolls_of(actor: Actor) -> list[Unit]:
    """The units on whose rolls the actor may ask for a member: the own one, those below it."""
    rows = units_of_duty(actor, WRITE).filter(living(today()), role__in=HOLDERS)
    return [unit for unit in rows.order_by("name") if holds_relations(unit)]


def _asking(actor: Actor) -> str:
    """Where 登记党员 leads: with several rolls, the form asks first for which."""
    rolls = rolls_of(actor)
    if not rolls:
        return ""
    href = reverse("party:member_enroll", args=[rolls[0].number])
    return f"{href}?choose=1" if len(rolls) > 1 else href


def _waiting(actor: Actor) -> int:
    rows = Enrollment.objects.seen_by(actor).filter(state=Enrollment.State.WAITING)
    return int(rows.count())


@page(LIST)
@helped
def member_counts(request: HttpRequest, actor: Actor) -> HttpResponse:
    """How many members each unit has: what somebody without a duty sees."""
    on = day_of(request)
    place = place_of(request, actor)
    test = below("path", place) if place else None
    if term := request.GET.get("q", "").strip():
        named = Q(unit__name__icontains=term) | Q(unit__number__iexact=term)
        test = named if test is None else test & named
    shown = paged(request, found.counts_by_unit(actor, test, on), 50)
    rows: Any = list(shown.object_list)
    ids = [row["unit"] for row in rows]
    said = said_on(ids, on)
    opens = set(Unit.objects.seen_by(actor).filter(pk__in=ids).values_list("pk", flat=True))
    for row in rows:
        row["opens"] = row["unit"] in opens
        if row["unit"] in said:
            row["unit__name"], row["unit__path"] = said[row["unit"]].name, said[row["unit"]].path
    context = {
        "page": shown,
        "rows": rows,
        "total": found.standings(actor, on).count(),
        "on": on,
        "day": asked_day(on),
        "narrowed": bool(place or term),
        "places": names({row["unit__path"] for row in rows}),
        "tabs": tabs_of(actor, "counts", on),
    }
    return render(request, "party/member_counts.html", context)


@page(LIST)
@helped
def member_records(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One row a person, in an order that tells nothing. No filter but the day, no search, no
    sort.
    """
    on = day_of(request)
    total = found.standings(actor, on).count()
    too_many = total > found.MOST_OPAQUE
    rows = [] if too_many else found.opaque_rows(actor, on=on)
    opened = opened_by(actor).select_related("person", "unit").order_by("number")
    context = {
        "page": paged(request, rows),
        "on": on,
        "day": asked_day(on),
        "total": total,
        "known": total - len(rows),
        "too_many": too_many,
        "opened": list(opened) if on == today() else [],
        "may_open": actor.holds("party.member.open"),
        "tabs": tabs_of(actor, "records", on),
    }
    return render(request, "party/member_records.html", context)


@page("party.unit.read")
@helped
def unit_members(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """The members of one unit on a day: names for those with a duty, else a count and opaque
    rows.
    """
    unit, on = unit_of(actor, number), day_of(request)
    is_today = on == today()
    duty = has_duty(actor, unit)
    may_ask = is_today and actor.may(WRITE, unit) and unit.dissolved_on == OPEN
    context = head_of(actor, unit, "members", on)
    context |= {"numbers": files.numbers_of(unit, on), "duty": duty, "today": on}
    if duty:
        listed, more = found.members_then(actor, unit, on)
        if is_today:
            listed, more = found.member_list(actor, found.Asked(unit=unit.number), on), 0
        shown = paged(request, listed)
        rows = list(shown.object_list)
        for row in rows:
            row.unit = unit
        found.with_offices(rows, on)
        taking = files.participants(unit, on)
        known = found.known_among(actor, [row.member_id for row in taking])
        named = [row for row in taking if row.member_id in known]
        context |= {"page": shown, "rows": rows, "more": more, "participants": named}
        context |= {"taking": len(taking), "unnamed": len(taking) - len(named)}
        context["may_ask"] = may_ask and holds_relations(unit)
        if is_today:
            asked = Enrollment.objects.seen_by(actor).filter(unit=unit)
            context["asked"] = asked.filter(state=Enrollment.State.WAITING).order_by("asked_at")
    elif actor.holds(LIST):
        context["page"] = paged(request, found.opaque_rows(actor, unit, on))
        context["may_open"] = actor.holds("party.member.open")
    return render(request, "party/unit_members.html", context)


def member_of(actor: Actor, ref: str) -> Member:
    """The member, if the actor sees it by duty or by an opening. Raises: Unseen."""
    rows = Member.objects.seen_by(actor).filter(ref=ref)
    member: Member | None = rows.select_related("person", "unit__parent").first()
    if member is None:
        raise Unseen
    return member


@page("party.member.read")
def member_file(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """One member. Whoever is not the own unit's secretary leaves an entry on the file."""
    member = member_of(actor, ref)
    opening = _noted(actor, member, "党员档案")
    duty = opening is None
    file = found.file_of(member)
    context = {
        "member": member,
        "opening": opening,
        "duty": duty,
        "today": today(),
        "facts": _facts(member),
        "file": file,
        "office_takes": {
            row.pk
            for row in file.offices
            if actor.may(OFFICE, row.unit) and has_duty(actor, row.unit)
        },
        "trail": [("党员", reverse("party:member_list"))],
        "sub": f"{member.number}，{member.unit.name if member.unit else member.outside}",
        "may_write": duty and actor.may(WRITE, member) and member.left_on == OPEN,
        "may_correct": duty and actor.may(WRITE, member),
        "may_unmask": duty and actor.may(UNMASK, member),
        "taking": {row.pk for row in member.participations.filter(until__gt=today())},
        "labels": MASKED,
    }
    return render(request, "party/member_file.html", context)


def _noted(actor: Actor, member: Member, what: str) -> Opening | None:
    """Record the reading unless the own secretary reads; gives the opening it rests on, if any."""
    row = read_as(actor, member)
    if row is not None:
        with sensitive_read():
            note_reading(row, actor=actor, what=what)
    return row if isinstance(row, Opening) else None


def _facts(member: Member) -> list[dict[str, Any]]:
    day = today()
    full = member.full_on is not None and member.full_on <= day
    return [
        {"label": "党员编号", "value": member.number},
        {"label": "性别", "value": member.person.sex},
        {"label": "党员类别", "value": "正式党员" if full else "预备党员"},
        {"label": "入党日期", "value": member.joined_on.isoformat()},
        {"label": "转正日期", "value": member.full_on.isoformat() if member.full_on else None},
        {
            "label": "出党或去世日期",
            "value": None if member.left_on == OPEN else member.left_on.isoformat(),
        },
    ]


def shown_href(actor: Actor, member: Member, field: str) -> str:
    """The address where an unmasked value stands for a minute, for this account only."""
    token = _signer.sign(f"{actor.account_id}.{member.ref}.{field}")
    return reverse("party:member_shown", args=[member.ref, field, token])


@page(UNMASK)
def member_shown(
    request: HttpRequest, actor: Actor, ref: str, field: str, token: str
) -> HttpResponse:
    """An unmasked value. The address dies after a minute and is worth nothing to others."""
    member = member_of(actor, ref)
    actor.must(UNMASK, member)
    try:
        said = _signer.unsign(token, max_age=SHOWN_FOR)
    except BadSignature:
        return redirect("party:member_file", ref=ref)
    if said != f"{actor.account_id}.{member.ref}.{field}" or field not in MASKED:
        raise Unseen
    value = {"identity": member.person.identity_number, "phone": member.person.phone}[field]
    context = {
        "member": member,
        "label": MASKED[field],
        "value": value.open(),
        "mask": str(value),
        "trail": [
            ("党员", reverse("party:member_list")),
            (member.person.name, reverse("party:member_file", args=[ref])),
        ],
        "demo": settings.MODE == "demo",
    }
    return render(request, "party/member_shown.html", context)
