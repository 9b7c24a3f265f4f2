"""Small builders for tests, through the real actions."""

from datetime import date
from itertools import count
from typing import Any

from dangjianyun.access.models import Account, GrantRow, Role
from dangjianyun.access.queries import actor_of, operator
from dangjianyun.access.roles import load_roles
from dangjianyun.foundation.actor import Actor
from dangjianyun.registry.actions import appoint, record_persons, register_organizations
from dangjianyun.registry.models import Kind, Organization, Person, Post, PostKind
from dangjianyun.registry.rules import make_credit_code
from dangjianyun.territory.actions import load_divisions
from dangjianyun.territory.models import Division
from dangjianyun.territory.queries import division_of_path, forget_divisions

CITY = "d/33/3302/"
HAISHU = "d/33/3302/330203/"
JIANGBEI = "d/33/3302/330205/"
HAISHU_STREET = "d/33/3302/330203/330203001/"
HAISHU_STREET_2 = "d/33/3302/330203/330203002/"
JIANGBEI_STREET = "d/33/3302/330205/330205001/"

_numbers = count(1)


def divisions() -> None:
    """Load the divisions unless they are there, and forget what another test knew of them."""
    if not Division.objects.exists():
        load_divisions()
    forget_divisions()


def make_organization(
    name: str = "", *, path: str = HAISHU_STREET, since: date = date(2019, 1, 1), **fields: Any
) -> Organization:
    """A registered organization in a street."""
    number = next(_numbers)
    registrar = "/".join(path.split("/")[:4]) + "/"
    row = Organization(
        code=fields.pop("code", make_credit_code("2", "330203", f"0000{number:04d}")),
        name=name or f"海曙区示例服务中心{number}",
        kind=fields.pop("kind", Kind.SERVICE),
        path=path,
        registrar_path=fields.pop("registrar_path", registrar),
        established_on=since,
        **fields,
    )
    city = division_of_path(CITY)
    return register_organizations(city, actor=operator(), organizations=[row])[0]


def make_person(name: str = "", *, path: str = HAISHU, **fields: Any) -> Person:
    """A person on record, with a telephone number of an unassigned range."""
    number = next(_numbers)
    person = Person(
        name=name or f"测试{number}",
        path=path,
        phone=fields.pop("phone", f"199000{number:05d}"),
        **fields,
    )
    return record_persons(division_of_path(CITY), actor=operator(), persons=[person])[0]


def make_post(
    organization: Organization,
    person: Person | None = None,
    *,
    kind: str = PostKind.STAFF,
    since: date = date(2020, 1, 1),
    **fields: Any,
) -> Post:
    """A person's post in an organization."""
    post = Post(
        person=person or make_person(),
        organization=organization,
        kind=kind,
        since=since,
        **fields,
    )
    return appoint(division_of_path(CITY), actor=operator(), posts=[post])[0]


def make_account(username: str, role: str, *places: str, **fields: Any) -> Account:
    """An account that holds a delivered role at places."""
    load_roles()
    account, _ = Account.objects.get_or_create(
        username=username,
        defaults={"label": fields.get("label", username), "unit_label": fields.get("unit", "")},
    )
    held = Role.objects.get(key=role)
    for place in places:
        GrantRow.objects.create(account=account, role=held, kind=held.kind, place=place)
    return account


def make_actor(username: str, role: str, *places: str) -> Actor:
    """The actor behind such an account."""
    return actor_of(make_account(username, role, *places))
