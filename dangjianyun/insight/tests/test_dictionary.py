"""The dictionary of indicators."""

from pathlib import Path

from dangjianyun.foundation.indicators import INDICATORS
from dangjianyun.insight.dictionary import entries, markdown
from dangjianyun.law.cite import STATUSES
from dangjianyun.law.rule import RULES

HOUSE = Path(__file__).resolve().parents[3]


def test_the_dictionary_in_the_docs_is_the_generated_one() -> None:
    assert (HOUSE / "docs" / "indicators.md").read_text(encoding="utf-8") == markdown()


def test_every_indicator_has_its_entry_once() -> None:
    found = [entry.indicator.id for _, group in entries() for entry in group]
    assert sorted(found) == sorted(INDICATORS)


def test_every_definition_says_how_sure_it_is() -> None:
    assert {one.status for one in INDICATORS.values()} <= set(STATUSES)
    assert {one.rule for one in INDICATORS.values() if one.rule} <= set(RULES)
