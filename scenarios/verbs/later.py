"""Verbs of the vocabulary whose services are not built: a scenario that needs one fails and says so."""

from scenarios.verbs.registry import VERBS
from scenarios.vocabulary import vocabulary

LATER = frozenset(vocabulary().verbs) - frozenset(VERBS)
