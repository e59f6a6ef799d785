"""The complete card: cause, conduct, parts, strokes, amendments; its guard covers them."""

import django.db.models.deletion
import django_fsm
from django.db import migrations, models

from core.append_only import Frozen, Unguarded

TABLE, SIGNED = "fieldservice_servicecard", "OLD.state <> 'draft'"
BEFORE = (
    "ticket_id", "cycle", "engineer_id", "number", "work_done", "cause_analysis", "result", "training_done",
    "training_reason", "cleaned_up", "site_supplement", "signed_at", "completed_at", "signer_name",
    "customer_signature", "stamped", "signature_id", "seal",
)  # fmt: skip
SEALED = (
    *BEFORE, "seal_version", "revision", "amends_id", "amend_reason", "cause", "conduct", "parts",
    "claimed_completed_at", "claim_age_ms", "stamp_id", "strokes", "on_phone",
)  # fmt: skip


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0007_incomplete_years'),
        ('fieldservice', '0007_journeys'),
    ]

    operations = [
        Unguarded(TABLE, SIGNED, BEFORE),
        migrations.RemoveConstraint(
            model_name='servicecard',
            name='one_card_per_cycle',
        ),
        migrations.RemoveConstraint(
            model_name='servicecard',
            name='card_state_known',
        ),
        migrations.AddField(
            model_name='servicecard',
            name='amend_reason',
            field=models.CharField(blank=True, max_length=400, verbose_name='修订原因'),
        ),
        migrations.AddField(
            model_name='servicecard',
            name='amends',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='amendments', to='fieldservice.servicecard', verbose_name='修订自'),
        ),
        migrations.AddField(
            model_name='servicecard',
            name='cause',
            field=models.CharField(blank=True, max_length=60, verbose_name='原因类别'),
        ),
        migrations.AddField(
            model_name='servicecard',
            name='claim_age_ms',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='servicecard',
            name='claimed_completed_at',
            field=models.DateTimeField(null=True, verbose_name='手机所报完工时间'),
        ),
        migrations.AddField(
            model_name='servicecard',
            name='conduct',
            field=models.JSONField(default=dict, verbose_name='现场行为规范'),
        ),
        migrations.AddField(
            model_name='servicecard',
            name='inconsistent_reason',
            field=models.CharField(blank=True, max_length=400, verbose_name='不一致之处'),
        ),
        migrations.AddField(
            model_name='servicecard',
            name='on_phone',
            field=models.BooleanField(default=False, verbose_name='在手机上填写'),
        ),
        migrations.AddField(
            model_name='servicecard',
            name='parts',
            field=models.JSONField(default=list, verbose_name='用件'),
        ),
        migrations.AddField(
            model_name='servicecard',
            name='revision',
            field=models.PositiveSmallIntegerField(default=1, verbose_name='版次'),
        ),
        migrations.AddField(
            model_name='servicecard',
            name='seal_version',
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='servicecard',
            name='stamp',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile', verbose_name='盖章照片'),
        ),
        migrations.AddField(
            model_name='servicecard',
            name='strokes',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='servicecard',
            name='unclear_reason',
            field=models.CharField(blank=True, max_length=400, verbose_name='不清楚之处'),
        ),
        migrations.AlterField(
            model_name='servicecard',
            name='state',
            field=django_fsm.FSMField(choices=[('draft', '草稿'), ('signed', '用户已签'), ('received', '已收到'), ('void', '作废'), ('superseded', '已被修订')], default='draft', max_length=10, protected=True, verbose_name='状态'),
        ),
        migrations.AddConstraint(
            model_name='servicecard',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('signed', 'received'))), fields=('ticket', 'cycle'), name='one_card_per_cycle'),
        ),
        migrations.AddConstraint(
            model_name='servicecard',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'draft')), fields=('ticket', 'cycle'), name='one_draft_per_cycle'),
        ),
        migrations.AddConstraint(
            model_name='servicecard',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('amends', None), ('revision', 1)), models.Q(('amends__isnull', False), ('revision__gt', 1), models.Q(('amend_reason', ''), _negated=True)), _connector='OR'), name='card_amendment_says_why'),
        ),
        migrations.AddConstraint(
            model_name='servicecard',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'signed', 'received', 'void', 'superseded'])), name='card_state_known'),
        ),
        Frozen(TABLE, SIGNED, SEALED),
    ]
