"""What is done from the pages: assign, end, accountable body, leaders; by whom, once."""

from datetime import date, timedelta

import pytest

from dangjianyun.access.models import AuditEntry
from dangjianyun.access.queries import operator
from dangjianyun.coverage.actions import end_instructor
from dangjianyun.coverage.models import Assignment, Instructor, OrganizationStanding
from dangjianyun.coverage.tests.conftest import SignIn, Town
from dangjianyun.coverage.tests.factories import make_assignment, make_instructor
from dangjianyun.foundation.days import OPEN, today
from dangjianyun.foundation.models import RuleParameter
from dangjianyun.foundation.tallies import totals
from dangjianyun.foundation.veiled import key_of
from dangjianyun.party.models import Affiliation
from dangjianyun.party.tests.factories import make_unit
from dangjianyun.registry.models import Organization, Post
from dangjianyun.registry.tests.factories import HAISHU, JIANGBEI
from dangjianyun.territory.queries import place_name

ASSIGN = "/coverage/assignments/new/"


def uncovered(place: str = HAISHU) -> int:
    return totals(["coverage.uncovered"], [place], [today()]).get(
        ("coverage.uncovered", place, today()), 0
    )


def standing(row: Organization) -> OrganizationStanding:
    return OrganizationStanding.rows().get(OrganizationStanding.on(today()), organization=row)


def test_picked_organizations_get_an_instructor_after_a_check(town: Town, sign_in: SignIn) -> None:
    client = sign_in("haishu")
    other = make_instructor("测试己", home=town.haishu)
    asked = f"{ASSIGN}?id={town.missing.pk}&id={town.bare.pk}&id={town.theirs.pk}"
    said = {"instructor": other.number, "since": str(today()), "letter": "", "reason": "攻坚"}
    check = client.post(asked, {**said, "_key": "k1"})
    assert [row.pk for row in check.context["check"].good] == [town.missing.pk, town.bare.pk]
    assert Assignment.rows().filter(instructor=other).count() == 0
    done = {**said, "step": "assign", "count": "2", "_key": "k2"}
    assert client.post(asked, done).status_code == 302
    assert client.post(asked, done)["Idempotent-Replayed"] == "true"
    assert Assignment.rows().filter(instructor=other).count() == 2
    assert standing(town.bare).is_instructed
    assert uncovered() == 0
    entries = AuditEntry.objects.filter(table="coverage.Assignment", actor="haishu")
    assert set(entries.values_list("reason", flat=True)) == {"攻坚"}


def test_an_assignment_from_a_file_leads_back_to_it(town: Town, sign_in: SignIn) -> None:
    client, file = sign_in("haishu"), f"/registry/organizations/{town.bare.code}/"
    asked = f"{ASSIGN}?id={town.bare.pk}&from=file"
    assert asked.replace("&", "&amp;") in client.get(file).content.decode()
    said = {"instructor": town.instructor.number, "since": str(today()), "step": "assign"}
    done = client.post(asked, {**said, "count": "1", "_key": "k1"})
    assert done["Location"] == f"{file}?tab=party"


def test_going_back_from_the_check_finds_what_was_typed(town: Town, sign_in: SignIn) -> None:
    client = sign_in("haishu")
    asked = f"{ASSIGN}?id={town.missing.pk}"
    said = {"instructor": town.instructor.number, "since": str(today()), "reason": "攻坚"}
    assert client.post(asked, {**said, "_key": "k1"}).status_code == 200
    found = client.get(asked).context
    assert (found["form"]["reason"].value(), found["form"].errors) == ("攻坚", {})
    assert client.get(asked + found["anew"].replace("?", "&")).context["form"].is_bound is False
    done = {**said, "step": "assign", "count": "1", "_key": "k2"}
    assert client.post(asked, done).status_code == 302
    assert client.get(asked).context["form"].is_bound is False


def test_the_check_says_the_load_after_and_how_far_it_is(town: Town, sign_in: SignIn) -> None:
    client = sign_in("city")
    near = make_instructor("测试街", home=town.haishu, path=town.missing.path)
    asked = f"{ASSIGN}?id={town.missing.pk}&id={town.bare.pk}&id={town.theirs.pk}"
    said = {"instructor": f"{near.number} {near.name}", "since": str(today()), "_key": "k1"}
    hints = client.post(asked, said).context["check"].hints
    assert hints[0] == ("none", "测试街现联系0家，派驻后联系3家。")
    assert hints[1] == ("warn", "1家不在测试街所在的海曙区：江北区1家。")
    assert hints[2][1].startswith(f"1家不在测试街所在的{place_name(near.path)}：")
    RuleParameter.objects.create(place=HAISHU, key="instructor.load", value=2)
    page = client.post(asked, {**said, "_key": "k2"})
    assert page.context["check"].hints[0] == (
        "warn",
        "测试街现联系0家，派驻后联系3家，超过一般的2家，会列入“指导员联系过多”。",
    )
    assert page.context["check"].hints[0][1] in page.content.decode()


