from django.apps import AppConfig


class TicketsConfig(AppConfig):
    name = "tickets"
    verbose_name = "工单"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from core import files
        from judgement.showing import name_codes
        from tickets.public import selectors as public
        from tickets.selectors import may_read_file, may_read_photo
        from tickets.selectors.complaints import may_read_file as may_read_complaint
        from tickets.states import Addressee, ReplaceReason

        name_codes("complaint.addressee", Addressee)
        name_codes("reassignment.reason", ReplaceReason)
        files.guard("tickets.ticket", may_read_file)
        files.guard("tickets.complaint", may_read_complaint)
        files.guard("tickets.arrival", may_read_photo)
        files.guard("tickets.publicreport", public.may_read_file)
