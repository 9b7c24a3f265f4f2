"""Opening every route as every account: what a route's arguments are, and what came back."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from dangjianyun.access.models import GrantRow
from dangjianyun.coverage.models import Assignment
from dangjianyun.party.models import Covering, Guidance, Office
from dangjianyun.registry.models import Post
from tests.city import ACCOUNTS, DISTRICTS, City

LETTERS = {200: "o", 302: "r", 403: "f", 404: "u", 405: "m", 410: "g", 422: "x", 409: "c"}
Arguments = Callable[[City, str], dict[str, Any]]


def _unit(city: City, district: str) -> dict[str, Any]:
    return {"number": city.units[f"{district}_branch"].number}


def _organization(city: City, district: str) -> dict[str, Any]:
    return {"code": city.organizations[district][0].code}


def _post(city: City, district: str) -> dict[str, Any]:
    row = Post.rows().get(organization=city.organizations[district][0], kind="head")
    return {"code": city.organizations[district][0].code, "pk": row.pk}


def _instructor(city: City, district: str) -> dict[str, Any]:
    return {"number": city.instructors[district].number}


def _member(city: City, district: str) -> dict[str, Any]:
    return {"ref": city.members[district][1].ref}


def _covering(city: City, district: str) -> dict[str, Any]:
    unit = city.units[f"{district}_joint"]
    return {"number": unit.number, "pk": Covering.rows().filter(unit=unit)[0].pk}


def _guidance(city: City, _district: str) -> dict[str, Any]:
    return {"number": "D1", "pk": Guidance.rows().get().pk}


def _office(city: City, district: str) -> dict[str, Any]:
    unit = city.units[f"{district}_branch"]
    return {"number": unit.number, "pk": Office.rows().get(unit=unit).pk}


def _assignment(city: City, district: str) -> dict[str, Any]:
    return {"pk": Assignment.rows().get(instructor=city.instructors[district]).pk}


def _account(city: City, district: str) -> dict[str, Any]:
    return {"username": city.accounts[district].username}


def _grant(city: City, district: str) -> dict[str, Any]:
    return {"grant": GrantRow.objects.filter(account=city.accounts[district])[0].pk}


BY_NAME: dict[str, Arguments] = {
    "access:token_end": lambda city, district: {"token": 999_999},
    "access:grant_end": _grant,
    "coverage:assignment_end": _assignment,
    "coverage:assignment_withdraw": _assignment,
    "insight:division_file": lambda city, district: {"code": DISTRICTS[district].split("/")[3]},
    "insight:parameter_edit": lambda city, district: {"key": "unit_due.counts"},
    "insight:records": lambda city, district: {"indicator": "registry.organizations"},
    "party:covering_end": _covering,
    "party:covering_withdraw": _covering,
    "party:enrollment_file": lambda city, district: {"ref": "nothing"},
    "party:guidance_end": _guidance,
    "party:guidance_withdraw": _guidance,
    "party:guideline_withdraw": lambda city, district: {**_unit(city, district), "pk": 999_999},
    "party:enrollment_withdraw": lambda city, district: {"ref": "nothing"},
    "party:member_end_part": lambda city, district: {**_member(city, district), "pk": 999_999},
    "party:member_open": lambda city, district: {"key": "nothing"},
    "party:member_shown": lambda city, district: {
        **_member(city, district), "field": "phone", "token": "nothing",
    },
    "party:member_unmask": lambda city, district: {**_member(city, district), "field": "phone"},
    "party:office_end": _office,
    "party:office_withdraw": _office,
    "registry:affiliation_withdraw": lambda city, district: {
        **_organization(city, district), "pk": 999_999,
    },
    "registry:phone_unmask": _post,
    "registry:post_edit": _post,
    "registry:post_end": _post,
    "registry:post_withdraw": _post,
    "welfare:wisher_unmask": lambda city, district: {
        "number": city.wishes[district].number, "field": "phone",
    },
    "welfare:offer_unmask": lambda city, district: {
        "ref": city.offers[district].ref, "field": "phone",
    },
    "registry:view_drop": lambda city, district: {"pk": 999_999},
    "first_sign_in": lambda city, district: {"secret": "nothing"},
}  # fmt: skip
BY_ROOM: dict[tuple[str, str], Arguments] = {
    ("registry", "code"): _organization,
    ("coverage", "number"): _instructor,
    ("party", "number"): _unit,
    ("party", "ref"): _member,
    ("papers", "attachment"): lambda city, district: {"attachment": "0" * 32},
    ("orglife", "number"): lambda city, district: {"number": city.activities[district].number},
    ("orglife", "meeting"): lambda city, district: {"meeting": city.meetings[district].number},
    ("orglife", "pattern"): lambda city, district: {"pattern": city.patterns[district].ref},
    ("orglife", "unit"): lambda city, district: {"unit": city.units[f"{district}_branch"].number},
    ("welfare", "number"): lambda city, district: {"number": city.wishes[district].number},
    ("welfare", "ref"): lambda city, district: {"ref": city.offers[district].ref},
    ("access", "username"): _account,
    ("interchange", "number"): lambda city, district: {"number": "999999"},
    ("interchange", "pk"): lambda city, district: {"pk": 999_999},
    ("interchange", "name"): lambda city, district: {"name": "organizations"},
}


def routes(urls: list[Any] | None = None, above: str = "") -> Iterator[tuple[str, tuple[str, ...]]]:
    """(name, names of its arguments) of every page; a name with and without counts twice."""
    for one in urls if urls is not None else get_resolver().url_patterns:
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, f"{one.namespace}:" if one.namespace else above)
        elif isinstance(one, URLPattern):
            yield f"{above}{one.name}", tuple(sorted(one.pattern.regex.groupindex))


def address(city: City, district: str, name: str, asked: tuple[str, ...]) -> str:
    """Where the route leads for an object of the district. Raises: KeyError for an unknown kind."""
    if not asked:
        return reverse(name)
    found = BY_NAME.get(name) or BY_ROOM[name.split(":")[0], asked[0]]
    return reverse(name, kwargs=found(city, district))


def enter(city: City, username: str) -> Client:
    """A client signed in as the account; server errors come back as answers."""
    client = Client(raise_request_exception=False)
    client.force_login(city.accounts[username], backend="django.contrib.auth.backends.ModelBackend")
    return client


def opened(client: Client, method: str, where: str) -> int:
    """The status of a GET, or of an empty POST whose effect is undone."""
    if method == "GET":
        return int(client.get(where).status_code)
    with transaction.atomic():
        status = client.post(where).status_code
        transaction.set_rollback(True)
    return int(status)


def row_of(clients: dict[str, Client], where: str) -> str:
    """What each account gets, one letter each, in the contract's order."""
    got = [opened(clients[name], "GET", where) for name in ACCOUNTS]
    return "".join(LETTERS.get(status, str(status)) for status in got)


def declared() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """(key in the manifest, name, arguments) of every route but the API's, which has tokens."""
    for name, asked in routes():
        if not name.startswith("api"):
            yield (f"{name}/{','.join(asked)}" if asked else name), name, asked


def rows_of(
    city: City, clients: dict[str, Client], name: str, asked: tuple[str, ...]
) -> str | tuple[str, str]:
    """One row, or one for an object of each district."""
    if not asked:
        return row_of(clients, reverse(name))
    first, second = (row_of(clients, address(city, d, name, asked)) for d in DISTRICTS)
    return first, second
