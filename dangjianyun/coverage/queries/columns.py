"""The columns of the list of organizations: one declaration for the page and for the export."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dangjianyun.access.desk import columns_of, preferences_of
from dangjianyun.coverage.queries.asked import asked_of
from dangjianyun.coverage.queries.lines import Line, every_line
from dangjianyun.coverage.queries.listing import keys_of
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import ZONE
from dangjianyun.party.models import Route
from dangjianyun.registry.models import Category, Kind

SHEET = "organizations"
Value = str | int | date | None


@dataclass(frozen=True)
class Column:
    """One column. `plain` gives the value as exported; css as in docs/how-to/components.md."""

    key: str
    words: str
    plain: Callable[[Line], Value]
    css: str = "s"
    sort: str = ""
    label: str = ""
    phone: bool = False
    needs: str = ""


def _instructors(line: Line) -> str:
    return "、".join(row.instructor.name for row in line.assignments)


def _members(line: Line) -> Value:
    return line.standing.full_members if line.standing else None


def _since(line: Line) -> Value:
    return line.organization.established_on


def _supervision(line: Line) -> str:
    if line.said.is_delinked:
        return "已脱钩"
    return line.said.supervisor or "直接登记"


def _route(line: Line) -> str:
    return str(Route(line.standing.route).label) if line.standing else ""


COLUMNS = (
    Column(
        "code", "统一社会信用代码", lambda line: line.organization.code, "s dj-code", label="代码"
    ),
    Column("kind", "类型", lambda line: str(Kind(line.said.kind).label)),
    Column("category", "行业分类", lambda line: str(Category(line.said.category).label)),
    Column("street", "街道（镇、乡）", lambda line: line.place, label="街道", phone=True),
    Column("cover", "覆盖方式", lambda line: line.state[1], "", phone=True),
    Column("members", "正式党员（人）", _members, "n", "members", label="正式党员", phone=True),
    Column("instructors", "指导员", _instructors, phone=True, needs="instructors"),
    Column("lead", "责任党组织", lambda line: line.lead, "", needs="lead"),
    Column("route", "归口路线", _route),
    Column("legal", "法定代表人", lambda line: "、".join(line.legal), needs="legal"),
    Column("registrar", "登记机关所在地", lambda line: line.registrar),
    Column("supervision", "业务主管单位", _supervision, ""),
    Column("staff", "专职人员（人）", lambda line: line.said.full_time_count, "n"),
    Column("established", "成立日期", _since, "d", "established"),
    Column(
        "updated",
        "最近更新",
        lambda line: line.organization.updated_at.astimezone(ZONE).date(),
        "d",
        "updated",
    ),
)
BY_KEY = {column.key: column for column in COLUMNS}
DEFAULT = ("code", "kind", "street", "cover", "members", "instructors", "updated")


def chosen_columns(preferences: Mapping[str, Any]) -> list[Column]:
    """The columns an account looks at, by its preferences, in the order of COLUMNS."""
    kept = columns_of(preferences, SHEET)
    keys = set(DEFAULT if kept is None else kept)
    return [column for column in COLUMNS if column.key in keys]


def organization_rows(
    actor: Actor, params: Mapping[str, str], columns: Sequence[str] | None = None
) -> tuple[list[str], Iterator[list[Any]]]:
    """All rows behind an address of the list, for an export: headings, then one list a row.

    `params` are those of the page (q, kind, region, cover, on, sort …); `columns` are keys of
    COLUMNS, default those the account looks at. Values: text, int, date or None.
    Raises: Unseen, Refused as the page does.
    """
    asked = asked_of(actor, params)
    if columns is None:
        shown = chosen_columns(preferences_of(actor.account_id))
    else:
        shown = [BY_KEY[key] for key in columns if key in BY_KEY]
    ids = keys_of(actor, asked, str(params.get("sort", "")))
    needs = {one.needs for one in shown if one.needs}
    lines = every_line(actor, asked, ids, needs)
    headings = ["名称", *(one.words for one in shown)]
    return headings, ([line.said.name, *(one.plain(line) for one in shown)] for line in lines)
