"""The database refuses to change or delete audit entries."""

from typing import Any

from django.db import migrations

from dangjianyun.access.chain import PROTECTION


def protect(apps: Any, editor: Any) -> None:
    """Add the triggers."""
    for statement in PROTECTION[editor.connection.vendor]:
        editor.execute(statement.replace("%", "%%"))


class Migration(migrations.Migration):
    dependencies = [("access", "0001_tables")]

    operations = [migrations.RunPython(protect, migrations.RunPython.noop)]
