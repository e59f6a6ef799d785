"""Every clause is covered exactly once, by things that exist; every citation names a covered clause."""

from collections import Counter
from collections.abc import Iterator

from rulebook.errors import Steps
from rulebook.schema.base import Block, clause_numbers
from rulebook.schema.document import STATEMENT, Document
from rulebook.workflows import WORKFLOWS

Problems = Iterator[tuple[Steps, str]]

SECTIONS = (
    "params", "calendars", "areas", "zones", "warranty", "classes", "forms", "surveys", "checklists", "slas",
    "deadlines", "obligations", "approvals", "charges", "returns", "consequences", "groups", "escalations", "notices",
    "retention",
)  # fmt: skip


def problems(document: Document) -> Problems:
    yield from _texts(document)
    for clause, names in document.coverage.items():
        yield from _covered(document, clause, names)
    for steps, cited in citations(document):
        for clause in clause_numbers(cited):
            if not known(document, clause):
                yield steps, f"条款 {clause} 未列入 coverage"


def _texts(document: Document) -> Problems:
    if not document.clauses:
        return
    for clause in document.clauses:
        if clause not in document.coverage:
            yield ("clauses", clause), f"条款 {clause} 未列入 coverage"
    for clause in document.coverage:
        if clause not in document.clauses:
            yield ("coverage", clause), f"条款 {clause} 没有条文"


def _covered(document: Document, clause: str, names: tuple[str, ...]) -> Problems:
    at: Steps = ("coverage", clause)
    if not names:
        yield at, "须写明由什么执行，或写 statement"
    if STATEMENT in names and len(names) > 1:
        yield at, "statement 不能与其他并列"
    for name, times in Counter(names).items():
        if times > 1:
            yield at, f"“{name}”写了两次"
        if name != STATEMENT and not exists(document, name):
            yield (*at, names.index(name)), f"制度中没有“{name}”"


def exists(document: Document, name: str) -> bool:
    """Whether the document has what a coverage entry names: a section, or an entry of one."""
    section, _, entry = name.partition(".")
    if section == "workflow":
        return entry in WORKFLOWS
    part = getattr(document, section, None) if section in SECTIONS else None
    if not entry:
        return bool(part)
    if isinstance(part, tuple):
        return any(item.id == entry for item in part)
    return entry in part if isinstance(part, dict) else getattr(part, entry, None) is not None


def known(document: Document, clause: str) -> bool:
    """A clause of its own, or a chapter of which clauses are covered (9 for all of 9.1 to 9.12)."""
    return any(known == clause or known.startswith(f"{clause}.") for known in document.coverage)


def citations(document: Document) -> Iterator[tuple[Steps, str]]:
    """Every `clause` that a block of the document cites, with the steps to it."""
    for section in SECTIONS:
        part = getattr(document, section)
        yield from _cited(part, (section,))


def _cited(part: object, at: Steps) -> Iterator[tuple[Steps, str]]:
    if isinstance(part, dict):
        for name, entry in part.items():
            yield from _cited(entry, (*at, name))
    elif isinstance(part, tuple) and not hasattr(part, "_fields"):
        for index, entry in enumerate(part):
            yield from _cited(entry, (*at, index))
    elif isinstance(part, Block):
        cited = getattr(part, "clause", None)
        if cited is not None:
            yield (*at, "clause"), cited
        for name, field in type(part).model_fields.items():
            value = getattr(part, name)
            if isinstance(value, Block | tuple | dict):
                yield from _cited(value, (*at, field.alias or name))
