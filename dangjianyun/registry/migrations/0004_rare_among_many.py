"""Rare kinds and states are found without reading a million rows; no index is kept twice."""

import django.db.models.deletion
from django.db import migrations, models

from dangjianyun.foundation.search import renew_pairs


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0003_search'),
    ]

    operations = [
        renew_pairs(),
        migrations.AlterField(
            model_name='particulars',
            name='organization',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='particulars', to='registry.organization'),
        ),
        migrations.AddIndex(
            model_name='organization',
            index=models.Index(condition=models.Q(('kind', 'foundation')), fields=['path', 'closed_on', 'established_on'], name='organization_foundation'),
        ),
        migrations.AddIndex(
            model_name='organization',
            index=models.Index(condition=models.Q(('is_delinked', True)), fields=['path', 'closed_on', 'established_on'], name='organization_delinked'),
        ),
        migrations.AddIndex(
            model_name='organization',
            index=models.Index(fields=['category', 'path', 'closed_on', 'established_on'], name='organization_category'),
        ),
        migrations.AddIndex(
            model_name='particulars',
            index=models.Index(condition=models.Q(('is_delinked', True)), fields=['since', 'organization'], name='particulars_delinked'),
        ),
    ]
