from django.apps import AppConfig


class WarrantyConfig(AppConfig):
    name = "warranty"
    verbose_name = "三包"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say who reads photos and receipts; without it nobody does."""
        from core import files
        from warranty.selectors import old_parts, requests

        files.guard("warranty.anomalyreport", old_parts.may_read_report)
        files.guard("warranty.feeapplication", requests.may_read_fee)
        files.guard("warranty.purchase", requests.may_read_purchase)
        files.guard("warranty.oldpart", old_parts.may_read_file)
