"""Pages of activities: month calendar, list, one activity, recording and correcting."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from dangjianyun.access.book import file_key
from dangjianyun.access.history import history
from dangjianyun.access.page import page
from dangjianyun.access.withdrawal import Withdrawal, withdrawal_page
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import today
from dangjianyun.foundation.links import link_to
from dangjianyun.foundation.paging import paged
from dangjianyun.orglife.actions.activity import (
    WRITE,
    correct_activity,
    record_activities,
    withdraw_activity,
)
from dangjianyun.orglife.forms.activity import ActivityForm
from dangjianyun.orglife.models import Activity
from dangjianyun.orglife.queries import activity as queries
from dangjianyun.orglife.views.tabs import tabs_of
from dangjianyun.party.models import Unit
from dangjianyun.registry.models import Organization
from dangjianyun.territory.queries import (
    code_to_path,
    division_of_path,
    names,
    path_to_code,
    place_name,
)

READ = "orglife.activity.read"


@page(READ)
def activity_calendar(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One month: the calendar, and the agenda day by day. `?month=2021-06&region=330203`."""
    first = queries.month_of(request.GET.get("month", ""))
    last = queries.months(first, 1)
    whole = list(queries.activity_list(actor, since=first, until=_before(last)))
    region = request.GET.get("region", "")
    path = queries.path_of(actor, region)
    shown = [row for row in whole if row.path.startswith(path)]
    days = queries.agenda(shown, first)
    undated = list(queries.undated(actor, first.year, path))
    queries.tell_places([*shown, *undated])
    now = today().replace(day=1)
    context = {
        "first": first,
        "earlier": queries.months(first, -1),
        "later": last,
        "now": None if first == now else now,
        "today": today(),
        "undated": undated,
        "days": days,
        "weeks": queries.weeks(first, days),
        "districts": queries.by_district(whole),
        "region": region,
        "region_name": place_name(path) if path else "",
        "total": len(shown),
        "whole": len(whole),
        "tentative": sum(row.is_tentative for row in shown),
        "may_write": actor.holds(WRITE),
        "tabs": tabs_of(actor, "calendar", f"{first:%Y-%m}"),
    }
    return render(request, "orglife/activity_calendar.html", context)


@page(READ)
def activity_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All activities, by filters in the URL."""
    asked = request.GET
    regions = queries.regions(actor)
    rows = queries.activity_list(
        actor, **queries.asked_of(actor, asked), order=asked.get("sort") or "-day"
    )
    shown = paged(request, rows)
    queries.tell_places(shown.object_list)
    years = [(str(y), f"{y}年") for y in range(today().year + 1, 2017, -1)]
    context = {
        "page": shown,
        "years": years,
        "states": [("1", "时间待定"), ("0", "时间已定")],
        "asked": asked,
        "narrowed": any(
            asked.get(name) for name in ("q", "year", "region", "tentative", "since", "until")
        ),
        "regions": regions,
        "conditions": _conditions(asked, regions),
        "export": link_to("interchange:sheet_export", **{**asked.dict(), "sheet": "activities"}),
        "may_write": actor.holds(WRITE),
        "tabs": tabs_of(actor, "list"),
    }
    return render(request, "orglife/activity_list.html", context)


@page(READ)
def activity_file(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """One activity."""
    row: Activity = Activity.objects.one_seen_by(actor, number=number)
    facts = [
        {"label": "组织单位", "value": row.organizer, "href": _organizer(row)},
        {"label": "时间安排", "value": row.schedule, "note": _meant(row)},
        {"label": "活动地点或区域", "value": row.venue},
        {
            "label": "所在地",
            "value": place_name(row.path),
            "note": "由组织单位和地点推定" if row.is_path_guessed else "",
        },
        {"label": "年度", "value": f"{row.year}年"},
        {"label": "活动编号", "value": row.number},
    ]
    trail = [("组织生活", reverse("orglife:activity_list"))]
    context = {
        "row": row,
        "facts": facts,
        "trail": trail,
        "badges": [("tent", "时间待定")] if row.is_tentative else [],
        "history": history(file_key(Activity, row.pk), actor, path_names=names),
        "may_write": actor.may(WRITE, row),
    }
    return render(request, "orglife/activity_file.html", context)


@page(WRITE)
def activity_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Record an activity."""
    places = actor.at("d", WRITE)
    home = None if places else queries.home_of(actor, WRITE)
    start = {"year": today().year, "region": path_to_code(places[0]) if places else ""}
    start |= {"organizer": home.name} if home else {}
    own_path = home.path if home else ""
    form = ActivityForm(request.POST or None, actor=actor, initial=start, own_path=own_path)
    if request.method == "POST" and form.is_valid():
        fields = form.fields_of_activity()
        if queries.is_taken(actor, fields["year"], fields["name"], fields["organizer"]):
            form.add_error("name", "这个组织单位当年已有同名活动，请核对，或在原活动上更正。")
        else:
            row = Activity(number=queries.next_number(fields["year"]), **fields)
            row.unit = home if isinstance(home, Unit) else None
            row.organization = home if isinstance(home, Organization) else None
            place = home or division_of_path(row.path)
            try:
                record_activities(place, actor=actor, activities=[row])
            except PermissionDenied:
                form.add_error("region", "这个所在地不在你的范围内，请填你负责的区域。")
            else:
                messages.success(request, f"已登记“{row.name}”")
                return redirect("orglife:activity_file", number=row.number)
    status = 422 if request.method == "POST" else 200
    context = {
        "form": form,
        "heading": "登记活动",
        "act": "登记这项活动",
        "out": ("不登记", reverse("orglife:activity_list")),
        "trail": [("组织生活", reverse("orglife:activity_list"))],
    }
    return render(request, "orglife/activity_form.html", context, status=status)


