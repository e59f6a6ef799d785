"""The runner knows the whole vocabulary, and nothing that is not in it."""

from scenarios.checks.registry import CHECKS
from scenarios.texts import ORDINARY, PLAIN
from scenarios.verbs.registry import VERBS
from scenarios.vocabulary import vocabulary


def test_every_word_of_the_format_is_built_and_no_other():
    assert set(VERBS) == set(vocabulary().verbs)
    assert set(CHECKS) == set(vocabulary().checks)


def test_every_text_that_may_be_left_out_has_something_to_stand_for_it():
    assert vocabulary().texts <= set(PLAIN)
    assert all(PLAIN.values())


def test_what_is_filled_belongs_to_some_verb():
    fields = {name for words in vocabulary().verbs.values() for name in words.fields}

    assert set(PLAIN) | set(ORDINARY) <= fields
