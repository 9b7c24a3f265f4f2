"""Finding organizations by name from anywhere: bounded, whatever the term and the country."""

from collections.abc import Sequence

from django.db.models import Q

from dangjianyun.coverage.queries.asked import READ, disjoint
from dangjianyun.coverage.queries.listing import wide
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import today
from dangjianyun.foundation.scope import hanging
from dangjianyun.foundation.search import matching, words_of
from dangjianyun.registry.models import Organization

ENOUGH = 200
"""More hits than this are not ranked: the list with its conditions is the better way on."""


def organizations_named(
    actor: Actor, term: str, limit: int = 20
) -> tuple[list[Organization], bool]:
    """Organizations the actor may see with every word of the term, and whether there are more
    than ENOUGH. The exact name first, then names that begin with the term, then by name.
    """
    if not words_of(term):
        return [], False
    rows: dict[int, Organization] = {}
    for test, indexed in _ways(actor):
        hits = matching(Organization.rows().filter(test), "sought", term, indexed=indexed)
        rows |= {row.pk: row for row in hits[: ENOUGH + 1 - len(rows)]}
        if len(rows) > ENOUGH:
            break
    said = term.strip()
    ranked = sorted(rows.values(), key=lambda row: _rank(row, said))
    return ranked[:limit], len(rows) > ENOUGH


def _ways(actor: Actor) -> Sequence[tuple[Q, bool]]:
    """Divisions and other places apart, each answered from an index of its own; and whether the
    words are better found by theirs.
    """
    places = actor.places(READ)
    divisions = disjoint(actor.at("d", READ))
    others = [place for place in places if not place.startswith("d/")]
    ways = [(hanging(Organization, [place], on=today()), wide([place])) for place in divisions]
    if others and divisions != ("d/",):
        rest = hanging(Organization, others, on=today())
        # One by one: joined by OR they can only be answered by reading the whole table.
        each = rest.children if rest.connector == Q.OR else [rest]
        ways += [(one if isinstance(one, Q) else Q(one), True) for one in each]
    return ways


def _rank(row: Organization, said: str) -> tuple[bool, bool, bool, str, int]:
    exact = row.name == said or row.code == said.upper()
    return not exact, bool(row.closing), not row.name.startswith(said), row.name, row.pk
