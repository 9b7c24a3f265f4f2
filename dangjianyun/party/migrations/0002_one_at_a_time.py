"""One upper body, one membership relation, one accountable body on any day."""

from django.db import migrations

from dangjianyun.foundation.exclusion import one_at_a_time


class Migration(migrations.Migration):
    dependencies = [("party", "0001_tables")]

    operations = [
        one_at_a_time("party_subordination", "unit_id"),
        one_at_a_time("party_membership", "member_id"),
        one_at_a_time("party_affiliation", "organization_id"),
    ]
