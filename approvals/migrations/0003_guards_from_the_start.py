"""What was asked never changes, nor whose own case it is; what was refused or voided does not come back."""

from django.db import migrations

from core.append_only import AppendOnly, Frozen

ASKED = (
    "subject_type", "subject_id", "approval", "version_id", "content", "submitted_by_id", "submitted_at",
    "group_type", "group_id",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("approvals", "0002_guards")]

    operations = [
        Frozen("approvals_signoff", "OLD.id IS NOT NULL", ASKED, label="asked"),
        Frozen("approvals_signoff", "OLD.state IN ('rejected', 'void')", ("state",), label="ended"),
        AppendOnly("approvals_signoff_concerned"),
    ]
