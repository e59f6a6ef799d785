"""A signed card is sealed: none of what the customer signed changes any more; lost credits stay as written."""

from django.db import migrations

from core.append_only import AppendOnly, Frozen

SEALED = (
    "ticket_id", "cycle", "engineer_id", "number", "work_done", "cause_analysis", "result", "training_done",
    "training_reason", "cleaned_up", "site_supplement", "signed_at", "completed_at", "signer_name",
    "customer_signature", "stamped", "signature_id", "seal",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("fieldservice", "0001_initial")]

    operations = [
        Frozen("fieldservice_servicecard", "OLD.state <> 'draft'", SEALED),
        AppendOnly("fieldservice_creditloss"),
    ]
