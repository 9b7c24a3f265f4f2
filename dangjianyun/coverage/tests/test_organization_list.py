"""The list of organizations: conditions, counts, scope, columns, views."""

import re
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dangjianyun.access.models import Account, AuditEntry, SavedView
from dangjianyun.access.queries import actor_of, operator
from dangjianyun.coverage.queries.columns import organization_rows
from dangjianyun.coverage.tests.conftest import SignIn, Town
from dangjianyun.foundation.days import today
from dangjianyun.foundation.veiled import key_of
from dangjianyun.insight.queries import numbers
from dangjianyun.registry.actions import close_organization
from dangjianyun.registry.models import Closing
from dangjianyun.registry.tests.factories import (
    HAISHU,
    make_account,
    make_organization,
)

LIST = "/registry/organizations/"


def names(client: Client, **asked: object) -> list[str]:
    """The names in the first column, in order."""
    answer = client.get(f"{LIST}?{urlencode(asked)}")
    assert answer.status_code == 200
    return [row["name"] for row in answer.context["rows"]]


def found(client: Client, **asked: object) -> set[str]:
    return set(names(client, **asked))


def test_a_district_sees_its_own_organizations_only(town: Town, sign_in: SignIn) -> None:
    ours = {town.missing.name, town.visited.name, town.covered.name, town.bare.name}
    assert found(sign_in("haishu")) == ours
    assert found(sign_in("jiangbei")) == {town.theirs.name}
    assert found(sign_in("city")) == ours | {town.theirs.name}
    assert found(sign_in("street")) == {town.missing.name, town.covered.name}


def test_other_accounts_see_what_hangs_at_them(town: Town, sign_in: SignIn) -> None:
    assert found(sign_in("instructor")) == {town.visited.name}
    assert found(sign_in("organization")) == {town.missing.name}
    assert found(sign_in("secretary")) == {town.covered.name}
    assert len(found(sign_in("civil"))) == 5
    assert len(found(sign_in("guide"))) == 5


@pytest.mark.parametrize(
    ("cover", "who"),
    [
        ("missing", {"missing"}),
        ("none", {"missing", "bare"}),
        ("work_only", {"visited"}),
        ("unit", {"covered"}),
        ("joint", {"covered"}),
        ("single", set()),
        ("due", {"missing"}),
        ("instructed", {"visited"}),
    ],
)
def test_each_way_of_cover_finds_its_organizations(
    town: Town, sign_in: SignIn, cover: str, who: set[str]
) -> None:
    assert found(sign_in("haishu"), cover=cover) == {getattr(town, name).name for name in who}


def test_conditions_narrow_together(town: Town, sign_in: SignIn) -> None:
    client = sign_in("city")
    assert found(client, kind="association") == {town.covered.name}
    assert found(client, category="education") == {town.bare.name}
    assert found(client, region="330205") == {town.theirs.name}
    assert found(client, region="330203001") == {town.missing.name, town.covered.name}
    assert found(client, members=4) == {town.missing.name}
    assert found(client, instructor=town.instructor.number) == {town.visited.name}
    assert found(client, lead=town.jiangbei.number) == {town.theirs.name}
    assert found(client, q="养老") == {town.missing.name, town.theirs.name}
    assert found(client, q="hsqslsqyl") == {town.missing.name}
    assert found(client, q="养老", region="330203") == {town.missing.name}
    assert found(client, q=town.bare.code) == {town.bare.name}
    assert found(client, q="没有这家") == set()


def test_an_unknown_value_is_no_condition(town: Town, sign_in: SignIn) -> None:
    assert len(found(sign_in("haishu"), kind="x", cover="y", category="z", members="-1")) == 4


def test_supervision_is_told_apart(town: Town, sign_in: SignIn) -> None:
    supervised = make_organization("海曙区甲协会", supervisor="市体育局")
    make_organization("海曙区乙协会", supervisor="市体育局", is_delinked=True)
    client = sign_in("haishu")
    assert found(client, supervision="supervised") == {supervised.name}
    assert found(client, supervision="delinked") == {"海曙区乙协会"}
    assert len(found(client, supervision="direct")) == 4


