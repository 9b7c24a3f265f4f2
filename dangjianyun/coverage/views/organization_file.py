"""One organization's file."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html

from dangjianyun.access.page import page
from dangjianyun.coverage.queries.asked import READ, asked_day
from dangjianyun.coverage.queries.explanation import since_when, why_of
from dangjianyun.coverage.queries.file import OrganizationFile
from dangjianyun.coverage.queries.lines import closed_state, state_of
from dangjianyun.coverage.views.shown_phone import shown_phones
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import DAWN, OPEN, today
from dangjianyun.foundation.links import link_to
from dangjianyun.party.actions.relation import AFFILIATION
from dangjianyun.party.models import Mode, Route
from dangjianyun.party.queries.nearby import may_cover, may_establish_in
from dangjianyun.registry.models import Category, Described, Kind, Organization
from dangjianyun.registry.queries import office_of
from dangjianyun.territory.models import Level
from dangjianyun.territory.queries import level_of, names, path_to_code, place_name

TABS = (
    ("", "概况"),
    ("party", "党的建设"),
    ("register", "登记事项"),
    ("leaders", "负责人"),
    ("history", "全部变更"),
)
PART = 30
ESTABLISH, PUT_ON_LIST = "成立党组织", "列入覆盖名单"
LEVELS = {
    Level.COUNTRY: "部级登记",
    Level.PROVINCE: "省级登记",
    Level.CITY: "市级登记",
    Level.DISTRICT: "区县级登记",
}
Fact = dict[str, Any]


@page(READ)
def organization_file(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """Tabs 概况, 党的建设, 登记事项, 负责人, 全部变更, as of any day."""
    row: Organization = Organization.objects.one_seen_by(actor, code=code)
    day = asked_day(request.GET.get("on", ""))
    file = OrganizationFile(row, actor, day)
    tab = request.GET.get("tab", "")
    tab = tab if tab in dict(TABS) else ""
    address = reverse("registry:organization_file", args=[code])
    past = day < today()
    context = {
        "file": file,
        "on": day,
        "tab": tab,
        "tabs": _tabs(file, tab, address, day if past else None),
        "badges": _badges(file),
        "trail": _trail(file),
        "sub": _sub(file),
        "may": may_of(actor, row) if not past else {},
        "establish": dict(verdict_acts(file)).get(ESTABLISH, ""),
        "address": address,
        **SHOWN[tab](request, file, address),
    }
    return render(request, "coverage/organization_file.html", context)


def may_of(actor: Actor, row: Organization) -> dict[str, bool]:
    """Which acts the actor may take on this organization today."""
    alive = row.closed_on == OPEN
    return {
        "assign": alive and actor.may("coverage.assignment.write", row),
        "affiliate": alive and actor.may(AFFILIATION, row),
        "post": alive and actor.may("registry.post.write", row),
        "unmask": actor.may("registry.person.unmask", row),
    }


def verdict_acts(file: OrganizationFile) -> list[tuple[str, str]]:
    """What would end the verdict and is the actor's to do today: (words, address)."""
    standing, row = file.standing, file.organization
    if standing is None or file.past_day:
        return []
    found = []
    if standing.is_missing and may_establish_in(file.actor, row):
        found.append((ESTABLISH, link_to("party:unit_establish", organization=row.code)))
    if not standing.is_unit_covered and may_cover(file.actor, row):
        found.append((PUT_ON_LIST, link_to("party:covering_new", organization=row.code)))
    return found


def _overview(request: HttpRequest, file: OrganizationFile, address: str) -> dict[str, Any]:
    why = None
    if file.grounds:
        members = f"{address}?tab=party{file.day_asked}#members"
        why = why_of(file.grounds, members_href=members, acts=verdict_acts(file))
    return {
        "why": why,
        "facts": _facts(file, address),
        "lead": _lead(file),
        "covers": _covers(file),
        "entries": file.history(8),
    }


def _party(request: HttpRequest, file: OrganizationFile, address: str) -> dict[str, Any]:
    sees = file.sees_members()
    is_today = file.on == today()
    taken = {row.pk for row in file.affiliations if is_today and file.actor.may(AFFILIATION, row)}
    return {
        "affiliation_takes": taken,
        "lead": _lead(file),
        "covers": _covers(file),
        "members": file.members() if sees else [],
        "sees_members": sees,
        "links": file.actor.holds("party.unit.read"),
    }


def _register(request: HttpRequest, file: OrganizationFile, address: str) -> dict[str, Any]:
    periods = file.particulars
    changes = [
        {"row": row, "changes": _differences(before, row)}
        for before, row in zip([None, *periods], periods, strict=False)
    ]
    return {"facts": _facts(file, address), "periods": changes[::-1]}


def _leaders(request: HttpRequest, file: OrganizationFile, address: str) -> dict[str, Any]:
    shown = shown_phones(request, file.actor, file.leaders)
    return {"leaders": [(post, shown.get(post.pk, "")) for post in file.leaders]}


