"""Whether a document may become a version, and the rows that hold it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.errors import Incomplete, OutOfRange, WrongState
from core.journal import Actor
from rulebook.book import Book, digest_of, plain, validated
from rulebook.changes import UnknownPath, changed
from rulebook.errors import BookError, BookErrors
from rulebook.models import BookDocument, RulebookVersion


class InvalidBook(OutOfRange):
    """A document that contradicts itself; `details["errors"]` holds one message for each place.

    `found` are the same with line (in an uploaded file), path and sentence apart.
    """

    message = _("制度内容有误")
    found: Sequence[BookError] = ()

    @classmethod
    def of(cls, errors: Sequence[BookError]) -> "InvalidBook":
        told = [str(error) for error in errors]
        refusal = cls("；".join(told), details={"errors": told})
        refusal.found = errors
        return refusal


def with_changes(document: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """`document` with the changes made; InvalidBook where one names nothing that is there."""
    try:
        return changed(document, plain(changes))
    except UnknownPath as unknown:
        raise InvalidBook.of([BookError("", str(unknown))]) from None


def checked(document: Any) -> Book:
    """The book of `document`; InvalidBook with every error otherwise."""
    try:
        return validated(document)
    except BookErrors as errors:
        raise InvalidBook.of(errors.errors) from None


def refuse_blanks(book: Book) -> None:
    """Raise Incomplete naming every required parameter that is still blank."""
    blanks = {name: book.params[name].title or name for name in book.blanks()}
    if blanks:
        named = "、".join(f"{title}（{name}）" for name, title in blanks.items())
        raise Incomplete(_("制度参数未填：%(names)s") % {"names": named}, details=blanks)


def refuse_unread(version: RulebookVersion, read: str) -> None:
    """Raise WrongState where the locked draft was written on since its text `read` was shown; empty asks nothing."""
    if read and read != version.digest:
        raise WrongState(_("草稿在您打开页面之后又被修改过，请刷新页面核对改动后再办"))


def numbered(document: dict[str, Any], number: int, effective_from: date) -> dict[str, Any]:
    """`document` as version `number`, in force from a day until further notice."""
    effective = {"from": effective_from.isoformat(), "to": None}
    return {**document, "version": number, "effective": effective}


def stored(document: dict[str, Any]) -> BookDocument:
    """The row that holds `document`: one for equal documents."""
    row, _created = BookDocument.objects.get_or_create(
        digest=digest_of(document), defaults={"document": plain(document)}
    )
    return row


def new_version(
    slug: str, number: int, document: dict[str, Any], effective_from: date, *, author: Actor | None, now: datetime
) -> RulebookVersion:
    """A draft row. `author` None is the system, or a hand that is not a person's."""
    return RulebookVersion.objects.create(
        slug=slug, number=number, content=stored(numbered(document, number, effective_from)),
        effective_from=effective_from, author_id=author.pk if author else None,
        hands=[author.pk] if author and author.pk else [], created_at=now,
    )  # fmt: skip


def next_number(slug: str) -> int:
    """The number of the next version; the rows of the book stay locked, so that two cannot take the same."""
    rows = RulebookVersion.objects.filter(slug=slug).order_by("number")
    list(rows.select_for_update().values_list("pk"))
    # Asked again: whoever waited for the lock does not see the rows of him who held it in the same statement.
    return max(rows.values_list("number", flat=True), default=0) + 1
