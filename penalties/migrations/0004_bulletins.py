"""Service bulletins with who has read them; their words stay as published."""

import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models

from core.append_only import AppendOnly, Frozen


class Migration(migrations.Migration):

    dependencies = [
        ('judgement', '0003_tier_of_one_matter'),
        ('penalties', '0003_closed_months'),
        ('rulebook', '0002_guards'),
        ('tickets', '0015_enquiries_and_complaints_by_words'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Bulletin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, unique=True, verbose_name='编号')),
                ('title', models.CharField(max_length=200, verbose_name='标题')),
                ('text', models.TextField(verbose_name='内容')),
                ('clause', models.CharField(max_length=20, verbose_name='条款')),
                ('state', django_fsm.FSMField(choices=[('published', '已发布'), ('withdrawn', '已撤回')], default='published', max_length=10, protected=True, verbose_name='状态')),
                ('published_at', models.DateTimeField(verbose_name='发布时间')),
                ('withdrawn_at', models.DateTimeField(null=True, verbose_name='撤回时间')),
                ('withdrawal', models.TextField(blank=True, verbose_name='撤回理由')),
                ('complaint', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bulletins', to='tickets.complaint', verbose_name='投诉')),
                ('persons', models.ManyToManyField(blank=True, related_name='bulletins', to=settings.AUTH_USER_MODEL, verbose_name='涉及人员')),
                ('proposal', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bulletins', to='judgement.proposal', verbose_name='考核')),
                ('published_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='发布人')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rulebook.rulebookversion', verbose_name='制度版本')),
                ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='撤回人')),
            ],
            options={
                'verbose_name': '服务通报',
                'verbose_name_plural': '服务通报',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='BulletinReceipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='确认时间')),
                ('bulletin', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='penalties.bulletin')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '通报阅读确认',
                'verbose_name_plural': '通报阅读确认',
            },
        ),
        migrations.AddConstraint(
            model_name='bulletin',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'published')), fields=('proposal',), name='one_bulletin_stands_per_penalty'),
        ),
        migrations.AddConstraint(
            model_name='bulletin',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), ('withdrawn_at', None)), models.Q(('state', 'withdrawn'), ('withdrawn_at__isnull', False)), _connector='OR'), name='bulletin_withdrawn_has_time'),
        ),
        migrations.AddConstraint(
            model_name='bulletinreceipt',
            constraint=models.UniqueConstraint(fields=('bulletin', 'by'), name='bulletin_read_once'),
        ),
        Frozen(
            "penalties_bulletin", "",
            ("number", "title", "text", "clause", "version_id", "proposal_id", "complaint_id", "published_by_id",
             "published_at"),
        ),
        AppendOnly("penalties_bulletinreceipt"),
    ]
