"""The runner knows the whole vocabulary, and nothing that is not in it."""

import pytest

from core.errors import NotBuilt
from scenarios import verbs
from scenarios.acting import Act
from scenarios.checks.registry import CHECKS
from scenarios.format import Step
from scenarios.texts import ORDINARY, PLAIN
from scenarios.verbs.registry import VERBS
from scenarios.vocabulary import vocabulary


def test_every_verb_and_check_that_is_built_is_a_word_of_the_format():
    assert set(VERBS) <= set(vocabulary().verbs)
    assert set(CHECKS) <= set(vocabulary().checks)


@pytest.mark.parametrize("name", sorted(set(vocabulary().verbs) - set(VERBS)))
def test_a_word_that_is_not_built_says_so(name):
    with pytest.raises(NotBuilt, match=name):
        verbs.do(Act(None, Step(1, {"do": name})))


def test_every_text_that_may_be_left_out_has_something_to_stand_for_it():
    assert vocabulary().texts <= set(PLAIN)
    assert all(PLAIN.values())


def test_what_is_filled_belongs_to_some_verb():
    fields = {name for words in vocabulary().verbs.values() for name in words.fields}

    assert set(PLAIN) | set(ORDINARY) <= fields
