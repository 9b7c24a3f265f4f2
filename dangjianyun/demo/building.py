"""Building blocks of the grassroots plan: a unit with its branches, sizes that add up."""

from datetime import date
from random import Random

from dangjianyun.demo import figures
from dangjianyun.demo.bodies import Body, Numbers
from dangjianyun.demo.curves import shares
from dangjianyun.demo.organizations import Planned
from dangjianyun.party.models import Mode, Unit, UnitKind

ORDINALS = "一二三四五六七八九十"
BRANCH_AT_MOST = 50
NAMES = {
    UnitKind.BRANCH: "党支部",
    UnitKind.GENERAL_BRANCH: "党总支",
    UnitKind.COMMITTEE: "党委",
}


class Builder:
    """Makes bodies one after the other; `bodies` holds them all."""

    def __init__(self, numbers: Numbers, random: Random) -> None:
        self._numbers, self._random = numbers, random
        self.bodies: list[Body] = []

    def body(
        self,
        name: str,
        since: date,
        path: str,
        mode: Mode,
        parent: Unit | None,
        *,
        size: int = 0,
        kind: UnitKind | None = None,
        of: Planned | None = None,
        trade: str = "",
    ) -> Body:
        """A unit; one too large for a branch gets branches below it."""
        kind = kind or (
            UnitKind.COMMITTEE
            if size >= 100
            else UnitKind.GENERAL_BRANCH
            if size > BRANCH_AT_MOST
            else UnitKind.BRANCH
        )
        word = {UnitKind.JOINT_BRANCH: "党支部", UnitKind.FUNCTIONAL: "功能型党支部"}.get(kind)
        full = name + (word or NAMES[kind])
        if mode == Mode.SINGLE and of:
            full = of.row.name + NAMES[kind]
        unit = self._unit(full, kind, mode, since, path, parent, of, trade)
        body = Body(unit, size, of)
        if size > BRANCH_AT_MOST:
            for n in range(-(-size // 44)):
                branch = self._unit(
                    f"{full}第{ORDINALS[n]}支部", UnitKind.BRANCH, Mode.NONE, since, path, unit, of
                )
                body.branches.append(Body(branch, 0, of))
        self.bodies.append(body)
        return body

    def _unit(
        self,
        name: str,
        kind: UnitKind,
        mode: Mode,
        since: date,
        path: str,
        parent: Unit | None,
        of: Planned | None,
        trade: str = "",
    ) -> Unit:
        return Unit(
            number=self._numbers.next(),
            name=name,
            kind=kind,
            mode=mode,
            organization=of.row if of else None,
            parent=parent,
            path=path,
            trade=trade,
            approval=f"示例党批〔{since.year}〕{self._random.randint(1, 99)}号",
            established_on=since,
        )


def direct_sizes(random: Random) -> list[int]:
    """Members of the directly managed units: ten branches, twelve committees, general branches."""
    branches = [random.randint(30, 46) for _ in range(10)]
    committees = [random.randint(150, 210) for _ in range(12)]
    rest = figures.DIRECT_MEMBERS - sum(branches) - sum(committees)
    number = figures.DIRECT_UNITS - len(branches) - len(committees)
    general = shares(rest, [random.uniform(0.9, 1.1) for _ in range(number)])
    sizes = [*branches, *committees, *general]
    random.shuffle(sizes)
    return sizes
