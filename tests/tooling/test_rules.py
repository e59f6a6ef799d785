"""House rules that a machine can see. Each finding names its place."""

import ast
import re
import tokenize

from django.core.management import call_command

from tests.support.sources import ROOT, calls, files_of_tests, place, product_files, templates, tree

LONGEST_FILE = 400
LONGEST_LINE = 120
LONGEST_FUNCTION = 40
LONGEST_TEMPLATE = 150
# These ask the database only through selectors, services and managers.
THIN = {"views", "tasks", "admin", "api", "forms"}


def layer(path):
    """`tickets/views/queue.py` and `tickets/views.py` both lie in `views`."""
    parts = path.relative_to(ROOT).parts
    return parts[1].removesuffix(".py") if len(parts) > 1 else ""


def names_a_manager(node):
    return isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager", "_base_manager")


def test_no_business_waits_inside_the_broker():
    found = [
        place(path, call.lineno)
        for path in product_files()
        for call in calls(path)
        if {keyword.arg for keyword in call.keywords} & {"eta", "countdown"}
    ]
    assert found == []


def test_no_state_is_written_past_its_machine():
    found = [
        place(path, call.lineno)
        for path in product_files()
        for call in calls(path)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in ("update", "update_or_create")
        and "state" in {keyword.arg for keyword in call.keywords}
    ]
    assert found == []


def test_pages_tasks_and_forms_ask_selectors_and_services():
    found = [
        place(path, node.lineno)
        for path in product_files()
        if layer(path) in THIN
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr != "none" and names_a_manager(node.value)
    ]
    assert found == []


def test_nothing_reacts_to_signals_behind_a_callers_back():
    found = [
        place(path, node.lineno)
        for path in product_files()
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.Name) and node.id == "receiver")
        or (isinstance(node, ast.ImportFrom) and node.module in ("django.dispatch", "django.db.models.signals"))
    ]
    assert found == []


def test_text_is_always_escaped_and_forms_name_their_fields():
    forbidden = re.compile(r"mark_safe|SafeString\(|csrf_exempt|fields\s*=\s*[\"']__all__[\"']|autoescape\s*=\s*False")
    # What is pushed there comes with a signature, and without a cookie that another site could use.
    signed = "fieldservice/views/callbacks.py"
    found = [
        place(path, number)
        for path in product_files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if forbidden.search(line) and not (place(path) == signed and "csrf_exempt" in line)
    ]
    assert found == []


def test_templates_escape_and_hold_no_script_or_style():
    forbidden = re.compile(r"\|\s*safe(?:seq)?\b|autoescape off|<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=")
    found = [
        place(path, number)
        for path in templates()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if forbidden.search(line) and 'type="application/json"' not in line
    ]
    assert found == []


def test_no_migration_is_missing(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_no_file_is_longer_than_one_thing():
    limits = [(path, LONGEST_FILE) for path in (*product_files(), *files_of_tests())]
    limits += [(path, LONGEST_TEMPLATE) for path in templates()]
    found = [
        f"{place(path)}: {length} lines"
        for path, limit in limits
        if (length := path.read_text(encoding="utf-8").count("\n")) > limit
    ]
    assert found == []


def test_no_function_is_longer_than_a_screen():
    found = [
        f"{place(path, node.lineno)} {node.name}"
        for path in product_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert found == []


def test_no_line_is_longer_than_agreed():
    found = [
        place(path, number)
        for path in (*product_files(), *files_of_tests())
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > LONGEST_LINE
    ]
    assert found == []


def test_every_exception_from_a_check_names_the_check():
    bare = re.compile(r"#\s*(noqa(?!:)|type:\s*ignore(?!\[)|pragma: no cover)")
    found = []
    for path in (*product_files(), *files_of_tests()):
        with path.open("rb") as file:
            comments = [token for token in tokenize.tokenize(file.readline) if token.type == tokenize.COMMENT]
        found += [place(path, token.start[0]) for token in comments if bare.search(token.string)]
    assert found == []


def test_every_function_of_the_product_says_what_it_returns():
    found = [
        f"{place(path, node.lineno)} {node.name}"
        for path in product_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.returns is None
    ]
    assert found == []
