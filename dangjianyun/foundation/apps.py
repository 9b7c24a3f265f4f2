"""The foundation as a Django app."""

from django.apps import AppConfig


class FoundationConfig(AppConfig):
    """Named so that its tables begin with `foundation_`."""

    name = "dangjianyun.foundation"
