"""Sort the queues by an index: the earliest limit as a kept column, and one index for each list that is offered."""

import datetime

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.kept
from tickets import waits


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('deadlines', '0003_pauses'),
        ('rulebook', '0002_guards'),
        ('tickets', '0005_saved_views'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='ticket',
            name='ticket_open',
        ),
        migrations.RemoveIndex(
            model_name='ticket',
            name='ticket_open_by_engineer',
        ),
        migrations.AddField(
            model_name='ticket',
            name='waits_until',
            field=core.kept.KeptByDatabase(default=datetime.datetime(9999, 1, 1, 0, 0, tzinfo=datetime.timezone.utc), editable=False),
        ),
        migrations.RunPython(waits.recount, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='ticket',
            name='duplicate_of',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='duplicates', to='tickets.ticket'),
        ),
        migrations.AlterField(
            model_name='ticket',
            name='office',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office', verbose_name='办事处'),
        ),
        migrations.AlterField(
            model_name='ticket',
            name='reported_by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人'),
        ),
        migrations.AlterField(
            model_name='ticket',
            name='version',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to='rulebook.rulebookversion', verbose_name='制度版本'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(condition=models.Q(('closed_at', None)), fields=['waits_until', 'id'], name='ticket_open_due'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(condition=models.Q(('closed_at', None)), fields=['-notified_at', 'id'], name='ticket_open_newest'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(condition=models.Q(('closed_at', None)), fields=['number', 'id'], name='ticket_open_number'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(condition=models.Q(('closed_at', None)), fields=['state', 'waits_until', 'id'], name='ticket_open_state'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(condition=models.Q(('closed_at', None)), fields=['zone', 'waits_until', 'id'], name='ticket_open_zone'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(condition=models.Q(('closed_at', None)), fields=['province', 'waits_until', 'id'], name='ticket_open_province'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(condition=models.Q(('closed_at', None)), fields=['engineer', 'waits_until', 'id'], name='ticket_open_engineer'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(condition=models.Q(('closed_at', None)), fields=['reported_by', 'waits_until', 'id'], name='ticket_open_reported_by'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(condition=models.Q(('closed_at', None)), fields=['service_class', 'waits_until', 'id'], name='ticket_open_service_class'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(condition=models.Q(('closed_at', None), ('urgent', True)), fields=['waits_until', 'id'], name='ticket_open_urgent'),
        ),
        migrations.RunPython(waits.keep, waits.forget),
    ]
