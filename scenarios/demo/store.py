"""The demo's catalogue, its one warehouse, and what lay there before the ninety days began."""

from collections.abc import Callable
from datetime import datetime

from scenarios.demo.story import Story
from warranty import services as warranty
from warranty.models import Part, Warehouse
from warranty.states import MovementKind

WAREHOUSE = ("main", "重庆总库")
OPENED = -24.0 * 95
# Code: name, unit, ex-works price, what it cost the store, large, pieces at the beginning, safety stock.
CATALOGUE = {
    "YF-4562": ("骨架油封 45×62×8", "个", "12.50", "7.80", False, 120, 40),
    "MF-KIT2": ("液压缸密封件组", "套", "38.00", "22.00", False, 60, 20),
    "XK-LX19": ("行程开关 LX19-111", "只", "46.00", "29.50", False, 40, 10),
    "DC-24X": ("电磁阀线圈 24 V", "只", "68.00", "41.00", False, 30, 8),
    "JK-M18": ("接近开关 M18", "只", "85.00", "52.00", False, 36, 10),
    "ZC-6208": ("深沟球轴承 6208-2RS", "套", "96.00", "61.00", False, 48, 12),
    "TB-8M12": ("同步带 8M-1200", "条", "128.00", "80.00", False, 20, 6),
    "LX-0160": ("液压油滤芯 160 L", "只", "155.00", "97.00", False, 24, 8),
    "FS-7500": ("变频器散热风扇", "只", "175.00", "108.00", False, 15, 5),
    "DL-ENC5": ("编码器电缆 5 m", "根", "210.00", "130.00", False, 18, 5),
    "YL-25M": ("压力传感器 0–25 MPa", "只", "268.00", "171.00", False, 14, 4),
    "DY-2410": ("开关电源 24 V / 10 A", "台", "295.00", "190.00", False, 12, 4),
    "MB-KEY": ("操作面板薄膜键盘", "块", "320.00", "205.00", False, 10, 3),
    "HF-4WE6": ("电磁换向阀 4WE6", "只", "385.00", "248.00", False, 12, 4),
    "SB-0370": ("冷却水泵 0.37 kW", "台", "460.00", "300.00", False, 9, 3),
    "BM-2500": ("旋转编码器 2500 P/R", "只", "680.00", "440.00", False, 11, 4),
    "CB-0016": ("齿轮油泵 CB-16", "台", "890.00", "575.00", False, 4, 4),
    "KB-SV15": ("伺服驱动控制板", "块", "1450.00", "930.00", False, 6, 2),
    "SG-4010": ("滚珠丝杠副 4010（含螺母座）", "套", "1980.00", "1290.00", True, 4, 1),
    "ZZ-7014": ("主轴前轴承组 7014C（配对）", "组", "2260.00", "1480.00", False, 5, 2),
    "DJ-SV15": ("伺服电机 1.5 kW", "台", "2850.00", "1850.00", False, 4, 1),
    "BP-7500": ("变频器 7.5 kW", "台", "3200.00", "2080.00", False, 3, 1),
    "ZB-NC08": ("数控系统主板", "块", "3980.00", "2590.00", False, 2, 3),
    "JS-R097": ("减速机 R97", "台", "4750.00", "3090.00", True, 3, 1),
    "DK-24T": ("24 位刀库换刀机械手总成", "套", "5200.00", "3380.00", True, 2, 1),
    "YZ-0250": ("液压站总成 250 L", "台", "5600.00", "3640.00", True, 2, 1),
    "CX-TB90": ("轧辊传动齿轮箱总成（含联轴器、润滑管路和底座）", "台", "6800.00", "4420.00", True, 2, 1),
}  # fmt: skip
HEADERS = ("件号", "名称", "单位", "出厂价", "库存成本", "大件", "安全库存")


def opened(tell: Callable[[], Story]) -> list[Story]:
    """The warehouse, its parts from a file, and a first count by the keeper."""
    story = tell()
    return [story.at(OPENED, lambda now: _open(story, now)).at(OPENED + 1, lambda now: _count(story, now))]


def _open(story: Story, now: datetime) -> None:
    keeper, (code, name) = story.people["keeper"], WAREHOUSE
    warehouse = warranty.open_warehouse(code=code, name=name, actor=keeper, now=now)
    warranty.import_parts(source=_file().encode(), warehouse=warehouse, whole=True, actor=keeper, now=now)


def _file() -> str:
    rows = [HEADERS] + [
        (code, name, unit, price, cost, "是" if bulky else "否", str(safety))
        for code, (name, unit, price, cost, bulky, _lies, safety) in CATALOGUE.items()
    ]
    return "\n".join(",".join(row) for row in rows)


def _count(story: Story, now: datetime) -> None:
    warehouse = Warehouse.objects.get(code=WAREHOUSE[0])
    for part in Part.objects.filter(code__in=CATALOGUE):
        warranty.book_stock(
            part=part, warehouse=warehouse, quantity=CATALOGUE[part.code][5], kind=MovementKind.OPENING,
            actor=story.people["keeper"], now=now,
        )  # fmt: skip
