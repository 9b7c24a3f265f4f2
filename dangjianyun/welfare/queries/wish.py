"""Reading wishes: lists, the file, who may do what next."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import today
from dangjianyun.foundation.scope import below
from dangjianyun.orglife.queries.activity import home_of
from dangjianyun.party.models import Unit
from dangjianyun.registry.models import Organization
from dangjianyun.territory.queries import district_of, path_to_code, path_to_narrow_to
from dangjianyun.welfare.models import Claim, Kind, Progress, Wish, Wisher
from dangjianyun.welfare.workflow import CHECK, CLAIM, WISH, WRITE

Holder = Unit | Organization
FILTERS = ("q", "kind", "state", "region", "mine")
STATE = Wish.State
WAY = (
    (STATE.COLLECTED, "征集"),
    (STATE.PUBLISHED, "审核发布"),
    (STATE.CLAIMED, "认领"),
    (STATE.FULFILLED, "办理"),
    (STATE.CLOSED, "回访办结"),
)
ELSEWHERE = {Unit: "其他区域的党组织", Organization: "其他区域的社会组织"}


def in_state(state: str, on: date) -> Q:
    """Wishes that are in a state on a day from now on; a claim that ran out holds no more."""
    lapsed = Q(state=STATE.CLAIMED, held_until__lte=on)
    if state == STATE.PUBLISHED:
        return Q(state=STATE.PUBLISHED) | lapsed
    return Q(state=state) & ~lapsed


def wish_list(
    actor: Actor,
    *,
    kind: str = "",
    state: str = "",
    path: str = "",
    term: str = "",
    mine: str = "",
) -> QuerySet[Any]:
    """Wishes the actor may see, the latest first. `mine`: "collected" or "claimed" by the own
    Party organization or organization.
    """
    rows = Wish.objects.seen_by(actor).select_related("unit", "organization", "claim")
    if kind:
        rows = rows.filter(kind=kind)
    if state in STATE.values:
        rows = rows.filter(in_state(state, today()))
    if path:
        rows = rows.filter(below("path", path))
    if mine:
        rows = rows.filter(_mine(actor, mine))
    for word in term.split():
        rows = rows.filter(
            Q(title__icontains=word) | Q(text__icontains=word) | Q(number__iexact=word)
        )
    return rows.order_by("-collected_on", "-id")


def asked_of(actor: Actor, given: Mapping[str, str]) -> dict[str, Any]:
    """What the address of the list asks for, as `wish_list` takes it. Raises: Unseen."""
    rows = Wish.objects.seen_by(actor)
    mine = given.get("mine", "")
    return {
        "kind": given.get("kind", "") if given.get("kind") in Kind.values else "",
        "state": given.get("state", ""),
        "path": path_to_narrow_to(actor, Wish.read_permission(), given.get("region", ""), rows),
        "term": given.get("q", ""),
        "mine": mine if mine in {"collected", "claimed"} else "",
    }


def _mine(actor: Actor, which: str) -> Q:
    holder = holder_of(actor, CLAIM if which == "claimed" else WRITE)
    prefix = "claim__" if which == "claimed" else ""
    found = of_holder(holder, prefix)
    return found & Q(held_until__gt=today()) if which == "claimed" else found


def of_holder(holder: Holder | None, prefix: str = "") -> Q:
    """Rows of this Party organization or organization, none for nobody."""
    if holder is None:
        return Q(pk__in=[])
    name = "unit" if isinstance(holder, Unit) else "organization"
    return Q(**{f"{prefix}{name}": holder})


def holder_of(actor: Actor, permission: str) -> Holder | None:
    """The Party organization or organization for which the actor collects or claims."""
    if not actor.holds(permission):
        return None
    return home_of(actor, permission)


def is_center(actor: Actor, wish: Wish) -> bool:
    """Whether the actor works for the center of the place: checking goes by division only."""
    return any(wish.path.startswith(place) for place in actor.at("d", CHECK))


def waiting_for_check(actor: Actor) -> QuerySet[Any]:
    """Wishes on which the actor's center decides, the oldest first."""
    return _of_center(actor).filter(state=STATE.COLLECTED).order_by("collected_on", "id")


def waiting_for_call(actor: Actor) -> QuerySet[Any]:
    """Fulfilled wishes whose wishers are to be called back, the oldest first."""
    return _of_center(actor).filter(state=STATE.FULFILLED).order_by("claim__done_on", "id")


def _of_center(actor: Actor) -> QuerySet[Any]:
    places = Q(pk__in=[])
    for place in actor.at("d", CHECK):
        places |= below("path", place)
    return Wish.rows().filter(places).select_related("unit", "organization", "claim")


