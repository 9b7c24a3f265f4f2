"""The rule book as people read it: versions, articles, numbers, and the local values in force."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from dangjianyun.foundation.days import last_day
from dangjianyun.foundation.parameters import LocalParameters
from dangjianyun.law.cite import STATUSES, Cite
from dangjianyun.law.parameter import Parameter
from dangjianyun.law.rule import RULES, Rule
from dangjianyun.law.words import in_words


@dataclass(frozen=True)
class Setting:
    """A parameter and the value in force at a place."""

    parameter: Parameter
    value: Any
    is_local: bool

    @property
    def words(self) -> str:
        """The value as people say it."""
        return in_words(self.value, self.parameter.choices)

    @property
    def default_words(self) -> str:
        """The default as people say it."""
        return in_words(self.parameter.default, self.parameter.choices)

    @property
    def mark(self) -> str:
        """How sure the default is."""
        return STATUSES[self.parameter.cite.status]


@dataclass(frozen=True)
class Told:
    """One rule with what is set for it."""

    rule: Rule
    settings: list[Setting]
    on: date

    @property
    def versions(self) -> list[dict[str, Any]]:
        """Versions, the latest first."""
        return [
            {
                "since": version.since,
                "last": None if version.until is None else last_day(version.until),
                "in_force": version.holds(self.on),
                "cites": [(str(cite), status_of(cite)) for cite in version.cites],
            }
            for version in reversed(self.rule.versions)
        ]

    @property
    def is_undated(self) -> bool:
        """Whether a start is not documented."""
        return any(version.since is None for version in self.rule.versions)

    @property
    def is_design(self) -> bool:
        """Whether it stands on our own convention alone."""
        return all(cite.status == "DESIGN" for cite in self.rule.cites())

    @property
    def numbers(self) -> list[tuple[str, date, Any]]:
        """Numbers set by law: words, since, value."""
        return [(n.label, since, value) for n in self.rule.numbers for since, value in n.values]


def status_of(cite: Cite) -> str:
    """How sure a citation is, in words."""
    return STATUSES[cite.status]


def rules_at(place: str, on: date) -> list[Told]:
    """Every rule with the settings in force at a place on a day. One query."""
    local = LocalParameters().on(place, on)
    return [
        Told(
            rule,
            [Setting(p, local.get(p.key, p.default), p.key in local) for p in rule.parameters],
            on,
        )
        for rule in sorted(RULES.values(), key=lambda one: one.id)
    ]


def find_parameter(key: str) -> Parameter | None:
    """The parameter of that key, whichever rule declares it."""
    every = (p for rule in RULES.values() for p in rule.parameters)
    return next((p for p in every if p.key == key), None)


def rules_with(key: str) -> list[Rule]:
    """The rules that use a parameter."""
    return [rule for rule in RULES.values() if any(p.key == key for p in rule.parameters)]
