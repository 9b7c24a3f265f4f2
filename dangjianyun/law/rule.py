"""Rules as code: each one cited, dated, and testable without a database."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dangjianyun.law.cite import Cite
from dangjianyun.law.dated import Dated
from dangjianyun.law.facts import Fact, read_facts
from dangjianyun.law.parameter import Parameter, read_parameters
from dangjianyun.law.words import day_in_words

Facts = Mapping[str, Any]
Settings = Mapping[str, Any]


@dataclass(frozen=True)
class Outcome:
    """What a rule says of some facts.

    kept: True or False, None where the rule only computes. value: JSON-like, None where it only
    allows or forbids. message: one Chinese sentence or two. reasons: warnings and grounds.
    """

    kept: bool | None
    value: Any = None
    message: str = ""
    reasons: tuple[str, ...] = ()


Test = Callable[[Facts, date, Settings], Outcome]
Remedies = Callable[[Facts, date, Settings], tuple[str, ...]]
Concerned = Callable[[Facts], Collection[str]]


@dataclass(frozen=True)
class Version:
    """A rule as it stood from `since` (None: start not documented, always) up to `until`."""

    test: Test
    cites: tuple[Cite, ...]
    since: date | None = None
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Half-open: `until` is the first day on which it no longer holds."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day < self.until
        )


def _no_remedies(facts: Facts, day: date, settings: Settings) -> tuple[str, ...]:
    return ()


@dataclass(frozen=True)
class Rule:
    """One thing the law asks or fixes, in all its versions, oldest first.

    gives: one Chinese sentence on what comes out. event: the date fact (or year fact, then its
    31 December) that decides the version; without one the day asked decides.
    numbers: the Dated numbers that the tests use. concerned: of many parameters, the keys of those
    that these facts ask for; without it all are told.
    Raises: ValueError without a citation, or with versions that overlap or stand out of order.
    """

    id: str
    label: str
    gives: str
    facts: tuple[Fact, ...]
    versions: tuple[Version, ...]
    parameters: tuple[Parameter, ...] = ()
    numbers: tuple[Dated[Any], ...] = ()
    event: str = ""
    remedies: Remedies = _no_remedies
    concerned: Concerned | None = None

    def __post_init__(self) -> None:
        if not self.versions or not all(version.cites for version in self.versions):
            raise ValueError(f"rule {self.id}: no citation")
        for older, newer in zip(self.versions, self.versions[1:], strict=False):
            if older.until is None or newer.since is None or older.until > newer.since:
                raise ValueError(f"rule {self.id}: versions overlap or stand out of order")
        if self.event and self.event not in {fact.name for fact in self.facts}:
            raise ValueError(f"rule {self.id}: event {self.event} is no fact of it")

    def version(self, day: date) -> Version | None:
        """The version in force, or None."""
        return next((version for version in self.versions if version.holds(day)), None)

    def days(self) -> tuple[date, ...]:
        """The days on which an answer may change by law alone, rising."""
        edges = {day for v in self.versions for day in (v.since, v.until) if day}
        return tuple(sorted(edges.union(*(number.days for number in self.numbers))))

    def cites(self) -> tuple[Cite, ...]:
        """Every citation of every version, once, oldest first."""
        return tuple(dict.fromkeys(cite for v in self.versions for cite in v.cites))

    def deciding_day(self, facts: Facts, on: date) -> date:
        """The event date among the facts, else `on`."""
        event = facts.get(self.event)
        if isinstance(event, int):
            return date(min(max(event, 1), 9999), 12, 31)
        return event if isinstance(event, date) else on

    def judge(self, given: Any, on: date, settings: Settings | None = None) -> "Verdict":
        """Facts checked and judged. Raises FactRefused, ParameterRefused."""
        facts = read_facts(self.facts, given)
        local = read_parameters(self.parameters, settings)
        day = self.deciding_day(facts, on)
        version = self.version(day)
        if version is None:
            return Verdict(self, on, day, None, Outcome(None, None, self._idle(day)), facts, local)
        return Verdict(self, on, day, version, version.test(facts, on, local), facts, local)

    def _idle(self, day: date) -> str:
        first = self.versions[0].since
        if first and day < first:
            return f"本规则自{day_in_words(first)}起施行，{day_in_words(day)}尚未施行。"
        return f"{day_in_words(day)}没有施行中的规定。"


@dataclass(frozen=True)
class Verdict:
    """An outcome with everything needed to explain it. version is None when not in force.

    on: the day asked. day: the day that decided the version.
    """

    rule: Rule
    on: date
    day: date
    version: Version | None
    outcome: Outcome
    facts: Facts
    settings: Settings

    @property
    def cites(self) -> tuple[Cite, ...]:
        """The articles applied; those of all versions when none is in force."""
        return self.version.cites if self.version else self.rule.cites()


RULES: dict[str, Rule] = {}


def declare(rule: Rule) -> Rule:
    """Enter a rule in the rule book. Raises ValueError when its id is taken."""
    if rule.id in RULES:
        raise ValueError(f"rule {rule.id}: declared twice")
    RULES[rule.id] = rule
    return rule
