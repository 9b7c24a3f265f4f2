"""How many masked fields one account may look at in an hour before it has to stop and think.

Whoever looks at more gives the password again each time, and the auditor is told: nothing is
forbidden that a duty may ask for, but harvesting is slow, and a borrowed screen is not enough.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms

from dangjianyun.access.actions import note_over_budget
from dangjianyun.access.models import Account, AuditEntry
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.forms import ActorForm

BUDGET, WINDOW = 30, timedelta(hours=1)
UNMASKING = ("party.member.unmask", "registry.person.unmask", "welfare.wisher.unmask")


def is_spent(actor: Actor) -> bool:
    """Whether the actor has looked at so many masked fields within the hour."""
    rows = AuditEntry.objects.filter(
        actor=actor.name,
        action__in=UNMASKING,
        operation="read",
        at__gt=datetime.now(UTC) - WINDOW,
    )
    return rows.count() >= BUDGET


class BudgetedForm(ActorForm):
    """Asks for the password too once the budget is spent; `put_down` tells the auditor."""

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.is_spent = is_spent(actor)
        if self.is_spent:
            self.fields["present"] = forms.CharField(
                label="你的登录密码",
                strip=False,
                max_length=200,
                help_text=f"一小时内已查看{BUDGET}次。继续查看要再输入密码，审计管理员会看到。",
                error_messages={"required": "填写登录密码"},
                widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
            )

    def clean_present(self) -> str:
        """The password of who is signed in."""
        said = str(self.cleaned_data["present"])
        if not self._account().check_password(said):
            raise forms.ValidationError("密码不对，请重新填写。")
        return said

    def put_down(self) -> None:
        """Put on record that the budget was exceeded, where it was."""
        if self.is_spent:
            note_over_budget(self._account(), actor=self.actor, budget=BUDGET)

    def _account(self) -> Account:
        return Account.objects.get(pk=self.actor.account_id or 0)
