"""A city sets what a rule leaves open: numbers follow, and pages say so until they have."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from dangjianyun.access.models import AuditEntry
from dangjianyun.access.queries import operator
from dangjianyun.foundation import rebuilding
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import today
from dangjianyun.foundation.errors import Refused
from dangjianyun.foundation.models import Rebuild, RuleParameter
from dangjianyun.insight import queries
from dangjianyun.insight.actions import set_parameter
from dangjianyun.insight.queries.recount import differences
from dangjianyun.party.models import Mode, UnitKind
from dangjianyun.party.tests.factories import (
    make_committee,
    make_covering,
    make_staff_member,
    make_unit,
)
from dangjianyun.registry.tests.factories import (
    CITY,
    HAISHU,
    divisions,
    make_account,
    make_actor,
    make_organization,
)
from dangjianyun.territory.queries import division_of_path

JOINT = "joint_satisfies"
BANNER = "正在按新规则重算"


@pytest.fixture
def covered(db: None) -> None:
    """Three full members, covered by a joint branch only."""
    divisions()
    head = make_committee()
    joint = make_unit(parent=head, kind=UnitKind.JOINT_BRANCH, mode=Mode.JOINT)
    organization = make_organization()
    make_covering(joint, organization)
    for _ in range(3):
        make_staff_member(organization, joint)


def missing(on: date) -> Any:
    """应建未建 of the city."""
    name = "coverage.unit_missing"
    return queries.numbers(operator(), [name], [CITY], [on])[name, CITY, on]


def set_joint(actor: Actor, value: Any, since: date = date(2021, 1, 1), place: str = CITY) -> Any:
    """Say whether a joint branch counts as built."""
    return set_parameter(
        division_of_path(place),
        actor=actor,
        key=JOINT,
        value=value,
        since=since,
        basis="甬组通〔2021〕1号",
    )


@pytest.mark.usefixtures("covered")
def test_a_changed_parameter_changes_the_numbers_from_its_day_on_and_the_pages_say_so() -> None:
    browser = Client()
    browser.force_login(
        make_account("city", "committee", CITY),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    set_joint(operator(), False)
    assert BANNER in browser.get("/divisions/330200/").content.decode()
    assert rebuilding.run() == 1
    assert BANNER not in browser.get("/divisions/330200/").content.decode()
    assert Rebuild.objects.count() == 0
    assert (missing(date(2020, 12, 31)), missing(date(2021, 1, 1)), missing(today())) == (0, 1, 1)
    assert differences() == []


@pytest.mark.usefixtures("covered")
def test_the_same_day_set_again_is_a_change_and_both_are_in_the_audit() -> None:
    set_joint(operator(), False)
    set_joint(operator(), True)
    assert list(RuleParameter.objects.values_list("value", flat=True)) == [True]
    entries = AuditEntry.objects.filter(table="foundation.RuleParameter").order_by("sequence")
    assert [entry.operation for entry in entries] == ["add", "change"]
    rebuilding.run()
    assert missing(today()) == 0


@pytest.mark.usefixtures("covered")
def test_only_a_city_sets_parameters() -> None:
    with pytest.raises(Refused, match="由市级统一设定"):
        set_joint(make_actor("haishu", "committee", HAISHU), False, place=HAISHU)
    for name, role, place in (("civil", "civil", CITY), ("haishu2", "committee", HAISHU)):
        with pytest.raises(PermissionDenied):
            set_joint(make_actor(name, role, place), False)
    assert RuleParameter.objects.count() == 0


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"key": "no_such"}, "没有参数“no_such”"),
        ({"value": "maybe"}, "参数joint_satisfies（联合组建视为已建）不能设为maybe。"),
        ({"since": date(2999, 1, 1)}, "2999-01-01还没有到"),
        ({"basis": " "}, "请写明依据"),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused(
    db: None, given: dict[str, Any], said: str
) -> None:
    divisions()
    asked = {"key": JOINT, "value": True, "since": date(2021, 1, 1), "basis": "会议纪要"}
    with pytest.raises(Refused, match=said):
        set_parameter(division_of_path(CITY), actor=operator(), **(asked | given))


@pytest.mark.usefixtures("covered")
def test_the_page_sets_a_parameter_and_explains_what_is_wrong() -> None:
    browser = Client()
    browser.force_login(
        make_account("city", "committee", CITY),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    address = f"/rules/parameters/{JOINT}/"
    wrong = browser.post(address, {"value": "false", "since": "2021-13-01", "basis": ""})
    assert wrong.status_code == 422
    assert "错误：" in wrong.content.decode()
    done = browser.post(
        address, {"value": "false", "since": "2021年1月1日", "basis": "甬组通〔2021〕1号"}
    )
    assert (done.status_code, done["Location"]) == (302, "/rules/#party.unit_due")
    rules = browser.get("/rules/").content.decode()
    assert "本地设定" in rules
    order = browser.get("/rules/parameters/route.order/").content.decode()
    assert "第4位" in order
