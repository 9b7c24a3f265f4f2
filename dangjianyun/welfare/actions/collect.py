"""The collector's acts: put a wish on record, mend it, take it back."""

from collections.abc import Mapping
from typing import Any

from dangjianyun.access.action import action
from dangjianyun.access.book import Book
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import OPEN, today
from dangjianyun.foundation.errors import Refused
from dangjianyun.foundation.turns import hold
from dangjianyun.orglife.actions.meeting import must_tell
from dangjianyun.party.models import Unit
from dangjianyun.registry.models import Organization
from dangjianyun.territory.models import Division
from dangjianyun.territory.queries import district_of
from dangjianyun.welfare.models import Claim, Progress, Wish, Wisher
from dangjianyun.welfare.queries.wish import Holder, next_number
from dangjianyun.welfare.rules import personal_in
from dangjianyun.welfare.workflow import WISH, WRITE

MOST_PEOPLE = 500


def _number_first(holder: Holder, given: Mapping[str, Any]) -> None:
    """Two who collect in a district at once take turns at its numbers."""
    district = district_of(given["wish"].path)
    keys: dict[Any, set[int]] = {Division: {district.pk}} if district else {}
    if isinstance(holder, Unit):
        keys[Unit] = {holder.pk}
    hold(keys)


@action(WRITE, "征集微心愿", first=_number_first)
def collect_wish(holder: Holder, *, actor: Actor, book: Book, wish: Wish, wisher: Wisher) -> Wish:
    """Hand a wish to the center. The place must lie in the collector's own district.

    Raises: Refused for a text that points at a person, a place elsewhere, nobody to be helped.
    """
    _must_lie_near(holder, wish.path)
    must_be_impersonal(wish, wisher)
    if not 1 <= wish.people <= MOST_PEOPLE:
        raise Refused(f"受益人数应在1到{MOST_PEOPLE}之间。", field="people")
    if isinstance(holder, Unit):
        wish.unit = holder
    else:
        wish.organization = holder
    wish.number = next_number(wish.path, today().year)
    wish.state, wish.collected_on, wish.collected_by = Wish.State.COLLECTED, today(), actor.name
    row = book.add(wish)
    wisher.wish = row
    book.add(wisher)
    note_step(row, book, "collect")
    return row


@action(WRITE, "修改微心愿")
def correct_wish(
    wish: Wish,
    *,
    actor: Actor,
    book: Book,
    fields: Mapping[str, Any],
    personal: Mapping[str, str] | None = None,
) -> Wish:
    """Change it while it is not published; a returned one goes to the center again.

    `personal`: columns of the wisher; those left out stay. Raises: Refused as `collect_wish`.
    """
    state = WISH.take("correct", wish.state)
    was_returned = wish.state == Wish.State.RETURNED
    wisher = Wisher.rows().filter(wish=wish).first()
    if "path" in fields:
        _must_lie_near(wish.unit or wish.organization, str(fields["path"]))
    changed = book.change(wish, **fields, state=state, told="")
    if wisher is not None:
        wisher = book.change(wisher, **(personal or {}))
        must_be_impersonal(changed, wisher)
    if was_returned:
        note_step(changed, book, "correct")
    return changed


@action(WRITE, "撤回微心愿")
def withdraw_wish(wish: Wish, *, actor: Actor, book: Book, why: str) -> Wish:
    """It is no longer wished for, or was collected by mistake; a claim on it ends.

    Raises: Refused without a reason, or once it is fulfilled.
    """
    must_tell(why, "撤回的原因", "why")
    must_say_nothing_personal(wish, why, "why")
    state = WISH.take("withdraw", wish.state)
    if wish.claim is not None:
        outcome, ended = Claim.Outcome.WITHDRAWN, today()
        if wish.has_lapsed(today()):
            outcome, ended = Claim.Outcome.EXPIRED, wish.claim.until
        book.change(wish.claim, outcome=outcome, ended_on=ended)
    changed = book.change(
        wish,
        state=state,
        told=why.strip(),
        ended_on=today(),
        claim=None,
        held_until=None,
    )
    note_step(changed, book, "withdraw", why.strip())
    return changed


def note_step(wish: Wish, book: Book, step: str, note: str = "") -> None:
    """Write down that the wish is in its present state from today on."""
    lapses = wish.held_until if wish.state == Wish.State.CLAIMED else None
    book.add(
        Progress(
            wish=wish, step=step, state=wish.state, on=today(), lapses_on=lapses or OPEN, note=note
        )
    )


def must_be_impersonal(wish: Wish, wisher: Wisher) -> None:
    """Raises: Refused where the public words point at a person."""
    for field in ("title", "text"):
        _must_hide(getattr(wish, field), wisher, field)


def must_say_nothing_personal(wish: Wish, words: str, field: str) -> None:
    """Raises: Refused where words that others will read point at the wisher."""
    wisher = Wisher.rows().filter(wish=wish).first()
    _must_hide(words, wisher, field)


def _must_hide(words: str, wisher: Wisher | None, field: str) -> None:
    known = {
        name: str(getattr(wisher, name).open()) if wisher else ""
        for name in ("name", "address", "phone")
    }
    if fault := personal_in(words, **known):
        raise Refused(fault, field=field)


def _must_lie_near(holder: Unit | Organization | None, path: str) -> None:
    """A branch collects in its own district; one that works for a whole city anywhere in it."""
    home = str(getattr(holder, "path", ""))
    district = district_of(home)
    if not path.startswith(district.path if district else home):
        raise Refused("只能征集本区县（市）的心愿，请核对所在地。", field="region")
