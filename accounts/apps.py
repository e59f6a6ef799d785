from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "人员与权限"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """A mistake in the table of rights stops every process, not only those that run Django's checks."""
        from accounts.matrix import matrix

        matrix()
