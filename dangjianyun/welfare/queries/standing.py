"""Segments of wishes and claims, from their steps."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from dangjianyun.foundation.days import OPEN
from dangjianyun.welfare.models import Claim, ClaimStanding, Progress, Wish, WishStanding

TAKEN, DONE = "taken", "done"
_WENT_BACK = (Claim.Outcome.GIVEN_BACK, Claim.Outcome.EXPIRED, Claim.Outcome.UNDONE)


def wish_segments(ids: Sequence[int]) -> list[WishStanding]:
    """The states of these wishes from day to day, and the year's totals."""
    steps: dict[int, list[Progress]] = defaultdict(list)
    for step in Progress.rows().filter(wish__in=ids).order_by("on", "id"):
        steps[step.wish_id].append(step)
    rows = Wish.rows().filter(pk__in=ids)
    return [one for row in rows for one in _of_wish(row, steps[row.pk])]


def _of_wish(wish: Wish, steps: list[Progress]) -> list[WishStanding]:
    found: list[tuple[str, date, date]] = []
    for n, step in enumerate(steps):
        end = steps[n + 1].on if n + 1 < len(steps) else OPEN
        is_claim = step.state == Wish.State.CLAIMED
        lapse = min(step.lapses_on, end) if is_claim else end
        found.append((step.state, step.on, lapse))
        found.append((Wish.State.PUBLISHED, lapse, end))
    if wish.state != Wish.State.WITHDRAWN:
        found.append((TAKEN, wish.collected_on, _year_end(wish.collected_on)))
    if wish.state == Wish.State.CLOSED and wish.ended_on:
        found.append((DONE, wish.ended_on, _year_end(wish.ended_on)))
    return [
        WishStanding(wish=wish, path=wish.path, state=state, since=since, until=until)
        for state, since, until in found
        if since < until
    ]


def claim_segments(ids: Sequence[int]) -> list[ClaimStanding]:
    """Claims that went back, or will have by themselves."""
    found = []
    for row in Claim.rows().filter(pk__in=ids).select_related("wish"):
        since = row.ended_on if row.outcome in _WENT_BACK else None
        if row.outcome == Claim.Outcome.HELD and row.until < OPEN:
            since = row.until
        if since:
            found.append(
                ClaimStanding(
                    claim=row,
                    wish=row.wish,
                    path=row.wish.path,
                    since=since,
                    until=_year_end(since),
                    is_expired=row.outcome in {Claim.Outcome.HELD, Claim.Outcome.EXPIRED},
                )
            )
    return found


def _year_end(day: date) -> date:
    return date(day.year + 1, 1, 1)
