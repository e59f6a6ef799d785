"""Checks a file: vectors in JSON, or days in CSV."""

import csv
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from core.errors import ActError
from core.worktime.daylists import DayList
from core.worktime.vectors.operations import EXACT, answer, expected
from core.worktime.vectors.reading import Vector, calendar_of

SAID = "is_workday"


@dataclass
class Outcome:
    """What a file came to; `mapped` counts those passed that agree under a named convention only."""

    passed: int = 0
    mapped: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)


def check_file(path: Path, listed: DayList) -> Outcome:
    """OSError or ValueError where the file cannot be read as what its name says."""
    text = path.read_text(encoding="utf-8-sig")
    outcome = Outcome()
    found = _days(text, listed) if path.suffix == ".csv" else _vectors(text, listed)
    for check, failure in found:
        if failure:
            outcome.failures.append(failure)
            continue
        outcome.passed += 1
        if check != EXACT:
            outcome.mapped[check] += 1
    if not outcome.passed and not outcome.failures:
        raise ValueError("nothing to check")
    return outcome


def _vectors(text: str, listed: DayList) -> Iterator[tuple[str, str]]:
    document = json.loads(text)
    vectors = document.get("vectors") if isinstance(document, dict) else document
    if not isinstance(vectors, list) or not all(isinstance(vector, dict) for vector in vectors):
        raise ValueError("no list of vectors")
    for number, vector in enumerate(vectors, 1):
        failure = _failure(vector, listed)
        yield vector.get("check", ""), f"{vector.get('id', number)}: {failure}" if failure else ""


def _failure(vector: Vector, listed: DayList) -> str:
    try:
        told, wanted = answer(calendar_of(vector, listed), vector), expected(vector)
    except ActError as refused:
        return str(refused)
    except (KeyError, ValueError, TypeError, AttributeError, OverflowError) as wrong:
        return f"cannot be read: {type(wrong).__name__}: {wrong}"
    return "" if told == wanted else f"{told}, expected {wanted}"


def _days(text: str, listed: DayList) -> Iterator[tuple[str, str]]:
    for row in csv.DictReader(text.splitlines()):
        said = {value for key, value in row.items() if key and key.startswith(SAID)}
        if not said <= {"0", "1"} or not said:
            raise ValueError(f"no columns {SAID}… of 0 and 1")
        try:
            told = "1" if listed.is_workday(date.fromisoformat(row["date"])) else "0"
        except ActError as refused:
            yield EXACT, f"{row['date']}: {refused}"
            continue
        yield EXACT, "" if said == {told} else f"{row['date']}: {told}, expected {'/'.join(sorted(said))}"
