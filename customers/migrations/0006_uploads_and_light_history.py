"""Uploads under way, remembered columns; a past that is found by id carries no other index."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0005_areas'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='historicalcustomer',
            name='name',
            field=models.CharField(max_length=200, verbose_name='客户名称'),
        ),
        migrations.AlterField(
            model_name='historicalcustomer',
            name='number',
            field=models.CharField(max_length=40, verbose_name='客户编号'),
        ),
        migrations.AlterField(
            model_name='historicalcustomer',
            name='phone',
            field=models.CharField(blank=True, max_length=40, verbose_name='联系电话'),
        ),
        migrations.AlterField(
            model_name='historicalcustomer',
            name='visited_by',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='回访责任人'),
        ),
        migrations.AlterField(
            model_name='historicalmachine',
            name='customer',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='customers.customer', verbose_name='客户'),
        ),
        migrations.AlterField(
            model_name='historicalmachine',
            name='model',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='customers.machinemodel', verbose_name='型号'),
        ),
        migrations.AlterField(
            model_name='historicalmachine',
            name='serial',
            field=models.CharField(max_length=60, verbose_name='出厂编号'),
        ),
        migrations.AlterField(
            model_name='historicalmachine',
            name='site',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='customers.site', verbose_name='现场'),
        ),
        migrations.AlterField(
            model_name='importrun',
            name='kind',
            field=models.CharField(choices=[('customers', '客户'), ('machines', '设备'), ('contracts', '合同')], max_length=12, verbose_name='内容'),
        ),
        migrations.CreateModel(
            name='ImportMapping',
            fields=[
                ('digest', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('customers', '客户'), ('machines', '设备'), ('contracts', '合同')], max_length=12)),
                ('columns', models.JSONField(default=dict)),
                ('saved_at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '列的对应',
                'verbose_name_plural': '列的对应',
            },
        ),
        migrations.CreateModel(
            name='ImportUpload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(upload_to='imports/')),
                ('name', models.CharField(max_length=200, verbose_name='文件')),
                ('sha256', models.CharField(max_length=64)),
                ('headers', models.JSONField(default=list)),
                ('rows', models.PositiveIntegerField(verbose_name='行数')),
                ('kind', models.CharField(choices=[('customers', '客户'), ('machines', '设备'), ('contracts', '合同')], max_length=12, verbose_name='内容')),
                ('columns', models.JSONField(default=dict)),
                ('whole', models.BooleanField(default=False, verbose_name='全部正确才导入')),
                ('uploaded_at', models.DateTimeField(verbose_name='上传时间')),
                ('mapped_at', models.DateTimeField(null=True)),
                ('checked_at', models.DateTimeField(null=True)),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('broken_at', models.DateTimeField(null=True)),
                ('error', models.CharField(blank=True, max_length=500)),
                ('report', models.JSONField(default=dict)),
                ('claim', models.UUIDField(null=True)),
                ('beat_at', models.DateTimeField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('rows_read', models.PositiveIntegerField(default=0)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='操作人')),
                ('run', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.importrun')),
            ],
            options={
                'verbose_name': '导入文件',
                'verbose_name_plural': '导入文件',
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['by', '-id'], name='upload_by_person'), models.Index(condition=models.Q(('broken_at', None), ('finished_at', None), ('mapped_at__isnull', False)), fields=['id'], name='upload_waiting')],
            },
        ),
    ]
