"""The workbench: what needs attention, then my numbers."""

from itertools import chain, zip_longest

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dangjianyun.access.page import page
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import today
from dangjianyun.foundation.templatetags.dj_days import weekday, zh_day
from dangjianyun.insight.attention import SEVERITY, Attention, Matter, attention, todo_count
from dangjianyun.insight.comparing import below_label
from dangjianyun.insight.desk import my_numbers, my_organizations
from dangjianyun.insight.links import to
from dangjianyun.insight.queries.rebuilding import is_rebuilding

SHOWN = 8
ACTS = (
    ("interchange.batch.write", "导入表格", "upload", "interchange:batch_list"),
    ("orglife.activity.write", "登记活动", "plus", "orglife:activity_new"),
)


@page()
def workbench(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Matters to act on, what to watch, my numbers, what lies below me."""
    on = today()
    found = attention(actor, on)
    numbers = my_numbers(actor, on)
    below = numbers.below if numbers else []
    return render(
        request,
        "insight/workbench.html",
        {
            "on": on,
            "today_words": f"{zh_day(on)}，{weekday(on)}",
            "acts": _acts(actor),
            "matters": first_matters(found),
            "todo": todo_count(found),
            "attention": [vars(one) | {"figure": f"{one.figure:,}"} for one in found],
            "numbers": numbers,
            "below": below,
            "below_label": below_label(numbers.division) if numbers and numbers.division else "",
            "organizations": my_organizations(actor, on) if numbers and not numbers.place else [],
            "is_rebuilding": bool(numbers) and is_rebuilding(numbers.place if numbers else ""),
        },
    )


@page()
def todo(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The figure at 待办, fetched by every page after it stands, so that none waits for it."""
    return render(request, "insight/todo.html", {"todo": todo_count(attention(actor, today()))})


def first_matters(found: list[Attention]) -> list[Matter]:
    """The first matters of each kind in turn, so that no kind crowds out another; gravest first."""
    turns = zip_longest(*(one.matters for one in found))
    first = [matter for matter in chain.from_iterable(turns) if matter][:SHOWN]
    return sorted(first, key=lambda matter: SEVERITY.index(matter.state))


def _acts(actor: Actor) -> list[tuple[str, str, str]]:
    """What can be begun from here: words, icon, address."""
    there = [(words, icon, to(url)) for may, words, icon, url in ACTS if actor.holds(may)]
    return [act for act in there if act[2]]
