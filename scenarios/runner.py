"""Plays scenarios: clock, timers, acts through the services, expectations; each rolled back when it ends."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from django.db import connection, transaction

from core.errors import ActError, NotBuilt
from deadlines.services import sweep
from fieldservice.openers import OPENERS
from scenarios import checks, traces, verbs
from scenarios.acting import Act
from scenarios.errors import FormatError, Unexpected
from scenarios.format import Scenario, Step, read
from scenarios.reading import scenario_files
from scenarios.results import Result
from scenarios.stage import Stage, key_of
from scenarios.validation import validate
from scenarios.world import World

NOT_BUILT = "not built yet"


def play_all(paths: Iterable[Path], *, book: Path | None = None) -> Iterator[Result]:
    """Play every scenario of `paths` in the current database; the caller decides which database that is."""
    names: dict[str, Path] = {}
    with Stage(book=book) as stage:
        for file in scenario_files(paths):
            scenarios = read(file)
            told = {id(scenario): _again(scenario, names) for scenario in scenarios}
            # Those that share a cast play one after the other, so that it is loaded seldom.
            for scenario in sorted(scenarios, key=lambda one: (not stage.stands_for(one), key_of(one))):
                told[id(scenario)] = told[id(scenario)] or play(scenario, stage)
            yield from (result for result in told.values() if result)


def _again(scenario: Scenario, names: dict[str, Path]) -> Result | None:
    """The failure of a scenario whose name was told before in this run."""
    if scenario.name in names:
        problem = f"also in {names[scenario.name]}"
        return Result(str(scenario.file), scenario.name, scenario.clause, message=problem)
    names[scenario.name] = scenario.file
    return None


def play(scenario: Scenario, stage: Stage) -> Result:
    """Play one scenario and tell how it went; nothing of it stays in the database."""
    run = Run(scenario, stage)
    message, missing = "", False
    try:
        validate(scenario)
        run.through()
    except FormatError as problem:
        message, run.reached = str(problem), problem.step or run.reached
    except Unexpected as problem:
        message = str(problem)
    except NotBuilt as problem:
        message, missing = f"{NOT_BUILT}: {problem}", True
    except Exception as problem:
        # A defect of the product fails its scenario and does not stop the others.
        message = f"{type(problem).__name__}: {problem}"
    return Result(
        str(scenario.file), scenario.name, scenario.clause, run.reached if message else None, message, missing
    )


class Run:
    """One scenario on its way; `reached` is the step that is being played."""

    def __init__(self, scenario: Scenario, stage: Stage) -> None:
        self.scenario, self.stage = scenario, stage
        self.reached: int | None = None

    def through(self) -> None:
        """All steps, in a savepoint that is rolled back."""
        world = self.stage.set_for(self.scenario)
        with transaction.atomic(), world.clock:
            for step in self.scenario.steps:
                self.reached = step.number
                self._play(step, world)
            connection.check_constraints()
            transaction.set_rollback(True)

    def _play(self, step: Step, world: World) -> None:
        if step.at is not None:
            world.move_to(step.at)
            fire_due(world)
        if step.verb:
            act(step, world)
        if problems := [text for check in step.expect.items() for text in checks.answer(world, *check)]:
            raise Unexpected("; ".join(problems))


def fire_due(world: World) -> None:
    """Open the periods that have begun, then let the sweep fire what is due, and what that started in turn."""
    for opener in OPENERS:
        opener(world.now, since=world.begins)
    while True:
        swept = sweep(now=world.now)
        if swept.failed:
            raise Unexpected(f"{swept.failed} timers could not be judged")
        if not swept.fired:
            return


def act(step: Step, world: World) -> None:
    """Let the actor do the step's verb, and bind what it creates; or see to it that he is refused."""
    if step.refused is not None:
        _refused_act(step, world)
        return
    try:
        made = verbs.do(Act(world, step))
    except NotBuilt:
        raise
    except ActError as refusal:
        raise Unexpected(f"{step.verb} was refused: {refusal.code}: {refusal}") from refusal
    if step.binds:
        world.bind(step.binds[1], made)


def _refused_act(step: Step, world: World) -> None:
    before = traces.fingerprint()
    try:
        verbs.do(Act(world, step))
    except NotBuilt:
        raise
    except ActError as refusal:
        if step.refused is not True and refusal.code != step.refused:
            raise Unexpected(f"expected refusal {step.refused} got {refusal.code}: {refusal}") from refusal
    else:
        raise Unexpected(f"expected refusal of {step.verb}, but it was done")
    if written := traces.changed(before):
        raise Unexpected(f"the refused {step.verb} left a trace in {', '.join(written)}")
