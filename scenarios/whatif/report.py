"""A replay in plain values, one shape for the table, JSON, the page and the export; money is decimal text."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from core.money import yuan
from rulebook.book import Book
from rulebook.selectors import clause_text
from scenarios.whatif.clocks import SECTIONS
from scenarios.whatif.replay import Result
from scenarios.whatif.tally import Change, Sum
from tickets.models import Ticket

Report = dict[str, Any]


def report_of(result: Result) -> Report:
    """What differs, by person, clause and month, the largest first; with what could not be replayed and why."""
    tally, book = result.tally, result.trial.book
    persons = [{"id": pk, "name": result.roster.name(pk), **_sum(line)} for pk, line in tally.persons.items()]
    clauses = [{"clause": cited, "title": _clause(book, cited, tally.titles[cited]), **_sum(line)}
               for cited, line in tally.clauses.items()]  # fmt: skip
    numbers = _numbers(tally.changes)
    return {
        "draft": {
            "title": book.title.zh, "id": book.id, "version": book.version, "digest": result.trial.version.digest,
        },
        "base": {"number": result.base.number, "same": result.trial.version.digest == result.base.digest},
        "span": {"from": result.span.first.isoformat(), "to": result.span.last.isoformat()},
        "looked_at": result.looked_at,
        "total": _sum(tally.total),
        "kinds": dict(tally.kinds),
        "persons": sorted(persons, key=_largest),
        "clauses": sorted(clauses, key=_largest),
        "months": sorted(({"month": name, **_sum(line)} for name, line in tally.months.items()), key=_month),
        "limits": [{"kind": kind, "title": _title(book, result.base.book, kind), **vars(moved)}
                   for kind, moved in sorted(result.moved.items())],
        "changes": [_change(one, result, numbers) for one in sorted(tally.changes, key=_first)],
        "gaps": [{"text": text, "count": count} for text, count in result.gaps.told()],
        "notes": list(_notes(result)),
    }  # fmt: skip


def gains(report: Mapping[str, Any]) -> tuple[int, int]:
    """How many people would pay less, and how many more."""
    told = [float(one["difference"]) for one in report["persons"]]
    return sum(one < 0 for one in told), sum(one > 0 for one in told)


def _sum(line: Sum) -> dict[str, Any]:
    return {
        "before": line.before, "after": line.after, "yuan_before": str(yuan(line.yuan_before)),
        "yuan_after": str(yuan(line.yuan_after)), "difference": str(yuan(line.difference)), "changed": line.changed,
    }  # fmt: skip


def _largest(line: Mapping[str, Any]) -> tuple[float, int, str]:
    return -abs(float(line["difference"])), -line["changed"], str(line.get("name") or line.get("clause"))


def _first(one: Change) -> tuple[date, str]:
    return one.day, one.clause


def _month(line: Mapping[str, Any]) -> str:
    return str(line["month"])


def _clause(book: Book, cited: str, title: str) -> str:
    told = clause_text(book, cited)
    return told.title if told else title


def _title(book: Book, base: Book, kind: str) -> str:
    entries = (getattr(one, section).get(kind) for one in (book, base) for section in SECTIONS)
    return next((entry.title or kind for entry in entries if entry is not None), kind)


def _numbers(changes: Iterable[Change]) -> dict[int, str]:
    """Tickets by their keys as people call them; one statement."""
    ids = {one.ticket for one in changes if isinstance(one.ticket, int)}
    return dict(Ticket.objects.filter(pk__in=ids).values_list("pk", "number"))


def _change(one: Change, result: Result, numbers: Mapping[int, str]) -> dict[str, Any]:
    money = {"yuan_before": one.yuan_before, "yuan_after": one.yuan_after}
    instants = {"due_before": one.due_before, "due_after": one.due_after, "done_at": one.done_at}
    return {
        "kind": one.kind, "person": one.person, "name": result.roster.name(one.person), "clause": one.clause,
        "title": one.title, "day": one.day.isoformat(), "subject": one.subject,
        "ticket": numbers.get(one.ticket or 0, ""), "row": list(one.row),
        "formula_before": one.formula_before, "formula_after": one.formula_after,
        **{name: None if value is None else str(yuan(value)) for name, value in money.items()},
        **{name: _instant(value) for name, value in instants.items()},
    }  # fmt: skip


def _instant(value: datetime | None) -> str | None:
    return value.isoformat() if value else None


def _notes(result: Result) -> Iterable[str]:
    """How to read the figures."""
    if result.trial.filled:
        params = result.trial.book.params
        named = "、".join(params[name].title or name for name in result.trial.filled)
        yield _("文件中未填的参数取现行制度的值：%(names)s") % {"names": named}
    if result.base.slug != result.trial.book.id:
        yield _("草案是另一部制度（%(id)s），不是本公司在用的制度的修改稿") % {"id": result.trial.book.id}
    if len(result.bound) > 1:
        yield _("期间内有多个版本生效；每件事的“原来”按当时约束它的版本计算")
    if result.tally.open:
        text = _("%(count)s 项须由人裁量而尚无人裁量，按幅度下限计入；已裁量的保留裁量数，超出新幅度的取最近的一端")
        yield text % {"count": result.tally.open}
    yield _("已免除、撤销或经书面证明免责的仍按免除计；新产生的按会被确认计；累计次数只数已确认的和新产生的")
