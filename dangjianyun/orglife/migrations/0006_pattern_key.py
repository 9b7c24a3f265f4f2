"""A key of the template for addresses. No template exists before this step."""

import dangjianyun.foundation.reference
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orglife", "0005_track")]

    operations = [
        migrations.AddField(
            model_name="pattern",
            name="ref",
            field=models.CharField(
                default=dangjianyun.foundation.reference.new_ref,
                editable=False,
                max_length=32,
                unique=True,
                verbose_name="记录标识",
            ),
        ),
        migrations.AlterField(
            model_name="meeting",
            name="also",
            field=models.JSONField(
                blank=True,
                choices=[
                    ("members_meeting", "支部党员大会"),
                    ("committee_meeting", "支部委员会会议"),
                    ("group_meeting", "党小组会"),
                    ("lecture", "党课"),
                    ("theme_day", "主题党日"),
                    ("life_meeting", "组织生活会"),
                    ("appraisal", "民主评议党员"),
                    ("talk", "谈心谈话"),
                    ("volunteering", "志愿服务"),
                    ("welfare_day", "公益日活动"),
                    ("training", "学习培训"),
                    ("other", "其他"),
                ],
                default=list,
                verbose_name="同时作为",
            ),
        ),
    ]
