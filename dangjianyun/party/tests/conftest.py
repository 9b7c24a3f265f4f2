"""A small city: committees, a street, branches with members, accounts next door to each other."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from dangjianyun.access.models import Account
from dangjianyun.access.queries import actor_of
from dangjianyun.foundation.actor import Actor
from dangjianyun.party.models import Member, Unit
from dangjianyun.party.tests.factories import make_committee, make_member, make_unit
from dangjianyun.registry.models import Organization
from dangjianyun.registry.tests.factories import (
    CITY,
    HAISHU,
    HAISHU_STREET,
    JIANGBEI,
    JIANGBEI_STREET,
    divisions,
    make_account,
    make_organization,
    make_person,
)
from dangjianyun.territory.queries import forget_divisions


@dataclass
class Town:
    """organ ▸ city, haishu ▸ (street ▸ branch, general ▸ lower, joint), jiangbei ▸ theirs."""

    organ: Unit
    city: Unit
    haishu: Unit
    jiangbei: Unit
    street: Unit
    general: Unit
    branch: Unit
    lower: Unit
    joint: Unit
    theirs: Unit
    guiding: Unit
    home: Organization
    member: Member
    stranger: Member


@pytest.fixture(scope="module")
def built_town(django_db_setup: None, django_db_blocker: Any) -> Iterator[Town]:
    """The city and its accounts, once a module, rolled back behind its last test."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield _build()
        transaction.set_rollback(True)
    forget_divisions()


@pytest.fixture
def town(built_town: Town, db: None) -> Town:
    """The city as it was built: fresh rows, and what the test writes is rolled back."""
    rows = {one.name: getattr(built_town, one.name) for one in fields(Town)}
    return Town(**{name: type(row)._base_manager.get(pk=row.pk) for name, row in rows.items()})


def _build() -> Town:
    divisions()
    top = {"kind": "committee", "mode": "", "path": CITY, "level": "city"}
    organ = make_unit("宁波市直机关工委", role="organ", since=date(2010, 1, 1), **top)
    guiding = make_unit("宁波市委社会工作部", role="guiding", since=date(2010, 1, 1), **top)
    city = make_committee("宁波市社会组织综合党委", CITY, parent=organ, level="city")
    haishu = make_committee("海曙区社会组织综合党委", HAISHU, parent=organ)
    jiangbei = make_committee("江北区社会组织综合党委", JIANGBEI, parent=organ)
    local = {"kind": "committee", "role": "local", "level": "street", "mode": ""}
    street = make_unit("海曙街道党工委", haishu, path=HAISHU_STREET, **local)
    general = make_unit("海曙产业党总支", haishu, kind="general_branch", mode="area")
    home = make_organization("海曙区示例服务中心")
    branch = make_unit("海曙服务中心党支部", street, organization=home, path=HAISHU_STREET)
    lower = make_unit("海曙产业第一党支部", general, path=HAISHU_STREET)
    joint = make_unit("海曙联合党支部", haishu, kind="joint_branch", mode="joint")
    theirs = make_unit("江北服务中心党支部", jiangbei, path=JIANGBEI_STREET)
    make_account("city", "committee", CITY, city.party_path)
    make_account("haishu", "committee", HAISHU, haishu.party_path)
    make_account("jiangbei", "committee", JIANGBEI, jiangbei.party_path)
    make_account("street", "committee", HAISHU_STREET, street.party_path)
    make_account("secretary", "secretary", branch.party_path)
    make_account("guide", "guide", guiding.party_path)
    make_account("civil", "civil", CITY)
    make_account("sysadmin", "system", "access/")
    member = make_member(branch, make_person("测试甲甲"))
    stranger = make_member(theirs, make_person("测试乙乙"))
    return Town(
        organ, city, haishu, jiangbei, street, general, branch, lower, joint, theirs, guiding,
        home, member, stranger,
    )  # fmt: skip


class SignIn:
    """Browsers without a browser, by account name."""

    def __call__(self, username: str) -> Client:
        client = Client()
        account = Account.objects.get(username=username)
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        return client


@pytest.fixture
def sign_in() -> SignIn:
    """`sign_in("haishu").get("/party/units/")`."""
    return SignIn()


def actor(username: str) -> Actor:
    """The actor behind an account."""
    return actor_of(Account.objects.get(username=username))
