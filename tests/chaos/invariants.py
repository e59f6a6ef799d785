"""What must hold after whatever happened (reliability I1 to I5, I9)."""

from collections.abc import Iterable

from django.db.models import Count, F

from core import journal
from deadlines.models import Deadline
from judgement.models import Fact, Proposal


def each_fired_once(rows: Iterable[int]) -> None:
    """Every row is marked, and led to exactly one fact and one entry of clause 6.2, dated by its due instant."""
    fired = Deadline.objects.filter(pk__in=rows)
    assert not fired.filter(fired_at=None).exists()
    subjects = list(fired.values_list("subject_id", flat=True))
    facts = Fact.objects.filter(event="sla.arrival.missed", subject_id__in=subjects)
    assert facts.count() == len(subjects)
    assert facts.values("subject_id").distinct().count() == len(subjects)
    entries = Proposal.objects.filter(fact__in=facts)
    assert entries.count() == len(subjects)
    assert not entries.values("fact").annotate(times=Count("pk")).exclude(times=1).exists()
    assert set(facts.values_list("happened_at", flat=True)) == set(fired.values_list("due_at", flat=True))


def never_early() -> None:
    assert not Deadline.objects.filter(fired_at__lt=F("due_at")).exists()


def journal_is_whole() -> None:
    assert list(journal.verify()) == []
