"""The list of organizations as its page shows it."""

from collections.abc import Mapping

from dangjianyun.coverage.queries.asked import READ, asked_of
from dangjianyun.coverage.queries.columns import SHEET, organization_rows
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.sheets import Shown, Taken, declare_shown


def read(actor: Actor, params: Mapping[str, str]) -> Taken:
    """Its columns, conditions, order and day."""
    headings, rows = organization_rows(actor, params)
    return Taken(headings, rows, asked_of(actor, params).on, title="社会组织名单")


ORGANIZATIONS_SHOWN = declare_shown(Shown(SHEET, "社会组织", READ, read))
