"""A guidance document's number is its issuer's own: whose else it is, nobody is told."""
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('party', '0004_particulars'),
    ]

    operations = [
        migrations.AlterField(
            model_name='guideline',
            name='number',
            field=models.CharField(max_length=20, verbose_name='编号'),
        ),
        migrations.AddConstraint(
            model_name='guideline',
            constraint=models.UniqueConstraint(fields=('issuer', 'number'), name='guideline_number'),
        ),
    ]
