"""There is one way into the store of files, and it is core.files: a new door cannot forget to look."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APART = {"tests", "bench", "node_modules", ".venv", "var", "static"}
# The files of an import are kept to be read as tables; no address hands them out.
KEEPERS = {"core/files.py", "customers/services/uploads.py"}
WRITES = re.compile(r"StoredFile\.objects\.(?:bulk_)?create|StoredFile\(|default_storage\.save|\.file\.save\(")
FIELDS = re.compile(r"(?:forms\.FileField|forms\.ImageField|FilesField)\(")
# Every form that takes a file. Whoever adds one adds it to the doors of the corpus, too.
DOORS = {
    "accounts/admin_forms.py", "aftersales/regulation/drafts/forms.py", "aftersales/setup/forms.py", "core/uploads.py",
    "customers/import_forms.py", "fieldservice/card_forms.py", "fieldservice/month_forms.py",
    "fieldservice/visit_forms.py", "penalties/appeal_forms.py", "penalties/forms.py", "rulebook/holiday_forms.py",
    "scenarios/whatif/forms.py", "tickets/complaint_forms.py", "tickets/forms.py", "tickets/public/forms.py",
    "warranty/old_part_forms.py", "warranty/part_admin_forms.py", "warranty/request_forms.py",
    "warranty/stock_forms.py",
}  # fmt: skip


def sources() -> dict[str, str]:
    found = (path for path in ROOT.rglob("*.py") if not APART & set(path.relative_to(ROOT).parts))
    return {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in found}


def test_only_core_files_writes_a_stored_file() -> None:
    assert {name for name, text in sources().items() if WRITES.search(text)} - {"core/models.py"} == KEEPERS


def test_every_form_with_a_file_is_known() -> None:
    assert {name for name, text in sources().items() if FIELDS.search(text)} == DOORS


def test_no_address_serves_the_folder_of_uploads() -> None:
    assert not [name for name, text in sources().items() if re.search(r"MEDIA_URL|static\.serve|serve\(", text)
                and name.endswith("urls.py")]  # fmt: skip