def _history(request: HttpRequest, file: OrganizationFile, address: str) -> dict[str, Any]:
    text = request.GET.get("page", "")
    number = max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 5 else 1
    count = file.history_count
    last = max(1, -(-count // PART))
    number = min(number, last)
    return {
        "entries": file.history(PART, (number - 1) * PART),
        "number": number,
        "before": number - 1,
        "after": number + 1 if number < last else 0,
    }


Shown = Callable[[HttpRequest, OrganizationFile, str], dict[str, Any]]
SHOWN: dict[str, Shown] = {
    "": _overview,
    "party": _party,
    "register": _register,
    "leaders": _leaders,
    "history": _history,
}


def _tabs(file: OrganizationFile, tab: str, address: str, on: date | None) -> list[Fact]:
    day = f"&on={on}" if on else ""
    found: list[Fact] = [
        {"words": words, "href": f"{address}?tab={key}{day}", "current": key == tab, "count": None}
        for key, words in TABS
    ]
    found[3]["count"] = len(file.leaders)
    found[4]["count"] = file.history_count
    return found


def _badges(file: OrganizationFile) -> list[tuple[str, str]]:
    if file.standing is None:
        return [closed_state(file.organization)]
    return [state_of(file.standing)]


def _trail(file: OrganizationFile) -> list[tuple[str, str]]:
    address = reverse("registry:organization_list")
    trail = [("社会组织", address)]
    path = file.said.path
    if any(path.startswith(place) for place in file.actor.at("d", READ)):
        trail.append((names([path]).get(path, ""), f"{address}?region={path_to_code(path)}"))
    return trail


def _sub(file: OrganizationFile) -> str:
    row = file.organization
    said = f"，{Kind(file.said.kind).label}，{row.established_on}登记"
    if row.closed_on != OPEN:
        said += f"，{row.closed_on}{row.get_closing_display()}"
    return format_html('<span class="dj-code">{}</span>{}', row.code, said)


def _facts(file: OrganizationFile, address: str) -> list[Fact]:
    said = file.said
    members = f"其中正式党员{file.standing.full_members}人" if file.standing else ""
    legal = [post.person.name for post in file.leaders if post.kind == "legal_representative"]
    staff = f"专职{said.full_time_count}人，兼职{said.part_time_count}人"
    return [
        {"label": "登记管理机关", "value": office_of(said.registrar_path), "note": _level(said)},
        {"label": "业务主管单位", "value": _supervisor(said)},
        {"label": "行业分类", "value": Category(said.category).label},
        {"label": "法定代表人", "value": "、".join(legal)},
        {"label": "所在地", "value": place_name(said.path)},
        {"label": "住所", "value": said.address},
        {"label": "工作人员", "value": staff, "note": members},
        {"label": "成立登记日期", "value": _since(file.organization.established_on)},
    ]


def _level(said: Described) -> str:
    return LEVELS.get(level_of(said.registrar_path), "") if said.registrar_path else ""


def _supervisor(said: Described) -> str:
    if said.is_delinked:
        return f"已脱钩（原为{said.supervisor}）" if said.supervisor else "已脱钩"
    return said.supervisor or "无，直接登记"


def _lead(file: OrganizationFile) -> list[Fact]:
    standing = file.standing
    if standing is None:
        return []
    lead = standing.lead
    href = ""
    if lead is not None and lead.pk in file.opens_units:
        href = link_to("party:unit_file", lead.number, on=file.past_day)
    rows: list[Fact] = [
        {
            "label": "责任党组织",
            "value": lead.name if lead else "",
            "href": href,
            "note": _lead_note(file),
        },
        {"label": "归口路线", "value": Route(standing.route).label},
    ]
    if file.guides:
        rows.append({"label": "工作指导", "value": "、".join(g.guide.name for g in file.guides)})
    return rows + [
        {
            "label": "指导员",
            "value": row.instructor.name,
            "href": link_to("coverage:instructor_file", row.instructor.number)
            if row.instructor_id in file.opens_instructors
            else "",
            "note": f"{row.since}起",
        }
        for row in file.assigned
    ]


def _lead_note(file: OrganizationFile) -> str:
    lead = file.standing.lead if file.standing else None
    if lead is not None and lead.established_on > file.on:
        return f"唯一；它{lead.established_on}成立，之前的由它承接"
    return f"唯一，{_since(file.lead_since)}起" if file.lead_since else ""


def _covers(file: OrganizationFile) -> list[Fact]:
    """The two coverages: label, badge, since."""
    standing = file.standing
    if standing is None:
        return []
    unit = ("red" if standing.is_missing else "none", "未覆盖")
    if standing.is_unit_covered:
        unit = ("ok", str(Mode(standing.mode).label))
    work = ("ok", "已覆盖") if standing.is_instructed else ("none", "未覆盖")
    return [
        {"label": "组织覆盖", "badge": unit, "since": since_when(standing, "is_unit_covered")},
        {"label": "工作覆盖", "badge": work, "since": since_when(standing, "is_instructed")},
    ]


def _differences(
    before: Described | None, after: Described
) -> list[tuple[str, str | None, str | None]]:
    if before is None:
        return []
    found = []
    for field in Described._meta.local_fields:
        old, new = getattr(before, field.name), getattr(after, field.name)
        if old != new:
            found.append((str(field.verbose_name), _said(field, old), _said(field, new)))
    return found


def _said(field: Any, value: Any) -> str | None:
    if isinstance(value, bool):
        return "是" if value else "否"
    if field.name.endswith("path"):
        return place_name(value)
    return str(dict(field.flatchoices).get(value, value)) or None


def _since(day: date | None) -> str:
    return "不详" if day in (None, DAWN) else str(day)
