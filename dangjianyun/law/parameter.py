"""What a jurisdiction may set where the documents leave room or sources disagree."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dangjianyun.law.cite import Cite
from dangjianyun.law.words import echo, in_words


class ParameterRefused(ValueError):
    """A parameter's value is not one it may take. The message is Chinese and names it."""


@dataclass(frozen=True)
class Parameter:
    """One local setting of a rule, with its default and where the default comes from.

    type: "boolean", "choice" (one of choices), "order" (all choices, in some order) or "text".
    """

    key: str
    label: str
    type: str
    default: Any
    cite: Cite
    choices: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.read(self.default)

    def read(self, value: Any) -> Any:
        """The value, checked; an order comes back as a tuple. Raises ParameterRefused."""
        if self.type == "boolean" and isinstance(value, bool):
            return value
        if self.type == "text" and isinstance(value, str) and value.strip():
            return value
        if self.type == "choice" and isinstance(value, str) and value in self.choices:
            return value
        is_order = self.type == "order" and isinstance(value, list | tuple)
        if is_order and sorted(map(str, value)) == sorted(self.choices):
            return tuple(value)
        raise ParameterRefused(f"参数{self.key}（{self.label}）不能设为{echo(value)}。")

    def in_words(self, value: Any) -> str:
        """联合组建视为已建：是."""
        return f"{self.label}：{in_words(value, self.choices)}"


def read_parameters(
    declared: tuple[Parameter, ...], given: Mapping[str, Any] | None
) -> dict[str, Any]:
    """Every declared parameter with its local value or default; others are left aside.

    A jurisdiction's settings serve many rules, so an unknown key is no error here.
    """
    local = given or {}
    return {p.key: p.read(local.get(p.key, p.default)) for p in declared}
