"""What was judged is frozen, and who decided it: the database refuses to change either (reliability W5)."""

from django.db import migrations

from core.append_only import Frozen

ASKED = (
    "subject_type", "subject_id", "approval", "version_id", "content", "content_hash", "amount", "judgement",
    "submitted_by_id", "submitted_at", "group_type", "group_id",
)  # fmt: skip
SIGNED = ("signed_by_id", "signed_role", "signed_at", "reason")


class Migration(migrations.Migration):
    dependencies = [("approvals", "0001_initial")]

    operations = [
        Frozen("approvals_signoff", "OLD.state <> 'judging'", ASKED),
        Frozen("approvals_signoff", "OLD.signed_at IS NOT NULL", SIGNED, label="signed"),
    ]
