"""The days of a life in the Party must be possible, whichever way they come in."""

from datetime import date, timedelta

import pytest

from dangjianyun.access.queries import operator
from dangjianyun.foundation.days import today
from dangjianyun.foundation.errors import Refused
from dangjianyun.party.actions.days import must_be_in_order
from dangjianyun.party.actions.enrollment import ask_enrollment
from dangjianyun.party.actions.member import correct_member
from dangjianyun.party.models import Enrollment
from dangjianyun.party.tests.conftest import Town, actor
from dangjianyun.party.tests.factories import make_member
from dangjianyun.registry.rules import make_identity_number
from dangjianyun.registry.tests.factories import make_person

BORN = date(1990, 5, 5)
TOMORROW = today() + timedelta(days=1)
UNBORN = "入党日期早于出生日期。请核对入党日期和公民身份号码。"
MINOR = (
    "入党日期那天还不满18周岁。年满十八岁才可以申请入党（《中国共产党章程》第一条），"
    "请核对入党日期和公民身份号码。"
)
DAYS = [
    (date(1980, 7, 1), None, UNBORN, "joined_on"),
    (date(2008, 5, 4), None, MINOR, "joined_on"),
    (TOMORROW, None, "入党日期不能晚于今天。", "joined_on"),
    (date(2012, 7, 1), date(2012, 6, 30), "转正日期不能早于入党日期。", "full_on"),
    (date(2012, 7, 1), TOMORROW, "转正日期不能晚于今天，还没有转正的请留空。", "full_on"),
]


@pytest.mark.parametrize(("joined", "full", "message", "field"), DAYS)
def test_nobody_is_asked_for_with_impossible_days(town: Town, joined, full, message, field):
    row = Enrollment(
        name="测试丙丙",
        identity_number=make_identity_number("330203", BORN, 0),
        joined_on=joined,
        full_on=full,
        since=date(2024, 1, 1),
    )

    with pytest.raises(Refused) as refused:
        ask_enrollment(town.branch, actor=actor("secretary"), enrollment=row)

    assert (refused.value.message, refused.value.field) == (message, field)


@pytest.mark.parametrize(("joined", "full", "message", "field"), DAYS)
def test_nobody_is_corrected_to_impossible_days(town: Town, joined, full, message, field):
    member = make_member(town.branch, make_person(born_on=BORN))
    days = {"joined_on": joined, "full_on": full}

    with pytest.raises(Refused) as refused:
        correct_member(member, actor=operator(), fields=days)

    assert (refused.value.message, refused.value.field) == (message, field)


@pytest.mark.parametrize(("joined", "message"), [(date(1980, 7, 1), UNBORN), (BORN, MINOR)])
def test_nobody_is_enrolled_with_impossible_days(town: Town, joined, message):
    with pytest.raises(Refused) as refused:
        make_member(town.branch, make_person(born_on=BORN), joined_on=joined)

    assert refused.value.message == message


def test_the_age_is_reached_on_the_birthday_and_not_asked_of_elder_members():
    must_be_in_order(BORN, date(2008, 5, 5), None)
    must_be_in_order(date(1930, 1, 1), date(1946, 1, 1), None)
    must_be_in_order(None, date(2000, 1, 1), None)
