from django.apps import AppConfig


class FieldServiceConfig(AppConfig):
    name = "fieldservice"
    verbose_name = "现场服务"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from core import files
        from fieldservice.months import may_read_receipt
        from fieldservice.selectors import may_read_file
        from fieldservice.states import RepeatCause
        from fieldservice.visits import may_read_file as may_read_visit
        from judgement.showing import name_codes

        files.guard("fieldservice.servicecard", may_read_file)
        files.guard("fieldservice.expenseline", may_read_receipt)
        files.guard("fieldservice.customervisit", may_read_visit)
        name_codes("repeat.cause", RepeatCause)
