"""Pages: server time of a signed-in browser's request, through everything but the socket."""

from collections.abc import Callable
from datetime import date
from urllib.parse import quote

from bench.country import CITY, COUNTRY, DAYS, DISTRICT, Country, address
from bench.result import Result, timed
from dangjianyun.access.queries import operator
from dangjianyun.demo.country import COMMON, RARE
from dangjianyun.foundation.days import today
from dangjianyun.foundation.indicators import INDICATORS
from dangjianyun.insight import divisions
from dangjianyun.insight.queries import numbers
from dangjianyun.insight.queries.behind import behind
from dangjianyun.insight.queries.numbers import plain_ids

LEVELS = (("city", 50.0), ("district", 50.0), ("country", 150.0))
ABSENT = "饕餮鬶觥"


def got(country: Country, username: str) -> Callable[[str], None]:
    """A function that asks for an address and is content with nothing but the page."""
    client = country.browser(f"bench-{username}")

    def get(path: str) -> None:
        response = client.get(path)
        if response.status_code != 200:
            raise LookupError(f"{path} answered {response.status_code}")

    return get


def division_pages(country: Country) -> list[Result]:
    """City, district and country, today and on past days."""
    found = []
    get = got(country, "country")
    codes = {"city": country.cities, "district": country.districts, "country": ["000000"]}
    for level, bound in LEVELS:
        pages = [address("insight:division_file", code) for code in codes[level]]
        for when in ("today", "past"):

            def one(n: int, pages: list[str] = pages, when: str = when) -> None:
                day = f"?on={DAYS[n % len(DAYS)]}" if when == "past" else ""
                get(pages[n % len(pages)] + day)

            name = f"division page, {level}, {when}"
            found.append(timed(name, one, country.rounds, bound, country.size))
    return found


def counts(country: Country) -> list[Result]:
    """The page's own numbers from tallies, and as the plain ORM counts them from segments."""
    found = []
    actor = operator()
    shown = {name for part in (divisions.COMPARED, divisions.ORDERS.values()) for name in part}
    ids = sorted({*shown, *plain_ids([INDICATORS[name] for name in shown])} & set(INDICATORS))
    for level, place in (("district", DISTRICT), ("city", CITY), ("country", COUNTRY)):
        for when, day in (("today", today()), ("past", date(2020, 12, 31))):

            def tallied(n: int, place: str = place, day: date = day) -> None:
                numbers(actor, ids, [place], [day])

            def counted(n: int, place: str = place, day: date = day) -> None:
                for one in plain_ids([INDICATORS[name] for name in ids]):
                    behind(actor, INDICATORS[one], place, day).count()

            result = timed(f"numbers of a {level}, {when}", tallied, 20, None, country.size)
            rounds = 3 if country.size > 50_000 else 10
            plain = timed("", counted, rounds, None, country.size)
            result.comparator = {"plain ORM count, p50 ms": plain.p50 or 0.0}
            found.append(result)
    return found


def lists(country: Country) -> list[Result]:
    """The list of organizations as it opens, sorted otherwise, filtered, on a past day."""
    found = []
    path = address("registry:organization_list")
    asked = {
        "as it opens": "",
        "uncovered": "?cover=none",
        "past day": "?on=2020-12-31",
        "foundations by age": "?kind=foundation&sort=-established",
    }
    for who in ("country", "district"):
        get = got(country, who)
        for words, query in asked.items():
            result = timed(
                f"organization list, {who}, {words}",
                lambda n, get=get, query=query: get(path + query),
                country.rounds // 2,
                40,
                country.size,
            )
            found.append(result)
    return found


def searches(country: Country) -> list[Result]:
    """Rare, common and absent terms, of two and more characters, names and initials."""
    found = []
    terms = {"rare": RARE, "common": COMMON, "common, 2 characters": "协会", "absent": ABSENT}
    terms |= {"absent, 2 characters": "鬶觥", "initials": "sllnsh", "number": "12345号"}
    for who in ("country", "district"):
        get = got(country, who)
        for page, name in (("search page", "search"), ("list", "registry:organization_list")):
            path = address(name)
            for words, term in terms.items():
                result = timed(
                    f"{page}, {who}, {words}",
                    lambda n, get=get, path=path, term=term: get(f"{path}?q={quote(term)}"),
                    country.rounds // 2,
                    50,
                    country.size,
                )
                found.append(result)
    return found
