from django.apps import AppConfig


class WarrantyConfig(AppConfig):
    name = "warranty"
    verbose_name = "三包"
    default_auto_field = "django.db.models.BigAutoField"
