from django.apps import AppConfig


class FieldServiceConfig(AppConfig):
    name = "fieldservice"
    verbose_name = "现场服务"
    default_auto_field = "django.db.models.BigAutoField"
