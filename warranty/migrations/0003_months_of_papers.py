"""Papers by the months in which they were sent, issued, signed, settled or worked with: what figures add up."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('warranty', '0002_guards'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='anomalyreport',
            index=models.Index(condition=models.Q(('submitted_at__isnull', False)), fields=['submitted_at'], name='report_by_time'),
        ),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(fields=['issued_at'], name='claim_by_issue'),
        ),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(condition=models.Q(('signed_at__isnull', False)), fields=['signed_at'], name='claim_by_signature'),
        ),
        migrations.AddIndex(
            model_name='oldpart',
            index=models.Index(fields=['owed_since'], name='old_part_by_work'),
        ),
        migrations.AddIndex(
            model_name='partsrequest',
            index=models.Index(fields=['submitted_at'], name='request_by_time'),
        ),
        migrations.AddIndex(
            model_name='purchase',
            index=models.Index(condition=models.Q(('settled_at__isnull', False)), fields=['settled_at'], name='purchase_by_settlement'),
        ),
    ]
