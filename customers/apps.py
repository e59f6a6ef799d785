from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "customers"
    verbose_name = "客户与设备"
    default_auto_field = "django.db.models.BigAutoField"
