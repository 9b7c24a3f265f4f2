"""The kind of a grant has a word."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0004_saved_views")]

    operations = [
        migrations.AlterField(
            "grantrow",
            "kind",
            models.CharField(
                "类别",
                choices=[
                    ("business", "业务"),
                    ("system", "系统管理员"),
                    ("security", "安全管理员"),
                    ("audit", "审计管理员"),
                ],
                default="business",
                max_length=10,
            ),
        ),
    ]
