from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "customers"
    verbose_name = "客户与设备"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from customers.states import CustomerClass
        from judgement.showing import name_codes

        name_codes("customer.class", CustomerClass)
