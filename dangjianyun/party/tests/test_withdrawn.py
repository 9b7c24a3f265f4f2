"""What was recorded of Party organizations and members by mistake is gone from every past day."""

from datetime import date
from uuid import uuid4

import pytest
from django.test import Client

from dangjianyun.access.models import AuditEntry, GrantRow, Role
from dangjianyun.access.queries import operator
from dangjianyun.foundation.days import OPEN, today
from dangjianyun.foundation.errors import Refused
from dangjianyun.foundation.tallies import totals
from dangjianyun.foundation.veiled import key_of
from dangjianyun.party.actions.enrollment import ask_enrollment, decline_enrollment
from dangjianyun.party.actions.member import move_member
from dangjianyun.party.actions.office import take_office
from dangjianyun.party.actions.relation import affiliate, guide
from dangjianyun.party.actions.unit import dissolve_unit, issue_guidelines
from dangjianyun.party.actions.withdrawn import (
    withdraw_affiliation,
    withdraw_enrollment,
    withdraw_member,
    withdraw_move,
    withdraw_unit,
)
from dangjianyun.party.models import (
    Affiliation,
    Enrollment,
    Guidance,
    Guideline,
    Member,
    Membership,
    Office,
    Subordination,
    Unit,
    UnitParticulars,
)
from dangjianyun.party.tests.conftest import SignIn, Town
from dangjianyun.party.tests.factories import make_covering, make_unit
from dangjianyun.registry.models import Person
from dangjianyun.registry.rules import make_identity_number
from dangjianyun.registry.tests.factories import HAISHU

ON = date(2024, 6, 1)
WHY = "登记错了"


def counted(indicator: str, on: date) -> int:
    return totals([indicator], [HAISHU], [on]).get((indicator, HAISHU, on), 0)


def send(client: Client, address: str, reason: str = WHY) -> int:
    return client.post(address, {"_key": uuid4().hex, "reason": reason}).status_code


def refusal(act, row, **given) -> str:
    with pytest.raises(Refused) as refused:
        act(row, actor=operator(), reason=WHY, **given)
    return refused.value.message


def test_a_unit_set_up_by_mistake_is_gone_with_its_lines(town: Town, sign_in: SignIn):
    before = counted("party.units", ON)
    unit = make_unit("海曙误登党支部", town.haishu)
    assert counted("party.units", ON) == before + 1
    client, address = sign_in("haishu"), f"/party/units/{unit.number}/"
    assert f"{address}withdraw/" in client.get(address).content.decode()
    assert "请撤销党组织" in client.get(f"{address}withdraw/").content.decode()
    assert send(sign_in("jiangbei"), f"{address}withdraw/") == 404
    assert send(sign_in("civil"), f"{address}withdraw/") == 403
    assert send(client, f"{address}withdraw/", " ") == 422
    assert send(client, f"{address}withdraw/") == 302
    assert not Unit.rows().filter(pk=unit.pk).exists()
    assert not Subordination.rows().filter(unit=unit.pk).exists()
    assert not UnitParticulars.rows().filter(unit=unit.pk).exists()
    assert (counted("party.units", ON), counted("party.units", today())) == (before, before)
    entry = AuditEntry.objects.get(table="party.Unit", operation="remove")
    assert (entry.actor, entry.reason, entry.row_label) == ("haishu", WHY, "海曙误登党支部")


def test_a_unit_that_something_refers_to_stays_and_says_what(town: Town):
    assert "组织关系1处" in refusal(withdraw_unit, town.branch)
    assert "隶属关系1处" in (said := refusal(withdraw_unit, town.general))
    assert "党组织“海曙产业第一党支部”" in said
    make_covering(town.joint, town.home)
    assert "覆盖名单1处" in refusal(withdraw_unit, town.joint)
    assert "由它兜底" in refusal(withdraw_unit, town.haishu)
    assert Unit.rows().filter(pk__in=[town.branch.pk, town.joint.pk]).count() == 2


def test_a_refusal_names_no_member_to_who_may_not_know_one(town: Town, sign_in: SignIn):
    client = sign_in("haishu")
    answer = client.post(
        f"/party/units/{town.branch.number}/withdraw/", {"_key": uuid4().hex, "reason": WHY}
    )
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "党员1处" in said
    assert town.member.number not in said


def test_a_unit_at_which_an_account_works_stays(town: Town):
    unit = make_unit("海曙误登党支部", town.haishu)
    account = GrantRow.objects.filter(account__username="secretary")[0].account
    role = Role.objects.get(key="secretary")
    GrantRow.objects.create(account=account, role=role, place=unit.party_path)
    assert "账号secretary的授权" in refusal(withdraw_unit, unit)


def test_an_affiliation_taken_back_lets_the_one_before_run_on(town: Town):
    actor, given = operator(), {"route": "comprehensive", "reason": "归口"}
    affiliate(town.home, actor=actor, unit=town.haishu, on=date(2022, 1, 1), **given)
    affiliate(town.home, actor=actor, unit=town.city, on=ON, **given)
    withdraw_affiliation(Affiliation.rows().get(unit=town.city), actor=actor, reason=WHY)
    row = Affiliation.rows().get()
    assert (row.unit, row.until) == (town.haishu, OPEN)
    withdraw_affiliation(row, actor=actor, reason=WHY)
    assert not Affiliation.rows().exists()


