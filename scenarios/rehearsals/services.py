"""A draft played by stories: asked for by a person, done by a worker, one at a time."""

import logging
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.permissions import authorize
from core import clock, journal, transitions
from core.errors import Incomplete, WrongState
from rulebook.book import parsed
from rulebook.differences import changed_clauses
from rulebook.models import RulebookVersion
from rulebook.selectors import replaced_by
from scenarios.managers import next_to_work_on
from scenarios.models import PATIENCE, Rehearsal, WhatIf
from scenarios.rehearsals import playing, shelf
from scenarios.rehearsals.folder import cast_params, lay_out
from scenarios.rehearsals.states import Scope

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 3
# Seconds between two writes of what is played: a story takes less.
PACE = 1.0
Player = Callable[[Path], Iterator[dict[str, Any]]]


class Overtaken(Exception):
    """Another worker plays it now."""


@transaction.atomic
def rehearse_draft(
    *, version: RulebookVersion, scope: Scope, files: Mapping[str, bytes], actor: Person, now: datetime
) -> Rehearsal:
    """Have stories played by a draft: those of the clauses that it changes, all, or one's own alone.

    Uploaded files are played in every case. Nothing of it reaches the company's data.
    """
    authorize(actor, "rehearse_draft", now=now)
    locked = transitions.claim(version, "publish")
    if Rehearsal.objects.of(locked.pk).open().exists():
        raise WrongState(_("这份草稿正在试算，请等它完成"))
    _refuse_blanks(locked)
    against = replaced_by(locked, now=now)
    clauses = changed_clauses(against.book, locked.book) if scope == Scope.CHANGED else frozenset()
    texts, count = shelf.checked_uploads(files, slug=locked.slug)
    count += _shipped(locked.slug, scope, clauses)
    if not count:
        told = _("没有可试算的案例：草稿没有改动任何条款，请改选全部案例或上传案例文件")
        raise Incomplete(told, details={"scope": told})
    made = Rehearsal.objects.create(
        version=locked, content=locked.content, against=against, scope=scope, clauses=sorted(clauses), uploads=texts,
        stories=count, by=actor, asked_at=now,
    )  # fmt: skip
    data = {"stories": count, "scope": scope, "files": sorted(texts), "digest": locked.digest}
    journal.record(locked, "rehearse_draft", actor=actor, now=now, data=data)
    return made


def _refuse_blanks(version: RulebookVersion) -> None:
    filled, book = cast_params(version.slug), version.book
    blanks = {name: book.params[name].title or name for name in book.blanks() if name not in filled}
    if blanks:
        told = _("草稿还有必填参数未填：%(names)s") % {"names": "、".join(map(str, blanks.values()))}
        raise Incomplete(told)


def _shipped(slug: str, scope: Scope, clauses: frozenset[str]) -> int:
    if scope == Scope.OWN or (scope == Scope.CHANGED and not clauses):
        return 0
    return len(shelf.concerning(shelf.shipped(slug), clauses))


def work(*, player: Player = playing.in_process_of_its_own) -> int:
    """Play what waits, unless another worker plays; returns how many were played."""
    rehearsal = _claim(clock.now())
    if rehearsal is None:
        return 0
    try:
        _play(rehearsal, player)
    except Overtaken:
        logger.warning("rehearsal %s was taken over by another worker", rehearsal.pk)
    except Exception:
        logger.exception("rehearsal %s broke off", rehearsal.pk)
        _set(rehearsal, broken_at=clock.now(), error=_("试算没有完成，请重试；仍不行请告诉管理员"), claim=None)
    return 1


def _claim(now: datetime) -> Rehearsal | None:
    """The oldest that waits, marked as ours; none while one is played, for the machine has other work too."""
    with transaction.atomic():
        found = next_to_work_on(
            Rehearsal.objects.open(), besides=WhatIf.objects.open(), heard_before=now - PATIENCE
        )
        if found is None:
            return None
        found.claim, found.beat_at, found.results = uuid.uuid4(), now, []
        found.attempts += 1
        if found.attempts > MOST_ATTEMPTS:
            found.broken_at, found.error, found.claim = now, _("试算多次中断，请减少案例后重试"), None
        found.save()
    return found if not found.broken_at else _claim(now)


def _play(rehearsal: Rehearsal, player: Player) -> None:
    results: dict[tuple[str, str], dict[str, Any]] = {}
    written = time.monotonic()
    with TemporaryDirectory(prefix="rehearsal-") as name:
        _lay_out(rehearsal, Path(name))
        for entry in player(Path(name)):
            if "scenario" in entry:
                key = (entry["file"], entry["scenario"])
                results[key] = {**results.get(key, {}), **entry}
            if time.monotonic() - written >= PACE:
                _set(rehearsal, results=list(results.values()), beat_at=clock.now())
                written = time.monotonic()
    _set(rehearsal, results=list(results.values()), finished_at=clock.now(), claim=None, beat_at=None)


def _lay_out(rehearsal: Rehearsal, folder: Path) -> None:
    draft = rehearsal.content.document
    lay_out(
        folder, slug=rehearsal.version.slug, draft=draft, before=rehearsal.against.document,
        book=parsed(rehearsal.content_id, draft), scope=rehearsal.scope, clauses=rehearsal.clauses,
        uploads=rehearsal.uploads,
    )  # fmt: skip


def _set(rehearsal: Rehearsal, **fields: Any) -> None:
    """Write to the row while it is still ours."""
    if not Rehearsal.objects.filter(pk=rehearsal.pk, claim=rehearsal.claim).update(**fields):
        raise Overtaken
