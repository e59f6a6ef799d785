"""A draft that was given up stays as it was, like a published version."""

import django_fsm
from django.db import migrations

from core.append_only import Frozen, Unguarded

TABLE = "rulebook_rulebookversion"
COLUMNS = [
    "slug", "number", "content_id", "effective_from", "state", "author_id", "hands", "publisher_id", "published_at",
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("rulebook", "0002_guards")]

    operations = [
        migrations.AlterField(
            "rulebookversion",
            "state",
            django_fsm.FSMField(
                choices=[("draft", "草稿"), ("published", "已发布"), ("discarded", "已放弃")],
                default="draft",
                max_length=12,
                protected=True,
                verbose_name="状态",
            ),
        ),
        Unguarded(TABLE, "OLD.state = 'published'", COLUMNS),
        Frozen(TABLE, "OLD.state IN ('published', 'discarded')", COLUMNS),
    ]
