"""Visits to customers with their surveys; what was handed in stays as it is."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.append_only import AppendOnly


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0005_areas'),
        ('fieldservice', '0002_guards'),
        ('rulebook', '0002_guards'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CustomerVisit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, unique=True, verbose_name='回访单号')),
                ('visited_at', models.DateTimeField(verbose_name='回访时间')),
                ('handed_in_at', models.DateTimeField(verbose_name='登记时间')),
                ('interviewee', models.CharField(blank=True, max_length=80, verbose_name='受访人')),
                ('remarks', models.TextField(blank=True, verbose_name='备注')),
                ('survey', models.CharField(blank=True, max_length=40, verbose_name='问卷')),
                ('scores', models.JSONField(default=dict, verbose_name='评分')),
                ('fulfilled', models.JSONField(default=list, verbose_name='履行的义务')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='customers.customer', verbose_name='客户')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rulebook.rulebookversion', verbose_name='制度版本')),
                ('visitor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='回访人')),
            ],
            options={
                'verbose_name': '回访单',
                'verbose_name_plural': '回访单',
                'ordering': ['-visited_at', '-id'],
                'indexes': [models.Index(fields=['customer', '-visited_at'], name='visits_by_customer'), models.Index(fields=['visitor', '-visited_at'], name='visits_by_visitor'), models.Index(fields=['survey', 'visited_at'], name='visits_by_survey')],
            },
        ),
        AppendOnly("fieldservice_customervisit"),
    ]
