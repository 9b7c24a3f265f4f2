"""How Party organizations stand with what they owe: the list, the year of one, its groups."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from dangjianyun.access.acting import Act, take
from dangjianyun.access.page import page
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import today
from dangjianyun.foundation.errors import Refused, Unseen
from dangjianyun.foundation.forms import whole
from dangjianyun.foundation.links import link_to
from dangjianyun.foundation.templatetags.asked import query_with
from dangjianyun.orglife.actions.track import WITH_GROUPS, set_groups
from dangjianyun.orglife.forms.track import GroupsForm
from dangjianyun.orglife.models import Grouping, Meeting, UnitTrack
from dangjianyun.orglife.queries import activity as days
from dangjianyun.orglife.queries import track as queries
from dangjianyun.orglife.queries import track_year
from dangjianyun.orglife.queries.owing import Settings, owing
from dangjianyun.orglife.rules.frequency import DUTIES
from dangjianyun.orglife.rules.meeting import KINDS
from dangjianyun.orglife.rules.periods import add_months
from dangjianyun.orglife.rules.track import GRAVITY, LIGHTS, OVERDUE
from dangjianyun.orglife.views.tabs import tabs_of
from dangjianyun.orglife.workflow import WRITE
from dangjianyun.party.models import Unit
from dangjianyun.territory.queries import code_to_path, place_name

READ = queries.READ
FIRST_YEAR = 2018


@page(READ)
def track_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Units by light and duty, the gravest first, on any day."""
    given = request.GET
    on = _day(given.get("on", ""))
    asked = queries.asked_of(actor, given.dict(), on)
    size = int(given["size"]) if given.get("size") in {"20", "50", "100"} else 20
    shown = Paginator(queries.track_list(actor, asked), size).get_page(given.get("page"))
    counts = queries.light_counts(actor, asked)
    regions = days.regions(actor)
    region = given.get("region", "")
    chosen = [(place_name(code_to_path(region)), "region")] if region else []
    context = {
        "page": shown,
        "lines": queries.lines_of(list(shown.object_list), on),
        "on": on,
        "past_day": f"?on={on}" if on < today() else "",
        "views": _views(request.GET, asked, counts),
        "asked": asked,
        "duties": [(duty, KINDS[duty]) for duty in DUTIES],
        "lights": list(LIGHTS.items()),
        "regions": regions,
        "conditions": [] if region in dict(regions) else chosen,
        "narrowed": any(given.get(name) for name in queries.FILTERS),
        "export": link_to("interchange:list_export", "track", **given.dict()),
        "tabs": tabs_of(actor, "track"),
    }
    return render(request, "orglife/track_list.html", context)


def _views(
    given: QueryDict, asked: queries.Asked, counts: Mapping[str, int]
) -> list[dict[str, Any]]:
    """The lights to choose from, each with how many units show it."""
    lights = [("", "全部", sum(counts.values()), False)]
    lights += [(key, words, counts[key], key == OVERDUE) for key, words in reversed(LIGHTS.items())]
    return [
        {
            "words": words,
            "href": query_with(given, light=light or None, page=None),
            "current": asked.light == light,
            "count": count,
            "act": act,
        }
        for light, words, count, act in lights
    ]


@page(READ)
def track_file(request: HttpRequest, actor: Actor, unit: str) -> HttpResponse:
    """What is due for one unit: how it stands, its year, a month. `?year=2026&month=2026-03`."""
    row = queries.unit_seen(actor, unit)
    on = _day(request.GET.get("on", ""))
    found = owing([row.pk])
    settings = Settings()
    first = days.month_of(request.GET.get("month", "") or f"{on:%Y-%m}")
    year = _year(request.GET.get("year", ""), first.year)
    records = track_year.meetings_in(row, date(year, 1, 1), date(year + 1, 1, 1))
    lines = track_year.year_of(found[0], settings, records, year, on) if found else []
    if first.year != year:
        first = date(year, 1, 1)
    told = queries.standings_of(found[0], settings, on) if found else []
    light = max((one.light for one in told), key=GRAVITY.__getitem__, default=UnitTrack.NONE)
    alive = row.established_on <= on < row.dissolved_on
    may = row.dissolved_on > today() and actor.may(WRITE, row)
    context = {
        "unit": row,
        "on": on,
        "alive": alive,
        "badges": [(queries.MARKS[light], queries.words_of(light))],
        "standings": told,
        "lines": lines,
        "year": year,
        "earlier": year - 1 if year > FIRST_YEAR else None,
        "later": year + 1 if year <= on.year else None,
        "months": [(month, f"{year}-{month:02d}") for month in range(1, 13)],
        "missed": sum(line.missed for line in lines),
        "uncounted": _uncounted(lines),
        "first": first,
        "last_month": add_months(first, -1),
        "next_month": add_months(first, 1),
        "weeks": track_year.month_of(first, lines, records),
        "month_records": _linked(one for one in records if one.held_on.month == first.month),
        "trail": [("组织生活进度", reverse("orglife:track_list"))],
        "unit_href": link_to("party:unit_file", row.number),
        "records_href": link_to("orglife:meeting_list", unit=row.number),
        "new_href": link_to("orglife:meeting_new", unit=row.number) if may else "",
        "groups_href": _groups_href(row) if may else "",
        "groups": Grouping.rows().filter(Grouping.on(on), unit=row).first(),
        "rule_href": link_to("insight:rulebook") + "#orglife.track",
    }
    return render(request, "orglife/track_file.html", context)


def _linked(records: Iterable[Meeting]) -> list[Any]:
    rows: list[Any] = list(records)
    for row in rows:
        row.href = link_to("orglife:meeting_file", row.number)
    return rows


def _groups_href(unit: Unit) -> str:
    return reverse("orglife:track_groups", args=[unit.number]) if unit.kind in WITH_GROUPS else ""


def _uncounted(lines: list[track_year.Line]) -> list[tuple[str, track_year.Record]]:
    """Records that were held as a duty and do not count for it, each with the reason."""
    return [
        (line.label, record)
        for line in lines
        for cell in line.cells
        for record in cell.records
        if not record.counts
    ]


@page(WRITE)
def track_groups(request: HttpRequest, actor: Actor, unit: str) -> HttpResponse:
    """Say how many Party groups a branch has: without any, no group meeting is due."""
    row = queries.unit_seen(actor, unit)
    actor.must(WRITE, row)
    if row.kind not in WITH_GROUPS:
        raise Unseen
    back = reverse("orglife:track_file", args=[row.number])
    form = GroupsForm(request.POST or None, actor=actor)
    trail = [("组织生活进度", reverse("orglife:track_list")), (row.name, back)]
    act = Act("设置党小组", "保存设置", "不设置", back, trail, row.name)

    def do() -> HttpResponse:
        said = form.cleaned_data
        set_groups(row, actor=actor, count=said["count"], on=said["on"])
        words = f"{said['count']}个党小组" if said["count"] else "不划分党小组"
        messages.success(request, f"已设置{row.name}{words}")
        return redirect(back)

    return take(request, act, form, do)


def _day(text: str) -> date:
    """The day asked for, today for none. Raises: Refused for one to come."""
    on = days.day_of(text) or today()
    if on > today():
        raise Refused(f"{on}还没有到，只能查看今天或以前的情况。", field="on")
    return on


def _year(text: str, otherwise: int) -> int:
    return min(max(whole(text, otherwise), FIRST_YEAR), today().year + 1)
