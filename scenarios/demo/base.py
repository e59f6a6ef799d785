"""The demo's installed base: customers in several provinces and one abroad, machines in and out of warranty."""

from datetime import date, datetime, timedelta
from typing import Any

from accounts.models import Person
from core.journal import SYSTEM
from customers import services as customers
from customers.models import Customer
from scenarios.demo.crowd import Factory, deliveries, factories
from scenarios.demo.people import ENGINEERS

# number: name, class, province or country, city, address, contact, phone, who visits
CUSTOMERS = {
    "C001": ("重庆江北金属材料有限公司", "A", "重庆市", "重庆市", "江北区石马河街道盘溪路 406 号", "王工", "13896100021", "wang"),
    "C002": ("重庆永川机械加工厂", "B", "重庆市", "重庆市", "永川区兴龙大道 1188 号", "刘厂长", "13896100022", "li"),
    "C003": ("成都锦江精密制造有限责任公司", "A", "四川省", "成都市", "锦江区工业园 5 号", "何主任", "13896100023", "zhang"),
    "C004": ("贵州遵义特种钢材集团有限公司第二轧钢厂设备动力维修中心", "B", "贵州省", "遵义市", "汇川区外高桥 18 号", "韩工", "13896100024", "tian"),
    "C005": ("湖北宜昌清江水电设备有限公司", "C", "湖北省", "宜昌市", "夷陵区发展大道 77 号", "邓科长", "13896100025", ""),
    "C006": ("西安高陵重型装备制造厂", "C", "陕西省", "西安市", "高陵区泾河工业园 9 号", "秦师傅", "13896100026", ""),
    "C007": ("长沙星沙汽车零部件有限公司", "B", "湖南省", "长沙市", "星沙街道三一路 2 号", "唐经理", "13896100027", "zhao"),
    "C008": ("重庆涪陵化工集团", "A", "重庆市", "重庆市", "涪陵区李渡工业园 30 号", "蒋工", "13896100028", "wang"),
    "C009": ("Almaty Heavy Tools LLP", "C", "KZ", "", "Almaty, Ryskulov Ave 57", "Serik", "", ""),
}  # fmt: skip
# serial: customer, model, warranty class, months since it left the factory, price
MACHINES = {
    "ZK502401003187": ("C001", "ZK-50", "eighteen", 9, "52000.00"),
    "ZK502401003188": ("C001", "ZK-50", "eighteen", 30, "52000.00"),
    "HD122309001204": ("C002", "HD-12", "six", 14, "18000.00"),
    "HD122601000077": ("C002", "HD-12", "six", 4, "18000.00"),
    "ZK352506000871": ("C003", "ZK-35", "eighteen", 11, "38000.00"),
    "ZK352506000872": ("C003", "ZK-35", "eighteen", 16, "38000.00"),
    "TB902503000042": ("C004", "TB-90", "twelve", 7, "86000.00"),
    "TB902503000043": ("C004", "TB-90", "twelve", 26, "86000.00"),
    "PX62512000310": ("C005", "PX-6", "six", 20, "9800.00"),
    "PX62512000311": ("C005", "PX-6", "eighteen", 2, "9800.00"),
    "ZK502502000655": ("C006", "ZK-50", "eighteen", 13, "52000.00"),
    "ZK352507000912": ("C007", "ZK-35", "eighteen", 5, "38000.00"),
    "TB902511000051": ("C008", "TB-90", "twelve", 3, "86000.00"),
    "TB902511000052": ("C008", "TB-90", "twelve", 8, "86000.00"),
    "HD122508000933": ("C008", "HD-12", "eighteen", None, "18000.00"),
    "ZK502502003301": ("C009", "ZK-50", "twelve", 6, "52000.00"),
}  # fmt: skip
MONTH = timedelta(days=30)
# Classes were given when the book's visits began: two quarters are owed by now, not three years of them.
CLASSED_BEFORE = timedelta(days=200)


def deliver(people: dict[str, Person], now: datetime, today: date) -> None:
    """Take customers and machines into the base as of `now`; dates of manufacture count back from `today`."""
    since = today - CLASSED_BEFORE
    owners = {number: _customer(number, people, since, now) for number in CUSTOMERS}
    crowd = list(factories())
    owners |= {factory.number: _factory(factory, people, since, now) for factory in crowd}
    for machine in deliveries(crowd):
        customers.add_machine(
            serial=machine.serial, customer=owners[machine.owner], model=machine.model,
            warranty_class=machine.warranty_class, ex_works_price=machine.price,
            ex_factory_on=today - machine.months * MONTH, actor=SYSTEM, now=now,
        )  # fmt: skip
    for serial, (owner, model, kind, months, price) in MACHINES.items():
        made: dict[str, Any] = {"ex_factory_on": today - months * MONTH} if months is not None else {}
        customers.add_machine(
            serial=serial, customer=owners[owner], model=model, warranty_class=kind, ex_works_price=price, **made,
            actor=SYSTEM, now=now,
        )  # fmt: skip


def _customer(number: str, people: dict[str, Person], since: date, now: datetime) -> Customer:
    name, kind, place, city, address, contact, phone, visitor = CUSTOMERS[number]
    where = (
        {"country": place, "export": True}
        if len(place) == 2 and place.isascii()
        else {"province": place, "city": city}
    )
    return customers.add_customer(
        number=number, name=name, customer_class=kind, since=since, visited_by=people.get(visitor),
        contact=contact, phone=phone, address=address, **where, actor=SYSTEM, now=now,
    )  # fmt: skip


def _factory(told: Factory, people: dict[str, Person], since: date, now: datetime) -> Customer:
    visitor = next(name for name in ENGINEERS if told.province in people[name].regions)
    return customers.add_customer(
        number=told.number, name=told.name, customer_class=told.customer_class, since=since,
        visited_by=people[visitor], contact=told.contact, phone=told.phone, province=told.province, city=told.city,
        district=told.district, address=f"{told.district}工业园", actor=SYSTEM, now=now,
    )  # fmt: skip
