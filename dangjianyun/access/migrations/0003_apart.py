"""The three administrators apart, in the database; tokens say what for; entries found by day."""

from typing import Any

from django.db import migrations, models

from dangjianyun.access.apart import APART, NOT_APART


def put(apps: Any, editor: Any) -> None:
    """Add the constraint and the triggers."""
    for statement in APART[editor.connection.vendor]:
        editor.execute(statement.replace("%", "%%"))


def take(apps: Any, editor: Any) -> None:
    """Remove them."""
    for statement in NOT_APART[editor.connection.vendor]:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("access", "0002_append_only")]

    operations = [
        migrations.AddField("token", "label", models.CharField("用途", blank=True, max_length=60)),
        migrations.AddField("audithead", "at", models.DateTimeField(null=True)),
        migrations.AlterField("firstsignin", "until", models.DateTimeField("失效时间")),
        migrations.AlterField("firstsignin", "used_at", models.DateTimeField("使用时间", null=True)),
        migrations.AlterModelOptions("firstsignin", {"verbose_name": "首次登录链接"}),
        migrations.AlterModelOptions("token", {"verbose_name": "接口令牌"}),
        migrations.AlterModelOptions(
            "grantrow", {"ordering": ["-since", "-id"], "verbose_name": "授权"}
        ),
        migrations.AddIndex("auditentry", models.Index(fields=["at"], name="audit_at")),
        migrations.RunPython(put, take),
    ]