def test_the_tabs_count_what_the_numbers_say(town: Town, sign_in: SignIn) -> None:
    answer = sign_in("haishu").get(LIST)
    counts = {view["words"]: view["count"] for view in answer.context["views"]}
    assert counts == {"全部": 4, "应建未建": 1, "仅工作覆盖": 1, "未覆盖": 2}
    actor = actor_of(Account.objects.get(username="haishu"))
    day = date(2024, 1, 1)
    said = numbers(actor, ["coverage.uncovered", "registry.organizations"], [HAISHU], [day])
    past = sign_in("haishu").get(f"{LIST}?on=2024-01-01").context
    assert {view["words"]: view["count"] for view in past["views"]} == {
        "全部": said["registry.organizations", HAISHU, day],
        "应建未建": 0,
        "仅工作覆盖": 1,
        "未覆盖": said["coverage.uncovered", HAISHU, day],
    }


def test_a_past_day_shows_the_list_as_it_was(town: Town, sign_in: SignIn) -> None:
    client = sign_in("haishu")
    assert found(client, on="2018-12-31") == set()
    assert found(client, on="2020-06-01", cover="unit") == {town.covered.name}
    assert found(client, on="2021-06-29", cover="work_only") == set()
    assert found(client, on="2021-06-30", cover="work_only") == {town.visited.name}
    page = client.get(f"{LIST}?on=2018-12-31").content.decode()
    assert "这一天还没有社会组织" in page


def test_a_day_to_come_and_a_wrong_day_are_refused(town: Town, sign_in: SignIn) -> None:
    client = sign_in("haishu")
    assert client.get(f"{LIST}?on={today() + timedelta(days=1)}").status_code == 404
    wrong = client.get(f"{LIST}?on=2026-02-30")
    assert wrong.status_code == 404
    assert "没有“2026-02-30”这一天" in wrong.content.decode()
    assert client.get(f"{LIST}?on=２０２６-０２-２８").status_code == 200


@pytest.mark.parametrize("name", ["page", "size", "members"])
def test_a_number_without_end_in_the_address_is_no_number(
    town: Town, sign_in: SignIn, name: str
) -> None:
    client = sign_in("haishu")
    assert client.get(f"{LIST}?{name}={'9' * 5000}").status_code == 200
    assert client.get(f"/coverage/assignments/new/?id={'9' * 5000}").status_code == 404


def test_a_region_elsewhere_reads_like_one_that_does_not_exist(town: Town, sign_in: SignIn) -> None:
    client = sign_in("haishu")
    there, nowhere = client.get(f"{LIST}?region=330205"), client.get(f"{LIST}?region=999999")
    assert there.status_code == nowhere.status_code == 404
    told = [
        re.sub("330205|999999|[A-Z0-9]{4}-[A-Z0-9]{4}", "", page.content.decode())
        for page in (there, nowhere)
    ]
    assert told[0] == told[1]


def test_a_page_of_three_costs_as_many_queries_as_a_page_of_one(
    town: Town, sign_in: SignIn
) -> None:
    client = sign_in("haishu")
    client.get(LIST)
    counts = []
    for asked in ("region=330203001&cover=missing", "region=330203"):
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{LIST}?{asked}")
        counts.append(len(queries))
    assert counts == [10, 10]


def test_rows_sort_by_their_columns(town: Town, sign_in: SignIn) -> None:
    client = sign_in("haishu")
    assert names(client, sort="-members")[0] == town.missing.name
    by_name = names(client, sort="name")
    assert by_name == sorted(by_name)
    assert names(client, sort="-name") == by_name[::-1]


def test_columns_are_remembered_for_the_account(town: Town, sign_in: SignIn) -> None:
    client = sign_in("haishu")
    answer = client.post(
        f"{LIST}columns/", {"column": ["category", "legal"], "back": "?cover=missing", "_key": "k1"}
    )
    assert answer["Location"] == f"{LIST}?cover=missing"
    shown = [column.key for column in client.get(LIST).context["columns"]]
    assert shown == ["category", "legal"]
    assert [c.key for c in sign_in("jiangbei").get(LIST).context["columns"]][0] == "code"
    assert AuditEntry.objects.filter(action="access.account.own").count() == 1


