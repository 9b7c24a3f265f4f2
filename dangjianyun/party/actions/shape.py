"""What a Party organization may look like: kind, role, level, mode, upper body, life."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from dangjianyun.foundation.days import OPEN, today
from dangjianyun.foundation.errors import Refused
from dangjianyun.party.models import Mode, RoleKind, Unit, UnitKind
from dangjianyun.party.models.authority import RANKS
from dangjianyun.territory.models import Division
from dangjianyun.territory.models import Level as Rank
from dangjianyun.territory.queries import division_of_path

WRITE = "party.unit.write"
WITH_LOWER_BODIES = (UnitKind.COMMITTEE, UnitKind.GENERAL_BRANCH)
WITH_LEVEL = (RoleKind.COMPREHENSIVE, RoleKind.TRADE)

ROLES_FROM: dict[str, tuple[int, ...]] = {
    RoleKind.ORGAN: (Rank.CITY,),
    RoleKind.GUIDING: (Rank.CITY, Rank.DISTRICT),
    RoleKind.COMPREHENSIVE: (Rank.CITY, Rank.DISTRICT),
    RoleKind.TRADE: (Rank.CITY, Rank.DISTRICT),
    RoleKind.SUPERVISOR: (Rank.CITY, Rank.DISTRICT),
    RoleKind.LOCAL: (Rank.CITY, Rank.DISTRICT),
}
"""The divisions that set up a leading body, besides those above; a grassroots one, everybody."""


def may_set_up(role: str, rank: int) -> bool:
    """Whether a body of this role is set up from a level."""
    known = ROLES_FROM.get(role)
    return known is None or rank <= max(known)


def must_be_theirs(unit: Unit, rank: int) -> None:
    """Raises: Refused for a leading body that is set up further up than at a level."""
    if not may_set_up(unit.role, rank):
        raise Refused(f"{unit.get_role_display()}要由更高一级登记，请报上级办理。", field="role")
    if unit.level and RANKS[unit.level] < rank:
        raise Refused("层级高于你的范围，请由那一级办理。", field="level")


def division_at(path: str) -> Division:
    """The division of a path. Raises: Refused."""
    try:
        return division_of_path(path)
    except Division.DoesNotExist:
        raise Refused("所在地不在区划表中。", field="path") from None


def must_live(unit: Unit) -> None:
    """Raises: Refused for a unit that was dissolved."""
    if unit.dissolved_on != OPEN:
        raise Refused(f"“{unit.name}”自{unit.dissolved_on}起已经撤销。")


def must_be_sound(unit: Unit) -> None:
    """Raises: Refused for a unit whose columns contradict each other or the calendar."""
    if not unit.number.strip():
        raise Refused("党组织编号没有填。", field="number")
    if not unit.name.strip():
        raise Refused("党组织名称没有填。", field="name")
    if unit.established_on > today():
        raise Refused("成立日期不能晚于今天。", field="established_on")
    if unit.dissolved_on <= unit.established_on:
        raise Refused("撤销日期应晚于成立日期。", field="dissolved_on")
    if unit.role == RoleKind.GRASSROOTS and unit.level:
        raise Refused("基层党组织不分层级，层级请留空。", field="level")
    if unit.role in WITH_LEVEL and not unit.level:
        raise Refused(f"{unit.get_role_display()}要写明层级。", field="level")
    must_fit(unit.kind, unit.mode, has_organization=unit.organization_id is not None)


def must_fit(kind: str, mode: str, *, has_organization: bool) -> None:
    """Raises: Refused for a kind and a way of setting up that do not go together."""
    if kind not in UnitKind.values:
        raise Refused("没有这个类别。", field="kind")
    if mode not in Mode.values:
        raise Refused("没有这种组建方式。", field="mode")
    if kind == UnitKind.JOINT_BRANCH and mode != Mode.JOINT:
        raise Refused("联合党支部的组建方式应为联合组建。", field="mode")
    if kind == UnitKind.FUNCTIONAL and mode != Mode.FUNCTIONAL:
        raise Refused("功能型党组织的组建方式应为功能型。", field="mode")
    if mode == Mode.SINGLE and not has_organization:
        raise Refused("单独组建的，要写明在哪家社会组织。", field="organization")


def must_bear(parent: Unit, unit: Unit, since: date) -> None:
    """Raises: Refused where `parent` cannot be the upper body of `unit` from a day to its end."""
    if parent.kind not in WITH_LOWER_BODIES:
        raise Refused(
            f"“{parent.name}”是{parent.get_kind_display()}，不能有下级党组织。", field="parent"
        )
    if parent.role == RoleKind.GRASSROOTS and unit.role != RoleKind.GRASSROOTS:
        raise Refused(
            f"{unit.get_role_display()}不能隶属基层党组织“{parent.name}”。", field="parent"
        )
    if since < parent.established_on:
        raise Refused(
            f"上级党组织“{parent.name}”{parent.established_on}才成立，在{since}还不存在。",
            field="parent",
        )
    if parent.dissolved_on < unit.dissolved_on:
        raise Refused(
            f"上级党组织“{parent.name}”{parent.dissolved_on}起已撤销，不能再作上级。",
            field="parent",
        )
    for row in parent.particulars.all() if parent.pk else ():
        if since < row.until and row.kind not in WITH_LOWER_BODIES:
            raise Refused(
                f"上级党组织“{parent.name}”{row.until}以前是{row.get_kind_display()}，"
                "那时不能有下级党组织。",
                field="parent",
            )


def must_be_the_only_own(units: Sequence[Unit]) -> None:
    """Raises: Refused where an organization would have two units of its own at a time.

    Sub-branches of the own unit are not meant. Two queries, however many units.
    """
    wanted = [unit for unit in units if _is_own(unit)]
    lives: dict[int, list[tuple[date, date]]] = {}
    known = Unit.rows().filter(
        organization__in={unit.organization_id for unit in wanted}, mode=Mode.SINGLE
    )
    known = known.exclude(pk__in=[unit.pk for unit in wanted if unit.pk])
    for row in known.select_related("parent"):
        if not _is_own(row):
            continue
        lives.setdefault(row.organization_id or 0, []).append(
            (row.established_on, row.dissolved_on)
        )
    for unit in wanted:
        spans = lives.setdefault(unit.organization_id or 0, [])
        if any(unit.established_on < until and since < unit.dissolved_on for since, until in spans):
            name = unit.organization.name if unit.organization else ""
            raise Refused(f"“{name}”已经单独建立了党组织。", field="organization")
        spans.append((unit.established_on, unit.dissolved_on))


def as_if(unit: Unit, **told: Any) -> Unit:
    """The unit as it would be with other words, a copy that is never saved."""
    columns = ("pk", "mode", "organization", "parent", "established_on", "dissolved_on")
    return Unit(**({name: getattr(unit, name) for name in columns} | told))


def _is_own(unit: Unit) -> bool:
    above = unit.parent
    return (
        unit.organization_id is not None
        and unit.mode == Mode.SINGLE
        and (above is None or above.organization_id != unit.organization_id)
    )
