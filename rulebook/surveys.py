"""Answers to a survey of the book: complete, within its scale, and what they say about satisfaction (7.8b)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from core.errors import Incomplete, OutOfRange
from rulebook.book import Book
from rulebook.schema.papers import Item, Survey

YES_NO, LEVELS = "yes_no", "levels"
MOST = 5
YES, NO = {True, "1", "yes", "true"}, {False, "0", "no", "false"}


def choices(survey: Survey, item: Item) -> list[tuple[int, str]]:
    """What may be answered, from the first to the last, as numbers with words."""
    if survey.scale == YES_NO:
        return [(1, _("是")), (0, _("否"))]
    if survey.scale == LEVELS:
        return list(enumerate(item.levels, start=1))
    words = (_("很不满意"), _("不满意"), _("一般"), _("满意"), _("很满意"))
    return [(number, f"{number} {words[number - 1]}") for number in range(MOST, 0, -1)]


def scored(book: Book, name: str, given: Sequence[Any] | Mapping[str, Any]) -> dict[str, int]:
    """The answers by item; `given` in the order of the items, or by their ids.

    Raises Incomplete naming every question that has none, OutOfRange for an answer outside its scale.
    """
    survey = book.surveys.get(name)
    if survey is None:
        raise OutOfRange(_("制度中没有问卷“%(name)s”") % {"name": name})
    answers = given if isinstance(given, Mapping) else _in_order(survey, given)
    filled = {item.id: answers.get(item.id) for item in survey.items if not _blank(answers.get(item.id))}
    missing = [item for item in survey.items if item.id not in filled]
    if missing and (survey.required == "all" or not filled):
        titles = "、".join(item.title for item in missing)
        told = {item.id: _("请选择") for item in missing}
        raise Incomplete(_("问卷还缺：%(titles)s") % {"titles": titles}, details=told)
    return {item.id: _number(survey, item, filled[item.id]) for item in survey.items if item.id in filled}


def satisfaction(survey: Survey, item: Item, score: float) -> float:
    """How good an answer is, from 0 to 1: levels are told from the best to the worst, points the other way round."""
    if survey.scale == YES_NO:
        return float(score)
    if survey.scale == LEVELS:
        return (len(item.levels) - score) / (len(item.levels) - 1)
    return (score - 1) / (MOST - 1)


def shown(survey: Survey, scores: Mapping[str, int]) -> list[tuple[str, str]]:
    """Each question with its answer in words."""
    return [
        (item.title, dict(choices(survey, item)).get(scores[item.id], str(scores[item.id])))
        for item in survey.items
        if item.id in scores
    ]


def _in_order(survey: Survey, given: Sequence[Any]) -> dict[str, Any]:
    if len(given) > len(survey.items):
        told = {"needed": len(survey.items), "given": len(given)}
        raise OutOfRange(_("问卷有 %(needed)d 项，填了 %(given)d 项") % told)
    return {item.id: value for item, value in zip(survey.items, given, strict=False)}


def _blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _number(survey: Survey, item: Item, value: Any) -> int:
    if survey.scale == YES_NO:
        found = 1 if value in YES else 0 if value in NO else None
    else:
        # True is 1 to Python, and no answer to a question of degree.
        found = _digits(value) if not isinstance(value, bool) else None
    if found not in dict(choices(survey, item)) or found is None:
        told = _("“%(title)s”没有 %(value)s 这个选项") % {"title": item.title, "value": value}
        raise OutOfRange(told, details={item.id: told})
    return found


def _digits(value: Any) -> int | None:
    try:
        return int(str(value))
    except ValueError:
        return None