def test_instructors_of_the_street_are_offered_first(town: Town, sign_in: SignIn) -> None:
    client, street = sign_in("city"), town.bare.path
    make_instructor("测试江", home=town.jiangbei, path=JIANGBEI, number="ZD9001")
    make_instructor("测试街", home=town.haishu, path=street, number="ZD9002")
    make_assignment(Instructor.rows().get(number="ZD9002"), town.missing)
    page = client.get(f"{ASSIGN}?id={town.bare.pk}").content.decode()
    names = ["测试街", "测试戊", "测试江"]
    assert sorted(names, key=page.index) == names
    pick = "/coverage/pick/instructors/?of=instructor&instructor=csj"
    found = client.get(f"{pick}&near={street.split('/')[-2]}").content.decode()
    assert found.index("ZD9002 测试街") < found.index("ZD9001 测试江")
    assert "（csj）" in found
    assert sign_in("jiangbei").get(f"{pick}&near=330203,x").content.decode().count("<option") == 1


def test_an_instructor_is_meant_by_number_or_the_only_name(town: Town, sign_in: SignIn) -> None:
    client, asked = sign_in("haishu"), f"{ASSIGN}?id={town.bare.pk}"
    make_instructor("测试同", home=town.haishu)
    other = make_instructor("测试同", home=town.haishu)
    theirs = make_instructor("测试江", home=town.jiangbei, path=JIANGBEI)
    for typed, error in (
        ("测试同", "有不止一名指导员叫这个名字，请填编号或从提示中选。"),
        (theirs.number, f"没有找到在任的指导员“{theirs.number}”，请从提示中选。"),
        (other.number, None),
        ("测试戊", None),
    ):
        answer = client.post(asked, {"instructor": typed, "since": str(today()), "_key": typed})
        assert answer.status_code == (422 if error else 200)
        if error:
            assert answer.context["form"].errors["instructor"] == [error]


def test_all_of_a_list_are_meant_by_its_conditions(town: Town, sign_in: SignIn) -> None:
    answer = sign_in("haishu").get(f"{ASSIGN}?all=1&cover=none")
    assert {row.name for row in answer.context["picked"]} == {town.missing.name, town.bare.name}


def test_a_check_that_is_out_of_date_is_shown_again(town: Town, sign_in: SignIn) -> None:
    client = sign_in("haishu")
    said = {
        "instructor": town.instructor.number,
        "since": str(today()),
        "step": "assign",
        "count": "5",
        "_key": "k1",
    }
    answer = client.post(f"{ASSIGN}?id={town.bare.pk}&id={town.visited.pk}", said)
    assert answer.status_code == 200
    check = answer.context["check"]
    assert [row.name for row in check.good] == [town.bare.name]
    assert [(row.name, why) for row, why in check.left] == [(town.visited.name, "测试戊已经派驻")]


def test_assigning_is_refused_to_those_without_the_right(town: Town, sign_in: SignIn) -> None:
    for who in ("civil", "guide", "instructor", "organization", "secretary"):
        assert sign_in(who).get(f"{ASSIGN}?id={town.missing.pk}").status_code == 403
    assert sign_in("jiangbei").get(f"{ASSIGN}?id={town.missing.pk}").status_code == 404


def test_an_assignment_ends_with_its_last_day(town: Town, sign_in: SignIn) -> None:
    one = Assignment.rows().get()
    client = sign_in("haishu")
    address = f"/coverage/assignments/{key_of(one)}/end/"
    assert client.post(address, {"on": str(today()), "_key": "k1"}).status_code == 422
    said = {"on": "2026-01-31", "reason": "届满", "_key": "k2"}
    assert client.post(address, said).status_code == 302
    one.refresh_from_db()
    assert one.until == date(2026, 2, 1)
    assert not standing(town.visited).is_instructed
    assert sign_in("jiangbei").get(address).status_code == 404


def test_a_trade_committee_becomes_accountable(town: Town, sign_in: SignIn) -> None:
    trade = make_unit(
        "海曙区教育行业党委",
        town.haishu,  # below the city's organ it would be the city's to act on
        kind="committee",
        role="trade",
        level="district",
        mode="",
        path=HAISHU,
    )
    client = sign_in("haishu")
    address = f"/registry/organizations/{town.bare.code}/affiliations/new/"
    assert client.get(address).status_code == 200
    empty = client.post(address, {"_key": "k1"})
    assert empty.status_code == 422
    assert "请选一个责任党组织。" in empty.content.decode()
    said = {
        "unit": trade.number,
        "route": "trade",
        "on": "2026-01-01",
        "reason": "脱钩后归口",
        "_key": "k2",
    }
    assert client.post(address, said).status_code == 302
    assert Affiliation.rows().get().unit == trade
    assert standing(town.bare).lead == trade
    assert sign_in("civil").get(address).status_code == 403


