"""Names, codes and initials are found by any part of them; the closed ones by their day."""

from django.db import migrations, models

from dangjianyun.foundation.search import search_index


class Migration(migrations.Migration):
    dependencies = [("registry", "0002_one_at_a_time")]

    operations = [
        search_index("registry_organization"),
        migrations.AddIndex(
            model_name="organization",
            index=models.Index(
                condition=models.Q(("closing", ""), _negated=True),
                fields=["path", "closed_on"],
                name="organization_closed",
            ),
        ),
    ]
