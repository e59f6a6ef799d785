"""What the shape alone cannot say: references that lead somewhere, bands without gaps, clauses covered once."""

from collections.abc import Callable, Iterator

from rulebook.checks import acts, areas, bands, calendars, clauses, clocks, consequences, coverage, spans
from rulebook.errors import Steps
from rulebook.schema.document import Document

Problem = tuple[Steps, str]

CHECKS: tuple[Callable[[Document], Iterator[Problem]], ...] = (
    bands.problems,
    coverage.problems,
    areas.problems,
    calendars.problems,
    clocks.problems,
    spans.problems,
    consequences.problems,
    clauses.problems,
    acts.problems,
)


def problems(document: Document) -> Iterator[Problem]:
    """Everything that does not fit together, with the steps to it."""
    for check in CHECKS:
        yield from check(document)
