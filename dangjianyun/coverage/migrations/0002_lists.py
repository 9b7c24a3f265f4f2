"""The list of organizations in the order of full members, among a million."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("coverage", "0001_tables")]

    operations = [
        migrations.AddIndex(
            model_name="organizationstanding",
            index=models.Index(fields=["full_members", "organization"], name="standing_members"),
        ),
    ]