def test_a_body_outside_the_own_place_cannot_be_chosen(town: Town, sign_in: SignIn) -> None:
    page = sign_in("haishu").get(f"/registry/organizations/{town.bare.code}/affiliations/new/")
    offered = {value for value, _ in page.context["form"].fields["unit"].choices}
    assert town.jiangbei.number not in offered
    assert town.haishu.number in offered


def test_a_leader_comes_and_goes(town: Town, sign_in: SignIn) -> None:
    client = sign_in("civil")
    address = f"/registry/organizations/{town.bare.code}/posts/"
    wrong = {"kind": "head", "since": "2026-01-01", "phone": "12", "_key": "k1"}
    page = client.post(f"{address}new/", wrong)
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"name", "phone"}
    said = {
        "name": "测试丑",
        "phone": "19900000003",
        "kind": "head",
        "title": "园长",
        "since": "2026-01-01",
        "_key": "k2",
    }
    assert client.post(f"{address}new/", said).status_code == 302
    post = Post.rows().get(organization=town.bare)
    assert (post.person.name, post.title, post.is_full_time) == ("测试丑", "园长", False)
    end = {"on": "2026-06-30", "reason": "换届", "_key": "k3"}
    assert client.post(f"{address}{key_of(post)}/end/", end).status_code == 302
    post.refresh_from_db()
    assert post.until == date(2026, 7, 1)
    assert sign_in("guide").get(f"{address}new/").status_code == 403


def test_a_staff_member_becomes_a_leader_without_being_counted_twice(
    town: Town, sign_in: SignIn
) -> None:
    staff = Post.rows().filter(organization=town.missing, kind="staff").first()
    assert staff
    said = {
        "person": staff.person.ref,
        "kind": "secretary_general",
        "is_full_time": "on",
        "since": "2026-01-01",
        "_key": "k1",
    }
    address = f"/registry/organizations/{town.missing.code}/posts/new/"
    assert sign_in("haishu").post(address, said).status_code == 302
    assert standing(town.missing).full_members == 4
    assert Post.rows().filter(person=staff.person_id, is_main=True).count() == 1


def test_an_instructor_is_sent_corrected_and_ended(town: Town, sign_in: SignIn) -> None:
    client = sign_in("haishu")
    said = {
        "name": "测试庚",
        "kind": "instructor",
        "home": town.haishu.number,
        "since": "2026-01-01",
        "phone": "19900000007",
        "_key": "k1",
    }
    sent = client.post("/coverage/instructors/new/", said)
    row = Instructor.rows().get(name="测试庚")
    assert sent["Location"] == f"/coverage/instructors/{row.number}/"
    assert row.path == HAISHU
    page = client.get(f"/coverage/instructors/{row.number}/edit/")
    assert "199****0007" in page.content.decode()
    again = {"name": "测试庚", "kind": "liaison", "phone": "199****0007", "_key": "k2"}
    client.post(f"/coverage/instructors/{row.number}/edit/", again)
    row.refresh_from_db()
    assert (row.kind, row.phone.open()) == ("liaison", "19900000007")
    visit = {"code": town.bare.code, "since": "2026-02-01", "_key": "k3"}
    assert client.post(f"/coverage/instructors/{row.number}/visit/", visit).status_code == 302
    last = today() - timedelta(days=1)
    end = {"on": str(last), "reason": "调离", "_key": "k4"}
    assert client.post(f"/coverage/instructors/{row.number}/end/", end).status_code == 302
    row.refresh_from_db()
    assert row.until == today()
    assert not row.assignments.filter(until=OPEN).exists()


@pytest.mark.parametrize("who", ["civil", "guide", "instructor", "jiangbei"])
def test_instructors_are_not_changed_by_others(town: Town, sign_in: SignIn, who: str) -> None:
    answer = sign_in(who).get(f"/coverage/instructors/{town.instructor.number}/edit/")
    assert answer.status_code == {"jiangbei": 404}.get(who, 403)


