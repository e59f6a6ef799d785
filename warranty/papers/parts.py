"""What all papers are made of: head and foot, pairs, columns, boxes for signatures."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.selectors import company
from approvals.models import SignOff
from core import papers
from core.clock import zone

Data = dict[str, Any]


def head(title: str, number: str, kind: str, digest: str, *, state: str, now: datetime) -> Data:
    """Title, number, the code that leads back to the page, and the hash by which a print is checked."""
    found = company()
    return {
        "title": title, "number": number, "state": state, "company": found.name if found else "",
        "code": papers.code(address_of(kind, number, digest)), "hash": papers.short(digest),
        "printed": stamp(now),
        "words": {"code": _("校验码"), "printed": _("打印于"), "scan": _("扫码核对"), "lines": _("明细"), "photos": _("照片")},
    }  # fmt: skip


def address_of(kind: str, number: str, digest: str) -> str:
    """Where a print is compared with what the product holds."""
    return settings.PUBLIC_URL.rstrip("/") + reverse("warranty:check_paper", args=[kind, number, digest])


def stamp(at: datetime | None) -> str:
    """A local instant to the minute, empty for none."""
    return f"{at.astimezone(zone()):%Y-%m-%d %H:%M}" if at else ""


def money(amount: Decimal | None) -> str:
    return f"{amount:,.2f}" if amount is not None else ""


def fact(label: Any, value: Any, *, wide: bool = False) -> Data:
    return {"label": str(label), "value": str(value or ""), "wide": wide}


def column(label: Any, width: int = 0, *, right: bool = False) -> Data:
    """A column `width` millimetres wide; 0 takes what is left."""
    return {"label": str(label), "width": width, "right": right}


def box(label: Any, name: Any, at: datetime | None) -> Data:
    """A signature; without a name it leaves room for a pen."""
    return {"label": str(label), "name": str(name or ""), "at": stamp(at)}


def name_of(person: models.Model | None) -> str:
    return str(person) if person is not None else ""


def decided(sign_off: SignOff | None, by: str, at: str) -> tuple[str, datetime | None]:
    """Who judged or signed, and when; nothing while nobody has."""
    return (name_of(getattr(sign_off, by)), getattr(sign_off, at)) if sign_off else ("", None)
