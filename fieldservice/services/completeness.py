"""What a card still lacks, all of it at once, each under the field of the page where it is mended (6.11, 7, 9.3)."""

from typing import Any

from django.utils.translation import gettext as _

from core.errors import Incomplete, OutOfRange
from fieldservice.models import ServiceCard
from fieldservice.selectors import not_reached_before
from rulebook.checklists import FIELD, choices_of, lines_of, unexplained
from rulebook.papers import missing

FORM = "service_card"
# What the book asks is mended elsewhere on the page than where it is named.
MENDED_AT = {"training_done": "training_reason"}


def conduct_field(key: str) -> str:
    """The page's box for a rule of conduct."""
    return f"conduct-{key.replace('.', '-')}"


def why_field(key: str) -> str:
    """The page's field for the sentence why a rule of conduct was not kept."""
    return f"why-{key.replace('.', '-')}"


def check_complete(card: ServiceCard) -> None:
    """Raise Incomplete with every gap; OutOfRange for a cause that the book does not list."""
    lacks = missing_in(card)
    if lacks:
        raise Incomplete("；".join(lacks.values()), details=lacks)
    listed = choices_of(card.ticket.version.book, FORM, "cause")
    if card.cause and listed and card.cause not in listed:
        told = _("原因类别中没有“%(cause)s”，请重新选择") % {"cause": card.cause}
        raise OutOfRange(told, details={"cause": told})


def missing_in(card: ServiceCard) -> dict[str, str]:
    """Field to sentence: what the product needs of every card, then what the book asks, then conduct and signature."""
    book = card.ticket.version.book
    asked = missing(book, FORM, _values(card), _facts(card))
    titles = _titles() | {MENDED_AT.get(name, name): title for name, title in asked.items() if name not in _titles()}
    needed = {name for name in ("cause_analysis", "result") if not getattr(card, name)}
    if not (card.training_done or card.training_reason):
        needed.add("training_reason")
    if _needs_supplement(card) and not card.site_supplement:
        needed.add("site_supplement")
    needed |= {MENDED_AT.get(name, name) for name in asked if name not in (FIELD, "customer_signature")}
    lacks = {name: _("请填写%(label)s") % {"label": title} for name, title in titles.items() if name in needed}
    if card.on_phone:
        lacks |= _conduct(card)
    return lacks | _signature(card)


def _titles() -> dict[str, Any]:
    """In the order of the page."""
    return {
        "cause": _("原因类别"), "cause_analysis": _("原因分析"), "result": _("处理结果"),
        "site_supplement": _("现场补充（此前未到现场）"), "training_reason": _("用户培训，或未培训的原因"),
    }  # fmt: skip


def _values(card: ServiceCard) -> dict[str, Any]:
    return {
        "cause": card.cause, "cause_analysis": card.cause_analysis, "result": card.result,
        "training_done": card.training_done or bool(card.training_reason), "site_supplement": card.site_supplement,
        "customer_signature": card.customer_signature or card.stamped, FIELD: card.conduct,
    }  # fmt: skip


def _facts(card: ServiceCard) -> dict[str, Any]:
    return {"card.site_reached_before": not _needs_supplement(card), "card.on_phone": card.on_phone}


def _needs_supplement(card: ServiceCard) -> bool:
    """9.3f: not reached at all in this cycle, or not when the department first heard of it."""
    return card.ticket.arrived_at is None or not_reached_before(card.ticket, cycle=card.cycle)


def _conduct(card: ServiceCard) -> dict[str, str]:
    lines = lines_of(card.ticket.version.book, FORM)
    return {
        why_field(line.key): _("“%(title)s”未勾选，请勾选或写明原因（%(clause)s）") % {
            "title": line.title, "clause": line.clause,
        }
        for line in unexplained(lines, card.conduct)
    }  # fmt: skip


def _signature(card: ServiceCard) -> dict[str, str]:
    lacks = {}
    if card.on_phone and not card.signer_name:
        lacks["signer_name"] = _("请填写签字人姓名")
    if not (card.customer_signature or card.stamped):
        lacks["customer_signature"] = _("须有用户签字或盖章")
    return lacks
