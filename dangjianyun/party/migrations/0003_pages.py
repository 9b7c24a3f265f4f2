"""Pages: enrollments that wait, units found by name, relations once at a time."""
import dangjianyun.foundation.reference
import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

from dangjianyun.foundation.exclusion import one_at_a_time
from dangjianyun.foundation.search import search_index


class Migration(migrations.Migration):

    dependencies = [
        ('party', '0002_one_at_a_time'),
        ('registry', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Enrollment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=dangjianyun.foundation.reference.new_ref, editable=False, max_length=32, unique=True, verbose_name='记录标识')),
                ('name', models.CharField(max_length=60, verbose_name='姓名')),
                ('identity_number', models.TextField(blank=True, verbose_name='公民身份号码')),
                ('phone', models.TextField(blank=True, verbose_name='联系电话')),
                ('joined_on', models.DateField(verbose_name='入党日期')),
                ('full_on', models.DateField(blank=True, null=True, verbose_name='转正日期')),
                ('since', models.DateField(verbose_name='组织关系起始日期')),
                ('state', models.CharField(choices=[('waiting', '待上级核验'), ('enrolled', '已列入名册'), ('declined', '已退回')], default='waiting', max_length=10, verbose_name='状态')),
                ('asked_by', models.CharField(max_length=180, verbose_name='提交人')),
                ('asked_at', models.DateTimeField(verbose_name='提交时间')),
                ('decided_by', models.CharField(blank=True, max_length=180, verbose_name='核验人')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='核验时间')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='核验意见')),
                ('identity_number_index', models.CharField(blank=True, db_index=True, editable=False, max_length=64, null=True, verbose_name='公民身份号码索引')),
            ],
            options={
                'verbose_name': '党员登记核验',
                'abstract': False,
                'base_manager_name': '_rows',
                'default_manager_name': '_rows',
            },
            managers=[
                ('_rows', django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddIndex(
            model_name='unit',
            index=models.Index(fields=['path', 'name'], name='unit_place'),
        ),
        migrations.AddIndex(
            model_name='unit',
            index=models.Index(fields=['name', 'id'], name='unit_name'),
        ),
        migrations.AddIndex(
            model_name='unit',
            index=models.Index(fields=['established_on', 'id'], name='unit_age'),
        ),
        migrations.AddField(
            model_name='enrollment',
            name='member',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='enrollments', to='party.member'),
        ),
        migrations.AddField(
            model_name='enrollment',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrollments', to='party.unit'),
        ),
        migrations.AddIndex(
            model_name='enrollment',
            index=models.Index(fields=['state', 'asked_at'], name='enrollment_queue'),
        ),
        search_index('party_unit'),
        one_at_a_time('party_covering', 'unit_id', 'organization_id'),
        one_at_a_time('party_guidance', 'unit_id', 'guide_id'),
        one_at_a_time('party_participation', 'member_id', 'unit_id'),
        one_at_a_time('party_office', 'unit_id', 'member_id'),
    ]
