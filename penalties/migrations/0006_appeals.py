"""Appeals against penalties: what was objected and what was decided stay as written."""

import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models

from core.append_only import Frozen


class Migration(migrations.Migration):

    dependencies = [
        ('judgement', '0003_tier_of_one_matter'),
        ('penalties', '0005_figures_by_time'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Appeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField(verbose_name='申诉理由')),
                ('filed_at', models.DateTimeField(verbose_name='提出时间')),
                ('state', django_fsm.FSMField(choices=[('submitted', '待裁定'), ('upheld', '维持考核'), ('granted', '申诉成立'), ('closed', '考核已另行撤销')], default='submitted', max_length=10, protected=True, verbose_name='状态')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='裁定时间')),
                ('decision', models.TextField(blank=True, verbose_name='裁定理由')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='裁定人')),
                ('deputy', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='本案代理人')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appeals', to=settings.AUTH_USER_MODEL, verbose_name='申诉人')),
                ('proposal', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='appeal', to='judgement.proposal', verbose_name='考核')),
            ],
            options={
                'verbose_name': '考核申诉',
                'verbose_name_plural': '考核申诉',
                'ordering': ['-id'],
                'indexes': [models.Index(condition=models.Q(('state', 'submitted')), fields=['filed_at'], name='appeal_waiting'), models.Index(fields=['person', '-id'], name='appeal_by_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decided_by', None), ('state__in', ['submitted', 'closed'])), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('state__in', ['upheld', 'granted'])), _connector='OR'), name='appeal_decided_by_somebody')],
            },
        ),
        Frozen("penalties_appeal", "", ("proposal_id", "person_id", "reason", "filed_at")),
        Frozen(
            "penalties_appeal", "OLD.state <> 'submitted'",
            ("state", "deputy_id", "decided_by_id", "decided_at", "decision"), "decided",
        ),
    ]
