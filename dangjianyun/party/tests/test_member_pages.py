"""Pages of members: names to those with a duty, opaque rows and reasons to everybody else."""

import re
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dangjianyun.access.models import AuditEntry, SubmitKey
from dangjianyun.access.queries import operator
from dangjianyun.foundation.days import today
from dangjianyun.foundation.tallies import totals
from dangjianyun.party.actions.office import take_office
from dangjianyun.party.models import Enrollment, Member, Office, Opening
from dangjianyun.party.queries.opaque import opaque_keys
from dangjianyun.party.tests.conftest import SignIn, Town, actor
from dangjianyun.party.tests.factories import make_member, make_unit
from dangjianyun.party.urls import urlpatterns
from dangjianyun.registry.rules import make_identity_number
from dangjianyun.registry.tests.factories import CITY, make_person

LIST = "/party/members/"
NUMBER = make_identity_number("330203", date(1985, 5, 5), 0)


def send(client: Client, address: str, **fields):
    return client.post(address, {"_key": f"{len(fields)}{fields}"[:60], **fields})


def key_of(name: str, member: Member) -> str:
    return opaque_keys(actor(name), [member.pk])[0]


def test_the_own_unit_and_the_committee_directly_above_read_names(town: Town, sign_in: SignIn):
    def rows(name: str) -> list[str]:
        context = sign_in(name).get(f"{LIST}?stage=").context
        return [row.person.name for row in context["rows"]]

    assert rows("secretary") == ["测试甲甲"]
    assert rows("street") == ["测试甲甲"]
    assert rows("jiangbei") == ["测试乙乙"]
    assert rows("haishu") == []
    assert rows("city") == []


@pytest.mark.parametrize("name", ["civil", "sysadmin", "guide"])
def test_whoever_has_nothing_to_do_with_members_has_no_such_pages(town: Town, sign_in, name):
    for tail in ("", "counts/", "records/", f"records/{key_of(name, town.member)}/"):
        assert sign_in(name).get(f"{LIST}{tail}").status_code == 403
    assert sign_in(name).get(f"{LIST}{town.member.ref}/").status_code in {403, 404}


def test_conditions_narrow_the_roll(town: Town, sign_in: SignIn):
    make_member(town.branch, make_person("测试丙丙"), full_on=None)
    client = sign_in("street")

    def found(query: str) -> list[str]:
        return [row.person.name for row in client.get(f"{LIST}?{query}").context["rows"]]

    assert found("stage=probationary") == ["测试丙丙"]
    assert found("stage=full") == ["测试甲甲"]
    assert found("q=丙") == ["测试丙丙"]
    assert found("q=乙乙") == []
    assert found(f"unit={town.theirs.number}") == []
    assert found("sort=-name") == ["测试甲甲", "测试丙丙"]


def test_a_roll_of_many_asks_no_more_than_one_of_few(town: Town, sign_in: SignIn):
    client = sign_in("street")

    def queries(address: str) -> int:
        client.get(address)  # the divisions are read once a process
        with CaptureQueriesContext(connection) as caught:
            assert client.get(address).status_code == 200
        return len(caught)

    addresses = (f"{LIST}?stage=", f"{LIST}counts/", f"{LIST}records/")
    make_member(town.lower)  # one of each: named, and a row that tells nothing
    few = [queries(address) for address in addresses]
    for _ in range(3):
        make_member(town.branch)
        make_member(town.lower)

    assert [queries(address) for address in addresses] == few


def test_counts_add_up_to_the_tally(town: Town, sign_in: SignIn):
    make_member(town.lower)
    page = sign_in("city").get(f"{LIST}counts/")

    tally = totals(["party.members"], [CITY], [today()])["party.members", CITY, today()]
    assert sum(row["total"] for row in page.context["rows"]) == page.context["total"] == tally == 3


def test_the_records_are_one_row_a_person_that_says_nothing(town: Town, sign_in: SignIn):
    for _ in range(5):
        make_member(town.branch)

    page = sign_in("city").get(f"{LIST}records/")

    rows = page.context["page"].object_list
    assert len(rows) == page.context["total"] == 7
    assert [row.key for row in rows] == sorted(row.key for row in rows)
    assert {row.label for row in rows} == {
        "党员（海曙服务中心党支部）",
        "党员（江北服务中心党支部）",
    }
    text = page.content.decode()
    for member in Member.rows().select_related("person"):
        for told in (member.person.name, member.number, member.ref, str(member.person.phone)):
            assert told not in text


def test_keys_are_the_viewer_s_own(town: Town, sign_in: SignIn):
    mine, theirs = key_of("city", town.member), key_of("haishu", town.member)

    assert mine != theirs
    assert sign_in("city").get(f"{LIST}records/{mine}/").status_code == 200
    assert sign_in("city").get(f"{LIST}records/{theirs}/").status_code == 404
    assert sign_in("city").get(f"{LIST}records/{'0' * 32}/").status_code == 404
    assert sign_in("city").get(f"{LIST}records/nonsense/").status_code == 404


