"""The department's score of a month, and rows that give back what others took."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.append_only import AppendOnly


class Migration(migrations.Migration):

    dependencies = [
        ('fieldservice', '0005_day_guards'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MonthScore',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.CharField(max_length=7, verbose_name='月份')),
                ('score', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='得分')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('at', models.DateTimeField(verbose_name='打分时间')),
            ],
            options={
                'verbose_name': '部门打分',
                'verbose_name_plural': '部门打分',
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('score__gte', 0), ('score__lte', 100)), name='score_within_hundred')],
            },
        ),
        migrations.AddField(
            model_name='creditloss',
            name='reverses',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversals', to='fieldservice.creditloss'),
        ),
        migrations.AddField(
            model_name='lineloss',
            name='reverses',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversals', to='fieldservice.lineloss'),
        ),
        migrations.AddField(
            model_name='monthdocument',
            name='careless',
            field=models.BooleanField(null=True, verbose_name='敷衍'),
        ),
        migrations.AddConstraint(
            model_name='creditloss',
            constraint=models.UniqueConstraint(condition=models.Q(('reverses__isnull', False)), fields=('reverses',), name='credit_given_back_once'),
        ),
        migrations.AddConstraint(
            model_name='lineloss',
            constraint=models.UniqueConstraint(condition=models.Q(('reverses__isnull', False)), fields=('reverses',), name='line_given_back_once'),
        ),
        migrations.AddField(
            model_name='monthscore',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='打分人'),
        ),
        migrations.AddField(
            model_name='monthscore',
            name='engineer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='month_scores', to=settings.AUTH_USER_MODEL, verbose_name='服务人员'),
        ),
        migrations.AddIndex(
            model_name='monthscore',
            index=models.Index(fields=['month', 'engineer', '-id'], name='scores_by_month'),
        ),
        AppendOnly("fieldservice_monthscore"),
    ]
