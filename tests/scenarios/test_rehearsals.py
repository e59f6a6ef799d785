"""Stories played by a draft: in a process of their own, one rehearsal at a time, told story by story."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.errors import Incomplete, NotAllowed, WrongState
from rulebook import services as rulebook
from rulebook.loader import load
from rulebook.models import RulebookVersion
from scenarios.format import read
from scenarios.models import PATIENCE, Rehearsal, WhatIf
from scenarios.rehearsals import services
from scenarios.rehearsals.folder import chosen
from scenarios.rehearsals.playing import told
from scenarios.rehearsals.selectors import counts, played
from scenarios.rehearsals.shelf import UnreadableStories, checked_uploads
from scenarios.rehearsals.states import Outcome, Phase, Scope
from scenarios.results import Result
from scenarios.whatif import services as replays
from tests.rulebook.conftest import NOW
from tests.support import company

DEARER = {"consequences.unreachable.do": [{"fine": {"fixed": 150}}], "old_part_return": "20d"}
OWN = """
scenario: our own
clause: "9.7"
steps:
  - {at: "2026-03-05 10:00:00", by: liaison, do: call_engineer, with: {engineer: e1, answered: true}}
"""


@pytest.fixture
def luo(db: None) -> Any:
    company.install_book()
    return company.staff("luo", "罗部长", "dept_head")


@pytest.fixture
def draft(luo: Any) -> RulebookVersion:
    return rulebook.draft_rulebook(effective_from=date(2026, 6, 1), changes=DEARER, actor=luo, now=NOW)


@pytest.fixture
def ask(draft: RulebookVersion, luo: Any) -> Any:
    def ask_(scope: Scope = Scope.CHANGED, actor: Any = luo, **files: str) -> Rehearsal:
        given = {f"{name}.yaml": text.encode() for name, text in files.items()}
        return services.rehearse_draft(version=draft, scope=scope, files=given, actor=actor, now=NOW)

    return ask_


def entry(scenario: str, message: str = "") -> dict[str, Any]:
    return {"scenario": scenario, "clause": "9.7", "file": "x.yaml", "step": 3 if message else None, "message": message}


def test_only_stories_of_the_changed_clauses_are_played_and_ones_own(ask: Any) -> None:
    asked = ask(own=OWN)
    seen: dict[str, Any] = {}

    def look(folder: Path) -> Any:
        seen["stories"] = list(chosen(folder))
        seen["params"] = seen["stories"][0].cast["params"]
        seen["since"] = {load(folder / name).effective.since for name in ("draft.yaml", "before.yaml")}
        return iter(())

    services.work(player=look)

    cited = {number.strip() for story in seen["stories"] for number in story.clause.split(",")}
    assert len(seen["stories"]) == asked.stories
    assert {"9.2", "9.7"} <= cited
    assert not {"6.4", "7.8", "9.5"} & cited
    assert seen["stories"][0].name == "our own"
    # The firm of the stories has the draft's values; where it sits is its own.
    assert seen["params"] == {"home_province": "重庆市", "old_part_return": "20d"}
    # The draft is in force when they play, and not only from its own first day.
    assert seen["since"] == {date(2019, 7, 6)}


def test_what_the_draft_changes_is_told_apart_from_what_failed_before(ask: Any) -> None:
    ask()
    lines = [
        {"ready": True}, entry("holds"), {}, entry("fine", "got 150"), entry("always wrong", "got nothing"),
        {"scenario": "fine", "file": "x.yaml", "before": True},
        {"scenario": "always wrong", "file": "x.yaml", "before": False},
    ]  # fmt: skip

    assert services.work(player=lambda folder: iter(lines)) == 1

    rehearsal = Rehearsal.objects.get()
    assert (rehearsal.phase, services.work()) == (Phase.DONE, 0)
    assert [(one.scenario, one.outcome) for one in played(rehearsal)] == [
        ("fine", Outcome.CHANGES), ("always wrong", Outcome.FAILED_BEFORE), ("holds", Outcome.HOLDS),
    ]  # fmt: skip
    assert counts(played(rehearsal))[Outcome.CHANGES] == 1


def test_one_at_a_time_and_the_next_after_a_worker_died(ask: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ask()
    with pytest.raises(WrongState):
        ask()
    first = services._claim(NOW)

    assert services._claim(NOW + PATIENCE / 2) is None
    second = services._claim(NOW + PATIENCE + timedelta(seconds=1))
    assert (first.pk, second.pk) == (asked.pk, asked.pk)
    with pytest.raises(services.Overtaken):
        services._set(first, finished_at=NOW)


def test_a_replay_waits_while_a_rehearsal_is_played_for_deadlines_need_a_thread_too(ask: Any, luo: Any) -> None:
    asked, day = ask(), NOW.date()
    WhatIf.objects.create(name="x", book="x", first=day, last=day, by=luo, asked_at=NOW)
    services._claim(NOW)
    assert replays._claim(NOW) is None
    Rehearsal.objects.filter(pk=asked.pk).update(finished_at=NOW, claim=None)
    assert replays._claim(NOW) is not None


def test_a_player_that_breaks_off_says_so_and_may_be_asked_again(ask: Any) -> None:
    ask()

    def broken(folder: Path) -> Any:
        yield entry("holds")
        raise RuntimeError("gone")

    services.work(player=broken)

    assert (Rehearsal.objects.get().phase, Rehearsal.objects.get().error != "") == (Phase.BROKEN, True)
    assert ask().phase == Phase.WAITING


def test_who_may_not_write_does_not_rehearse_and_nothing_to_play_is_said(ask: Any, draft: Any, luo: Any) -> None:
    with pytest.raises(NotAllowed):
        ask(actor=company.staff("xu", "徐内勤", "clerk"))
    same = rulebook.draft_rulebook(effective_from=date(2026, 6, 1), actor=luo, now=NOW)
    with pytest.raises(Incomplete):
        services.rehearse_draft(version=same, scope=Scope.CHANGED, files={}, actor=luo, now=NOW)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.yaml", "scenario: x\nclause: '5'\nsteps:\n  - {do: fly}\n", "unknown verb"),
        ("a.yaml", OWN.replace("clause", "rulebook: gas\nclause"), "gas"), ("../a.txt", OWN, ".yaml"),
        ("vocabulary.yaml", OWN, ".yaml"), ("a.yaml", "a: &a [1]\nb: *a\n", "别名"), ("a.yaml", "[" * 99_999, "嵌套"),
        ("a.yaml", OWN.replace('"2026-03-05 10:00:00"', "2026-02-30"), "day is out of range"),
        ("a.yaml", OWN.replace("answered: true", "answered: " + "1" * 5000), "4300 digits"),
        ("a.yaml", OWN.replace("by: liaison", "by: [liaison]"), "wrong shape"),
        ("a.yaml", f"? [a]\n: 1\n{OWN}", "unhashable"),
        ("a.yaml", f"given: {{company: 5}}\n{OWN}", "wrong shape"), ("案" * 100 + ".yaml", OWN, "文件名太长"),
    ],
)  # fmt: skip
def test_uploaded_stories_are_read_before_they_are_kept(name: str, text: str, said: str) -> None:
    with pytest.raises(UnreadableStories) as refusal:
        checked_uploads({name: text.encode()}, slug="equipment-maker")

    assert said in "".join(refusal.value.details["stories"])


def test_a_failure_is_played_once_more_by_the_version_in_force(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(OWN + "---" + OWN.replace("our own", "another"), "utf-8")
    by_book = {"draft.yaml": "expected 200 got 150", "before.yaml": ""}
    monkeypatch.setattr("scenarios.rehearsals.playing.chosen", lambda folder: read(file))

    def play(story: Any, stage: Any) -> Result:
        failed = by_book[stage.book.name] if story.name == "another" else ""
        return Result(str(story.file), story.name, story.clause, message=failed)

    monkeypatch.setattr("scenarios.rehearsals.playing.play", play)

    assert [(one.get("scenario"), one.get("message"), one.get("before")) for one in told(tmp_path)] == [
        (None, None, None), ("our own", "", None), ("another", "expected 200 got 150", None), ("another", None, True),
    ]  # fmt: skip