@page(WRITE)
def activity_edit(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Correct an activity."""
    row: Activity = Activity.objects.one_seen_by(actor, number=number)
    actor.must(WRITE, row)
    start = {
        name: getattr(row, name)
        for name in ("name", "organizer", "year", "schedule", "venue", "content")
    }
    start["region"] = path_to_code(row.path)
    own_path = "" if actor.at("d", WRITE) else row.path
    form = ActivityForm(
        request.POST or None, actor=actor, initial=start, own_path=own_path, kept_path=row.path
    )
    if request.method == "POST" and form.is_valid():
        fields = form.fields_of_activity()
        if queries.is_taken(actor, fields["year"], fields["name"], fields["organizer"], but=row.pk):
            form.add_error("name", "这个组织单位当年已有同名活动，请核对。")
        else:
            correct_activity(row, actor=actor, fields=fields)
            messages.success(request, f"已更正“{fields['name']}”")
            return redirect("orglife:activity_file", number=row.number)
    status = 422 if request.method == "POST" else 200
    back = reverse("orglife:activity_file", args=[row.number])
    context = {
        "form": form,
        "heading": "更正活动",
        "act": "保存更正",
        "out": ("不更正", back),
        "trail": [("组织生活", reverse("orglife:activity_list")), (row.name, back)],
    }
    return render(request, "orglife/activity_form.html", context, status=status)


@page(WRITE)
def activity_withdraw(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """An activity recorded by mistake."""
    row: Activity = Activity.objects.one_seen_by(actor, number=number)
    actor.must(WRITE, row)
    back = reverse("orglife:activity_file", args=[number])
    above = reverse("orglife:activity_list")
    asked = Withdrawal(
        noun="活动",
        row=f"“{row.name}”，{row.organizer}，{row.when}",
        otherwise="时间、地点写错了的，不用撤回，请更正。",
        trail=[("组织生活", above), (row.name, back)],
        back=back,
        after=above,
    )
    return withdrawal_page(
        request, actor, asked, lambda reason: withdraw_activity(row, actor=actor, reason=reason)
    )


def _conditions(asked: QueryDict, regions: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """What narrows the list without standing in the bar, in words."""
    found = [
        (f"{words}{asked[name]}", name)
        for name, words in (("since", "自"), ("until", "至"))
        if asked.get(name)
    ]
    region = asked.get("region", "")
    if region and region not in dict(regions):
        found.append((place_name(code_to_path(region)), "region"))
    return found


def _before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)


def _meant(row: Activity) -> str:
    if row.first_on is None:
        return "没有写明日期，暂不计入活动数"
    days = str(row.first_on)
    if row.last_on and row.last_on != row.first_on:
        days = f"{row.first_on} ～ {row.last_on}"
    return f"{days}，时间待定" if row.is_tentative else days


def _organizer(row: Activity) -> str:
    if row.organization is None:
        return ""
    return reverse("registry:organization_file", args=[row.organization.code])
