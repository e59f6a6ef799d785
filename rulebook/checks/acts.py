"""Acts that are there, each with a clause that is covered."""

from collections.abc import Iterator

from accounts.acts import ACTS
from rulebook.checks.clauses import known
from rulebook.errors import Steps
from rulebook.schema.base import clause_numbers
from rulebook.schema.document import Document


def problems(document: Document) -> Iterator[tuple[Steps, str]]:
    for act, cited in document.acts.items():
        if act not in ACTS:
            yield ("acts", act), f"没有“{act}”这个操作"
        for clause in clause_numbers(cited):
            if not known(document, clause):
                yield ("acts", act), f"条款 {clause} 未列入 coverage"
