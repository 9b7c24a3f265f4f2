"""`indicators`, `records` and `recount` as the contract has them."""

import json
from typing import Any

import pytest
import time_machine

from dangjianyun.cli.dispatch import main
from dangjianyun.coverage.models import OrganizationStanding
from dangjianyun.foundation.indicators import INDICATORS
from dangjianyun.foundation.models import Tally
from tests.city import City

RATE, MISSING = "coverage.rate", "coverage.unit_missing"
UNKNOWN = "没有区划“{0}”，或不在你的范围内。请核对代码，如330203。"


@pytest.fixture
def run(city: City, capsys: pytest.CaptureFixture[str]) -> Any:
    """Run a command; gives the exit code, the JSON and what was said."""

    def command(*typed: str) -> tuple[int, Any, str]:
        code = main([*typed, "--json"])
        said = capsys.readouterr()
        return code, json.loads(said.out), said.err.strip()

    return command


def test_every_indicator_is_given_in_the_shape_of_the_contract(run: Any) -> None:
    code, rows, _ = run("indicators", "--region", "330203")
    assert code == 0
    assert [row["id"] for row in rows] == list(INDICATORS)
    assert {tuple(row) for row in rows} == {
        ("id", "label", "kind", "value", "unit", "meaning", "region", "on")
    }
    assert {row["region"] for row in rows} == {"330203"}


def test_districts_add_up_to_the_city_and_a_ratio_is_divided_anew(run: Any) -> None:
    def value(name: str, region: str) -> Any:
        return run("indicators", "--region", region, "--only", name)[1][0]["value"]

    for name in ("registry.organizations", "coverage.covered", "party.members"):
        assert value(name, "330203") + value(name, "330205") == value(name, "330200")
    assert value(RATE, "330200") == value("coverage.covered", "330200") / value(
        "registry.organizations", "330200"
    )


def added(records: list[dict[str, Any]]) -> int:
    """What records come to: each counts once, or with its amount."""
    return sum(one.get("amount", 1) for one in records)


def test_records_count_up_to_the_value_for_every_indicator_and_part(run: Any) -> None:
    for row in run("indicators", "--region", "330200")[1]:
        _, found, _ = run("records", row["id"], "--region", "330200")
        if row["kind"] == "ratio":
            _, all_of_them, _ = run(
                "records", row["id"], "--region", "330200", "--part", "denominator"
            )
            whole = added(all_of_them)
            assert row["value"] == (added(found) / whole if whole else None)
        else:
            assert added(found) == row["value"]
        assert all({"key", "label"} <= set(one) for one in found)
        assert len({one["key"] for one in found}) == len(found)


@pytest.mark.parametrize("rate", [i.id for i in INDICATORS.values() if i.kind == "ratio"])
def test_numerator_and_rest_make_the_denominator(run: Any, rate: str) -> None:
    parts = {
        part: {one["key"] for one in run("records", rate, "--part", part)[1]}
        for part in ("numerator", "rest", "denominator")
    }
    assert parts["numerator"] | parts["rest"] == parts["denominator"]
    assert parts["numerator"] & parts["rest"] == set()


def test_before_the_first_fact_counts_are_0_and_ratios_null(run: Any) -> None:
    _, rows, _ = run("indicators", "--region", "330200", "--on", "1980-01-01")
    assert {
        row["kind"]: {r["value"] for r in rows if r["kind"] == row["kind"]} for row in rows
    } == {
        "count": {0},
        "sum": {0},
        "ratio": {None},
    }
    assert run("records", RATE, "--on", "1980-01-01")[1] == []


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (("indicators", "--region", "999999"), UNKNOWN.format("999999")),
        (("indicators", "--region", "330205", "--as", "haishu"), UNKNOWN.format("330205")),
        (("records", MISSING, "--region", "330200", "--as", "haishu"), UNKNOWN.format("330200")),
        (("indicators", "--region", "330203", "--as", "trade"), UNKNOWN.format("330203")),
        (
            ("indicators", "--only", "coverage.rates"),
            "没有指标“coverage.rates”。全部指标见指标词典，或dangjianyun indicators。",
        ),
        (
            ("records", "party.members", "--part", "rest"),
            "“党员”不是比率，没有分母和其余部分。",
        ),
    ],
)
def test_what_does_not_exist_or_is_out_of_scope_is_refused_in_one_sentence(
    run: Any, typed: tuple[str, ...], message: str
) -> None:
    code, answer, said = run(*typed)
    assert (code, answer, said) == (1, {"error": message}, message)


