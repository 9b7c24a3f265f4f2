"""Collects what the rooms declare, once the tables are known."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig

ROOMS = ("access", "territory", "papers", "registry", "party", "coverage", "orglife", "welfare")
DECLARATIONS = ("rules", "indicators", "sheets", "actions")


class ConfigApp(AppConfig):
    """The house."""

    name = "dangjianyun.config"
    label = "house"

    def ready(self) -> None:
        """Import the declarations of every room."""
        for room in ROOMS:
            for kind in DECLARATIONS:
                name = f"dangjianyun.{room}.{kind}"
                if find_spec(name):
                    import_module(name)
        import_module("dangjianyun.insight.shown")
        import_module("dangjianyun.config.places").register()