def test_what_has_ended_is_not_ended_again(town: Town, sign_in: SignIn) -> None:
    client = sign_in("haishu")
    one = Assignment.rows().get()
    assignment = f"/coverage/assignments/{key_of(one)}/end/"
    instructor = f"/coverage/instructors/{town.instructor.number}/end/"
    said = {"on": "2026-01-31", "reason": "届满"}
    assert client.post(assignment, {**said, "_key": "k1"}).status_code == 302
    assert client.post(instructor, {**said, "_key": "k2"}).status_code == 302
    for day in ("2025-12-31", "2026-02-28"):
        again = {"on": day, "reason": "再办一次"}
        assert client.post(assignment, {**again, "_key": f"a{day}"}).status_code == 422
        assert client.post(instructor, {**again, "_key": f"i{day}"}).status_code == 422
    one.refresh_from_db()
    town.instructor.refresh_from_db()
    assert one.until == town.instructor.until == date(2026, 2, 1)
    assert "2026-01-31离任" in client.get(instructor).content.decode()


def test_an_instructor_who_left_before_was_never_sent(town: Town) -> None:
    one = Assignment.rows().get()
    end_instructor(town.instructor, actor=operator(), on=date(2021, 1, 1))
    assert not Assignment.rows().filter(pk=one.pk).exists()
    assert not standing(town.visited).is_instructed


@pytest.mark.parametrize("day", ["2999-01-01", "9999-12-31", "1899-12-31", "2026-02-30"])
def test_a_day_that_cannot_be_meant_is_refused_at_its_field(
    town: Town, sign_in: SignIn, day: str
) -> None:
    client = sign_in("haishu")
    one = Assignment.rows().get()
    acts = {
        f"/coverage/assignments/{key_of(one)}/end/": "on",
        f"/coverage/instructors/{town.instructor.number}/end/": "on",
        f"/coverage/instructors/{town.instructor.number}/visit/": "since",
        "/coverage/instructors/new/": "since",
        f"/registry/organizations/{town.bare.code}/posts/new/": "since",
        f"/registry/organizations/{town.bare.code}/affiliations/new/": "on",
    }
    for number, (address, field) in enumerate(acts.items()):
        said = {field: day, "code": town.bare.code, "reason": "事由", "_key": f"k{number}"}
        page = client.post(address, said)
        assert page.status_code == 422
        assert field in page.context["form"].errors


def test_words_lose_what_cannot_be_seen_and_codes_may_be_full_width(
    town: Town, sign_in: SignIn
) -> None:
    client = sign_in("haishu")
    said = {"kind": "head", "since": "２０２６-０１-０１", "_key": "k1"}
    address = f"/registry/organizations/{town.bare.code}/posts/new/"
    assert client.post(address, {**said, "name": "\u202e测试\u200b丑\x07"}).status_code == 302
    assert Post.rows().get(organization=town.bare).person.name == "测试丑"
    wide = "".join(chr(ord(char) + 0xFEE0) for char in town.bare.code)
    visit = {"code": wide, "since": "2026-01-01", "_key": "k2"}
    answer = client.post(f"/coverage/instructors/{town.instructor.number}/visit/", visit)
    assert answer.status_code == 302


def test_nothing_is_sent_before_its_day(town: Town, sign_in: SignIn) -> None:
    client = sign_in("haishu")
    day = str(today() + timedelta(days=1))
    new = {"name": "测试辛", "kind": "instructor", "home": town.haishu.number, "since": day}
    assert client.post("/coverage/instructors/new/", {**new, "_key": "k1"}).status_code == 422
    visit = {"code": town.bare.code, "since": day, "_key": "k2"}
    address = f"/coverage/instructors/{town.instructor.number}/visit/"
    page = client.post(address, visit)
    assert page.context["form"].errors == {"since": ["派驻起始日不能晚于今天。"]}


def test_a_mask_is_no_telephone_of_somebody_new(town: Town, sign_in: SignIn) -> None:
    new = {"name": "测试辛", "kind": "instructor", "home": town.haishu.number}
    said = {**new, "since": "2026-01-01", "phone": "199****0007", "_key": "k1"}
    page = sign_in("haishu").post("/coverage/instructors/new/", said)
    assert set(page.context["form"].errors) == {"phone"}


def test_a_last_day_more_than_ten_years_ahead_is_asked_about(town: Town, sign_in: SignIn) -> None:
    client, one = sign_in("haishu"), Assignment.rows().get()
    address, far = f"/coverage/assignments/{key_of(one)}/end/", f"{today().year + 11}-12-31"
    said = {"on": far, "reason": "任期届满"}
    assert "年份没有写错" not in client.get(address).content.decode()

    asked = client.post(address, {**said, "_key": "k1"})
    one.refresh_from_db()
    assert (asked.status_code, one.until) == (422, OPEN)
    assert f"{far}在10年以后" in asked.content.decode()

    assert client.post(address, {**said, "sure": "on", "_key": "k2"}).status_code == 302
    one.refresh_from_db()
    assert one.until == date(today().year + 12, 1, 1)