def test_records_that_the_account_may_not_count_are_not_there_rather_than_none(run: Any) -> None:
    name = "party.members"
    values = run("indicators", "--only", name, "--as", "organization")[1]
    assert [row["value"] for row in values] == [None]
    code, answer, said = run("records", name, "--as", "organization")
    assert (code, answer) == (1, {"error": said})
    assert said == "“党员”不在你的范围内计数，没有明细。"
    assert run("records", "registry.organizations", "--as", "organization")[0] == 0


@time_machine.travel("2026-03-31T15:59:00Z", tick=False)
def test_tomorrow_is_refused_and_today_is_the_day_in_shanghai(run: Any) -> None:
    assert run("indicators", "--only", RATE)[1][0]["on"] == "2026-03-31"
    code, answer, _ = run("indicators", "--on", "2026-04-01")
    assert code == 1
    assert answer["error"] == "2026-04-01还没有到，只能查看今天（2026-03-31）或以前的情况。"


def test_without_a_region_everyone_gets_the_own_scope(run: Any) -> None:
    _, own, _ = run("indicators", "--as", "haishu")
    _, asked, _ = run("indicators", "--region", "330203", "--as", "haishu")
    assert own == asked
    _, tree, _ = run("indicators", "--as", "trade")
    assert {row["region"] for row in tree} == {None}


def test_people_are_opaque_to_those_without_a_duty(run: Any) -> None:
    _, found, _ = run("records", "party.members", "--region", "330203", "--as", "haishu")
    assert {one["label"] for one in found if one["opaque"]} <= {
        f"党员（{one['unit']}）" for one in found
    }
    _, again, _ = run("records", "party.members", "--region", "330203", "--as", "haishu")
    _, others, _ = run("records", "party.members", "--region", "330203", "--as", "city")
    assert found == again
    hidden = {one["key"] for one in found if one["opaque"]}
    assert hidden & {one["key"] for one in others if one["opaque"]} == set()


def test_recount_finds_nothing_wrong_and_a_lost_tally_row(run: Any) -> None:
    assert run("recount", "--check")[0] == 0
    lost = Tally.objects.filter(indicator=MISSING, grain=Tally.DAY).first()
    assert lost is not None
    lost.delete()
    code, answer, _ = run("recount", "--check")
    assert code == 1
    assert answer["differences"] == [
        {
            "indicator": MISSING,
            "place": lost.path,
            "grain": Tally.DAY,
            "day": lost.day.isoformat(),
            "tally": 0,
            "recount": lost.change,
        }
    ]
    code, answer, _ = run("recount")
    assert (code, len(answer["differences"])) == (0, 1)
    assert run("recount", "--check") == (0, answer | {"differences": []}, "")


def test_people_read_the_first_twenty_differences_and_how_many_there_are(
    run: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    Tally.objects.filter(grain=Tally.DAY).delete()
    OrganizationStanding.rows().filter(is_missing=True).first().delete()  # type: ignore[union-attr]
    count = len(run("recount", "--check")[1]["differences"])

    assert main(["recount", "--check"]) == 1

    lines = capsys.readouterr().out.splitlines()
    assert lines[2] == f"出入：{count}处"
    assert lines[3].split() == ["指标或表", "地点或对象", "日期", "现有", "应为"]
    assert "少1段" in lines[4]
    assert "中华人民共和国" in "".join(lines)
    assert lines[24:] == [f"还有{count - 20}处没有列出，全部用--json。"]
    assert max(map(len, lines)) < 120
