"""Taking the installed base out of the house is an act of its own: who, what, how much."""

from datetime import datetime

from django.db import transaction

from accounts.permissions import authorize
from core import journal
from core.journal import Actor
from core.subjects import Subject
from customers.models import Customer, Machine
from customers.states import FileKind

WHOLE_TABLE = 0


@transaction.atomic
def export_base(*, kind: FileKind, count: int, columns: list[str], actor: Actor, now: datetime) -> None:
    """Note that `count` rows leave the house; raises NotAllowed for who may not export."""
    authorize(actor, "export", now=now)
    model = Machine if kind == FileKind.MACHINES else Customer
    subject = Subject(model._meta.label_lower, WHOLE_TABLE)
    journal.record(subject, "export", actor=actor, now=now, data={"rows": count, "columns": columns})
