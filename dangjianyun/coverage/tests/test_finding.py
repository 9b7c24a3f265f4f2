"""One search field: within what the actor sees, by any part of a name, code or initials."""

import pytest

from dangjianyun.access.models import Account
from dangjianyun.access.queries import actor_of
from dangjianyun.coverage.queries.finding import organizations_named
from dangjianyun.coverage.tests.conftest import SignIn, Town
from dangjianyun.foundation.search import count_upto, matching, words_of
from dangjianyun.registry.models import Organization
from dangjianyun.registry.queries import found
from dangjianyun.registry.tests.factories import make_organization


def named(who: str, term: str) -> set[str]:
    rows, _ = organizations_named(actor_of(Account.objects.get(username=who)), term)
    return {row.name for row in rows}


@pytest.mark.parametrize(
    "term", ["养老", "社区养老", "sqylfw", "养", "ＳＱＹＬＦＷ", "海曙 养老", "养老 SQYL"]
)
def test_a_term_of_any_length_finds_within_the_scope(town: Town, term: str) -> None:
    ours, theirs = {town.missing.name}, {town.theirs.name}
    if term == "养":
        # One character is the beginning of the name on PostgreSQL, any part of it on SQLite.
        ours, theirs = named("haishu", term), named("jiangbei", term)
        assert ours <= {town.missing.name}
    assert named("haishu", term) == ours
    assert named("jiangbei", term) == (set() if "海曙" in term else theirs)


def test_a_code_with_blanks_is_one_word(town: Town) -> None:
    code = town.missing.code
    assert words_of(f" {code[:8]} {code[8:]} ") == [code.lower()]
    assert named("haishu", f"{code[:8]} {code[8:]}") == {town.missing.name}
    assert named("jiangbei", code) == set()


def test_signs_of_patterns_are_plain_characters(town: Town) -> None:
    for term in ("%", "_", "%%%", "养%老", "\\", "'", '"', "\x00"):
        assert named("haishu", term) == set()


def test_a_former_name_still_finds(town: Town) -> None:
    rows = found(Organization.rows(), "示例社区")
    assert rows.count() == 2


def test_the_exact_name_comes_first(town: Town) -> None:
    make_organization("海曙区示例社区养老服务中心联合会")
    make_organization("浙江海曙区示例社区养老服务中心")
    rows, more = organizations_named(
        actor_of(Account.objects.get(username="haishu")), town.missing.name
    )
    assert [row.name for row in rows] == [
        "海曙区示例社区养老服务中心",
        "海曙区示例社区养老服务中心联合会",
        "浙江海曙区示例社区养老服务中心",
    ]
    assert more is False


def test_nobody_counts_beyond_the_limit(town: Town) -> None:
    assert count_upto(Organization.rows(), 4) is None
    assert count_upto(Organization.rows(), 5) == 5
    assert matching(Organization.rows(), "sought", "").count() == 5


def test_the_page_finds_organizations_units_and_instructors(town: Town, sign_in: SignIn) -> None:
    client = sign_in("haishu")
    sections = client.get("/search/?q=海曙").context["sections"]
    assert [one["title"] for one in sections] == ["社会组织", "党组织"]
    sections = client.get("/search/?q=csw").context["sections"]
    assert [one["title"] for one in sections] == ["党建工作指导员"]
    assert sign_in("jiangbei").get("/search/?q=海曙").context["sections"] == []
    assert client.get("/search/?q=").context["asked"] is False
    assert client.get("/search/?q=没有这家").context["sections"] == []


@pytest.mark.parametrize("who", ["civil", "guide", "secretary", "instructor", "organization"])
def test_every_account_searches_its_own(town: Town, sign_in: SignIn, who: str) -> None:
    seen = {
        "civil": 5,
        "guide": 5,
        "secretary": 1,
        "instructor": 1,
        "organization": 1,
    }
    sections = sign_in(who).get("/search/?q=区").context["sections"]
    rows = [row for one in sections if one["title"] == "社会组织" for row in one["rows"]]
    assert len(rows) in {seen[who], 0}
