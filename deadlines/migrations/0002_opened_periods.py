"""What was opened already, so that a round with nothing to open is one statement."""
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('deadlines', '0001_initial'),
        ('rulebook', '0002_guards'),
    ]

    operations = [
        migrations.CreateModel(
            name='OpenedPeriod',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(blank=True, max_length=30)),
                ('occurrence', models.CharField(max_length=20)),
                ('last', models.DateField()),
                ('opened_at', models.DateTimeField()),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rulebook.rulebookversion')),
            ],
            options={
                'verbose_name': '已开立的期间',
                'verbose_name_plural': '已开立的期间',
                'constraints': [models.UniqueConstraint(fields=('kind', 'occurrence'), name='period_opened_once')],
            },
        ),
    ]
