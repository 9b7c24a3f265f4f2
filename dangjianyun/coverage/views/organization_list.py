"""The list of organizations."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from dangjianyun.access.desk import conditions, views_of
from dangjianyun.access.page import page
from dangjianyun.coverage.models import Assignment
from dangjianyun.coverage.queries import choices
from dangjianyun.coverage.queries.asked import READ, Asked, asked_of
from dangjianyun.coverage.queries.columns import COLUMNS, SHEET, Column, chosen_columns
from dangjianyun.coverage.queries.lines import Line, lines_of
from dangjianyun.coverage.queries.listing import DEFAULT_SORT, counts, page_of
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import today
from dangjianyun.foundation.forms import whole
from dangjianyun.foundation.links import link_to

ASSIGN = "coverage.assignment.write"
IMPORT = "interchange.batch.write"
LIST = "registry:organization_list"
BUILT_IN = (("", "全部"), ("missing", "应建未建"), ("work_only", "仅工作覆盖"), ("none", "未覆盖"))


@page(READ)
def organization_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Filters in the address, views, columns as the account likes them, any past day."""
    params = request.GET.dict()
    asked = asked_of(actor, params)
    found = counts(actor, asked, [cover for cover, _ in BUILT_IN])
    listed = page_of(
        actor,
        asked,
        known=found,
        sort=params.get("sort", ""),
        number=whole(params.get("page"), 1),
        params=params,
    )
    preferences: Mapping[str, Any] = getattr(request.user, "preferences", {})
    columns = chosen_columns(preferences)
    lines = lines_of(actor, asked, listed.ids, {one.needs for one in columns})
    leads = choices.lead_options(actor)
    regions = choices.region_options(actor, asked)
    chips = choices.chips_of(asked, leads)
    query = request.GET.urlencode()
    context = {
        "asked": asked,
        "page": listed,
        "columns": columns,
        "rows": [_row(line, columns, asked) for line in lines],
        "chooser": [(one.key, one.words, one in columns) for one in COLUMNS],
        "views": _views(actor, asked, found, query),
        "save_href": f"{reverse('registry:view_new')}?{query}" if asked.conditions else "",
        "where": choices.region_words(asked),
        "regions": regions,
        "region_label": choices.region_label(asked, regions),
        "leads": leads,
        "chips": chips,
        "sort": DEFAULT_SORT,
        "columns_href": reverse("registry:organization_columns"),
        "export": link_to("interchange:list_export", SHEET),
        "export_sheet": link_to("interchange:sheet_export", SHEET),
        "upload": link_to("interchange:batch_list") if actor.holds(IMPORT) else "",
        "query": query,
        "acts": _acts(actor, asked),
        "empty": _empty(asked, listed.total, found[""]),
        **choices.plain_options(actor),
    }
    return render(request, "coverage/organization_list.html", context)


def _row(line: Line, columns: list[Column], asked: Asked) -> dict[str, Any]:
    code = line.organization.code
    day = {"on": asked.on.isoformat()} if asked.is_past else {}
    href = link_to("registry:organization_file", code, **day) if line.opens else ""
    cells = [_cell(line, column, href) for column in columns]
    return {"pk": line.organization.pk, "name": line.said.name, "href": href, "cells": cells}


def _cell(line: Line, column: Column, href: str) -> dict[str, Any]:
    cell: dict[str, Any] = {
        "column": column,
        "label": column.label or column.words,
        "value": column.plain(line),
        "links": [],
        "state": "",
    }
    if column.key == "cover":
        cell["state"] = line.state[0]
    elif column.key == "members" and line.standing and line.standing.full_members and href:
        joined = "&" if "?" in href else "?"
        cell["links"] = [(f"{href}{joined}tab=party#members", cell["value"])]
    elif column.key == "lead" and line.opens_lead and line.standing and line.standing.lead:
        past = line.on if line.on < today() else None
        href = link_to("party:unit_file", line.standing.lead.number, on=past)
        cell["links"] = [(href, line.lead)]
    elif column.key == "instructors":
        cell["links"] = [(_instructor(line, row), row.instructor.name) for row in line.assignments]
    return cell


def _instructor(line: Line, row: Assignment) -> str:
    opens = row.instructor_id in line.opens_instructors
    return link_to("coverage:instructor_file", row.instructor.number) if opens else ""


def _views(
    actor: Actor, asked: Asked, found: Mapping[str, int | None], query: str
) -> list[dict[str, Any]]:
    """Built-in tabs with their counts at the place and day shown, then the account's own."""
    on = asked.on.isoformat() if asked.is_past else ""
    kept = views_of(actor.account_id, SHEET)
    now = conditions(query)
    own = any(view.query == now for view in kept)
    built_in = [
        {
            "words": words,
            "href": link_to(LIST, cover=cover, region=asked.region, scope=asked.scope, on=on),
            "current": not own and set(asked.conditions) <= {"cover"} and asked.cover == cover,
            "count": found[cover],
            "act": cover == "missing" and bool(found[cover]),
        }
        for cover, words in BUILT_IN
    ]
    day = f"&on={on}" if on else ""
    mine = [
        {
            "words": f"我的：{view.name}",
            "href": f"{reverse(LIST)}?{view.query}{day}",
            "current": view.query == now,
        }
        for view in kept
    ]
    return [*built_in, *mine]


def _acts(actor: Actor, asked: Asked) -> list[tuple[str, str]]:
    may = bool(actor.at("d", ASSIGN)) and not asked.is_past and not asked.status
    return [("派驻指导员", link_to("coverage:assignment_new"))] if may else []


def _empty(asked: Asked, total: int | None, every: int | None) -> dict[str, str]:
    """What to say where the list is empty, and which condition to drop."""
    if total != 0:
        return {}
    address = reverse(LIST)
    if not asked.conditions or every == 0:
        if asked.is_past:
            return {
                "title": "这一天还没有社会组织",
                "text": f"{asked.on}早于登记数据的起点，或者这个范围当时没有在册的社会组织。",
                "href": address,
                "act": "看今天的名单",
            }
        return {
            "title": "还没有社会组织",
            "text": "你的范围里没有在册的社会组织。登记数据由民政部门导入。",
            "href": "",
            "act": "",
        }
    keep = {"region": asked.region, "on": asked.on.isoformat() if asked.is_past else ""}
    query = urlencode({name: value for name, value in keep.items() if value})
    count = "超过1万" if every is None else f"{every:,}"
    return {
        "title": "没有符合条件的社会组织",
        "text": f"去掉全部条件，有{count}家。",
        "href": f"{address}?{query}" if query else address,
        "act": "去掉全部条件",
    }
