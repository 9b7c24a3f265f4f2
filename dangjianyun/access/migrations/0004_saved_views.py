"""Conditions of lists that accounts keep."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0003_apart")]

    operations = [
        migrations.CreateModel(
            name="SavedView",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sheet", models.CharField(max_length=40, verbose_name="名单")),
                ("name", models.CharField(max_length=20, verbose_name="名称")),
                ("query", models.CharField(max_length=600, verbose_name="条件")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="views",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "保存的视图",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("account", "sheet", "name"), name="one_view_a_name"
                    )
                ],
            },
        ),
    ]
