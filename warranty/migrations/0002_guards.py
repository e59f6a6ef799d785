"""Sent reports, lines that were asked for or released, and the stock ledger stay as they were written."""

from django.db import migrations

from core.append_only import AppendOnly, Frozen

REPORT = (
    "number", "ticket_id", "cycle", "kind", "author_id", "version_id", "revises_id", "work_done", "analysis",
    "proposal", "not_reached", "not_reached_reason", "described_by_user", "budget", "submitted_at",
)  # fmt: skip
CLAIM = ("number", "request_id", "ticket_id", "serial", "loss_department_id", "total", "content_hash", "issued_by_id",
         "issued_at")  # fmt: skip
OLD_PART = ("number", "claim_id", "ticket_id", "part_id", "handler_id", "owed_since")


class Migration(migrations.Migration):
    dependencies = [("warranty", "0001_initial")]

    operations = [
        Frozen("warranty_anomalyreport", "OLD.state <> 'draft'", REPORT),
        AppendOnly("warranty_requestline"),
        Frozen("warranty_claim", "OLD.id IS NOT NULL", CLAIM),
        AppendOnly("warranty_claimline"),
        AppendOnly("warranty_stockmovement"),
        Frozen("warranty_oldpart", "OLD.id IS NOT NULL", OLD_PART),
    ]