@pytest.mark.parametrize(
    "query", ["q=测试甲甲", "sort=name", "stage=probationary", "unit=X", "on=2020-01-01"]
)
def test_nothing_narrows_or_orders_the_records(town: Town, sign_in: SignIn, query):
    def keys(address: str) -> list[str]:
        return [row.key for row in sign_in("city").get(address).context["page"].object_list]

    assert keys(f"{LIST}records/?{query}") == keys(f"{LIST}records/")


def test_no_answer_carries_a_mark_of_its_content(town: Town, sign_in: SignIn):
    client = sign_in("city")
    for address in (f"{LIST}records/", f"/party/units/{town.branch.number}/members/"):
        for response in (client.get(address), client.head(address)):
            assert "ETag" not in response
            assert "Last-Modified" not in response
            assert response["Cache-Control"] == "private, no-store"


def test_a_record_is_opened_with_a_reason_and_shows_who_looked(town: Town, sign_in: SignIn):
    client, address = sign_in("city"), f"{LIST}records/{key_of('city', town.member)}/"
    file = f"{LIST}{town.member.ref}/"
    assert client.get(file).status_code == 404
    assert send(client, address, reason="看看").status_code == 422
    assert client.get(file).status_code == 404

    response = send(client, address, reason="核对年度党内统计")

    assert response["Location"] == file
    page = client.get(file).content.decode()
    assert "测试甲甲" in page
    assert "核对年度党内统计" in page
    assert sign_in("haishu").get(file).status_code == 404
    shown = sign_in("secretary").get(file).content.decode()
    assert "核对年度党内统计" in shown
    assert [row.label for row in client.get(f"{LIST}records/").context["page"]] == [
        "党员（江北服务中心党支部）"
    ]
    with time_machine.travel(Opening.rows().get().until_at, tick=False):
        assert sign_in("city").get(file).status_code == 404


def test_an_opened_record_offers_no_act(town: Town, sign_in: SignIn):
    client = sign_in("city")
    send(client, f"{LIST}records/{key_of('city', town.member)}/", reason="核对年度党内统计")

    context = client.get(f"{LIST}{town.member.ref}/").context

    assert (context["may_write"], context["may_correct"], context["may_unmask"]) == (False,) * 3
    for tail in ("transfer/", "correct/", "leave/", "take-part/", "unmask/phone/"):
        assert client.get(f"{LIST}{town.member.ref}/{tail}").status_code == 403


def test_the_district_next_door_opens_nothing(town: Town, sign_in: SignIn):
    address = f"{LIST}records/{key_of('jiangbei', town.member)}/"

    assert sign_in("jiangbei").get(address).status_code == 404
    assert send(sign_in("jiangbei"), address, reason="核对年度党内统计").status_code == 404
    assert not Opening.rows().exists()


@pytest.mark.parametrize("name", ["city", "haishu", "jiangbei", "sysadmin", "civil", "guide"])
def test_without_a_reason_no_member_route_gives_anything(town: Town, sign_in: SignIn, name):
    client, told = sign_in(name), ("测试甲甲", town.member.number, "3303")
    row = Office(unit=town.branch, member=town.member, kind="secretary", since=date(2021, 1, 1))
    take_office(town.branch, actor=operator(), offices=[row])
    for pattern in urlpatterns:
        names = set(pattern.pattern.converters)
        given = {
            "ref": town.member.ref,
            "number": town.branch.number,
            "key": key_of(name, town.member),
            "pk": row.pk,
            "field": "identity",
            "token": "x",
        }
        arguments = {key: value for key, value in given.items() if key in names}
        address = reverse(f"party:{pattern.name}", kwargs=arguments)
        for query in ("", "?q=测试甲甲", "?of=q&q=测试甲甲", f"?q={town.member.number}"):
            response = client.get(f"{address}{query}")
            text = response.content.decode()
            text = re.sub(r'value="[^"]*"|q=[^"&]*', "", text)  # what was asked, given back
            assert not any(one in text for one in told), (address, query)
            if "ref" in names:
                assert response.status_code in {403, 404}, address


def test_readings_by_duty_are_noted_but_the_own_secretary_s(town: Town, sign_in: SignIn):
    file = f"{LIST}{town.member.ref}/"
    sign_in("secretary").get(file)
    assert not AuditEntry.objects.filter(operation="read").exists()

    sign_in("street").get(file)

    entry = AuditEntry.objects.get(operation="read")
    assert (entry.actor, entry.chain, entry.subject) == (
        "street", "3302", f"party.member/{town.member.pk}",
    )  # fmt: skip
    assert "street" in sign_in("secretary").get(file).content.decode()


