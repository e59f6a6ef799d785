"""What was published stays as it was: the database itself refuses to change or delete it."""

from django.db import migrations

from core.append_only import AppendOnly, Frozen


class Migration(migrations.Migration):
    dependencies = [("rulebook", "0001_initial")]

    operations = [
        AppendOnly("rulebook_bookdocument"),
        Frozen(
            "rulebook_rulebookversion",
            "OLD.state = 'published'",
            [
                "slug", "number", "content_id", "effective_from", "state", "author_id", "hands", "publisher_id",
                "published_at",
            ],
        ),
    ]
