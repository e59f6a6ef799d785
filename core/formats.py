"""Files in the admin's import and export: read by the one reader, written by the one writer."""

from typing import Any

import tablib
from import_export.formats.base_formats import Format

from core import exports


class Upload(tablib.Dataset):
    """An uploaded file as import-export passes it on: its headers, its length, and the file itself in `source`."""

    def __init__(self, source: Any, headers: list[str], length: int) -> None:
        super().__init__(headers=headers)
        self.source, self.length = source, length

    def __len__(self) -> int:
        return self.length


class XlsxExport(Format):
    """An Excel workbook in which every string is a text cell."""

    def get_title(self) -> str:
        return "xlsx"

    def get_extension(self) -> str:
        return "xlsx"

    def get_content_type(self) -> str:
        return exports.XLSX

    def can_export(self) -> bool:
        return True

    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> bytes:
        return exports.to_xlsx(dataset.headers, dataset)


class CsvExport(XlsxExport):
    """A csv file in which nothing begins like a formula."""

    def get_title(self) -> str:
        return "csv"

    def get_extension(self) -> str:
        return "csv"

    def get_content_type(self) -> str:
        return exports.CSV

    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> bytes:
        return exports.to_csv(dataset.headers, dataset)
