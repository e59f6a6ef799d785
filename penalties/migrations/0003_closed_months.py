"""Closings, statements and pay; what was settled stays as written, and a closed month takes no ledger row."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.append_only import AppendOnly, Frozen
from core.closed_periods import RefuseInsert

STANDING = "SELECT 1 FROM penalties_closing WHERE month = NEW.month AND reopened_at IS NULL"


class Migration(migrations.Migration):

    dependencies = [
        ('fieldservice', '0010_daily_calls'),
        ('penalties', '0002_guards'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Closing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.CharField(max_length=7, verbose_name='月份')),
                ('epoch', models.PositiveSmallIntegerField(default=1)),
                ('at', models.DateTimeField(verbose_name='结账时间')),
                ('undecided', models.JSONField(default=list, verbose_name='未裁决')),
                ('asked_role', models.CharField(blank=True, max_length=40)),
                ('asked_at', models.DateTimeField(null=True)),
                ('reason', models.TextField(blank=True, verbose_name='重开理由')),
                ('reopened_at', models.DateTimeField(null=True, verbose_name='重开时间')),
                ('agreed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='同意重开')),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='申请重开')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='结账人')),
            ],
            options={
                'verbose_name': '月度结账',
                'verbose_name_plural': '月度结账',
                'ordering': ['-month', '-epoch'],
            },
        ),
        migrations.CreateModel(
            name='MonthAppeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.CharField(max_length=7, verbose_name='月份')),
                ('reason', models.TextField(verbose_name='理由')),
                ('filed_at', models.DateTimeField(verbose_name='提出时间')),
                ('uphold', models.BooleanField(null=True, verbose_name='维持')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='裁定时间')),
                ('decision', models.TextField(blank=True, verbose_name='裁定理由')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='裁定人')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='month_appeals', to=settings.AUTH_USER_MODEL, verbose_name='当事人')),
            ],
            options={
                'verbose_name': '工作量申诉',
                'verbose_name_plural': '工作量申诉',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Pay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.CharField(max_length=7, verbose_name='自月份')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='月工资（元）')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pays', to=settings.AUTH_USER_MODEL, verbose_name='人员')),
            ],
            options={
                'verbose_name': '月工资',
                'verbose_name_plural': '月工资',
                'ordering': ['-since', '-id'],
            },
        ),
        migrations.CreateModel(
            name='PayLimit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('percent', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='扣款占工资的上限（%）')),
                ('minimum_wage', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name='当地最低工资（元）')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '扣款提示线',
                'verbose_name_plural': '扣款提示线',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Statement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.CharField(max_length=7, verbose_name='月份')),
                ('cards', models.SmallIntegerField(verbose_name='计入工作量的服务卡')),
                ('commission_cards', models.SmallIntegerField(verbose_name='计提成的服务卡')),
                ('weight', models.DecimalField(decimal_places=2, max_digits=6, verbose_name='每张权重')),
                ('score', models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name='部门得分')),
                ('workload', models.DecimalField(decimal_places=2, max_digits=10, verbose_name='工作量')),
                ('reimbursed', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='报销')),
                ('fines', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='罚款')),
                ('debits', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='挂账、损失和没收')),
                ('adjusted', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='以前月份调整')),
                ('own_cost', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='自负差旅')),
                ('net', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='应付（负数为应扣）')),
                ('closing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='penalties.closing')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statements', to=settings.AUTH_USER_MODEL, verbose_name='人员')),
            ],
            options={
                'verbose_name': '结算单',
                'verbose_name_plural': '结算单',
                'ordering': ['-month', 'person'],
            },
        ),
        migrations.CreateModel(
            name='StatementLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('card', '服务卡'), ('expense', '报销'), ('fine', '考核'), ('debit', '挂账'), ('loss', '承担损失'), ('confiscation', '没收所得'), ('own_cost', '自负差旅'), ('adjustment', '以前月份调整')], max_length=12, verbose_name='类别')),
                ('label', models.CharField(max_length=300, verbose_name='内容')),
                ('amount', models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name='金额')),
                ('claimed', models.DecimalField(decimal_places=2, max_digits=12, null=True, verbose_name='申报金额')),
                ('workload', models.SmallIntegerField(default=0, verbose_name='工作量')),
                ('commission', models.SmallIntegerField(default=0, verbose_name='提成')),
                ('clause', models.CharField(blank=True, max_length=20, verbose_name='条款')),
                ('reason', models.CharField(blank=True, max_length=400, verbose_name='理由')),
                ('card', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='settled', to='fieldservice.servicecard')),
                ('entry', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='settled', to='penalties.ledgerentry')),
                ('expense', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='settled', to='fieldservice.expenseline')),
                ('statement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='penalties.statement')),
            ],
            options={
                'verbose_name': '结算行',
                'verbose_name_plural': '结算行',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='StatementReceipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='确认时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('statement', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='receipt', to='penalties.statement')),
            ],
        ),
        migrations.AddConstraint(
            model_name='closing',
            constraint=models.UniqueConstraint(fields=('month', 'epoch'), name='closing_once'),
        ),
        migrations.AddConstraint(
            model_name='closing',
            constraint=models.UniqueConstraint(condition=models.Q(('reopened_at', None)), fields=('month',), name='one_closing_per_month'),
        ),
        migrations.AddConstraint(
            model_name='closing',
            constraint=models.CheckConstraint(condition=models.Q(('reopened_at', None), models.Q(('agreed_by__isnull', False), ('asked_by__isnull', False), models.Q(('asked_by', models.F('agreed_by')), _negated=True)), _connector='OR'), name='reopening_takes_two'),
        ),
        migrations.AddConstraint(
            model_name='monthappeal',
            constraint=models.UniqueConstraint(condition=models.Q(('decided_at', None)), fields=('person', 'month'), name='one_month_appeal_waiting'),
        ),
        migrations.AddIndex(
            model_name='pay',
            index=models.Index(fields=['person', '-since', '-id'], name='pay_by_person'),
        ),
        migrations.AddIndex(
            model_name='statement',
            index=models.Index(fields=['person', '-month'], name='statements_by_person'),
        ),
        migrations.AddConstraint(
            model_name='statement',
            constraint=models.UniqueConstraint(fields=('closing', 'person'), name='statement_once'),
        ),
        AppendOnly("penalties_statement"),
        AppendOnly("penalties_statementline"),
        AppendOnly("penalties_statementreceipt"),
        AppendOnly("penalties_pay"),
        AppendOnly("penalties_paylimit"),
        Frozen("penalties_closing", "", ("month", "epoch", "by_id", "at", "undecided")),
        Frozen("penalties_closing", "OLD.reopened_at IS NOT NULL", ("reopened_at", "agreed_by_id", "reason"), "reopened"),
        RefuseInsert("penalties_ledgerentry", "month", STANDING),
    ]
