"""One search field for everything: organizations, Party organizations, instructors."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dangjianyun.access.page import page
from dangjianyun.coverage.models import Instructor
from dangjianyun.coverage.queries.asked import Asked
from dangjianyun.coverage.queries.finding import ENOUGH, organizations_named
from dangjianyun.coverage.queries.lines import lines_of
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import OPEN, today
from dangjianyun.foundation.links import link_to
from dangjianyun.foundation.search import matching, words_of
from dangjianyun.insight.placing import name_at
from dangjianyun.party.models import Unit

FIRST = 20


@page()
def search(request: HttpRequest, actor: Actor) -> HttpResponse:
    """`?q=`: names, codes and pinyin initials, within what the actor may see."""
    term = request.GET.get("q", "").strip()[:60]
    asked = bool(words_of(term))
    sections = [_organizations(actor, term), _units(actor, term), _instructors(actor, term)]
    shown = [one for one in sections if asked and one["rows"]]
    context = {"term": term, "asked": asked, "sections": shown}
    return render(request, "insight/search.html", context)


def _organizations(actor: Actor, term: str) -> dict[str, Any]:
    rows, more = organizations_named(actor, term, FIRST)
    asked = Asked(on=today(), places=("d/",))
    lines = lines_of(actor, asked, [row.pk for row in rows])
    return {
        "title": "社会组织",
        "more": f"多于{ENOUGH}家" if more else "",
        "href": link_to("registry:organization_list", q=term),
        "rows": [
            {
                "words": line.organization.name,
                "href": link_to("registry:organization_file", line.organization.code),
                "badge": line.state,
                "code": line.organization.code,
                "place": name_at(line.organization.path),
            }
            for line in lines
        ],
    }


def _units(actor: Actor, term: str) -> dict[str, Any]:
    rows = Unit.objects.seen_by(actor)
    found = list(matching(rows, "sought", term, indexed=True)[: FIRST + 1]) if term else []
    return _section(
        "党组织",
        [
            {
                "words": row.name,
                "href": link_to("party:unit_file", row.number),
                "badge": None if row.dissolved_on == OPEN else ("none", "已撤销"),
                "code": row.number,
                "path": row.path,
            }
            for row in found
        ],
        link_to("party:unit_list", q=term),
    )


def _instructors(actor: Actor, term: str) -> dict[str, Any]:
    rows = Instructor.objects.seen_by(actor)
    found = list(matching(rows, "sought", term)[: FIRST + 1]) if term else []
    return _section(
        "党建工作指导员",
        [
            {
                "words": row.name,
                "href": link_to("coverage:instructor_file", row.number),
                "badge": None if row.until > today() else ("none", "已离任"),
                "code": row.number,
                "path": row.path,
            }
            for row in found
        ],
        link_to("coverage:instructor_list", q=term),
    )


def _section(title: str, rows: list[dict[str, Any]], href: str) -> dict[str, Any]:
    shown = sorted(rows[:FIRST], key=lambda row: (str(row["words"]), str(row["code"])))
    for row in shown:
        row["place"] = name_at(row["path"])
    more = f"多于{FIRST}个" if len(rows) > FIRST else ""
    return {"title": title, "rows": shown, "more": more, "href": href}
