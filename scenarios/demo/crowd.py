"""The many customers and machines around those that stories name: 51 factories in five provinces and 184 machines."""

from collections.abc import Iterator
from dataclasses import dataclass

from scenarios.demo.dice import Dice

CUSTOMERS = 51
MACHINES = 184
# province: city, districts, weight
PLACES = {
    "重庆市": (("重庆市", ("江津区", "璧山区", "长寿区", "北碚区", "铜梁区", "荣昌区")), 18),
    "四川省": (("绵阳市", ("涪城区", "游仙区", "江油市")), 12),
    "贵州省": (("贵阳市", ("白云区", "乌当区", "修文县")), 7),
    "湖北省": (("襄阳市", ("樊城区", "襄州区", "枣阳市")), 8),
    "陕西省": (("宝鸡市", ("金台区", "陈仓区", "岐山县")), 6),
}
BRANDS = (
    "恒力", "长江", "鑫源", "巨能", "宏远", "金科", "盛达", "永固", "天工", "华川", "西南", "嘉陵", "红岩", "三峡",
    "蜀都", "荆楚", "秦岭", "黔中", "瑞丰", "东风", "国泰", "通达", "兴隆", "中天", "万和", "德阳", "锦绣", "山水",
)  # fmt: skip
TRADES = {
    "铸造有限公司": 6, "精密机械有限责任公司": 6, "汽车零部件制造有限公司": 5, "水泥有限公司": 3, "纸业集团有限公司": 3,
    "建材股份有限公司": 3, "化工机械厂": 4, "电力设备检修安装工程有限责任公司": 2, "矿山机械厂": 3, "食品有限公司": 3,
}  # fmt: skip
FAMILY = tuple("王李张刘陈杨黄赵周吴徐孙马朱胡林郭何高罗")
CALLED = ("工", "经理", "厂长", "主任", "科长", "师傅")
# model: serial prefix, warranty class, price
MODELS = {
    "ZK-50": ("ZK50", "eighteen", "52000.00"),
    "ZK-35": ("ZK35", "eighteen", "38000.00"),
    "TB-90": ("TB90", "twelve", "86000.00"),
    "HD-12": ("HD12", "six", "18000.00"),
    "PX-6": ("PX6", "eighteen", "9800.00"),
}


@dataclass(frozen=True)
class Factory:
    """A customer of the crowd, as its row of the base says."""

    number: str
    name: str
    customer_class: str
    province: str
    city: str
    district: str
    contact: str
    phone: str


@dataclass(frozen=True)
class Delivered:
    """A machine of the crowd; `months` since it left the factory."""

    serial: str
    owner: str
    model: str
    warranty_class: str
    months: int
    price: str


def factories() -> Iterator[Factory]:
    """The customers C101 onwards; no name twice."""
    taken: set[str] = set()
    for count in range(CUSTOMERS):
        dice = Dice(f"factory {count}")
        province = dice.weighed({name: weight for name, (_, weight) in PLACES.items()})
        city, districts = PLACES[province][0]
        name = _name(dice, city)
        while name in taken:
            name = _name(dice, city)
        taken.add(name)
        yield Factory(
            number=f"C{101 + count}", name=name, customer_class=dice.weighed({"A": 2, "B": 3, "C": 5}),
            province=province, city=city, district=dice.one(districts),
            contact=dice.one(FAMILY) + dice.one(CALLED), phone=f"1389610{count + 100:04d}",
        )  # fmt: skip


def _name(dice: Dice, city: str) -> str:
    return city.removesuffix("市") + dice.one(BRANDS) + dice.weighed(TRADES)


def deliveries(owners: list[Factory]) -> Iterator[Delivered]:
    """Machines of one week to three years, spread over the factories."""
    for count in range(MACHINES):
        dice = Dice(f"machine {count}")
        model = dice.weighed({"ZK-50": 5, "ZK-35": 6, "TB-90": 2, "HD-12": 4, "PX-6": 3})
        prefix, warranty_class, price = MODELS[model]
        yield Delivered(
            f"{prefix}2{count % 4 + 3}08{10000 + count * 37:06d}", owners[count % len(owners)].number, model,
            warranty_class, int(dice.between(0.3, 34)), price,
        )  # fmt: skip
