"""A workflow is a table of steps. Effects live in actions, guards in rules."""

from dataclasses import dataclass
from typing import Any

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.errors import Refused


@dataclass(frozen=True)
class Step:
    """One way from states to a state. `label` is the verb on the button."""

    name: str
    label: str
    start: tuple[str, ...]
    end: str
    permission: str


class Workflow:
    """The one table behind both the buttons and the server's check."""

    def __init__(self, *steps: Step) -> None:
        self.steps = {step.name: step for step in steps}
        if len(self.steps) != len(steps):
            raise ValueError("two steps share a name")

    def take(self, name: str, state: str) -> str:
        """The state after step `name`. Raises: Refused from any other state."""
        step = self.steps[name]
        if state not in step.start:
            raise Refused(f"现在的状态不能{step.label}，请刷新页面查看最新进展。")
        return step.end

    def open_to(self, actor: Actor, row: Any) -> list[Step]:
        """Steps to offer as buttons; the same table the actions obey."""
        return [
            step
            for step in self.steps.values()
            if row.state in step.start and actor.may(step.permission, row)
        ]
