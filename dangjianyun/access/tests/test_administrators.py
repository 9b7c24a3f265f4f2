"""The three administrators: apart from each other and from business, in the action and below it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.test import Client

from dangjianyun.access.actions import (
    Desk,
    create_account,
    disable_account,
    end_grant,
    give_grant,
    issue_first_sign_in,
)
from dangjianyun.access.models import DESK, GrantRow, Role
from dangjianyun.access.queries import actor_of, operator
from dangjianyun.access.roles import BUILT_IN
from dangjianyun.foundation.days import today
from dangjianyun.foundation.errors import Refused
from tests.city import CITY, City

pytestmark = pytest.mark.django_db
THREE = {"sysadmin": "system", "secadmin": "security", "auditor": "audit"}


def role(key: str) -> Role:
    return Role.objects.get(key=key)


def give(city: City, username: str, key: str, place: str = DESK, by: str = "", **more):
    actor = city.actor(by) if by else operator()
    account = city.accounts[username]
    return give_grant(Desk(), actor=actor, account=account, role=role(key), place=place, **more)


@pytest.mark.parametrize(
    ("held", "wanted"),
    [
        (held, wanted)
        for held, kind in {**THREE, "haishu": "civil"}.items()
        for wanted in (*THREE.values(), "civil")
        if kind != wanted
    ],
)
def test_an_account_never_holds_two_kinds(city: City, held: str, wanted: str) -> None:
    place = CITY if wanted == "civil" else DESK
    with pytest.raises(Refused, match="始终分开"):
        give(city, held, wanted, place)
    row = GrantRow(
        account=city.accounts[held], role=role(wanted), kind=role(wanted).kind, place=place
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save()


def test_a_grant_that_ended_keeps_the_kinds_apart(city: City) -> None:
    grant = GrantRow.objects.get(account=city.accounts["auditor"])
    GrantRow.objects.filter(pk=grant.pk).update(until=today() - timedelta(days=30))
    with pytest.raises(Refused, match="始终分开"):
        give(city, "auditor", "civil", CITY)


def test_a_grant_cannot_claim_another_kind_than_its_role(city: City) -> None:
    row = GrantRow(account=city.accounts["haishu"], role=role("audit"), kind="business", place=DESK)
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        Role.objects.filter(key="audit").update(kind="business")


def test_nobody_grants_to_oneself_or_ends_the_own(city: City) -> None:
    with pytest.raises(Refused, match="不能给自己授权"):
        give(city, "secadmin", "security", by="secadmin")
    own = GrantRow.objects.get(account=city.accounts["secadmin"])
    with pytest.raises(Refused, match="不能终止自己的授权"):
        end_grant(Desk(), actor=city.actor("secadmin"), grant=own)


@pytest.mark.parametrize("who", ["sysadmin", "auditor", "city", "haishu", "guide"])
def test_only_the_security_administrator_grants(city: City, who: str) -> None:
    with pytest.raises(PermissionDenied):
        give(city, "civil", "civil", CITY, by=who)


@pytest.mark.parametrize("who", ["secadmin", "auditor", "city", "haishu"])
def test_only_the_system_administrator_creates_accounts(city: City, who: str) -> None:
    with pytest.raises(PermissionDenied):
        create_account(Desk(), actor=city.actor(who), username="new", label="新")


def test_administrators_hold_no_business_right_and_business_no_desk() -> None:
    for one in BUILT_IN:
        rooms = {name.split(".")[0] for name in one.permissions}
        assert (rooms == {"access"}) == (one.kind != Role.Kind.BUSINESS)


def test_an_administrator_sees_no_business_row(city: City) -> None:
    from django.apps import apps

    from dangjianyun.foundation.scope import ScopedModel

    tables = [m for m in apps.get_models() if issubclass(m, ScopedModel)]
    for name in THREE:
        actor = city.actor(name)
        assert {m._meta.label: m.objects.seen_by(actor).count() for m in tables} == {
            m._meta.label: 0 for m in tables
        }


def test_a_grant_holds_from_its_first_day_to_the_day_before_its_end(city: City) -> None:
    day = today()
    account = create_account(Desk(), actor=operator(), username="later", label="以后")
    give_grant(
        Desk(),
        actor=operator(),
        account=account,
        role=role("civil"),
        place=CITY,
        since=day + timedelta(days=3),
        until=day + timedelta(days=5),
    )
    held = [
        actor_of(account, on=day + timedelta(days=n)).holds("registry.organization.read")
        for n in range(2, 6)
    ]
    assert held == [False, True, True, False]


def test_a_business_role_is_never_given_at_the_desk_nor_the_desk_at_a_place(city: City) -> None:
    with pytest.raises(Refused, match="范围"):
        give(city, "civil", "civil", DESK)
    with pytest.raises(Refused, match="范围"):
        give(city, "sysadmin", "system", CITY)


def test_the_system_administrator_cannot_become_another_administrator(city: City) -> None:
    with pytest.raises(Refused, match="不能代办"):
        issue_first_sign_in(city.accounts["secadmin"], actor=city.actor("sysadmin"))
    assert issue_first_sign_in(city.accounts["secadmin"], actor=operator())


def test_nobody_disables_oneself(city: City) -> None:
    with pytest.raises(Refused, match="不能停用自己"):
        disable_account(city.accounts["sysadmin"], actor=city.actor("sysadmin"))


@pytest.mark.parametrize("name", ["Haishu", "h", "海曙", "a b", "1abc", "haishu"])
def test_a_malformed_or_taken_name_is_refused(city: City, name: str) -> None:
    with pytest.raises(Refused):
        create_account(Desk(), actor=operator(), username=name, label="某")


def test_two_who_switch_an_account_off_do_not_switch_it_on_again(
    city: City, client: Client
) -> None:
    client.force_login(city.accounts["sysadmin"])
    address = "/access/accounts/haishu/switch/"
    asked = client.get(address).context["meant"]
    disable_account(city.accounts["haishu"], actor=operator())
    answer = client.post(address, {"meant": asked, "_key": "a1"})
    assert "这个账号已经停用。" in answer.content.decode()
    assert not type(city.accounts["haishu"]).objects.get(username="haishu").is_active
    assert client.post(address, {"_key": "a2"}).status_code == 422
    again = client.get(address).context["meant"]
    assert (asked, again) == ("off", "on")
    assert client.post(address, {"meant": again, "_key": "a3"}).status_code == 302


def test_the_list_tells_a_role_once_with_every_place_and_no_ended_grant(city: City) -> None:
    give(city, "haishu", "civil", CITY, place_label="宁波市")
    give(city, "haishu", "civil", f"{CITY}330205/", place_label="江北区")
    ended = give(city, "haishu", "guide", CITY, place_label="宁波市")
    GrantRow.objects.filter(pk=ended.pk).update(since="2020-01-01", until="2020-02-01")
    client = Client()
    client.force_login(
        city.accounts["sysadmin"], backend="django.contrib.auth.backends.ModelBackend"
    )
    page = client.get("/access/accounts/", {"q": "haishu"})
    told = dict(page.context["rows"][0][1])
    assert set(told[role("civil").name]) == {"江北区", "宁波市"}
    assert role("guide").name not in told
    assert page.content.decode().count(f"<p>{role('civil').name}") == 1