def test_lines_of_guidance_and_documents_are_taken_back(town: Town, sign_in: SignIn):
    actor, client = operator(), sign_in("haishu")
    line = Guidance(unit=town.branch, guide=town.guiding, since=ON)
    guide(town.branch, actor=actor, guidances=[line])
    address = f"/party/units/{town.branch.number}/guidances/{key_of(line)}/withdraw/"
    assert address in client.get(f"/party/units/{town.branch.number}/").content.decode()
    assert send(sign_in("jiangbei"), address) == 404
    assert send(client, address) == 302
    assert not Guidance.rows().exists()
    paper = Guideline(
        number="ZD1", title="指导意见", trade="互联网", issuer=town.haishu, path=HAISHU, since=ON
    )
    issue_guidelines(town.haishu, actor=actor, guidelines=[paper])
    assert counted("party.trade_guidelines", today()) == 1
    address = f"/party/units/{town.haishu.number}/guidelines/{key_of(paper)}/withdraw/"
    assert address in client.get(f"/party/units/{town.haishu.number}/").content.decode()
    assert send(client, address) == 302
    assert (Guideline.rows().count(), counted("party.trade_guidelines", ON)) == (0, 0)


def test_a_post_that_was_never_held_is_taken_back(town: Town, sign_in: SignIn):
    office = Office(unit=town.branch, member=town.member, kind="secretary", since=ON)
    take_office(town.branch, actor=operator(), offices=[office])
    address = f"/party/units/{town.branch.number}/offices/{key_of(office)}/withdraw/"
    client = sign_in("street")
    assert address in client.get(f"/party/units/{town.branch.number}/").content.decode()
    assert address in client.get(f"/party/members/{town.member.ref}/").content.decode()
    assert send(sign_in("city"), address) == 403
    assert send(client, address) == 302
    assert not Office.rows().exists()


def test_a_move_taken_back_leaves_the_relation_where_it_was(town: Town, sign_in: SignIn):
    move_member(town.member, actor=operator(), unit=town.joint, on=ON)
    client, address = sign_in("haishu"), f"/party/members/{town.member.ref}/"
    assert f"{address}withdraw/" in client.get(address).content.decode()
    assert "组织关系回到“海曙服务中心党支部”" in client.get(f"{address}withdraw/").content.decode()
    assert send(client, f"{address}withdraw/") == 302
    row = Membership.rows().get(member=town.member)
    assert (row.unit, row.until) == (town.branch, OPEN)
    assert Member.rows().get(pk=town.member.pk).unit == town.branch
    assert "没有可以撤回的转接" in refusal(withdraw_move, town.member)


def test_a_move_from_a_unit_that_is_gone_cannot_be_taken_back(town: Town):
    move_member(town.member, actor=operator(), unit=town.joint, on=ON)
    dissolve_unit(town.branch, actor=operator(), on=date(2024, 7, 1))
    assert "已经撤销" in refusal(withdraw_move, Member.rows().get(pk=town.member.pk))
    assert "先撤回转接" in refusal(withdraw_member, Member.rows().get(pk=town.member.pk))


def test_a_member_recorded_by_mistake_leaves_every_past_day(town: Town, sign_in: SignIn):
    assert counted("party.members", ON) == 1
    address = f"/party/members/{town.member.ref}/withdraw/"
    assert send(sign_in("haishu"), address) == 404
    assert send(sign_in("street"), address) == 302
    assert not Member.rows().filter(pk=town.member.pk).exists()
    assert not Membership.rows().filter(member=town.member.pk).exists()
    assert Person.rows().filter(pk=town.member.person_id).exists()
    assert (counted("party.members", ON), counted("party.members", today())) == (0, 0)


def test_a_request_is_taken_back_while_it_waits(town: Town, sign_in: SignIn):
    def asked(day: int) -> Enrollment:
        number = make_identity_number("330203", date(1985, 5, day), 0)
        row = Enrollment(
            name="测试新", identity_number=number, phone="19900090001", since=ON,
            joined_on=date(2015, 7, 1), full_on=date(2016, 7, 1),
        )  # fmt: skip
        return ask_enrollment(town.branch, actor=operator(), enrollment=row)

    client, row = sign_in("secretary"), asked(1)
    address = f"/party/enrollments/{row.ref}/"
    assert f"{address}withdraw/" in client.get(address).content.decode()
    assert f"{address}withdraw/" not in sign_in("city").get(address).content.decode()
    assert send(sign_in("jiangbei"), f"{address}withdraw/") == 404
    assert send(client, f"{address}withdraw/") == 302
    assert not Enrollment.rows().exists()
    other = asked(2)
    decline_enrollment(other, actor=operator(), note="号码有误请核对")
    said = refusal(withdraw_enrollment, town.branch, enrollment=other)
    assert "已经核验过（已退回）" in said
