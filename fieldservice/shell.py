"""What the app on the phone consists of, and which pages it keeps for who is signed in."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from accounts.permissions import may_open

# Name, edge in pixels, purpose: what installers ask for.
ICONS = (("app-192", 192, "any"), ("app-512", 512, "any"), ("app-maskable-512", 512, "maskable"))
# Pages by URL name, of nobody's job in particular.
PAGES = (
    "fieldservice:jobs", "fieldservice:daily_report", "fieldservice:month", "fieldservice:me", "fieldservice:outbox",
    "fieldservice:trip_mine", "penalties:mine", "notifications:inbox", "fieldservice:visits", "warranty:parcels",
)  # fmt: skip
# Of each open job: its page, its parts that are loaded later, and the forms that may be filled without network.
OF_A_JOB = (
    "fieldservice:job", "warranty:job_papers", "fieldservice:accept", "fieldservice:appoint", "fieldservice:arrive",
    "fieldservice:start_work", "warranty:submit_report", "fieldservice:sign_card", "warranty:apply_fee",
    "fieldservice:escalate", "fieldservice:resolve_remotely",
)  # fmt: skip
JOBS_KEPT = 20


def kept(person: Person, numbers: Sequence[str], *, now: datetime) -> list[str]:
    """The addresses of what `person` may open, the jobs' in the order given."""
    found = [reverse(name) for name in PAGES if may_open(person, name, now=now)]
    allowed = [name for name in OF_A_JOB if may_open(person, name, now=now)]
    return found + [reverse(name, args=[number]) for number in numbers[:JOBS_KEPT] for name in allowed]


DOORS: tuple[tuple[str, Any, Any], ...] = (
    ("penalties:mine", _("我的考核"), _("条款、事实、金额与申诉")),
    ("fieldservice:trip_mine", _("出差与休假"), _("出发、返厂与报到")),
    ("penalties:statement", _("结算单"), _("工作量、报销与扣款")),
    ("penalties:bulletins", _("服务通报"), _("公司公布的服务问题")),
    ("fieldservice:visits", _("主动回访"), _("应走访的用户")),
    ("warranty:parcels", _("我的备件包"), _("在手配件与旧件")),
    ("notifications:inbox", _("通知"), _("派给我的和要我处理的")),
    ("fieldservice:consent", _("定位授权"), _("只在打卡时使用")),
    ("fieldservice:outbox", _("待发送"), _("手机上还没有发出的内容")),
    ("rulebook:clauses", _("制度条款"), _("每条由什么执行")),
    ("accounts:password", _("修改密码"), ""),
)  # fmt: skip


def doors(person: Person, *, now: datetime) -> list[dict[str, Any]]:
    """Where the page 我的 leads; what is not his is left out."""
    return [
        {"name": name, "url": reverse(name), "label": label, "text": text}
        for name, label, text in DOORS
        if may_open(person, name, now=now)
    ]


@lru_cache(maxsize=1)
def assets() -> list[str]:
    """The addresses of the scripts, styles and pictures that the phone's pages are made of."""
    named = [static(f"dist/{name}") for name in ("phone.js", "app.css")]
    chunks = sorted(path.name for path in _built().glob("*-*.js") if path.name != "phone.js")
    pictures = [static("img/favicon.svg"), static("img/icons.svg")]
    pictures += [static(f"dist/icons/{name}.png") for name, _edge, _purpose in ICONS]
    # Scripts import their parts by the names they were built with, whatever the storage calls the files.
    return [*named, *(f"{settings.STATIC_URL}dist/{name}" for name in chunks), *pictures]


@lru_cache(maxsize=1)
def worker_script() -> str:
    """The service worker as it was built; empty before the first build."""
    script = _built() / "sw.js"
    return script.read_text() if script.is_file() else ""


def _built() -> Path:
    found = finders.find("dist/phone.js")
    return Path(str(found)).parent if found else Path()
