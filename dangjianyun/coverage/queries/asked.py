"""What the list of organizations was asked for in its address."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.cells import half_width
from dangjianyun.foundation.days import today
from dangjianyun.foundation.errors import Refused, Unseen
from dangjianyun.foundation.forms import whole
from dangjianyun.party.models import Mode
from dangjianyun.registry.models import Category, Kind
from dangjianyun.territory.queries import code_to_path

READ = "registry.organization.read"

COVER = (
    ("missing", "应建未建"),
    ("none", "未覆盖"),
    ("work_only", "仅工作覆盖"),
    ("unit", "组织覆盖"),
    ("own", "有自己的党组织"),
    *((mode.value, str(mode.label)) for mode in Mode if mode.value),
    ("due", "应建（含已建）"),
    ("instructed", "有指导员"),
)
SUPERVISION = (("supervised", "有业务主管单位"), ("delinked", "已脱钩"), ("direct", "直接登记"))
STATUS = (("closed", "已注销或撤销"), ("deregistered", "已注销"), ("revoked", "已撤销登记"))
SCOPE = (("led", "由我们负责的"),)
CHOICES: dict[str, frozenset[str]] = {
    "kind": frozenset(Kind.values),
    "category": frozenset(Category.values),
    "cover": frozenset(value for value, _ in COVER),
    "supervision": frozenset(value for value, _ in SUPERVISION),
    "status": frozenset(value for value, _ in STATUS),
    "scope": frozenset({"led"}),
}


@dataclass(frozen=True)
class Asked:
    """Conditions of the list. Empty means no condition; `places` are division paths, disjoint.

    places: where organizations stood on the day; empty for an actor without a division, or with
    `scope` "led": there the actor's Party tree, assigned or own organizations decide.
    """

    on: date
    places: tuple[str, ...] = ()
    region: str = ""
    q: str = ""
    kind: str = ""
    category: str = ""
    cover: str = ""
    supervision: str = ""
    status: str = ""
    scope: str = ""
    lead: str = ""
    instructor: str = ""
    members: int | None = None

    @property
    def is_past(self) -> bool:
        """Whether the page shows a day before today."""
        return self.on < today()

    @property
    def conditions(self) -> tuple[str, ...]:
        """The names of the conditions in force beside place and day."""
        names = ("q", "kind", "category", "cover", "supervision", "status", "lead", "instructor")
        found = [name for name in names if getattr(self, name)]
        return (*found, *(["members"] if self.members is not None else []))

    @property
    def by_register(self) -> bool:
        """Whether the register's own row of today answers every condition: no segment is needed."""
        coverage = {"cover", "lead", "instructor", "members"}
        plain = not self.is_past and not coverage & set(self.conditions)
        return bool(self.status) or (bool(self.places) and plain)

    def only(self, **changes: str) -> "Asked":
        """The same place and day with these conditions instead of the present ones."""
        plain = Asked(self.on, self.places, self.region, scope=self.scope)
        return replace(plain, **cast(Any, changes))


def asked_of(actor: Actor, params: Mapping[str, str]) -> Asked:
    """The conditions of an address. A value that is no choice is no condition.

    Raises: Unseen for a region that does not exist, or lies outside the actor's scope (both read
    the same); Refused for a day that does not exist or is to come.
    """
    given = {
        name: value
        for name, choices in CHOICES.items()
        if (value := str(params.get(name, ""))) in choices
    }
    region = half_width(str(params.get("region", ""))).strip()
    scope = given.get("scope", "")
    places = disjoint(actor.at("d", READ)) if scope != "led" else ()
    members = whole(str(params.get("members", "")), -1)
    return Asked(
        on=asked_day(str(params.get("on", ""))),
        places=(path_in(actor, region),) if region else places,
        region=region,
        q=str(params.get("q", "")).strip()[:60],
        lead=str(params.get("lead", ""))[:20],
        instructor=str(params.get("instructor", ""))[:20],
        members=members if members >= 0 else None,
        **given,
    )


def asked_day(text: str) -> date:
    """The day asked for, today for none. Raises: Refused for no day and for one to come."""
    if not text.strip():
        return today()
    try:
        day = date.fromisoformat(half_width(text).strip())
    except ValueError:
        said = f"没有“{text[:20]}”这一天，请写成2021-06-30这样的日期。"
        raise Refused(said, field="on") from None
    if day > today():
        raise Refused(f"{day}还没有到，只能查看今天或以前的情况。", field="on")
    return day


def path_in(actor: Actor, code: str) -> str:
    """The path of a region within the actor's divisions. Raises: Unseen."""
    unseen = Unseen(f"没有区划“{code[:20]}”，或不在你的范围内。")
    try:
        path = code_to_path(code)
    except Refused:
        raise unseen from None
    if not any(path.startswith(place) for place in actor.at("d", READ)):
        raise unseen
    return path


def disjoint(places: tuple[str, ...]) -> tuple[str, ...]:
    """Places without those that lie below another."""
    return tuple(
        one for one in places if not any(one != two and one.startswith(two) for two in places)
    )
