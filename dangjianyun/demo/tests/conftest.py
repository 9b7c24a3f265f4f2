"""The whole demonstration, loaded once for a file of tests and rolled back behind it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from dangjianyun.demo.load import main
from dangjianyun.demo.plan import Plan
from dangjianyun.territory.queries import forget_divisions


@pytest.fixture(scope="module")
def demonstration(django_db_setup: None, django_db_blocker: Any) -> Iterator[Plan]:
    """The plan of the loaded demonstration."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield main()
        transaction.set_rollback(True)
    forget_divisions()


@pytest.fixture
def loaded(demonstration: Plan, db: None) -> Plan:
    """The demonstration; what a test writes is rolled back behind it."""
    return demonstration
