"""Ninety days before today: some 200 calls to the crowd's factories, each with its fate.

Which machine breaks when, and what becomes of it, is drawn by its number: today's demo tells the story of
yesterday's, a day later. What would lie in the future is left out by whoever plays it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from core.clock import local_day, zone
from scenarios.demo import fates
from scenarios.demo.crowd import Delivered, Factory, deliveries, factories
from scenarios.demo.dice import Dice
from scenarios.demo.fates import Case
from scenarios.demo.people import ENGINEERS
from scenarios.demo.story import Story

DAYS = 90
CALLS = 216
# Left out, so that the demo is made in good time: every thirteenth.
EVERY, LEFT_OUT = 13, 7
FAULTS = (
    "主轴异响", "液压站漏油", "主泵无压力，整线停机", "伺服电机过载报警", "数控系统黑屏", "传送带跑偏", "轴承温度过高",
    "行程开关失灵", "冷却水流量低报警", "夹具松动，重复定位超差", "润滑泵不出油", "控制柜跳闸", "变频器报 E07", "气缸动作缓慢",
    "齿轮箱异响并有铁屑", "编码器信号丢失", "操作面板按键无反应", "排屑机卡死", "刀库换刀不到位", "导轨爬行", "电磁阀线圈烧毁",
)  # fmt: skip
WARRANTY = {"six": 6, "twelve": 12, "eighteen": 18}


@dataclass(frozen=True)
class Crowd:
    machines: tuple[Delivered, ...]
    owners: dict[str, Factory]


def calls(tell: Callable[[], Story]) -> list[Story]:
    """The stories of all calls, the oldest first."""
    told = list(factories())
    # What was delivered since cannot have failed before.
    grown = tuple(machine for machine in deliveries(told) if machine.months * 30 > DAYS)
    crowd = Crowd(grown, {factory.number: factory for factory in told})
    drawn = (count for count in range(CALLS) if count % EVERY != LEFT_OUT)
    return [story for count in drawn for story in _call(tell, count, crowd)]


def _call(tell: Callable[[], Story], count: int, crowd: Crowd) -> Iterator[Story]:
    dice = Dice(f"call {count}")
    machine = dice.one(crowd.machines)
    story = tell()
    factory = crowd.owners[machine.owner]
    engineers = [name for name in ENGINEERS if factory.province in story.people[name].regions]
    case = Case(
        story=story, dice=dice, start=_hours(story.reference, count, dice), serial=machine.serial,
        fault=dice.one(FAULTS), caller=factory.contact, engineer=dice.one(engineers),
        colleague=dice.one([name for name in ENGINEERS if name not in engineers[:1]]),
        home=factory.province == "重庆市",
    )  # fmt: skip
    # A machine may have been covered when the call came in, up to ninety days ago.
    over = machine.months > WARRANTY[machine.warranty_class] + DAYS // 30 + 1
    yield dice.weighed(fates.OUT_OF_WARRANTY if over else fates.IN_WARRANTY)(case)


def _hours(reference: datetime, count: int, dice: Dice) -> float:
    """When the call comes in, in hours from `reference`: by day mostly, at night now and then."""
    day = local_day(reference) - timedelta(days=DAYS - DAYS * count // CALLS)
    hour = dice.between(7.5, 17.5) if dice.between(0, 1) < 0.9 else dice.between(0, 23.9)
    at = datetime.combine(day, time(), tzinfo=zone()) + timedelta(hours=hour)
    return (at - reference).total_seconds() / 3600
