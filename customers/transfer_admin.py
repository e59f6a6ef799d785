"""How an admin page of the installed base imports and exports: import-export's pages over our acts."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from import_export.admin import ImportExportMixin
from import_export.results import Result
from import_export.tmp_storages import MediaStorage
from unfold.contrib.import_export.forms import ExportForm, ImportForm

from accounts.admin_rights import MatrixAdmin, asker
from core.admin import Button, instant
from core.errors import ActError
from core.formats import CsvExport, XlsxExport
from customers import services


class ImportExportAdmin(ImportExportMixin, MatrixAdmin):
    """A list with import (shown first, kept on confirmation) and export, each an act in the journal."""

    import_form_class = ImportForm
    export_form_class = ExportForm
    export_formats = [XlsxExport, CsvExport]
    # By name only inside our own private storage; import-export's default would read any file of the temp folder.
    tmp_storage_class = MediaStorage
    skip_admin_log = True  # the journal tells it, once

    def init_change_list_template(self) -> None:
        """The list's own template stays: import and export are buttons like any act."""
        self.ie_base_change_list_template = self.change_list_template

    def has_import_permission(self, request: HttpRequest) -> bool:
        return self.may_open(request) and self.may_do(request, "import_base")

    def has_export_permission(self, request: HttpRequest) -> bool:
        return self.may_open(request) and self.may_do(request, "export")

    def buttons(self, request: HttpRequest, obj: Any = None) -> list[Button]:
        found = super().buttons(request, obj)
        if obj is None and self.has_import_permission(request):
            found.append(Button(_("导入"), self.url("import"), "upload", ""))
        if obj is None and self.has_export_permission(request):
            found.append(Button(_("导出"), self.url("export"), "download", ""))
        return found

    def add_data_read_fail_error_to_form(self, form: Any, e: Exception) -> None:
        if not isinstance(e, ActError):
            raise e
        form.add_error("import_file", str(e))

    def import_action(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Offer the good rows although others are refused; import-export alone would offer all or nothing."""
        response = super().import_action(request, **kwargs)
        context = getattr(response, "context_data", {})
        result = context.get("result")
        if result and result.has_validation_errors() and result.report.changed:
            context["confirm_form"] = self.create_confirm_form(request, import_form=context["form"])
        return response

    def add_success_message(self, result: Result, request: HttpRequest) -> None:
        messages.success(request, result.report.summary)

    def get_export_data(self, file_format: Any, request: HttpRequest, queryset: QuerySet[Any], **kwargs: Any) -> Any:
        """An export is in the journal before a byte leaves."""
        resource = self.resource_classes[0]
        services.export_base(
            kind=resource.kind, count=queryset.count(), columns=list(resource.fields),
            actor=asker(request), now=instant(request),
        )  # fmt: skip
        return super().get_export_data(file_format, request, queryset, **kwargs)
