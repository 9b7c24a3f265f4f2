"""A place reaches what hangs at it and below it, and nothing whose number merely begins alike."""

from datetime import date

import pytest

from dangjianyun.foundation.actor import Actor, Grant
from dangjianyun.foundation.errors import Unseen
from dangjianyun.foundation.scope import Unscoped, below
from dangjianyun.party.models import RoleKind, Unit, UnitKind
from dangjianyun.registry.tests.factories import CITY, HAISHU

pytestmark = pytest.mark.django_db
PATHS = ("p/1/", "p/1/1/", "p/1/1/7/", "p/1/14/", "p/11/", "p/2/")


@pytest.fixture
def units() -> dict[str, Unit]:
    rows = [
        Unit(
            number=f"D{at}",
            name=f"示例{at}",
            kind=UnitKind.COMMITTEE,
            role=RoleKind.GRASSROOTS,
            path=HAISHU if at % 2 else CITY,
            party_path=path,
            established_on=date(2018, 1, 1),
        )
        for at, path in enumerate(PATHS)
    ]
    return dict(zip(PATHS, Unit._rows.bulk_create(rows), strict=True))


def reader(place: str) -> Actor:
    return Actor("one", (Grant(frozenset({Unit.read_permission(), "act"}), place),))


@pytest.mark.parametrize(
    ("place", "reached"),
    [
        ("p/", set(PATHS)),
        ("p/1/", {"p/1/", "p/1/1/", "p/1/1/7/", "p/1/14/"}),
        ("p/1/1/", {"p/1/1/", "p/1/1/7/"}),
        ("p/1/14/", {"p/1/14/"}),
        ("p/2/", {"p/2/"}),
        ("p/3/", set()),
    ],
)
def test_lists_and_acts_reach_the_same_rows(
    units: dict[str, Unit], place: str, reached: set[str]
) -> None:
    actor = reader(place)
    listed = Unit.objects.seen_by(actor).values_list("party_path", flat=True)
    assert set(listed) == reached
    assert {path for path, row in units.items() if actor.may("act", row)} == reached
    ranged = Unit.rows().filter(below("party_path", place))
    assert set(ranged.values_list("party_path", flat=True)) == reached


def test_without_the_permission_there_is_nothing(units: dict[str, Unit]) -> None:
    actor = Actor("one", (Grant(frozenset({"party.member.read"}), "p/"),))
    assert list(Unit.objects.seen_by(actor)) == []
    assert not any(actor.may("act", row) for row in units.values())


def test_nobody_reads_without_saying_who_asks(units: dict[str, Unit]) -> None:
    for read in (Unit.objects.all, Unit.objects.count, lambda: Unit.objects.filter(pk=1)):
        with pytest.raises(Unscoped):
            read()


def test_a_row_deleted_meanwhile_is_not_there_for_an_act(units: dict[str, Unit]) -> None:
    held = units["p/2/"]
    Unit._rows.filter(pk=held.pk).delete()
    with pytest.raises(Unseen, match="被别人删去"):
        held.locked()
