"""Other projects' facts about working time hold here too."""

import json

import pytest
from django.core.management import CommandError, call_command

from core.worktime import table
from core.worktime.vectors import check_file


@pytest.fixture
def folder(root):
    return root / "tests" / "data" / "worktime"


def run(capsys, *arguments):
    """The command's lines and its exit status."""
    try:
        call_command("worktime", *map(str, arguments))
    except SystemExit as ended:
        return capsys.readouterr().out.splitlines(), ended.code
    return capsys.readouterr().out.splitlines(), 0


def written(path, *vectors):
    path.write_text(json.dumps({"vectors": vectors}), encoding="utf-8")
    return path


VECTOR = {
    "id": "one", "op": "add", "check": "agree", "start": "2026-03-02 09:00:00", "business_seconds": 3600,
    "calendar": {"tz": "UTC", "hours": {"mon": [["09:00", "17:00"]]}}, "expected_end": "2026-03-02 10:00:00",
}  # fmt: skip


def test_every_vector_agrees_and_mapped_ones_are_counted_apart(folder, cn_public):
    outcome = check_file(folder / "worktime_vectors.json", cn_public)

    assert (outcome.passed, outcome.failures) == (169, [])
    assert outcome.mapped == {
        "agree_next_open": 10,
        "agree_prev_close": 4,
        "agree_snap": 1,
        "agree_truncated_to_minute": 1,
    }


def test_every_deadline_around_chinese_holidays_agrees(folder, cn_public):
    outcome = check_file(folder / "cn_worktime_vectors.json", cn_public)

    assert (outcome.passed, outcome.failures, outcome.mapped) == (55, [], {})


@pytest.mark.django_db
def test_the_command_counts_per_file_and_in_the_last_line(folder, capsys):
    table.fill()  # a transactional test before this one may have emptied what the migration filled
    files = ["worktime_vectors.json", "cn_worktime_vectors.json", "cn_workdays_2007_2026.csv"]
    lines, status = run(capsys, *(folder / name for name in files))

    assert [line for line in lines if line.endswith(" failed")] == [
        "worktime_vectors.json: 169 passed, 0 failed",
        "cn_worktime_vectors.json: 55 passed, 0 failed",
        "cn_workdays_2007_2026.csv: 7305 passed, 0 failed",
        "7529 passed, 0 failed",
    ]
    assert (lines[-1], status) == ("7529 passed, 0 failed", 0)


@pytest.mark.django_db
def test_a_vector_that_disagrees_fails_the_run(tmp_path, capsys):
    wrong = {**VECTOR, "id": "two", "expected_end": "2026-03-02 10:00:01"}
    lines, status = run(capsys, written(tmp_path / "some.json", VECTOR, wrong))

    assert lines[0] == "some.json: two: 2026-03-02 10:00:00, expected 2026-03-02 10:00:01"
    assert (lines[-1], status) == ("1 passed, 1 failed", 1)


@pytest.mark.parametrize(
    "change",
    [{"op": "guess"}, {"check": "agree_roughly"}, {"start": "soon"}, {"calendar": {}}, {"business_seconds": "an hour"}],
)
def test_a_vector_that_cannot_be_read_fails_and_does_not_stop_the_others(tmp_path, cn_public, change):
    outcome = check_file(written(tmp_path / "some.json", {**VECTOR, **change}, VECTOR), cn_public)

    assert (outcome.passed, len(outcome.failures)) == (1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("content", ["", "{}", '{"vectors": []}', "[1]"])
def test_a_file_without_vectors_is_no_success(tmp_path, capsys, content):
    path = tmp_path / "empty.json"
    path.write_text(content, encoding="utf-8")

    lines, status = run(capsys, path)

    assert (lines[-1], status) == ("0 passed, 1 failed", 1)


@pytest.mark.django_db
def test_a_missing_file_is_named(tmp_path, capsys):
    lines, status = run(capsys, tmp_path / "gone.json")

    assert (lines[0], status) == ("gone.json: No such file or directory", 1)


def test_without_files_the_command_says_what_it_wants():
    with pytest.raises(CommandError):
        call_command("worktime")


def test_a_reversed_range_is_negative_here_and_nothing_where_the_source_clamps(tmp_path, cn_public):
    reverse = {**VECTOR, "op": "between", "start": "2026-03-02 12:00:00", "end": "2026-03-02 10:00:00"}
    path = written(
        tmp_path / "some.json",
        {**reverse, "expected_seconds": -7200},
        {**reverse, "expected_seconds": 0, "check": "agree_clamped"},
    )
    outcome = check_file(path, cn_public)

    assert (outcome.passed, outcome.failures, outcome.mapped) == (2, [], {"agree_clamped": 1})
