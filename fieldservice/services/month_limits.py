"""Open the limits of the month's papers: one row per engineer, month and document, and one for his visit sheets."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.roles import Role
from core.clock import local_day, zone
from core.worktime.table import Listed
from deadlines.models import OPEN, Deadline, OpenedPeriod
from deadlines.services.opening import end_round, insert, round_done
from fieldservice import months
from fieldservice.states import DocumentKind
from rulebook.consequences import clause_against
from rulebook.limits import Due, due_of
from rulebook.models import RulebookVersion
from rulebook.obligations import periods
from rulebook.periods import Period
from rulebook.selectors import Timeline, timeline

# With the day behind it, at most twenty characters.
ROUND = "papers"


def open_month_limits(now: datetime, *, since: date | None = None) -> int:
    """Open what the months since the last round ask for, under the version in force at each month's end.

    Duties exist from the month of the founding, or of `since` where a story begins later.
    """
    today = local_day(now)
    if round_done(ROUND, today=today):
        return 0
    known = timeline()
    begin = max(filter(None, (since, known.begin, _last_round())), default=None)
    if begin is None:
        return 0
    _rebind(known, now=now)
    opened = sum(_open(period, known, today) for period in periods("month", begin, today))
    end_round(ROUND, known.newest, now=now)
    return opened


def _last_round() -> date | None:
    """A day of the last month that was opened; the one before it is looked at again for its visit sheets."""
    made = OpenedPeriod.objects.filter(kind="", occurrence__startswith=f"{ROUND}:")
    last: date | None = made.aggregate(last=Max("last"))["last"]
    return date.fromisoformat(f"{months.previous_month(f'{last:%Y-%m}')}-01") if last else None


def _open(period: Period, known: Timeline, today: date) -> int:
    version = known.on(period.last)
    due = due_under(version, period.id)
    if version is None or due is None:
        return 0
    opened = 0
    for batch in _people(period, today):
        opened += insert(row for person in batch for row in rows_of(person, period, due, version))
    if period.last < today and clause_against(version.book, months.SHEETS_MISSING):
        opened += _open_sheets(period, due, version)
    return opened


def due_under(version: RulebookVersion | None, month: str) -> Due | None:
    """When the papers of a month are due; None where the book asks for none."""
    return due_of(version.book, months.LIMIT, month=month, days=Listed()) if version else None


def _people(period: Period, today: date) -> Iterator[Sequence[Person]]:
    """Engineers of the month whose limits are not there yet."""
    day = min(period.last, today)
    known = Deadline.objects.filter(
        kind=months.LIMIT, occurrence=months.occurrence(period.id, DocumentKind.WORK_SUMMARY)
    )
    held = Person.objects.holding(Role.FIELD_ENGINEER, at=datetime(day.year, day.month, day.day, 23, 59, tzinfo=zone()))
    yield list(held.exclude(pk__in=known.values("subject_id")))


def rows_of(person: Person, period: Period, due: Due, version: RulebookVersion) -> Iterator[Deadline]:
    """The unsaved limits of one engineer's month."""
    for kind in DocumentKind:
        told = {"title": f"{period.id} {kind.label}", "month": period.id, "document.kind": kind.value}
        event = version.book.deadlines[months.LIMIT].missed or months.LATE
        yield _row(months.LIMIT, event, months.occurrence(period.id, kind), person.pk, told, period, due, version)


def _row(
    kind: str, event: str, occurrence: str, person: int, told: Mapping[str, object], period: Period, due: Due,
    version: RulebookVersion,
) -> Deadline:  # fmt: skip
    begin, _end = months.bounds(period.id)
    return Deadline(
        kind=kind, event=event, subject_type="accounts.person", subject_id=person, occurrence=occurrence,
        clause=due.clause, version=version, person_id=person, facts=dict(told), formula=_formula(begin, due),
        start_at=begin, due_at=due.at, warn_at=due.warn_at,
    )  # fmt: skip


def _formula(begin: datetime, due: Due) -> dict[str, str]:
    return {
        "start": begin.isoformat(), "text": due.formula, "clause": due.clause, "due": due.at.isoformat(),
    }  # fmt: skip


def open_limits_of(person: Person, month: str, *, now: datetime) -> dict[str, Deadline]:
    """The limits of one engineer's month; those that still run are opened where the round has not come yet."""
    known = months.limits_of(person, month)
    if known:
        return known
    period = next(periods("month", months.first_day(month), months.first_day(month)))
    line = timeline()
    version = line.on(period.last)
    due = due_under(version, month)
    if version is None or due is None or due.at < now or line.begin is None or line.begin > period.last:
        return {}
    insert(rows_of(person, period, due, version))
    return months.limits_of(person, month)


def _open_sheets(period: Period, due: Due, version: RulebookVersion) -> int:
    """After the month: for everybody who owed visits in it, the row that judges which sheets did not come."""
    told = {"title": _("%s 回访单") % period.id, "month": period.id}
    people = {row.person_id for row in months.owed_sheets(period.id) if row.person_id is not None}
    there = Deadline.objects.filter(kind=months.SHEETS, occurrence=period.id).values_list("subject_id", flat=True)
    return insert(
        _row(months.SHEETS, months.SHEETS_MISSING, period.id, person, told, period, due, version)
        for person in sorted(people - set(there))
    )


def _rebind(known: Timeline, *, now: datetime) -> None:
    """A version published meanwhile judges the months that end under it, with its own due day."""
    running = Deadline.objects.filter(OPEN, kind=months.LIMIT, due_at__gte=now)
    for occurrence, bound in list(running.order_by().values_list("occurrence", "version_id").distinct()):
        month = occurrence.partition(":")[0]
        period = next(periods("month", months.first_day(month), months.first_day(month)))
        version = known.on(period.last)
        if version is None or version.pk == bound:
            continue
        rows, due = running.filter(occurrence=occurrence, version_id=bound), due_under(version, month)
        if due is None:
            rows.update(ended_at=now, last_error=_("新版制度不再要求"))
        else:
            begin, _end = months.bounds(month)
            rows.update(version=version, due_at=due.at, warn_at=due.warn_at, formula=_formula(begin, due))


def count_sheets(now: datetime, *, since: date | None = None) -> int:
    """What the sweep is about to judge: how many sheets of each engineer did not come by the limit."""
    waiting = Deadline.objects.filter(OPEN, kind=months.SHEETS, due_at__lt=now)
    for month in sorted(set(waiting.order_by().values_list("occurrence", flat=True))):
        missing = months.missing_sheets(month)
        for row in waiting.filter(occurrence=month):
            found = missing.get(row.subject_id, [])
            row.facts = {**row.facts, **count_of(found)}
            # Nothing is missing: the limit was kept, and there is nothing to judge.
            row.stopped_at = None if found else row.due_at
            row.save(update_fields=["facts", "stopped_at"])
    return 0


def count_of(missing: Sequence[Deadline]) -> dict[str, object]:
    """The facts of a count, with what each of the sheets would have been."""
    told = [str(row.facts.get("title", "")) for row in missing]
    return {"sheets.missing": len(missing), "quantity": len(missing), "sheets.which": told}
