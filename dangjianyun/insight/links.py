"""Where the pages of records are. A room that is not there yet simply gives no link."""

from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

from dangjianyun.foundation.days import today

PAGES = {
    "organization": "registry:organization_file",
    "unit": "party:unit_file",
    "member": "party:member_file",
    "opening": "party:member_open",
    "instructor": "coverage:instructor_file",
    "activity": "orglife:activity_file",
    "meeting": "orglife:meeting_file",
    "track": "orglife:track_file",
    "wish": "welfare:wish_file",
}


@lru_cache(maxsize=4096)
def _address(name: str, args: tuple[Any, ...]) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def to(name: str, *args: Any, on: date | None = None, **query: Any) -> str:
    """The address of a named page with its query, a past day included; "" where there is none."""
    found = _address(name, args)
    if not found:
        return ""
    asked = {key: value for key, value in query.items() if value not in {None, ""}}
    if on is not None and on < today():
        asked["on"] = on.isoformat()
    return f"{found}?{urlencode(asked)}" if asked else found


def to_record(record: dict[str, Any], on: date) -> str:
    """The page of one record behind a number; an opaque member leads to the reason page where
    the viewer may ask for the record.

    An opaque instructor leads nowhere: nobody may open one without the right to read them.
    """
    noun = record["noun"]
    if record.get("opaque"):
        noun = "opening" if noun == "member" and record.get("opens") else ""
    return to(PAGES[noun], record["key"], on=on) if noun in PAGES else ""


def to_records(indicator: str, region: str, on: date, part: str = "") -> str:
    """The records behind a number."""
    return to("insight:records", indicator, on=on, region=region, part=part)


def to_division(code: str, on: date) -> str:
    """The page of a division."""
    return to("insight:division_file", code, on=on)