def test_a_masked_value_is_shown_for_a_minute_to_who_said_why(town: Town, sign_in: SignIn):
    member = make_member(town.branch, make_person("测试丙丙", identity_number=NUMBER))
    client, file = sign_in("street"), f"{LIST}{member.ref}/"
    page = client.get(file).content.decode()
    assert (NUMBER in page, "3****************" in page) == (False, True)
    address = f"{file}unmask/identity/"
    assert send(client, address, purpose="other", note="").status_code == 422

    shown = send(client, address, purpose="核对党员身份", note="")["Location"]

    assert NUMBER in client.get(shown).content.decode()
    assert sign_in("secretary").get(shown).status_code == 404
    assert NUMBER not in str(SubmitKey.objects.values_list("body", "headers"))
    with time_machine.travel(date(2030, 1, 1)):
        assert sign_in("street").get(shown).status_code == 302
    entry = AuditEntry.objects.filter(operation="read").latest("id")
    assert entry.changes == {"read": [None, "公民身份号码：核对党员身份"]}


def test_an_enrollment_gets_the_same_words_whoever_it_is(town: Town, sign_in: SignIn):
    make_member(town.theirs, make_person("测试丁丁", identity_number=NUMBER))
    unknown = make_identity_number("330203", date(1986, 6, 6), 0)
    given = {"joined_on": "2012-07-01", "full_on": "2013-07-01", "since": "2024-01-01"}
    client, address = sign_in("secretary"), f"/party/units/{town.branch.number}/members/new/"

    answers = []
    for number in (NUMBER, unknown):
        response = client.post(
            address, {"_key": number, "name": "测试丙丙", "identity_number": number, **given}
        )
        page = client.get(response["Location"])
        answers.append(
            (response.status_code, response["Location"], "待上级核验" in page.content.decode())
        )

    assert answers[0] == answers[1] == (302, f"/party/units/{town.branch.number}/members/", True)
    assert Enrollment.rows().filter(state="waiting").count() == 2
    stored = list(SubmitKey.objects.values_list("body", "headers"))
    assert not any(number in str(stored) for number in (NUMBER, unknown))


def test_the_city_decides_what_the_unit_asked(town: Town, sign_in: SignIn):
    given = {"joined_on": "2012-07-01", "full_on": "", "since": "2024-01-01", "phone": ""}
    send(
        sign_in("secretary"), f"/party/units/{town.branch.number}/members/new/",
        name="测试丙丙", identity_number=NUMBER, **given,
    )  # fmt: skip
    address = f"/party/enrollments/{Enrollment.rows().get().ref}/"

    page = sign_in("secretary").get(address)
    assert (page.status_code, page.context["may_decide"], NUMBER in page.content.decode()) == (
        200, False, False,
    )  # fmt: skip
    assert sign_in("haishu").get(address).status_code == 404
    assert "没有在系统里出现过" in sign_in("city").get(address).content.decode()

    send(sign_in("city"), address, decision="verify", note="属实")

    assert Member.rows().get(person__name="测试丙丙").unit == town.branch


def test_a_relation_is_transferred_after_a_check(town: Town, sign_in: SignIn):
    client, address = sign_in("haishu"), f"{LIST}{town.member.ref}/transfer/"
    assert client.get(address).status_code == 404
    client = sign_in("street")
    given = {"to": "outside", "outside": "杭州市某党支部", "on": "2024-06-01", "reason": "工作调动"}

    assert "转到“杭州市某党支部”" in send(client, address, **given).content.decode()
    done = send(client, address, **given, checked="1")
    assert done["Location"] == f"/party/units/{town.branch.number}/members/"

    member = Member.rows().get(pk=town.member.pk)
    assert (member.unit, member.outside) == (None, "杭州市某党支部")


def test_a_transfer_within_ones_reach_leads_back_to_the_file(town: Town, sign_in: SignIn):
    other = make_unit("海曙街道第二党支部", town.street, path=town.street.path)
    given = {"to": "inside", "unit": other.number, "on": "2024-06-01", "reason": "支部调整"}

    done = send(sign_in("street"), f"{LIST}{town.member.ref}/transfer/", **given, checked="1")

    assert done["Location"] == f"{LIST}{town.member.ref}/"


def test_the_check_of_a_transfer_refuses_a_day_before_the_relation(town: Town, sign_in: SignIn):
    given = {"to": "outside", "outside": "杭州市某党支部", "on": "2017-06-01", "reason": "工作调动"}

    response = send(sign_in("street"), f"{LIST}{town.member.ref}/transfer/", **given)

    assert response.status_code == 422
    assert "现组织关系自2018-01-01起，转接日期应晚于这一天。" in response.content.decode()


def test_taking_part_correcting_and_leaving_have_pages(town: Town, sign_in: SignIn):
    client, file = sign_in("secretary"), f"{LIST}{town.member.ref}/"
    assert (
        send(client, f"{file}take-part/", unit=town.joint.number, on="2024-01-01").status_code
        == 422
    )

    given = {
        "joined_on": "2009-07-01",
        "full_on": "2010-07-01",
        "left_on": "",
        "reason": "核对档案",
    }
    send(client, f"{file}correct/", **given)
    assert Member.rows().get(pk=town.member.pk).joined_on == date(2009, 7, 1)

    send(client, f"{file}leave/", on="2024-06-01", reason="去世登记", checked="1")
    assert Member.rows().get(pk=town.member.pk).left_on == date(2024, 6, 1)
    assert [r.person.name for r in client.get(f"{LIST}?stage=left").context["rows"]] == ["测试甲甲"]
