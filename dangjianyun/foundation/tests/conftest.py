"""Tables and keys for the tests of sealed fields."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection

from dangjianyun.foundation.keyring import keyring
from dangjianyun.foundation.tests.sealed_table import Comrade


@pytest.fixture(scope="module")
def comrades_table(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The table of `Comrade` for one module, made outside any test's transaction."""
    with django_db_blocker.unblock(), connection.schema_editor() as schema:
        schema.create_model(Comrade)
    yield
    with django_db_blocker.unblock(), connection.schema_editor() as schema:
        schema.delete_model(Comrade)


@pytest.fixture
def comrades(comrades_table: None, db: None) -> Any:
    """Its rows."""
    return Comrade._default_manager


@pytest.fixture
def use_keys(settings: Any) -> Iterator[Callable[..., None]]:
    """`use_keys(**{"field": …})` changes keys for one test; None takes one away."""

    def change(**keys: str | None) -> None:
        merged = {**settings.FIELD_KEYS, **{k.replace("_", "."): v for k, v in keys.items()}}
        settings.FIELD_KEYS = {name: value for name, value in merged.items() if value}
        keyring.cache_clear()

    yield change
    keyring.cache_clear()
