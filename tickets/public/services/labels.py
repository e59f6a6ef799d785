"""QR codes of machines: issued for printing, replaced when one is lost or forged, or taken out of use."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.permissions import authorize
from core import journal, transitions
from core.errors import NotFound, OutOfRange, require
from core.journal import Actor, Entry
from core.subjects import Subject
from customers.models import Machine
from tickets.public import tokens
from tickets.public.models import MachineLabel

PURPOSE = "label"
MOST = 200


@transaction.atomic
def issue_labels(*, machines: Sequence[Machine], actor: Actor, now: datetime) -> list[MachineLabel]:
    """The labels of these machines, made for those that have none; a few statements however many.

    A label that is in use is printed again as it is: the sticker on the machine stays good.
    """
    authorize(actor, "issue_labels", now=now)
    require(machines=(list(machines), _("要打印的设备")))
    if len(machines) > MOST:
        raise OutOfRange(_("一次最多打印 %(most)d 台设备，请分批打印") % {"most": MOST})
    ids = sorted({machine.pk for machine in machines})
    # In one order: who prints the same machines at the same instant waits, and finds them labelled.
    list(Machine.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))
    having = set(MachineLabel.objects.filter(machine__in=ids, revoked_at=None).values_list("machine", flat=True))
    versions = _last_versions(ids)
    fresh = [_fresh(pk, versions.get(pk, 0) + 1, actor, now) for pk in ids if pk not in having]
    MachineLabel.objects.bulk_create(fresh, batch_size=200)
    told = [Entry(_about(one), "issue_labels", now, data={"version": one.version}) for one in fresh]
    journal.record_many(told, actor=actor)
    return list(MachineLabel.objects.filter(machine__in=ids, revoked_at=None).select_related("machine__model"))


@transaction.atomic
def reissue_label(*, machine: Machine, reason: str, actor: Actor, now: datetime) -> MachineLabel:
    """A new code for a machine; the old sticker leads to a sentence that says so."""
    authorize(actor, "reissue_label", now=now)
    require(reason=(reason, _("原因")))
    transitions.lock(machine)
    _stop(_current(machine), actor, now)
    label = _fresh(machine.pk, _last_versions([machine.pk]).get(machine.pk, 0) + 1, actor, now)
    label.save()
    journal.record(machine, "reissue_label", actor=actor, now=now, reason=reason, data={"version": label.version})
    return label


@transaction.atomic
def revoke_label(*, machine: Machine, reason: str, actor: Actor, now: datetime) -> MachineLabel:
    """Take the code of a machine out of use without a new one."""
    authorize(actor, "revoke_label", now=now)
    transitions.lock(machine)
    label = _current(machine)
    require(reason=(reason, _("原因")))
    _stop(label, actor, now)
    journal.record(machine, "revoke_label", actor=actor, now=now, reason=reason, data={"version": label.version})
    return label


def _current(machine: Machine) -> MachineLabel:
    label = MachineLabel.objects.filter(machine=machine, revoked_at=None).first()
    if label is None:
        raise NotFound(_("设备 %(serial)s 没有在用的二维码，请先签发") % {"serial": machine.serial})
    return label


def _stop(label: MachineLabel, actor: Actor, now: datetime) -> None:
    label.revoked_at, label.revoked_by_id = now, actor.pk
    label.save(update_fields=["revoked_at", "revoked_by"])


def _last_versions(ids: Sequence[int]) -> dict[int, int]:
    rows = MachineLabel.objects.filter(machine__in=ids).order_by("version").values_list("machine", "version")
    return dict(rows)


def _fresh(machine_id: int, version: int, actor: Actor, now: datetime) -> MachineLabel:
    salt = tokens.fresh_salt()
    return MachineLabel(
        machine_id=machine_id, version=version, salt=salt, token_hash=tokens.hashed(tokens.token(PURPOSE, salt)),
        issued_at=now, issued_by_id=actor.pk,
    )  # fmt: skip


def _about(label: MachineLabel) -> Subject:
    return Subject(Machine._meta.label_lower, label.machine_id)
