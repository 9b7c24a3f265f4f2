"""A compiled read gives what the query gives."""

from datetime import date

import pytest
from django.db import connection

from dangjianyun.foundation.bulk import insert_many
from dangjianyun.foundation.compiled import TEXT, Compiled, rows_together
from dangjianyun.registry.models import Organization

pytestmark = pytest.mark.django_db
COLUMNS = ("pk", "name", "established_on", "is_delinked")


def organizations() -> list[Organization]:
    return insert_many(
        [
            Organization(
                code=f"C{n}",
                name=f"测试{n % 3}",
                kind="association",
                path=f"d/33/{n % 2}/",
                registrar_path="d/33/",
                established_on=date(2001, 1, 1 + n),
                sought="测试",
            )
            for n in range(9)
        ]
    )


def test_by_numbers_it_gives_the_rows_of_the_query_again_and_again() -> None:
    keys = [row.pk for row in organizations()]
    asked = Compiled(
        lambda ids: (
            Organization.rows()
            .filter(pk__in=ids, name__in=["测试1", "测试2"], is_delinked=False)
            .order_by("-pk")
            .values_list(*COLUMNS)
        )
    )
    query = Organization.rows().filter(name__in=["测试1", "测试2"]).order_by("-pk")
    for wanted in (keys[:4], keys, keys[5:6], [-1]):
        assert asked.rows(wanted) == list(query.filter(pk__in=wanted).values_list(*COLUMNS))


def test_by_texts_it_gives_the_rows_of_the_query() -> None:
    organizations()
    asked = Compiled(
        lambda paths: Organization.rows().filter(path__in=paths).order_by("pk").values_list("code"),
        mark=TEXT,
    )
    assert [row[0] for row in asked.rows(["d/33/1/", "d/%s/"])] == ["C1", "C3", "C5", "C7"]


def test_without_keys_nothing_is_asked(django_assert_num_queries: object) -> None:
    asked = Compiled(lambda ids: Organization.rows().filter(pk__in=ids).values_list("pk"))
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert asked.rows([]) == []


def test_keys_that_are_not_asked_for_with_in_are_refused() -> None:
    asked = Compiled(lambda ids: Organization.rows().filter(pk=ids[0]).values_list("pk"))
    if connection.vendor == "postgresql":
        with pytest.raises(ValueError, match="__in"):
            asked.rows([1])


def test_reads_asked_together_give_what_each_gives_alone() -> None:
    keys = [row.pk for row in organizations()]
    names = Compiled(lambda ids: Organization.rows().filter(pk__in=ids).values_list("name"))
    codes = Compiled(
        lambda paths: Organization.rows().filter(path__in=paths).order_by("pk").values_list("code"),
        mark=TEXT,
    )
    asked = ((names, keys[:2]), (codes, ["d/33/1/", "%s; --"]), (names, keys[5:]))
    assert rows_together(*asked) == [one.rows(wanted) for one, wanted in asked]
    assert rows_together((names, []), (codes, ["d/33/1/"])) == [[], codes.rows(["d/33/1/"])]
