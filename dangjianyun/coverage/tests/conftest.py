"""A small town: two districts, their committees, a few organizations and accounts."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from dangjianyun.access.models import Account
from dangjianyun.coverage.models import Instructor
from dangjianyun.coverage.tests.factories import make_assignment, make_instructor
from dangjianyun.party.models import Unit
from dangjianyun.party.tests.factories import (
    make_committee,
    make_covering,
    make_staff_member,
    make_unit,
)
from dangjianyun.registry.models import Organization
from dangjianyun.registry.tests.factories import (
    CITY,
    HAISHU,
    HAISHU_STREET,
    HAISHU_STREET_2,
    JIANGBEI,
    JIANGBEI_STREET,
    divisions,
    make_account,
    make_organization,
    make_post,
)
from dangjianyun.territory.queries import forget_divisions


@dataclass
class Town:
    """What the tests speak of. missing: 4 full members and no unit; visited: an instructor only;
    covered: on a joint branch's list; bare: nothing; theirs: in the neighboring district.
    """

    organ: Unit
    haishu: Unit
    jiangbei: Unit
    joint: Unit
    missing: Organization
    visited: Organization
    covered: Organization
    bare: Organization
    theirs: Organization
    instructor: Instructor


@pytest.fixture(scope="module")
def built_town(django_db_setup: None, django_db_blocker: Any) -> Iterator[Town]:
    """The town and its accounts, once a module, rolled back behind its last test."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield _build()
        transaction.set_rollback(True)
    forget_divisions()


@pytest.fixture
def town(built_town: Town, db: None) -> Town:
    """The town as it was built: fresh rows, and what the test writes is rolled back.

    Its accounts: `sign_in("haishu")` and so on.
    """
    rows = {one.name: getattr(built_town, one.name) for one in fields(Town)}
    return Town(**{name: type(row)._base_manager.get(pk=row.pk) for name, row in rows.items()})


def _build() -> Town:
    divisions()
    organ = make_unit(
        "宁波市直机关工委",
        kind="committee",
        role="organ",
        level="city",
        mode="",
        path=CITY,
        since=date(2010, 1, 1),
    )
    haishu = make_committee("海曙区社会组织综合党委", HAISHU, parent=organ)
    jiangbei = make_committee("江北区社会组织综合党委", JIANGBEI, parent=organ)
    joint = make_unit("海曙社工联合党支部", haishu, kind="joint_branch", mode="joint")
    missing = make_organization("海曙区示例社区养老服务中心")
    visited = make_organization("海曙区样例口腔医疗服务中心", path=HAISHU_STREET_2)
    covered = make_organization("海曙区演示篮球运动协会", kind="association")
    bare = make_organization("海曙区样例民办幼儿园", path=HAISHU_STREET_2, category="education")
    theirs = make_organization("江北区示例社区养老服务中心", path=JIANGBEI_STREET)
    for _ in range(4):
        make_staff_member(missing, joint, since=date(2025, 9, 16))
    make_covering(joint, covered)
    instructor = make_instructor("测试戊", home=haishu)
    make_assignment(instructor, visited, date(2021, 6, 30))
    make_post(missing, kind="legal_representative", title="理事长")
    make_account("city", "committee", CITY)
    make_account("haishu", "committee", HAISHU, haishu.party_path)
    make_account("jiangbei", "committee", JIANGBEI, jiangbei.party_path)
    make_account("street", "committee", HAISHU_STREET)
    make_account("civil", "civil", CITY)
    make_account("guide", "guide", CITY)
    make_account("secretary", "secretary", joint.party_path)
    make_account("instructor", "instructor", f"i/{instructor.pk}/")
    make_account("organization", "organization", f"o/{missing.pk}/")
    return Town(organ, haishu, jiangbei, joint, missing, visited, covered, bare, theirs, instructor)


class SignIn:
    """Browsers without a browser, by account name."""

    def __call__(self, username: str) -> Client:
        client = Client()
        account = Account.objects.get(username=username)
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        return client


@pytest.fixture
def sign_in() -> SignIn:
    """`sign_in("haishu").get("/registry/organizations/")`."""
    return SignIn()
