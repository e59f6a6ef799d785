"""Acts on the installed base; each takes `actor` and `now` and writes its own journal."""

from customers.services.contract_limits import open_missing
from customers.services.contracts import add_contract, amend_contract, end_contract, give_notice
from customers.services.exporting import export_base
from customers.services.importing import ImportReport, SourceFile, import_base, import_files, open_source
from customers.services.keeping_customers import add_customer, classify_customer, edit_customer
from customers.services.keeping_machines import (
    add_machine,
    amend_service,
    correct_service,
    edit_machine,
    record_service,
    set_ex_factory,
)
from customers.services.uploads import (
    confirm_import,
    discard_upload,
    forget_uploads,
    map_columns,
    restart_import,
    upload_file,
)
from customers.services.working import refused_file, work

__all__ = [
    "ImportReport",
    "SourceFile",
    "add_contract",
    "add_customer",
    "add_machine",
    "amend_contract",
    "amend_service",
    "classify_customer",
    "confirm_import",
    "correct_service",
    "discard_upload",
    "edit_customer",
    "edit_machine",
    "end_contract",
    "export_base",
    "forget_uploads",
    "give_notice",
    "import_base",
    "import_files",
    "map_columns",
    "open_missing",
    "open_source",
    "record_service",
    "refused_file",
    "restart_import",
    "set_ex_factory",
    "upload_file",
    "work",
]  # fmt: skip
