"""What is published, as anybody may read it: the claim board and the public portal.

Only public columns leave this file: neither who collected nor who claimed, nor any wisher. What is
published is public, so these reads go by no one's scope.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from dangjianyun.foundation.days import today
from dangjianyun.foundation.scope import below
from dangjianyun.territory.queries import district_of, place_name
from dangjianyun.welfare.models import Kind, Wish
from dangjianyun.welfare.queries.wish import in_state

STATES = {
    "published": "待认领",
    "claimed": "办理中",
    "closed": "已办结",
}
"""What the public is told of a state; a wish in its call-back is still under way."""
COLUMNS = ("number", "title", "text", "kind", "path", "state", "published_on", "held_until")


@dataclass(frozen=True)
class Published:
    """A published wish. `state` is a key of STATES."""

    number: str
    title: str
    text: str
    kind: str
    place: str
    district: str
    state: str
    published_on: date

    @property
    def state_words(self) -> str:
        """待认领, 办理中, 已办结."""
        return STATES[self.state]

    @property
    def kind_words(self) -> str:
        """物品, 服务 …"""
        return str(Kind(self.kind).label)


def board(
    *, state: str = "published", path: str = "", kind: str = "", term: str = ""
) -> "list[Published]":
    """Published wishes, the oldest first: who waits longest is helped first."""
    on = today()
    rows = Wish.rows().filter(_shown(on), published_on__isnull=False)
    if state == "claimed":
        rows = rows.filter(in_state("claimed", on) | Q(state="fulfilled"))
    elif state in STATES:
        rows = rows.filter(in_state(state, on))
    if path:
        rows = rows.filter(below("path", path))
    if kind in Kind.values:
        rows = rows.filter(kind=kind)
    for word in term.split():
        rows = rows.filter(Q(title__icontains=word) | Q(text__icontains=word))
    return [_told(row, on) for row in rows.order_by("published_on", "id").values(*COLUMNS)[:MOST]]


def published(number: str) -> Published | None:
    """One published wish by its number; None for any other."""
    on = today()
    rows = Wish.rows().filter(_shown(on), published_on__isnull=False, number=number)
    row = rows.values(*COLUMNS).first()
    return _told(row, on) if row else None


MOST = 500


def _shown(on: date) -> Q:
    return ~Q(state__in=("collected", "returned", "withdrawn"))


def _told(row: "dict[str, object]", on: date) -> Published:
    state = str(row["state"])
    held = row["held_until"]
    if state == "claimed" and isinstance(held, date) and held <= on:
        state = "published"
    path = str(row["path"])
    district = district_of(path)
    return Published(
        number=str(row["number"]),
        title=str(row["title"]),
        text=str(row["text"]),
        kind=str(row["kind"]),
        place=place_name(path),
        district=district.code if district else "",
        state="claimed" if state == "fulfilled" else state,
        published_on=row["published_on"],  # type: ignore[arg-type]  # filtered: never null
    )
