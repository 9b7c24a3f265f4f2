"""Rare ways of standing are found without reading a million rows; no index is kept twice."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('coverage', '0002_lists'),
        ('party', '0003_pages'),
        ('registry', '0004_rare_among_many'),
    ]

    operations = [
        migrations.AlterField(
            model_name='organizationstanding',
            name='lead',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='party.unit'),
        ),
        migrations.AlterField(
            model_name='organizationstanding',
            name='organization',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='standings', to='registry.organization'),
        ),
        migrations.AddIndex(
            model_name='organizationstanding',
            index=models.Index(condition=models.Q(('is_covered', False)), fields=['until', 'path', 'kind', 'since', 'organization'], name='standing_bare_still'),
        ),
        migrations.AddIndex(
            model_name='organizationstanding',
            index=models.Index(condition=models.Q(('is_due', True)), fields=['path', 'since'], name='standing_due'),
        ),
        migrations.AddIndex(
            model_name='organizationstanding',
            index=models.Index(condition=models.Q(('mode__in', ['joint', 'trade', 'attached', 'fallback', 'functional'])), fields=['mode', 'path', 'until', 'since'], name='standing_mode'),
        ),
        migrations.AddIndex(
            model_name='organizationstanding',
            index=models.Index(condition=models.Q(('kind', 'foundation')), fields=['path', 'until', 'since'], name='standing_foundation'),
        ),
    ]
