"""Reading sign-offs: the one that stands, whose turn it is, and what waits for a person."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet

from accounts.permissions import own_roles_of, principals_of, roles_of, scopes_of
from approvals.bands import PER_TICKET, counted
from approvals.content import hash_of
from approvals.models import SignOff
from approvals.states import COUNTED, OPEN, SignOffState
from core.subjects import Subject
from rulebook import bands


def of_subject(subject: models.Model | Subject) -> QuerySet[SignOff]:
    """Every sign-off of a document, newest first."""
    about = Subject.of(subject)
    rows = SignOff.objects.filter(subject_type=about.type, subject_id=about.id)
    return rows.select_related("version", "submitted_by", "judged_by", "signed_by").order_by("-pk")


def current(subject: models.Model | Subject) -> SignOff | None:
    """The newest sign-off of a document."""
    return of_subject(subject).first()


def of_subjects(type_: str, ids: Iterable[int]) -> dict[int, SignOff]:
    """The newest sign-off of each of these documents, in one statement."""
    rows = SignOff.objects.filter(subject_type=type_, subject_id__in=list(ids))
    return {row.subject_id: row for row in rows.select_related("version", "judged_by", "signed_by").order_by("pk")}


def amounts_beside(sign_off: SignOff) -> list[Decimal]:
    """What else was asked for or granted of the same kind for the same ticket."""
    rows = SignOff.objects.filter(
        approval=sign_off.approval, group_type=sign_off.group_type, group_id=sign_off.group_id, state__in=COUNTED
    )
    others = rows.exclude(subject_type=sign_off.subject_type, subject_id=sign_off.subject_id)
    # A document that is signed a second time for a higher amount counts once, with what it asks for now.
    told = others.order_by("pk").values_list("subject_type", "subject_id", "amount")
    return list({(type_, pk): amount for type_, pk, amount in told}.values())


def roles_that_sign(sign_off: SignOff) -> tuple[str, ...]:
    """The role of the band and those above it, as the ticket's requests stand now."""
    return bands.signers(sign_off.version.book, sign_off.approval, amount_to_sign(sign_off))


def amount_to_sign(sign_off: SignOff) -> Decimal:
    """The amount that decides the band now."""
    book = sign_off.version.book
    # Asked of the database only where the book adds up.
    adds_up = book.approvals[sign_off.approval].aggregate == PER_TICKET
    return counted(book, sign_off.approval, sign_off.amount, amounts_beside(sign_off) if adds_up else ())


def signs_as(sign_off: SignOff, person: Any, *, now: datetime) -> str:
    """The role in which `person` would sign: one that he holds himself before one delegated to him; "" for none."""
    allowed = roles_that_sign(sign_off)
    held = (own_roles_of(person, now=now), roles_of(person, now=now))
    return next((role for roles in held for role in allowed if role in roles), "")


def next_signer(subject: models.Model | Subject) -> str | None:
    """The role whose act is needed now: who judges first (E12), then who signs; None where nothing is open."""
    sign_off = current(subject)
    return sign_off.next_role or None if sign_off else None


def judging_role(sign_off: SignOff) -> str:
    """Who judges before anybody signs; empty where the book wants no judgement."""
    first = sign_off.version.book.approvals[sign_off.approval].first
    return first.by if first else ""


def payable(subject: models.Model | Subject, *, content: Mapping[str, Any]) -> bool:
    """Whether exactly this content was approved and nothing has voided it since (W5)."""
    sign_off = current(subject)
    if sign_off is None or sign_off.state != SignOffState.APPROVED:
        return False
    # The stored copy as well: it is what the signer's page showed.
    return {rehash(sign_off, one) for one in (content, sign_off.content)} == {sign_off.content_hash}


def rehash(sign_off: SignOff, content: Mapping[str, Any]) -> str:
    """The hash that `content` would have under this sign-off."""
    return hash_of(
        approval=sign_off.approval, subject=sign_off.subject, version_id=sign_off.version_id, amount=sign_off.amount,
        content=content, judgement=sign_off.judgement,
    )  # fmt: skip


def visible_to(person: Any, *, now: datetime) -> QuerySet[SignOff]:
    """Every sign-off for those who oversee them; else what waits for a role of `person` or what he judged or signed."""
    scopes = scopes_of(person, "sign_offs", now=now)
    rows = SignOff.objects.select_related("version", "submitted_by", "judged_by", "signed_by")
    if "all" in scopes:
        return rows
    if "own" not in scopes:
        return rows.none()
    return rows.filter(Q(next_role__in=roles_of(person, now=now)) | Q(judged_by=person) | Q(signed_by=person))


def beside(sign_off: SignOff) -> list[SignOff]:
    """The newest sign-off of every other document of the same ticket, of any kind, oldest first."""
    rows = SignOff.objects.filter(group_type=sign_off.group_type, group_id=sign_off.group_id)
    others = rows.exclude(subject_type=sign_off.subject_type, subject_id=sign_off.subject_id)
    return list({row.subject: row for row in others.select_related("version", "submitted_by").order_by("pk")}.values())


def waiting_for(person: Any, *, now: datetime) -> QuerySet[SignOff]:
    """What waits for a role of `person`, the longest first; not what is his own or, for a deputy, his principal's."""
    own = own_roles_of(person, now=now)
    turn = Q(next_role__in=own)
    for role in roles_of(person, now=now) - own:
        turn |= Q(next_role=role) & ~Q(concerned__in=principals_of(person, role, now=now))
    rows = SignOff.objects.filter(turn, state__in=OPEN).exclude(concerned=person)
    return rows.select_related("version", "submitted_by", "judged_by").order_by("submitted_at", "pk")
