"""Pages of meetings: list, one record, plan, record."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from dangjianyun.access.acting import Act, take
from dangjianyun.access.book import file_key
from dangjianyun.access.history import history
from dangjianyun.access.page import page
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import today
from dangjianyun.foundation.errors import Unseen
from dangjianyun.foundation.links import link_to
from dangjianyun.foundation.paging import paged
from dangjianyun.orglife.actions.meeting import (
    correct_meeting,
    notify_meeting,
    plan_meeting,
    record_attendance,
    record_topics,
    submit_meeting,
)
from dangjianyun.orglife.forms.meeting import PLAN, MeetingForm, RecordForm
from dangjianyun.orglife.models import Attendance, Kind, Meeting, Pattern, Topic
from dangjianyun.orglife.queries import activity as days
from dangjianyun.orglife.queries import meeting as queries
from dangjianyun.orglife.views.tabs import tabs_of
from dangjianyun.orglife.workflow import CONFIRM, WRITE
from dangjianyun.party.models import Unit
from dangjianyun.party.queries.duty import has_duty
from dangjianyun.territory.queries import names

READ = "orglife.meeting.read"
MARKS = {
    "planned": "none",
    "noticed": "blue",
    "submitted": "blue",
    "returned": "red",
    "confirmed": "ok",
    "canceled": "none",
}


@page(READ)
def meeting_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Records of organization life, by filters in the URL."""
    asked = request.GET
    rows = queries.meeting_list(actor, **queries.asked_of(actor, asked))
    shown = paged(request, rows)
    told = [(row, MARKS[row.state], row.get_state_display()) for row in shown.object_list]
    context = {
        "page": shown,
        "rows": told,
        "asked": asked,
        "kinds": Kind.choices,
        "states": Meeting.State.choices,
        "regions": days.regions(actor),
        "narrowed": any(asked.get(name) for name in queries.FILTERS),
        "conditions": _conditions(actor, asked),
        "export": link_to("interchange:sheet_export", **{**asked.dict(), "sheet": "meetings"}),
        "may_write": actor.holds(WRITE),
        "waiting": queries.waiting_for(actor).count() if actor.holds(CONFIRM) else 0,
        "tabs": tabs_of(actor, "meetings"),
    }
    return render(request, "orglife/meeting_list.html", context)


@page(READ)
def meeting_file(request: HttpRequest, actor: Actor, meeting: str) -> HttpResponse:
    """One record. Persons, minutes and topics stand there for the unit and the body above."""
    row = found(actor, meeting)
    knows = has_duty(actor, row.unit, Attendance.read_permission())
    roster = queries.roster_of(row) if knows else []
    topics = list(Topic.rows().filter(meeting=row).order_by("position"))
    again = f"{reverse('orglife:meeting_new')}?copy={row.number}&unit={row.unit.number}"
    context = {
        "row": row,
        "copy_href": again if actor.may(WRITE, row) else "",
        "facts": _facts(row),
        "badges": [(MARKS[row.state], row.get_state_display())],
        "trail": trail_of(row, last=False),
        "duties": queries.duties_of(row) if row.state in queries.COUNTED else [],
        "would": [] if row.state in queries.COUNTED else queries.duties_of(row),
        "knows": knows,
        "roster": roster,
        "groups": queries.by_state(roster),
        "topics": [_topic(row, topic) for topic in topics] if knows else [],
        "decided": sum(topic.decision != Topic.Decision.NONE for topic in topics),
        "topic_count": len(topics),
        "steps": queries.steps_of(row),
        "may_write": queries.may_write(actor, row),
        "offers": queries.offers(actor, row),
        "history": history(file_key(Meeting, row.pk), actor, path_names=names) if knows else [],
    }
    return render(request, "orglife/meeting_file.html", context)


