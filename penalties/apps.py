from django.apps import AppConfig


class PenaltiesConfig(AppConfig):
    name = "penalties"
    verbose_name = "考核"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say who reads evidence and proofs; without it nobody does."""
        from core import files
        from penalties import scope

        files.guard("penalties.incident", scope.may_read_evidence)
        files.guard("penalties.writtenproof", scope.may_read_proof)
        files.guard("penalties.appeal", scope.may_read_appeal)
        files.admit("tickets.complaint", scope.may_read_complaint)
