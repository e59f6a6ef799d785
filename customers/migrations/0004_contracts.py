"""Contracts with customers, and customers that are of the house itself."""

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0003_service_without_machine'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='customer',
            name='internal',
            field=models.BooleanField(default=False, verbose_name='内部单位'),
        ),
        migrations.AddField(
            model_name='historicalcustomer',
            name='internal',
            field=models.BooleanField(default=False, verbose_name='内部单位'),
        ),
        migrations.CreateModel(
            name='Contract',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40, unique=True, verbose_name='合同编号')),
                ('kind', models.CharField(blank=True, max_length=40, verbose_name='合同类型')),
                ('arrival', models.CharField(blank=True, max_length=12, verbose_name='约定到场时限')),
                ('starts_on', models.DateField(verbose_name='开始日期')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='到期日期')),
                ('remarks', models.CharField(blank=True, max_length=300, verbose_name='备注')),
                ('notice_at', models.DateTimeField(null=True, verbose_name='到期通知时间')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='终止登记时间')),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contracts', to='customers.customer', verbose_name='客户')),
            ],
            options={
                'verbose_name': '合同',
                'verbose_name_plural': '合同',
                'ordering': ['-starts_on', 'number'],
                'indexes': [models.Index(fields=['customer', 'starts_on'], name='contract_by_customer'), models.Index(fields=['ends_on'], name='contract_by_end')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='contract_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='ContractMachine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('contract', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='named', to='customers.contract')),
                ('machine', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.machine')),
            ],
            options={
                'verbose_name': '合同设备',
                'verbose_name_plural': '合同设备',
                'constraints': [models.UniqueConstraint(fields=('contract', 'machine'), name='machine_once_per_contract')],
            },
        ),
        migrations.AddField(
            model_name='contract',
            name='covered',
            field=models.ManyToManyField(related_name='contracts', through='customers.ContractMachine', to='customers.machine'),
        ),
        migrations.CreateModel(
            name='HistoricalContract',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('number', models.CharField(db_index=True, max_length=40, verbose_name='合同编号')),
                ('kind', models.CharField(blank=True, max_length=40, verbose_name='合同类型')),
                ('arrival', models.CharField(blank=True, max_length=12, verbose_name='约定到场时限')),
                ('starts_on', models.DateField(verbose_name='开始日期')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='到期日期')),
                ('remarks', models.CharField(blank=True, max_length=300, verbose_name='备注')),
                ('notice_at', models.DateTimeField(null=True, verbose_name='到期通知时间')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='终止登记时间')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('customer', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='customers.customer', verbose_name='客户')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical 合同',
                'verbose_name_plural': 'historical 合同',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
    ]
