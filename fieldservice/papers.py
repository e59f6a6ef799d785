"""现场服务卡 (6.11) as an A4 page for the customer: what he signed, with his signature and the hash of the seal."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from core import papers
from core.models import StoredFile
from core.templatetags.clockwork import iso_day
from fieldservice.models import ServiceCard
from fieldservice.selectors import newer_of
from fieldservice.services.completeness import FORM
from fieldservice.states import CardState
from fieldservice.summing_up import terms_of
from rulebook.acts import clause_of
from warranty.papers.parts import Data, box, column, fact, head, name_of, stamp

SUFFIXES = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp"}


def card_paper(card: ServiceCard, *, now: datetime) -> Data:
    """Only of a sealed card; a superseded one says by which revision."""
    ticket, terms = card.ticket, terms_of(card.ticket, completed_at=card.done_at)
    kept = [one for one in terms.promises if (card.conduct.get(one.key) or {}).get("done")]
    return {
        **head(_title(card), card.number, "report", card.seal, state=card.get_state_display(), now=now),
        "code": papers.code(address_of(card)), "banner": _banner(card),
        "facts": [
            fact(_("工单"), ticket.number), fact(_("出厂编号"), ticket.serial),
            fact(_("客户"), ticket.customer_name, wide=True), fact(_("服务人员"), name_of(card.engineer)),
            fact(_("完工时间"), stamp(card.completed_at)), *_claimed(card),
            fact(_("收费"), _with_clause(terms.charge, terms.charge_clause)),
            fact(_("维修保证至"), _with_clause(iso_day(terms.guarantee_until), terms.guarantee_clause)),
            fact(_("用户培训"), _("已培训") if card.training_done else card.training_reason),
            fact(_("现场"), _("已清理") if card.cleaned_up else _("未清理")),
        ],
        "texts": [{"label": str(label), "value": value} for label, value in _texts(card) if value],
        "columns": [column(_("件号"), 34), column(_("名称")), column(_("单位"), 18), column(_("使用"), 18, right=True),
                    column(_("退回"), 18, right=True)],
        "rows": [[row["code"], row["name"], row["unit"], str(row["used"]), str(row["left"])] for row in card.parts],
        "parts_title": _("用件"), "promises": [_with_clause(one.text, one.clause) for one in kept],
        "boxes": _boxes(card),
        "note": _("按条款 %s 填写，签字后封存；更正须另出修订版并重新签字。") % clause_of(ticket.version.book, "sign_card"),
    }  # fmt: skip


def address_of(card: ServiceCard) -> str:
    """Where a print is compared with what the product holds."""
    path = reverse("fieldservice:check_print", args=[card.number, card.seal])
    return settings.PUBLIC_URL.rstrip("/") + path


def pictures_of(card: ServiceCard) -> dict[str, StoredFile]:
    """The signature and the stamp, by the names under which the layout finds them."""
    named = {"signature": card.signature, "stamp": card.stamp}
    return {
        f"{name}{SUFFIXES[stored.content_type]}": stored
        for name, stored in named.items()
        if stored and stored.content_type in SUFFIXES
    }


def print_of(card: ServiceCard, *, now: datetime) -> bytes:
    pictures = {name: stored.file.read() for name, stored in pictures_of(card).items()}
    return papers.pdf("service_card", card_paper(card, now=now), pictures)


def _title(card: ServiceCard) -> str:
    """As the book calls the card."""
    form = card.ticket.version.book.forms.get(FORM)
    return form.title if form else _("现场服务卡")


def _boxes(card: ServiceCard) -> list[Data]:
    """Who signed, each with what he left on the card."""
    pictures = list(pictures_of(card))
    drawn = next((name for name in pictures if name.startswith("signature")), "")
    stamp_ = next((name for name in pictures if name.startswith("stamp")), "")
    boxes = [{**box(_("服务人员"), name_of(card.engineer), card.signed_at), "picture": ""}]
    if drawn or not stamp_:
        told = card.signer_name or (_("已签字") if card.customer_signature else _("已盖章"))
        boxes.append({**box(_("用户签字"), told, card.signed_at), "picture": drawn})
    if stamp_:
        boxes.append({**box(_("用户盖章"), card.signer_name, card.signed_at), "picture": stamp_})
    return boxes


def _banner(card: ServiceCard) -> str:
    if card.state == CardState.VOID:
        return _("本卡已作废")
    newer = newer_of(card) if card.state == CardState.SUPERSEDED else None
    if newer is None:
        return ""
    told = {"revision": newer.revision, "number": newer.number}
    return _("本卡已由第 %(revision)d 版修订（%(number)s），以修订版为准") % told


def _claimed(card: ServiceCard) -> list[Data]:
    if card.claimed_completed_at is None or card.claimed_completed_at == card.completed_at:
        return []
    return [fact(_("手机所报完工"), stamp(card.claimed_completed_at))]


def _texts(card: ServiceCard) -> list[tuple[Any, str]]:
    return [
        (_("工作内容"), card.work_done), (_("原因"), "：".join(filter(None, [card.cause, card.cause_analysis]))),
        (_("处理结果"), card.result), (_("现场补充"), card.site_supplement),
        (_("修订原因"), card.amend_reason),
    ]  # fmt: skip


def _with_clause(text: str, clause: str) -> str:
    return _("%(text)s（条款 %(clause)s）") % {"text": text, "clause": clause} if text and clause else text