def held_by(actor: Actor) -> QuerySet[Any]:
    """Wishes that the actor's own Party organization or organization has to fulfil."""
    rows = Wish.rows().filter(in_state(STATE.CLAIMED, today()))
    mine = rows.filter(of_holder(holder_of(actor, CLAIM), "claim__"))
    return mine.select_related("claim").order_by("held_until", "id")


def claim_of(actor: Actor, wish: Wish) -> Claim | None:
    """The claim that holds now, if it is the actor's own."""
    holder = holder_of(actor, CLAIM)
    claim = wish.claim
    if holder is None or claim is None or wish.has_lapsed(today()) or not claim.is_by(holder):
        return None
    return claim


def wisher_of(actor: Actor, wish: Wish) -> Wisher | None:
    """Who wishes, for whoever may see that now."""
    row: Wisher | None = Wisher.objects.seen_by(actor).filter(wish=wish).first()
    return row


def offers(actor: Actor, wish: Wish) -> set[str]:
    """Names of the steps that the actor may take now; the same that the actions obey."""
    state = wish.state_on(today())
    taken: set[str] = set()
    for step in WISH.steps.values():
        if state not in step.start:
            continue
        if step.permission == CHECK and step.name != "expire" and is_center(actor, wish):
            if wish.collected_by != actor.name:
                taken.add(step.name)
        elif (
            step.permission == WRITE
            and actor.may(WRITE, wish)
            or step.permission == CLAIM
            and step.name != "claim"
            and claim_of(actor, wish)
        ):
            taken.add(step.name)
    return taken


def next_number(path: str, year: int) -> str:
    """The next free number in the district of a place: WX330203-2026-0007."""
    numbers = next_numbers(path, year, 1)
    return numbers[0]


def next_numbers(path: str, year: int, count: int) -> list[str]:
    """Free numbers, in order. They run within a district, so none tells of a neighbor's."""
    district = district_of(path)
    code = district.code if district else path_to_code(path)
    head = f"WX{code}-{year}-"
    taken = Wish.rows().filter(number__startswith=head).values_list("number", flat=True)
    last = max((int(n.rsplit("-", 1)[1]) for n in taken), default=0)
    return [f"{head}{n:04d}" for n in range(last + 1, last + 1 + count)]


def names_of(actor: Actor, rows: Iterable[Any]) -> dict[tuple[type, int], str]:
    """{(table, key): name} of collectors and claimers; those out of scope are not named."""
    keys: dict[type[Any], set[int]] = {Unit: set(), Organization: set()}
    for row in rows:
        if row.unit_id:
            keys[Unit].add(row.unit_id)
        if row.organization_id:
            keys[Organization].add(row.organization_id)
    found: dict[tuple[type, int], str] = {}
    for table, wanted in keys.items():
        if wanted:
            seen = table.objects.seen_by(actor).filter(pk__in=wanted).values_list("pk", "name")
            mine = dict(seen)
            found |= {(table, key): mine.get(key, ELSEWHERE[table]) for key in wanted}
    return found


def holder_key(row: Wish | Claim) -> tuple[type, int]:
    """The key of `names_of` for who collected or claimed."""
    return (Unit, row.unit_id) if row.unit_id else (Organization, row.organization_id or 0)


def way_of(wish: Wish) -> list[dict[str, str]]:
    """The way of a wish with where it stands."""
    state = wish.state_on(today())
    at = {STATE.RETURNED: STATE.COLLECTED, STATE.WITHDRAWN: STATE.COLLECTED}.get(
        STATE(state), STATE(state)
    )
    place = [one for one, _ in WAY].index(at)
    is_over = state == STATE.CLOSED
    return [
        {
            "name": label,
            "state": "done" if n < place or is_over else "now" if n == place else "next",
            "note": "",
        }
        for n, (_, label) in enumerate(WAY)
    ]


def log_of(wish: Wish) -> list[dict[str, Any]]:
    """What happened to it, the latest first; nobody is named."""
    labels = {
        "collect": "征集",
        "correct": "修改后再报",
        "withdraw": "撤回",
        "return": "退回",
        "publish": "审核发布",
        "claim": "认领",
        "give_back": "认领单位退还",
        "expire": "到期自动退回",
        "fulfil": "登记办理结果",
        "close": "回访满意，办结",
        "redo": "回访不满意，请认领单位再办",
        "reopen": "回访不满意，重新发布",
    }
    rows = [
        {"what": labels.get(row.step, row.step), "on": row.on, "note": row.note}
        for row in Progress.rows().filter(wish=wish).order_by("on", "id")
    ]
    if wish.has_lapsed(today()):
        rows.append({"what": labels["expire"], "on": wish.held_until, "note": ""})
    return rows[::-1]
