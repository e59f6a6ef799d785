"""Clause 9.1: daily whereabouts and calling back on them."""

from typing import Any

from fieldservice import services
from scenarios.acting import Act
from scenarios.verbs.registry import verb

# For what a scenario leaves out; not in scenarios.texts, where the same names mean the fields of other verbs too.
PLAIN = {"customer": "重庆江北机械厂", "contact": "王工", "phone": "13800000000", "equipment": "设备运行正常"}


@verb
def send_daily_report(act: Act) -> Any:
    told = {name: act.fields.get(name, plain) for name, plain in PLAIN.items()}
    day = act.day("day") if act.fields.get("day") is not None else None
    return services.send_daily_report(day=day, **told, **act.given("place"), **act.by)


@verb
def verify_daily_report(act: Act) -> Any:
    return services.verify_daily_report(
        engineer=act.person("engineer"), day=act.day("day"), **act.given("result"), **act.by
    )
