"""Answers to surveys: complete, within the scale, comparable."""

import pytest

from core.errors import Incomplete, OutOfRange
from rulebook import surveys
from rulebook.schema.papers import Survey
from tests.support.company import install_book

SEVEN = [5, 4, 3, 2, 1, 5, 4]


@pytest.fixture
def book(db):
    return install_book().book


def levels(**fields):
    best_first = {"levels": ("很满意", "满意", "一般", "不满意")}
    items = ({"id": "skill", "title": "修理质量", **best_first}, {"id": "manner", "title": "服务态度", **best_first})
    return Survey.model_validate({"clause": "1", "title": "调查", "scale": "levels", "items": items, **fields})


def test_seven_answers_in_the_order_of_the_questions_are_kept_by_question(book):
    answers = surveys.scored(book, "visit", SEVEN)
    assert list(answers) == ["appearance", "design", "quality", "supply", "price", "service", "technical_response"]
    assert answers["technical_response"] == 4


def test_six_of_seven_names_the_one_that_is_missing(book):
    with pytest.raises(Incomplete) as refusal:
        surveys.scored(book, "visit", SEVEN[:6])
    assert "技术响应" in str(refusal.value)
    assert list(refusal.value.details) == ["technical_response"]


@pytest.mark.parametrize("wrong", [0, 6, -1, "x", True, 4.5])
def test_an_answer_outside_the_scale_is_refused_at_its_question(book, wrong):
    with pytest.raises(OutOfRange) as refusal:
        surveys.scored(book, "visit", [*SEVEN[:6], wrong])
    assert list(refusal.value.details) == ["technical_response"]


def test_an_eighth_answer_is_too_many(book):
    with pytest.raises(OutOfRange):
        surveys.scored(book, "visit", [*SEVEN, 5])


def test_answers_come_by_question_as_a_form_gives_them(book):
    given = {item.id: "5" for item in book.surveys["visit"].items}
    assert set(surveys.scored(book, "visit", given).values()) == {5}


def test_a_survey_that_the_book_does_not_have_is_refused(book):
    with pytest.raises(OutOfRange):
        surveys.scored(book, "nothing", SEVEN)


def test_levels_are_numbered_from_the_best_and_points_from_the_worst(book):
    four, five = levels(), book.surveys["visit"]
    assert surveys.choices(four, four.items[0])[0] == (1, "很满意")
    assert [surveys.satisfaction(four, four.items[0], score) for score in (1, 4)] == [1.0, 0.0]
    assert [surveys.satisfaction(five, five.items[0], score) for score in (1, 3, 5)] == [0.0, 0.5, 1.0]


def test_answers_are_told_in_the_words_of_their_scale():
    assert surveys.shown(levels(), {"skill": 2}) == [("修理质量", "满意")]
