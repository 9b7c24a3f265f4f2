"""Name, kind, mode and division of a unit are dated: each unit begins with what it says now."""
import datetime

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

from dangjianyun.foundation.exclusion import one_at_a_time

FIRST = """
INSERT INTO party_unitparticulars (unit_id, since, until, name, kind, mode, path)
SELECT id, established_on, dissolved_on, name, kind, mode, path FROM party_unit
"""


class Migration(migrations.Migration):

    dependencies = [
        ('party', '0003_pages'),
    ]

    operations = [
        migrations.CreateModel(
            name='UnitParticulars',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(verbose_name='起始日')),
                ('until', models.DateField(default=datetime.date(9999, 12, 31), verbose_name='终止日（不含）')),
                ('name', models.CharField(max_length=120, verbose_name='名称')),
                ('kind', models.CharField(choices=[('committee', '党委'), ('general_branch', '党总支'), ('branch', '党支部'), ('joint_branch', '联合党支部'), ('functional', '功能型党组织'), ('temporary', '临时党支部')], max_length=16, verbose_name='类别')),
                ('mode', models.CharField(blank=True, choices=[('', '--'), ('single', '单独组建'), ('joint', '联合组建'), ('area', '区域统建'), ('trade', '行业统建'), ('attached', '挂靠组建'), ('functional', '功能型'), ('fallback', '综合党委兜底')], default='', max_length=12, verbose_name='组建方式')),
                ('path', models.CharField(max_length=60, verbose_name='所在地')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='particulars', to='party.unit')),
            ],
            options={
                'verbose_name': '党组织信息',
                'abstract': False,
                'base_manager_name': '_rows',
                'default_manager_name': '_rows',
                'indexes': [models.Index(fields=['unit', 'since'], name='unitparticulars_of')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__gt', models.F('since'))), name='unitparticulars_lasted')],
            },
            managers=[
                ('_rows', django.db.models.manager.Manager()),
            ],
        ),
        one_at_a_time('party_unitparticulars', 'unit_id'),
        migrations.RunSQL(FIRST, migrations.RunSQL.noop),
    ]
