"""Changing accounts, grants, passwords, tokens, at the administrators' desk or one's own."""

from dangjianyun.access.actions.account import (
    NewAccount,
    create_account,
    create_accounts,
    disable_account,
    enable_account,
    issue_first_sign_in,
)
from dangjianyun.access.actions.grant import end_grant, give_grant, give_grants
from dangjianyun.access.actions.own import (
    change_password,
    choose_password,
    create_token,
    end_token,
    note_over_budget,
    note_sign_in,
    set_preference,
)
from dangjianyun.access.models import Desk
from dangjianyun.access.roles import load_roles

__all__ = [
    "Desk",
    "NewAccount",
    "change_password",
    "choose_password",
    "create_account",
    "create_accounts",
    "create_token",
    "disable_account",
    "enable_account",
    "end_grant",
    "end_token",
    "give_grant",
    "give_grants",
    "issue_first_sign_in",
    "load_roles",
    "note_over_budget",
    "note_sign_in",
    "set_preference",
]
