"""The installed base in the admin: lists for a million rows, import, export, history; nothing is ever deleted."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from import_export.admin import ImportExportMixin
from import_export.results import Result
from import_export.tmp_storages import MediaStorage
from simple_history.admin import SimpleHistoryAdmin
from unfold.admin import ModelAdmin, TabularInline
from unfold.contrib.import_export.forms import ExportForm, ImportForm
from unfold.paginator import InfinitePaginator

from accounts.permissions import may
from core import clock
from core.cells import masked_phone
from core.errors import ActError
from core.formats import CsvExport, XlsxExport
from customers import permissions, selectors, services
from customers.forms import CustomerForm, MachineForm
from customers.models import ClassChange, Customer, ImportRun, Machine
from customers.resources import CustomerResource, CustomersFile, MachineResource, MachinesFile


class ByMatrix:
    """Rights of an admin page by the matrix alone; no row of the installed base is deleted by anybody."""

    add_act = edit_act = ""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.can_view(request.user, now=clock.now())

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return permissions.can_view(request.user, now=clock.now())

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, self.add_act, now=clock.now())

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, self.edit_act, now=clock.now())

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class InstalledBaseAdmin(ByMatrix, ImportExportMixin, SimpleHistoryAdmin, ModelAdmin):
    """What customers and machines have in common."""

    import_form_class = ImportForm
    export_form_class = ExportForm
    export_formats = [XlsxExport, CsvExport]
    # By name only inside our own private storage; import-export's default would read any file of the temp folder.
    tmp_storage_class = MediaStorage
    skip_admin_log = True  # the journal tells it, once
    show_full_result_count = False
    paginator = InfinitePaginator
    list_per_page = 50
    actions = None

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """Only the filters that the page offers: others would let a reader probe masked numbers."""
        return lookup.split("__", maxsplit=1)[0] in self.list_filter

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return tuple(self.given_once) if obj else ()

    def revert_disabled(self, request: HttpRequest, obj: Any = None) -> bool:
        """Going back to an old row would pass by the acts."""
        return True

    def history_form_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "GET":
            raise PermissionDenied
        return super().history_form_view(request, *args, **kwargs)

    def has_import_permission(self, request: HttpRequest) -> bool:
        return may(request.user, "import_base", now=clock.now())

    def has_export_permission(self, request: HttpRequest) -> bool:
        return may(request.user, "export", now=clock.now()) and self.has_view_permission(request)

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
            messages.warning(request, _("确认后只导入其余各行：%(what)s") % {"what": result.report.summary})
        return response

    def add_success_message(self, result: Result, request: HttpRequest) -> None:
        messages.success(request, result.report.summary)

    def get_export_data(self, file_format: Any, request: HttpRequest, queryset: QuerySet, **kwargs: Any) -> Any:
        """An export is an act: it is in the journal before a byte leaves."""
        resource = self.resource_classes[0]
        columns = [field.column_name for field in resource.fields.values()]
        services.export_base(
            kind=resource.kind, count=queryset.count(), columns=columns, actor=request.user, now=clock.now()
        )
        return super().get_export_data(file_format, request, queryset, **kwargs)


class ClassChangeInline(ByMatrix, TabularInline):
    """The class history; a new line classifies."""

    model = ClassChange
    add_act = "classify_customer"
    fields = ("customer_class", "since")
    ordering = ("-since",)
    extra = 0
    max_num = 400

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Customer)
class CustomerAdmin(InstalledBaseAdmin):
    resource_classes = [CustomerResource]
    import_formats = [CustomersFile]
    form = CustomerForm
    add_act, edit_act = "add_customer", "edit_customer"
    given_once = ("number", "customer_class")
    list_display = ("number", "name", "customer_class", "province", "city", "contact", "shown_phone")
    list_filter = ("customer_class",)
    sortable_by = ("number", "name")
    search_fields = ("number",)
    search_help_text = _("客户编号或名称的开头，或完整电话")
    inlines = (ClassChangeInline,)

    @admin.display(description=_("联系电话"))
    def shown_phone(self, customer: Customer) -> str:
        return masked_phone(customer.phone)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        return (selectors.customers_told(search_term) & queryset if search_term else queryset), False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        fields = list(super().get_fields(request, obj))
        if obj and not permissions.sees_phones(request.user, now=clock.now()):
            fields[fields.index("phone")] = "shown_phone"
        return fields

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (*super().get_readonly_fields(request, obj), "shown_phone")

    def has_view_history_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return permissions.sees_phones(request.user, now=clock.now())

    has_change_history_permission = has_view_history_permission

    def save_model(self, request: HttpRequest, obj: Customer, form: ModelForm, change: bool) -> None:
        if change:
            changed = {name: form.cleaned_data[name] for name in form.changed_data}
            services.edit_customer(customer=obj, actor=request.user, now=clock.now(), **changed)
            return
        added = services.add_customer(actor=request.user, now=clock.now(), **form.cleaned_data)
        obj.pk, obj._state.adding = added.pk, False

    def save_formset(self, request: HttpRequest, form: ModelForm, formset: BaseInlineFormSet, change: bool) -> None:
        formset.new_objects, formset.changed_objects, formset.deleted_objects = [], [], []
        for line in formset.forms:
            if line.has_changed() and change:
                given = {name: line.cleaned_data[name] for name in ("customer_class", "since")}
                services.classify_customer(customer=form.instance, actor=request.user, now=clock.now(), **given)


@admin.register(Machine)
class MachineAdmin(InstalledBaseAdmin):
    resource_classes = [MachineResource]
    import_formats = [MachinesFile]
    form = MachineForm
    add_act, edit_act = "add_machine", "edit_machine"
    given_once = ("serial", "site")
    list_display = ("serial", "customer", "model", "warranty_class", "ex_factory_on")
    list_select_related = ("customer", "model", "site")
    sortable_by = ("serial",)
    search_fields = ("serial",)
    search_help_text = _("产品编号、客户编号或客户名称的开头，或客户的完整电话")
    autocomplete_fields = ("customer",)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        return (selectors.machines_for(search_term) & queryset if search_term else queryset), False

    def get_export_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_export_queryset(request).select_related("customer", "model", "site")

    def save_model(self, request: HttpRequest, obj: Machine, form: ModelForm, change: bool) -> None:
        given = {name: form.cleaned_data[name] for name in (form.changed_data if change else form.fields)}
        if "model" in given:
            given["model"] = given["model"].code if given["model"] else ""
        if change:
            services.edit_machine(machine=obj, actor=request.user, now=clock.now(), **given)
            return
        added = services.add_machine(actor=request.user, now=clock.now(), **given)
        obj.pk, obj._state.adding = added.pk, False


@admin.register(ImportRun)
class ImportRunAdmin(ByMatrix, ModelAdmin):
    """What was imported when and by whom; nobody writes here."""

    list_display = ("at", "kind", "file_name", "added", "updated", "unchanged", "refused", "by")
    list_select_related = ("by",)
    list_filter = ("kind",)
    paginator = InfinitePaginator
    show_full_result_count = False
    sortable_by = ()
