"""The database as text, to compare before and after."""

from typing import Any

from django.apps import apps
from django.db import models

from dangjianyun.foundation.sealed import Sealed
from dangjianyun.foundation.segments import Segment

LEFT_OUT = {"access", "interchange", "foundation", "sessions", "django_tasks_db", "axes"}


def rooms() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every business table; segments without their primary keys."""
    found = {}
    for model in apps.get_models():
        if model._meta.app_label in LEFT_OUT:
            continue
        derived = issubclass(model, Segment)
        columns = [
            f.attname for f in model._meta.concrete_fields if not (derived and f.primary_key)
        ]
        rows = [tuple(_plain(row, name) for name in columns) for row in model._base_manager.all()]
        found[model._meta.label] = sorted(rows, key=repr)
    return found


def _plain(row: models.Model, name: str) -> Any:
    value = getattr(row, name)
    return value.token if isinstance(value, Sealed) else value
