"""Taking back what was recorded of a Party organization by mistake."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from dangjianyun.access.page import page
from dangjianyun.access.withdrawal import Withdrawal, withdrawal_page
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import OPEN, last_day
from dangjianyun.foundation.errors import Unseen
from dangjianyun.party.actions.relation import COVERING, withdraw_covering
from dangjianyun.party.models import Covering
from dangjianyun.party.views.asking import trail_to, unit_to_act_on


@page(COVERING)
def covering_withdraw(request: HttpRequest, actor: Actor, number: str, pk: int) -> HttpResponse:
    """An organization that was never covered by the unit."""
    unit = unit_to_act_on(actor, number, COVERING)
    lines = Covering.objects.seen_by(actor).filter(unit=unit, pk=pk)
    line: Covering | None = lines.select_related("organization").first()
    if line is None:
        raise Unseen
    actor.must(COVERING, line)
    back = reverse("party:unit_coverings", args=[number])
    until = "至今" if line.until == OPEN else f"至{last_day(line.until)}"
    asked = Withdrawal(
        noun="覆盖",
        row=f"“{unit.name}”自{line.since}{until}覆盖“{line.organization.name}”",
        otherwise="确实覆盖过、现在不再覆盖的，不要撤回，请移出覆盖名单。",
        trail=trail_to(actor, unit, itself=True),
        back=back,
        after=back,
    )
    return withdrawal_page(
        request, actor, asked, lambda reason: withdraw_covering(line, actor=actor, reason=reason)
    )
