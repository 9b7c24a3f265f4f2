"""An assignment recorded by mistake is taken back, and with it every day it was counted on."""

from datetime import date

import pytest

from dangjianyun.access.models import AuditEntry, GrantRow
from dangjianyun.access.queries import operator
from dangjianyun.coverage.actions import withdraw_assignment
from dangjianyun.coverage.models import Assignment, Instructor, OrganizationStanding
from dangjianyun.coverage.tests.conftest import SignIn, Town
from dangjianyun.foundation.days import today
from dangjianyun.foundation.errors import Refused
from dangjianyun.foundation.tallies import totals
from dangjianyun.foundation.veiled import key_of
from dangjianyun.party.actions.relation import affiliate
from dangjianyun.party.models import Affiliation
from dangjianyun.registry.models import Person, Post
from dangjianyun.registry.tests.factories import HAISHU

COUNTED = "coverage.instructed_organizations"


def instructed(on: date) -> int:
    return totals([COUNTED], [HAISHU], [on]).get((COUNTED, HAISHU, on), 0)


def test_a_withdrawn_assignment_is_gone_from_every_past_day(town: Town, sign_in: SignIn) -> None:
    one = Assignment.rows().get()
    first, row = one.since, one.organization
    assert (instructed(first), instructed(today())) == (1, 1)
    client = sign_in("haishu")
    address = f"/coverage/assignments/{key_of(one)}/withdraw/"
    asked = client.get(address).content.decode()
    assert "过去每一天的名单和数字里都不再有它" in asked
    assert "请登记结束派驻" in asked
    empty = client.post(address, {"reason": " ", "_key": "k1"})
    assert (empty.status_code, Assignment.rows().count()) == (422, 1)
    said = {"reason": "登记到别的单位名下了", "_key": "k2"}
    done = client.post(address, said)
    assert done.status_code == 302
    assert client.post(address, said)["Idempotent-Replayed"] == "true"
    assert not Assignment.rows().exists()
    assert (instructed(first), instructed(today())) == (0, 0)
    assert not OrganizationStanding.rows().filter(organization=row, is_instructed=True).exists()
    entry = AuditEntry.objects.get(table="coverage.Assignment", operation="remove")
    assert (entry.actor, entry.reason) == ("haishu", "登记到别的单位名下了")
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("who", ["civil", "guide", "instructor", "organization", "secretary"])
def test_who_may_not_assign_may_not_withdraw(town: Town, sign_in: SignIn, who: str) -> None:
    address = f"/coverage/assignments/{key_of(Assignment.rows().get())}/withdraw/"
    assert sign_in(who).post(address, {"reason": "登记错了", "_key": "k"}).status_code == 403
    assert Assignment.rows().count() == 1


def test_the_neighbor_finds_no_assignment_to_withdraw(town: Town, sign_in: SignIn) -> None:
    address = f"/coverage/assignments/{key_of(Assignment.rows().get())}/withdraw/"
    assert sign_in("jiangbei").get(address).status_code == 404


def test_the_files_lead_to_it(town: Town, sign_in: SignIn) -> None:
    one = Assignment.rows().select_related("organization", "instructor").get()
    client, address = sign_in("haishu"), f"/coverage/assignments/{key_of(one)}/withdraw/"
    file = client.get(f"/registry/organizations/{one.organization.code}/?tab=party")
    assert address in file.content.decode()
    file = client.get(f"/coverage/instructors/{one.instructor.number}/")
    assert f"{address}?from=instructor" in file.content.decode()


def test_an_act_without_a_reason_withdraws_nothing(town: Town) -> None:
    with pytest.raises(Refused, match="请写明哪里登记错了"):
        withdraw_assignment(Assignment.rows().get(), actor=operator())
    assert Assignment.rows().count() == 1


def test_a_post_recorded_by_mistake_goes_with_the_person_known_by_it_alone(
    town: Town, sign_in: SignIn
) -> None:
    client, code = sign_in("haishu"), town.bare.code
    file = f"/registry/organizations/{code}/"
    said = {"name": "测试误", "kind": "head", "since": str(today()), "phone": "", "_key": "k1"}
    assert client.post(f"{file}posts/new/", said).status_code == 302
    post = Post.rows().get(person__name="测试误")
    address = f"{file}posts/{key_of(post)}/withdraw/"
    assert address in client.get(f"{file}?tab=leaders").content.decode()
    assert "请登记离任" in client.get(address).content.decode()
    assert sign_in("jiangbei").get(address).status_code == 404
    client = sign_in("haishu")
    assert client.post(address, {"reason": "", "_key": "k2"}).status_code == 422
    assert client.post(address, {"reason": "登记到别家了", "_key": "k3"}).status_code == 302
    assert not Post.rows().filter(pk=post.pk).exists()
    assert not Person.rows().filter(pk=post.person_id).exists()
    assert AuditEntry.objects.get(table="registry.Post", operation="remove").reason


def test_an_instructor_goes_once_no_assignment_is_left(town: Town, sign_in: SignIn) -> None:
    one = Assignment.rows().select_related("instructor").get()
    client, file = sign_in("haishu"), f"/coverage/instructors/{one.instructor.number}/"
    assert f"{file}withdraw/" not in client.get(file).content.decode()
    refused = client.post(f"{file}withdraw/", {"reason": "登记错了", "_key": "k1"})
    assert (refused.status_code, "派驻1处" in refused.content.decode()) == (422, True)
    withdraw_assignment(one, actor=operator(), reason="登记错了")
    refused = client.post(f"{file}withdraw/", {"reason": "登记错了", "_key": "k3"})
    assert "账号instructor的授权" in refused.content.decode()
    GrantRow.objects.filter(place=f"i/{one.instructor_id}/").update(until=today())
    assert f"{file}withdraw/" in client.get(file).content.decode()
    assert sign_in("jiangbei").get(f"{file}withdraw/").status_code == 404
    assert client.post(f"{file}withdraw/", {"reason": "登记错了", "_key": "k2"}).status_code == 302
    assert not Instructor.rows().filter(pk=one.instructor_id).exists()


def test_an_affiliation_recorded_by_mistake_is_taken_back(town: Town, sign_in: SignIn) -> None:
    unit = Instructor.rows().select_related("home").all()[0].home
    line = affiliate(
        town.bare, actor=operator(), unit=unit, route="comprehensive", on=today(), reason="归口"
    )
    file = f"/registry/organizations/{town.bare.code}/"
    address = f"{file}affiliations/{key_of(line)}/withdraw/"
    client = sign_in("haishu")
    assert address in client.get(f"{file}?tab=party").content.decode()
    assert sign_in("jiangbei").get(address).status_code == 404
    assert client.post(address, {"reason": "登记错了", "_key": "k1"}).status_code == 302
    assert not Affiliation.rows().exists()
