"""What a rehearsal is played from: the draft, the version in force, the stories and their cast, as files."""

import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from rulebook.book import Book, canonical
from rulebook.loader import shipped, template
from scenarios.cast import FOUNDED
from scenarios.format import Scenario, read
from scenarios.reading import SHIPPED, companion, scenario_files
from scenarios.rehearsals.shelf import concerning, put
from scenarios.rehearsals.states import Scope
from scenarios.stage import key_of

DRAFT, BEFORE, CHOICE, STORIES, OWN = "draft.yaml", "before.yaml", "choice.json", "stories", "own"


class Dumper(yaml.SafeDumper):
    """Amounts keep the digits that were written."""


Dumper.add_representer(
    Decimal, lambda dumper, amount: dumper.represent_scalar("tag:yaml.org,2002:float", str(amount))
)


def lay_out(
    folder: Path, *, slug: str, draft: Mapping[str, Any], before: Mapping[str, Any], book: Book, scope: str,
    clauses: Iterable[str], uploads: Mapping[str, str],
) -> None:  # fmt: skip
    """Write everything that the player needs into an empty folder."""
    put(folder, {DRAFT: _as_told_of(slug, draft), BEFORE: _as_told_of(slug, before)})
    put(folder, {CHOICE: json.dumps({"clauses": sorted(clauses)})})
    stories = folder / STORIES
    put(stories, {"cast.yaml": _cast(_home(slug), book)})
    if scope != Scope.OWN:
        for file in (file for file in scenario_files([SHIPPED]) if any(s.rulebook == slug for s in read(file))):
            put(stories / file.parent.name, {file.name: file.read_text("utf-8")})
    put(stories / OWN, uploads)


def chosen(folder: Path) -> Iterator[Scenario]:
    """The stories to be played, those with the same cast one after the other; uploaded ones always."""
    clauses = json.loads((folder / CHOICE).read_text("utf-8"))["clauses"]
    stories = [story for file in scenario_files([folder / STORIES]) for story in read(file)]
    own = [story for story in stories if story.file.parent.name == OWN]
    others = concerning([story for story in stories if story.file.parent.name != OWN], clauses)
    yield from sorted([*own, *others], key=lambda one: (one.file.parent.name != OWN, key_of(one)))


def cast_params(slug: str) -> Mapping[str, Any]:
    """What the cast of the book's stories fills in."""
    params: Mapping[str, Any] = companion("cast.yaml", beside=_home(slug)).get("params") or {}
    return params


def _as_told_of(slug: str, document: Mapping[str, Any]) -> str:
    """The book from the first day on which the stories of its slug may play: its own lies after them."""
    known = slug in {path.stem for path in shipped()}
    since = template(slug)["effective"]["from"] if known else FOUNDED.partition(" ")[0]
    return canonical({**document, "effective": {"from": since, "to": None}})


def _home(slug: str) -> Path:
    return SHIPPED / slug


def _cast(home: Path, book: Book) -> str:
    """The cast of the stories, whose firm has the draft's values: its own fill only what the draft leaves blank.

    Where the firm sits stays the cast's, for its customers live around it.
    """
    cast = dict(companion("cast.yaml", beside=home))
    cast["params"] = {name: _value(book, name, value) for name, value in (cast.get("params") or {}).items()}
    text: str = yaml.dump(cast, Dumper=Dumper, allow_unicode=True, sort_keys=False)
    return text


def _value(book: Book, name: str, value: Any) -> Any:
    param = book.params.get(name)
    return value if param is None or param.type == "region" or param.value is None else param.value
