"""When an organization's coverage turned, and by which facts: read off its segments."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from dangjianyun.coverage.models import OrganizationStanding
from dangjianyun.coverage.queries.lines import state_of
from dangjianyun.foundation.days import OPEN
from dangjianyun.party.models import Mode
from dangjianyun.registry.models import Organization

FIRST = "成立登记，从这一天起计入"
OTHERWISE = "规则或本地口径从这一天起变化"


@dataclass(frozen=True)
class Turn:
    """A state (as the badge of the list has it) from a day on; `what`, `at`, `who`, `reason` are
    what the tag `log` reads. `state`: red, ok, blue, none.
    """

    state: str
    what: str
    since: date
    reason: str
    who: str = ""
    changes: tuple[tuple[str, str, str], ...] = ()

    @property
    def at(self) -> str:
        """From which day."""
        return f"{self.since}起"


def turns_of(organization: Organization, on: date) -> list[Turn]:
    """The turns up to a day, latest first; the end of the registration is the last of all.

    One query. A change that leaves the state as it was is no turn.
    """
    rows = OrganizationStanding.rows().filter(organization=organization, since__lte=on)
    segments = list(rows.order_by("since"))
    found: list[Turn] = []
    if segments:
        found.append(_turn(segments[0], FIRST))
    for before, after in pairwise(segments):
        if state_of(before) != state_of(after):
            found.append(_turn(after, "；".join(_facts(before, after)) or OTHERWISE))
    if organization.closed_on != OPEN and organization.closed_on <= on:
        ended = organization.get_closing_display()
        found.append(Turn("none", f"已{ended}", organization.closed_on, "不再要求覆盖，也不计入"))
    return found[::-1]


def _turn(row: OrganizationStanding, reason: str) -> Turn:
    state, words = state_of(row)
    return Turn(state, words, row.since, reason)


def _facts(before: OrganizationStanding, after: OrganizationStanding) -> list[str]:
    """What differs between the day before and the day of the turn, in words."""
    said = []
    if after.since - before.until >= timedelta(days=1):
        said.append("中间有一段不在册")
    if before.full_members != after.full_members:
        said.append(f"专职正式党员由{before.full_members}人变为{after.full_members}人")
    if not before.mode and after.mode:
        said.append(f"有了组织覆盖（{Mode(after.mode).label}）")
    elif before.mode and not after.mode:
        said.append(f"组织覆盖（{Mode(before.mode).label}）结束")
    elif before.mode != after.mode:
        said.append(f"覆盖方式由{Mode(before.mode).label}变为{Mode(after.mode).label}")
    if before.is_instructed != after.is_instructed:
        said.append("派驻了指导员" if after.is_instructed else "指导员派驻结束")
    return said
