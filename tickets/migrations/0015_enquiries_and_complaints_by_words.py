"""Find an enquiry or a complaint by any part of who spoke and of what was said."""

from django.db import migrations

from core import words


class Migration(migrations.Migration):
    dependencies = [("tickets", "0014_complaints")]

    operations = [
        migrations.RunPython(*words.index("enquiry_by_words", "tickets_enquiry", "caller", "question")),
        migrations.RunPython(*words.index("complaint_by_words", "tickets_complaint", "complainant", "content")),
    ]
