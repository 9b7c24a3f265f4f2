"""One set of particulars on any day."""

from django.db import migrations

from dangjianyun.foundation.exclusion import one_at_a_time


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_tables")]

    operations = [one_at_a_time("registry_particulars", "organization_id")]
