"""What every test may rely on: the chosen database, and no network but this machine."""

import os

import pytest
from django.db import connection

pytest_plugins = ["tests.browser"]
# Playwright keeps an event loop in the main thread, where Django then sees "async" everywhere.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what needs PostgreSQL where the run is on SQLite (`script/test` runs both)."""
    if connection.vendor == "postgresql":
        return
    reason = "needs PostgreSQL: .venv/bin/python -m tests.postgres -- .venv/bin/pytest"
    for item in items:
        if item.get_closest_marker("postgres"):
            item.add_marker(pytest.mark.skip(reason=reason))
