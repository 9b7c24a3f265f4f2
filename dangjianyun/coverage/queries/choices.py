"""What the filters of the list of organizations offer this actor."""

from dangjianyun.coverage.queries.asked import (
    COVER,
    READ,
    SCOPE,
    STATUS,
    SUPERVISION,
    Asked,
    disjoint,
)
from dangjianyun.foundation.actor import Actor
from dangjianyun.party.models import RoleKind, Unit
from dangjianyun.registry.models import Category, Kind
from dangjianyun.territory.models import Division, Level
from dangjianyun.territory.queries import ancestors, children, division_of_path, names

Option = tuple[str, str]
MOST_LEADS = 60


def region_words(asked: Asked) -> str:
    """How the head of the page names the place: 海曙区, or 我的范围."""
    found = names(asked.places)
    return "、".join(found[path] for path in asked.places if path in found) or "我的范围"


def region_options(actor: Actor, asked: Asked) -> list[Option]:
    """Divisions to narrow to: those below the actor's own, and below the one chosen."""
    own = disjoint(actor.at("d", READ))
    options: list[Option] = [_option(division_of_path(path)) for path in own[1:] and own]
    for path in own:
        options += [_option(one) for one in children(path, asked.on)]
    if asked.region and asked.places:
        chosen = division_of_path(asked.places[0])
        inside = [one for one in ancestors(chosen.path) if any(map(one.path.startswith, own))]
        for step in [*inside, chosen]:
            at = next((n for n, o in enumerate(options) if o[0] == step.code), None)
            lower = [_option(one, deeper=True) for one in children(step.path, asked.on)]
            known = {value for value, _ in options}
            new = [option for option in lower if option[0] not in known]
            if at is not None:
                options[at + 1 : at + 1] = new
    return options


def region_label(asked: Asked, options: list[Option]) -> str:
    """What the options are: 街道 below a district, else 辖区."""
    if not asked.places or not options:
        return "辖区"
    level = division_of_path(asked.places[0]).level
    return "街道" if level >= Level.DISTRICT and not asked.region else "辖区"


def lead_options(actor: Actor) -> list[Option]:
    """Bodies that may be accountable: committees and other leading bodies within sight."""
    if not actor.holds("party.unit.read"):
        return []
    rows = Unit.objects.seen_by(actor).filter(
        role__in=[RoleKind.COMPREHENSIVE, RoleKind.TRADE, RoleKind.LOCAL, RoleKind.SUPERVISOR]
    )
    pairs = rows.order_by("role", "party_path").values_list("number", "name")
    return list(pairs[:MOST_LEADS])


def plain_options(actor: Actor) -> dict[str, list[Option]]:
    """The options that do not depend on the page."""
    both = bool(actor.at("d", READ) and actor.at("p", READ))
    return {
        "kinds": [(value, str(label)) for value, label in Kind.choices],
        "categories": [(value, str(label)) for value, label in Category.choices],
        "covers": list(COVER),
        "supervisions": list(SUPERVISION),
        "statuses": list(STATUS),
        "scopes": list(SCOPE) if both else [],
    }


def chips_of(asked: Asked, leads: list[Option]) -> list[tuple[str, str]]:
    """The conditions under 更多条件 that hold: (words, parameter)."""
    said = {
        "category": dict(Category.choices),
        "supervision": dict(SUPERVISION),
        "status": dict(STATUS),
        "scope": dict(SCOPE),
    }
    chips = [
        (str(words[value]), name)
        for name, words in said.items()
        if (value := getattr(asked, name)) in words
    ]
    if asked.lead:
        chips.append((f"责任党组织：{dict(leads).get(asked.lead, asked.lead)}", "lead"))
    if asked.instructor:
        chips.append((f"指导员：{asked.instructor}", "instructor"))
    if asked.members is not None:
        chips.append((f"正式党员不少于{asked.members}人", "members"))
    return chips


def _option(division: Division, *, deeper: bool = False) -> Option:
    return division.code, f"　{division.name}" if deeper else division.name
