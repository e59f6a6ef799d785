"""What a company fills in on its first day."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from accounts.people_file import COLUMNS
from core.exports import to_xlsx

HEADERS = [column.header for column in COLUMNS]
WANG = ["E001", "王强", "wangqiang", "服务人员", "技质部", "", "公司派驻", "重庆、四川", "13800138000", "wq@example.cn"]
ZHAO = ["E002", "赵敏", "zhaomin", "办事处主任", "供销部", "贵阳办事处", "", "", "13900139000", ""]
LI = ["E003", "李丽", "lili", "客户联络员、内勤人员", "技质部", "", "", "", "", ""]


@pytest.fixture
def staff_list() -> Callable[..., bytes]:
    """`staff_list(row, …)` is an Excel file with these people."""

    def _staff_list(*rows: Sequence[Any], headers: Sequence[str] = HEADERS) -> bytes:
        return to_xlsx(headers, rows)

    return _staff_list
