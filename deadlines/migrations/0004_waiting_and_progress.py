"""How far a period of many is opened, and what waits by kind and due time."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('deadlines', '0003_pauses'),
        ('rulebook', '0002_guards'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='openedperiod',
            name='reached',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddIndex(
            model_name='deadline',
            index=models.Index(condition=models.Q(('ended_at', None), ('stopped_at', None), ('superseded_at', None)), fields=['kind', 'due_at'], name='deadline_waiting'),
        ),
    ]
