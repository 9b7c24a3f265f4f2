"""The same name may stand in two districts: neither may learn of the other's from a refusal."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orglife", "0001_tables")]

    operations = [
        migrations.RemoveConstraint("activity", "one_activity_a_name"),
        migrations.AddConstraint(
            "activity",
            models.UniqueConstraint(
                fields=["year", "name", "organizer", "path"], name="one_activity_a_name"
            ),
        ),
    ]
