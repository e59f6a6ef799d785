"""What a column probably is: by last time, by its header, by what stands in it."""

import pytest

from customers import matching
from customers.states import FileKind

MACHINES = [["ZK352210000001", "C000001", "ZK-35", "十八个月", "2022-10-08"], ["PX622210000002", "C000002", "PX-6",
            "六个月", "2023-01-09"]]  # fmt: skip


def places(kind: FileKind, headers: list[str], samples: list[list[object]]) -> dict[str, int]:
    return {name: one.place for name, one in matching.guess(kind, headers, samples).items()}


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        (["客户编号", "客户名称"], FileKind.CUSTOMERS),
        (["出厂编号", "客户编码", "客户名称"], FileKind.MACHINES),
        (["合同号", "客户编号", "生效日期", "产品编号"], FileKind.CONTRACTS),
        (["合同号", "产品编号", "客户编号"], FileKind.MACHINES),
    ],
)
def test_the_narrowest_kind_whose_columns_are_all_there(headers: list[str], kind: FileKind) -> None:
    assert matching.guess_kind(headers, []) == kind


def test_headers_go_before_content() -> None:
    samples = [["13800138000", "甲厂"], ["13900139000", "乙厂"]]

    assert places(FileKind.CUSTOMERS, ["客户编号", "x"], samples) == {"number": 0, "name": 1}


def test_machines_are_told_by_their_content() -> None:
    found = places(FileKind.MACHINES, ["a", "b", "c", "d", "e"], MACHINES)

    assert found == {"serial": 0, "customer": 1, "warranty_class": 3, "ex_factory_on": 4}


def test_one_sample_says_nothing() -> None:
    assert places(FileKind.CUSTOMERS, ["a"], [["13800138000"]]) == {}


def test_a_few_bad_cells_do_not_hide_what_a_column_is() -> None:
    samples = [[f"1380013800{n}"] for n in range(8)] + [["123"], ["无"]]

    assert places(FileKind.CUSTOMERS, ["a"], samples) == {"phone": 0}


def test_another_order_of_the_same_headers_is_the_same_set() -> None:
    assert matching.digest(["客户编号*", "名称"]) == matching.digest(["名称", "客户编号"])
    assert matching.digest(["a", "b"]) == matching.digest(["b", "a", matching.REASON])
    assert matching.digest(["a", "b"]) != matching.digest(["a", "c"])
