"""A verdict in words: what, on which facts, by which article, and what would change it."""

from dataclasses import dataclass

from dangjianyun.law.cite import STATUSES
from dangjianyun.law.rule import Verdict

UNDATED = "起始日未证实"


@dataclass(frozen=True)
class Explanation:
    """Every line is Chinese and ready to show.

    Shape: sentence; reasons; facts (正式党员人数：3人); articles with how sure we are;
    remedies (what would change the verdict); notes (local parameters, undocumented start).
    """

    sentence: str
    reasons: tuple[str, ...]
    facts: tuple[str, ...]
    articles: tuple[str, ...]
    remedies: tuple[str, ...]
    notes: tuple[str, ...]

    def lines(self) -> list[str]:
        """The whole as headed lines, for a terminal or a letter."""
        shown = [self.sentence]
        for heading, each in (
            ("理由", self.reasons),
            ("事实", self.facts),
            ("依据", self.articles),
            ("怎样改变", self.remedies),
            ("说明", self.notes),
        ):
            shown += [f"{heading}：{'；'.join(line.rstrip('。') for line in each)}。"] * bool(each)
        return shown


def notes(verdict: Verdict) -> tuple[str, ...]:
    """The local parameters applied, and 起始日未证实 where it is so."""
    rule = verdict.rule
    keys = rule.concerned(verdict.facts) if rule.concerned else None
    named = [one for one in rule.parameters if keys is None or one.key in keys]
    said = tuple(parameter.in_words(verdict.settings[parameter.key]) for parameter in named)
    undated = verdict.version is not None and verdict.version.since is None
    return (*said, *((UNDATED,) if undated else ()))


def explain(verdict: Verdict) -> Explanation:
    """The verdict for the person it concerns; facts left out are not listed."""
    rule, settings = verdict.rule, verdict.settings
    told = [fact for fact in rule.facts if verdict.facts[fact.name] is not None or fact.nullable]
    in_force = verdict.version is not None
    return Explanation(
        sentence=verdict.outcome.message,
        reasons=verdict.outcome.reasons,
        facts=tuple(fact.in_words(verdict.facts[fact.name]) for fact in told),
        articles=tuple(f"{cite}（{STATUSES[cite.status]}）" for cite in verdict.cites),
        remedies=rule.remedies(verdict.facts, verdict.on, settings) if in_force else (),
        notes=notes(verdict),
    )
