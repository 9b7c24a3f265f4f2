"""A unit's history says what happened, when and to whom, in words a clerk uses."""

import re
from datetime import date

from dangjianyun.access.queries import operator
from dangjianyun.party.actions.enrollment import ask_enrollment, verify_enrollment
from dangjianyun.party.actions.office import take_office
from dangjianyun.party.actions.unit import move_unit
from dangjianyun.party.models import Enrollment, Member, Office
from dangjianyun.party.tests.conftest import SignIn, Town
from dangjianyun.registry.rules import make_identity_number

NUMBER = make_identity_number("330203", date(1985, 5, 5), 0)


def entries(sign_in: SignIn, name: str, town: Town):
    page = sign_in(name).get(f"/party/units/{town.branch.number}/history/")
    return page.context["entries"]


def test_a_move_is_told_as_a_change_of_the_upper_body(town: Town, sign_in: SignIn) -> None:
    move_unit(
        town.branch, actor=operator(), parent=town.haishu, on=date(2024, 6, 1), reason="区划调整。"
    )
    entry = entries(sign_in, "haishu", town)[0]
    assert entry.what == "调整隶属关系"
    assert ("上级党组织", town.street.name, town.haishu.name) in entry.changes


def test_a_member_is_named_to_those_who_read_the_name(town: Town, sign_in: SignIn) -> None:
    office = Office(unit=town.branch, member=town.member, kind="secretary", since=date(2024, 6, 1))
    take_office(town.branch, actor=operator(), offices=[office], reason="换届选举。")
    told = {label: after for label, _, after in entries(sign_in, "secretary", town)[0].changes}
    assert told["党员"] == "测试甲甲"
    assert [e for e in entries(sign_in, "haishu", town) if e.reason == "换届选举。"] == []


def test_an_enrollment_is_told_with_local_moments(town: Town, sign_in: SignIn) -> None:
    asked = Enrollment(
        name="测试丁丁",
        identity_number=NUMBER,
        joined_on=date(2010, 7, 1),
        full_on=date(2011, 7, 1),
        since=date(2024, 1, 1),
    )
    ask_enrollment(town.branch, actor=operator(), enrollment=asked, reason="转入。")
    verify_enrollment(asked, actor=operator(), note="属实。")
    found = entries(sign_in, "secretary", town)
    assert {"提交党员登记", "核验党员登记"} <= {entry.what for entry in found}
    moments = [
        (before or "", after or "")
        for entry in found
        for label, before, after in entry.changes
        if label in {"提交时间", "核验时间"}
    ]
    assert moments
    for pair in moments:
        assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", pair[1]), pair
    named = [after for entry in found for label, _, after in entry.changes if label == "党员"]
    assert "测试丁丁" in named
    assert not set(named) & set(Member.rows().values_list("number", flat=True))