@page(WRITE)
def meeting_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Plan a meeting, or put on record what was held. `?kind=&unit=&copy=NUMBER&pattern=ID`."""
    unit = _unit(actor, request.GET.get("unit", ""))
    form = MeetingForm(
        request.POST or None, actor=actor, unit=unit, initial=_start(actor, request.GET)
    )
    above = reverse("orglife:meeting_list")
    act = Act(
        "安排组织生活",
        "保存",
        "不安排",
        above,
        [("组织生活", above)],
        unit.name if unit else "",
        told={"patterns": queries.patterns_for(unit) if unit else []},
        template="orglife/meeting_new.html",
    )

    def do() -> HttpResponse:
        assert form.held_by is not None
        row = plan_meeting(form.held_by, actor=actor, meeting=Meeting(**form.fields_of_meeting()))
        if row.held_on <= today():
            messages.success(request, f"已登记“{row.title}”，请接着写记录")
            return redirect("orglife:meeting_record", meeting=row.number)
        messages.success(request, f"已安排“{row.title}”")
        return redirect("orglife:meeting_file", meeting=row.number)

    return take(request, act, form, do)


@page(WRITE)
def meeting_edit(request: HttpRequest, actor: Actor, meeting: str) -> HttpResponse:
    """Change the plan while the unit still writes."""
    row = found(actor, meeting)
    actor.must(WRITE, row)
    start = {name: getattr(row, name) for name in PLAN}
    form = MeetingForm(request.POST or None, actor=actor, unit=row.unit, initial=start)
    back = reverse("orglife:meeting_file", args=[row.number])
    act = Act("更正安排", "保存", "不更正", back, trail_of(row), row.unit.name)

    def do() -> HttpResponse:
        correct_meeting(row, actor=actor, fields=form.fields_of_meeting())
        messages.success(request, "已更正")
        return redirect(back)

    return take(request, act, form, do)


@page(WRITE)
def meeting_record(request: HttpRequest, actor: Actor, meeting: str) -> HttpResponse:
    """Who came, what was said and decided; saved, or saved and handed up in one go."""
    row = found(actor, meeting)
    actor.must(WRITE, row)
    roster = queries.roster_of(row)
    start = {name: getattr(row, name) or None for name in RecordForm.edited}
    form = RecordForm(request.POST or None, actor=actor, meeting=row, roster=roster, initial=start)
    back = reverse("orglife:meeting_file", args=[row.number])
    act = Act(
        "写记录",
        "提交上级确认",
        "先不写",
        back,
        trail_of(row),
        f"{row.unit.name}，{row.get_kind_display()}，{row.held_on}",
        template="orglife/meeting_record.html",
        told={"row": row},
    )

    def do() -> HttpResponse:
        said = {name: form.cleaned_data[name] or 0 for name in ("lecture_minutes", "guest_count")}
        said |= {name: form.cleaned_data[name] for name in ("lecturer", "minutes")}
        correct_meeting(row, actor=actor, fields=said)
        if roster:
            record_attendance(row, actor=actor, came=form.attendance())
        record_topics(row, actor=actor, topics=form.topics_told())
        if "save" in request.POST:
            messages.success(request, "已保存，还没有提交")
        else:
            submit_meeting(row, actor=actor)
            messages.success(request, "已提交，各级马上看得到")
        return redirect(back)

    return take(request, act, form, do)


@page(WRITE)
def meeting_notify(request: HttpRequest, actor: Actor, meeting: str) -> HttpResponse:
    """Tell the members; from here the code for signing in may be opened."""
    row = found(actor, meeting)
    actor.must(WRITE, row)
    if request.method == "POST":
        notify_meeting(row, actor=actor)
        messages.success(request, "已发出通知")
    return redirect("orglife:meeting_file", meeting=row.number)


def found(actor: Actor, number: str) -> Meeting:
    """The record by its number. Raises: Unseen."""
    row: Meeting | None = (
        Meeting.objects.seen_by(actor)
        .select_related("unit", "unit__parent", "activity")
        .filter(number=number)
        .first()
    )
    if row is None:
        raise Unseen
    return row


def trail_of(row: Meeting, *, last: bool = True) -> list[tuple[str, str]]:
    """The way to a record."""
    way = [
        ("组织生活", reverse("orglife:meeting_list")),
        (row.unit.name, f"{reverse('orglife:meeting_list')}?unit={row.unit.number}"),
    ]
    return [*way, (row.title, reverse("orglife:meeting_file", args=[row.number]))] if last else way


def _unit(actor: Actor, number: str) -> Unit | None:
    """The unit asked for, else the only one that the actor writes for."""
    if number:
        row: Unit = Unit.objects.one_seen_by(actor, number=number)
        actor.must(WRITE, row)
        return row
    return queries.own_unit(actor)


def _start(actor: Actor, asked: QueryDict) -> dict[str, Any]:
    start: dict[str, Any] = {"held_on": today(), "kind": asked.get("kind") or Kind.THEME_DAY}
    if copied := asked.get("copy", ""):
        row = found(actor, copied)
        start |= {name: getattr(row, name) for name in PLAN if name != "held_on"}
    if pattern := asked.get("pattern", ""):
        told: Pattern = Pattern.objects.one_seen_by(actor, ref=pattern)
        start |= {n: getattr(told, n) for n in ("kind", "title", "venue", "agenda")}
        start["lecture_minutes"] = told.lecture_minutes or None
    return start


def _facts(row: Meeting) -> list[dict[str, Any]]:
    also = "、".join(Kind(kind).label for kind in row.also)
    times = "–".join(f"{t:%H:%M}" for t in (row.starts_at, row.ends_at) if t)
    lecture = f"{row.lecturer}，{row.lecture_minutes}分钟" if row.lecturer else ""
    return [
        {
            "label": "党组织",
            "value": row.unit.name,
            "href": reverse("party:unit_file", args=[row.unit.number]),
        },
        {
            "label": "类型",
            "value": row.get_kind_display(),
            "note": f"同时作为{also}" if also else "",
        },
        {"label": "日期", "value": f"{row.held_on} {times}".strip()},
        {"label": "地点", "value": row.venue},
        {"label": "主持人", "value": row.host},
        {"label": "党课", "value": lecture},
        {"label": "记录编号", "value": row.number},
    ]


def _topic(row: Meeting, topic: Topic) -> dict[str, Any]:
    if topic.decision == Topic.Decision.NONE:
        return {"topic": topic, "state": "", "words": ""}
    _, passed, words = queries.outcome_of(row, topic)
    return {"topic": topic, "state": "ok" if passed else "warn", "words": words}


def _conditions(actor: Actor, asked: QueryDict) -> list[tuple[str, str]]:
    """What narrows the list without standing in the bar, in words."""
    conditions = [
        (f"{words}{asked[name]}", name)
        for name, words in (("since", "自"), ("until", "至"))
        if asked.get(name)
    ]
    if (duty := asked.get("duty", "")) in Kind.values:
        conditions.append((f"计入{Kind(duty).label}", "duty"))
    if asked.get("set") == "unfinished":
        conditions.append(("还没有提交的", "set"))
    if asked.get("unit"):
        unit: Unit = Unit.objects.one_seen_by(actor, number=asked["unit"])
        conditions.append((unit.name, "unit"))
    return conditions
