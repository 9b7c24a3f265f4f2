"""What the measurements share: the size, places of each level, accounts, signed-in browsers."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, reverse

from dangjianyun.access.models import Account, GrantRow, Role
from dangjianyun.access.roles import load_roles
from dangjianyun.registry.models import Organization
from dangjianyun.territory.models import Division, Level

COUNTRY, CITY, DISTRICT = "d/", "d/33/3302/", "d/33/3302/330203/"
DAYS = (
    date(2020, 12, 31),
    date(2018, 6, 17),
    date(2022, 2, 28),
    date(2024, 9, 9),
    date(2019, 11, 3),
)


@dataclass
class Country:
    """A populated database."""

    size: int
    quick: bool
    cities: list[str]
    districts: list[str]

    @property
    def rounds(self) -> int:
        """Requests a measurement."""
        return 12 if self.quick else 60

    def browser(self, username: str) -> Client:
        """Signed in, with a session in the database, as a browser has it."""
        client = Client(SERVER_NAME="127.0.0.1")
        account = Account.objects.get(username=username)
        client.force_login(account, backend=settings.AUTHENTICATION_BACKENDS[-1])
        return client


def prepare(size: int, quick: bool) -> Country:
    """Accounts for the country, a city and a district; places that have organizations."""
    load_roles()
    role = Role.objects.get(key="committee")
    for name, place in (("country", COUNTRY), ("city", CITY), ("district", DISTRICT)):
        account, _ = Account.objects.get_or_create(username=f"bench-{name}", label=name)
        GrantRow.objects.get_or_create(account=account, role=role, place=place)
    held = set(Organization.rows().values_list("registrar_path", flat=True).distinct())
    rows = Division.objects.filter(level=Level.DISTRICT, path__in=held).order_by("path")
    districts = [(row.code, row.parent_path) for row in rows]
    cities = Division.objects.filter(path__in={parent for _, parent in districts}).order_by("path")
    codes = [row.code for row in cities]
    step = max(1, len(codes) // 20)
    return Country(
        size,
        quick,
        ["330200", *codes[::step]],
        ["330203", *(code for code, _ in districts[:: max(1, len(districts) // 20)])],
    )


def address(name: str, *args: str) -> str:
    """The path of a page. Raises: LookupError where the page is not there yet."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch as missing:
        raise LookupError(f"no page {name} yet") from missing
