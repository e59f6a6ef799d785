"""The demo's parts flow: repairs that wait at every step of it, so that nobody's page of work is empty (6.3 to 6.7)."""

from collections.abc import Callable, Iterator, Mapping

from scenarios.demo.crowd import Delivered, deliveries, factories
from scenarios.demo.history import WARRANTY
from scenarios.demo.repair import Need, Repair, ended
from scenarios.demo.story import Story

Tell = Callable[[], Story]
# The tutorial takes these two up while the demo runs: nothing of theirs may be open.
SPARED = ("ZK352608016031", "ZK502408010777")
PROVINCES = {
    "wang": "重庆市", "li": "重庆市", "deng": "重庆市", "xie": "重庆市", "zhang": "四川省", "yuan": "四川省",
    "nima": "四川省", "zhao": "湖北省", "peng": "湖北省", "qin": "陕西省", "luo": "贵州省",
}  # fmt: skip
# Engineer, fault, what he found, parts, how far it came, hours ago, and what differs from the usual.
WAITING: tuple[tuple[str, str, str, Mapping[str, int], str, float, Mapping[str, str]], ...] = (
    ("wang", "主轴异响，加工面有振纹", "前轴承滚道剥落，径向跳动超差", {"ZZ-7014": 1}, "asked", 3, {}),
    ("zhang", "液压缸爬行，保压不住", "密封件唇口磨损，内泄", {"MF-KIT2": 2, "YF-4562": 4}, "asked", 20, {}),
    ("li", "压力显示漂移，频繁报警", "压力传感器零点漂移", {"YL-25M": 1}, "judged", 2.5, {}),
    ("yuan", "减速机输入端漏油", "油封老化，行程开关进油", {"YF-4562": 4, "XK-LX19": 1}, "judged", 27, {}),
    ("deng", "定位偏差，回零不准", "编码器信号丢失", {"BM-2500": 1}, "judged", 5, {"department": "supply_sales"}),
    ("zhao", "换向冲击大，动作迟缓", "换向阀芯卡滞", {"HF-4WE6": 2}, "judged", 30, {}),
    ("peng", "数控系统自检不过，黑屏", "主板存储电路损坏", {"ZB-NC08": 1}, "judged", 4, {"department": "supply_sales"}),
    ("qin", "传动齿轮箱断齿停机", "齿面点蚀后断齿，须整体更换", {"CX-TB90": 1, "ZC-6208": 4}, "judged", 22, {}),
    ("luo", "冷却水流量低报警", "水泵叶轮磨损", {"SB-0370": 1}, "approved", 2, {}),
    ("xie", "控制柜掉电", "开关电源输出不稳", {"DY-2410": 1}, "approved", 6, {"department": "supply_sales"}),
    ("wang", "传送带跑偏打滑", "同步带齿磨平", {"TB-8M12": 2}, "issued", 3, {}),
    ("zhang", "伺服报警 E21", "驱动板功率管击穿", {"KB-SV15": 1}, "issued", 26, {}),
    ("deng", "电磁阀不吸合", "线圈匝间短路", {"DC-24X": 2}, "issued", 4, {"department": "supply_sales"}),
    ("nima", "轴承温度过高", "轴承保持架断裂", {"ZC-6208": 2}, "issued", 8, {"department": "supply_sales"}),
    ("li", "操作面板按键无反应", "薄膜键盘断线", {"MB-KEY": 1}, "signed", 3, {}),
    ("yuan", "液压站油温高、噪声大", "滤芯堵塞，旁通阀开启", {"LX-0160": 2, "MF-KIT2": 1}, "signed", 9, {}),
    ("zhao", "冷却水泵不转", "电机绕组烧毁", {"SB-0370": 1}, "drawn", 2, {}),
    ("qin", "X 轴反向间隙超差", "丝杠螺母磨损", {"SG-4010": 1}, "drawn", 7, {}),
    ("luo", "减速机断轴停机", "输出轴疲劳断裂", {"JS-R097": 1}, "handed", 62, {"mode": "freight"}),
    ("zhang", "液压站油箱开裂漏油", "焊缝开裂，须整体更换", {"YZ-0250": 1}, "handed", 3, {"mode": "coach"}),
    ("deng", "编码器时有时无", "电缆屏蔽层断裂", {"DL-ENC5": 1}, "handed", 2, {}),
    ("peng", "工件到位无信号", "接近开关感应面磨损", {"JK-M18": 2}, "handed", 4, {}),
    ("li", "变频器过热停机", "散热风扇卡死", {"FS-7500": 1}, "shipped", 2, {}),
    ("nima", "刀库换刀不到位", "机械手凸轮磨损", {"DK-24T": 1}, "shipped", 6, {"mode": "freight"}),
    ("wang", "润滑压力上不来", "齿轮油泵内泄", {"CB-0016": 1}, "informed", 20, {}),
    ("yuan", "变频器报 E07", "逆变模块损坏", {"BP-7500": 1}, "informed", 30, {"department": "supply_sales"}),
    ("wang", "主轴定向不准", "主轴编码器损坏", {"BM-2500": 1}, "received", 5, {}),
)  # fmt: skip
# In months: these repairs began within the last fifty days.
OLDEST = 2


class Fleet:
    """Machines in warranty, each given away once; the same ones every day."""

    def __init__(self) -> None:
        owners = {factory.number: factory for factory in factories()}
        self._free = {province: list[str]() for province in set(PROVINCES.values())}
        for machine in deliveries(list(owners.values())):
            if _covered(machine) and machine.serial not in SPARED:
                self._free[owners[machine.owner].province].append(machine.serial)

    def take(self, engineer: str) -> str:
        """A machine where the engineer works; where none is left, he is lent to whoever has most."""
        near = self._free[PROVINCES[engineer]]
        return (near or max(self._free.values(), key=len)).pop()


def _covered(machine: Delivered) -> bool:
    """Delivered before the first of these repairs, and in warranty ever since."""
    return OLDEST <= machine.months < WARRANTY[machine.warranty_class] - 1


def waiting(tell: Tell, fleet: Fleet) -> Iterator[Repair]:
    for by, fault, analysis, parts, last, ago, given in WAITING:
        need = Need(by, fleet.take(by), fault, analysis, parts, **given)
        yield ended(tell(), need, last, ago)