def test_a_view_is_kept_shown_and_dropped(town: Town, sign_in: SignIn) -> None:
    client = sign_in("haishu")
    answer = client.post(f"{LIST}views/new/?cover=none&page=2", {"name": "待走访", "_key": "k1"})
    assert answer.status_code == 302
    views = client.get(f"{LIST}?cover=none").context["views"]
    assert [(v["words"], v["current"]) for v in views][-1] == ("我的：待走访", True)
    kept = SavedView.objects.get()
    assert kept.query == "cover=none"
    assert sign_in("jiangbei").post(f"{LIST}views/{key_of(kept)}/drop/").status_code == 404
    assert client.post(f"{LIST}views/{key_of(kept)}/drop/", {"_key": "k2"}).status_code == 302
    assert SavedView.objects.count() == 0


def test_a_view_without_conditions_is_refused(town: Town, sign_in: SignIn) -> None:
    answer = sign_in("haishu").post(f"{LIST}views/new/", {"name": "空", "_key": "k1"})
    assert answer.status_code == 422
    assert "现在没有任何条件" in answer.content.decode()


def test_the_export_holds_all_rows_in_the_chosen_columns(town: Town, sign_in: SignIn) -> None:
    actor = actor_of(Account.objects.get(username="haishu"))
    headings, rows = organization_rows(actor, {"cover": "none", "sort": "name"}, ["cover"])
    assert headings == ["名称", "覆盖方式"]
    expected = sorted([[town.bare.name, "未覆盖"], [town.missing.name, "应建未建"]])
    assert sorted(rows) == expected


def test_the_closed_ones_are_found_by_their_state(town: Town, sign_in: SignIn) -> None:
    gone = make_organization("海曙区旧协会", closed_on=date(2022, 1, 1), closing="revoked")
    client = sign_in("haishu")
    assert gone.name not in found(client)
    assert found(client, status="closed") == {gone.name}
    assert found(client, status="revoked") == {gone.name}
    assert found(client, status="deregistered") == set()
    assert gone.name in found(client, on="2021-01-01")


def test_without_divisions_led_organizations_are_listed(town: Town, sign_in: SignIn) -> None:
    make_account("party", "committee", town.haishu.party_path)
    assert found(sign_in("party")) == {
        town.missing.name,
        town.visited.name,
        town.covered.name,
        town.bare.name,
    }
    assert found(sign_in("haishu"), scope="led") == found(sign_in("party"))


def test_an_account_without_business_has_no_list(town: Town, sign_in: SignIn) -> None:
    make_account("sysadmin", "system", "access/")
    assert sign_in("sysadmin").get(LIST).status_code == 403


def test_acts_are_offered_to_those_only_who_may(town: Town, sign_in: SignIn) -> None:
    assert sign_in("haishu").get(LIST).context["acts"]
    for other in ("civil", "guide", "instructor", "organization", "secretary"):
        assert sign_in(other).get(LIST).context["acts"] == []


@pytest.mark.parametrize("sort", ["members", "-members", "name", "-established", "updated"])
def test_closed_organizations_are_listed_in_any_order(
    town: Town, sign_in: SignIn, sort: str
) -> None:
    close_organization(
        town.bare, actor=operator(), on=date(2024, 1, 1), closing=Closing.DEREGISTERED
    )
    page = sign_in("haishu").get(f"{LIST}?status=closed&sort={sort}")
    assert [row["name"] for row in page.context["rows"]] == [town.bare.name]


def test_no_page_is_offered_that_is_refused(
    town: Town, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(60):
        make_organization()
    monkeypatch.setattr("dangjianyun.coverage.queries.listing.FARTHEST", 40)
    client = sign_in("haishu")
    page = client.get(LIST).context["page"]
    assert (page.pages, page.total) == (3, 64)
    last = client.get(f"{LIST}?page=3")
    assert last.status_code == 200
    assert not last.context["page"].has_next
    assert client.get(f"{LIST}?page=4").status_code == 404
