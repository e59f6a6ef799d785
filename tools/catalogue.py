"""`make messages`: bring the catalogues of translations up to date with the texts of the code and the pages.

The source is Chinese; `locale/en` holds the English of every marked text. A text that vanished leaves the catalogue,
a new one waits there with an empty translation until somebody writes it; a test counts these.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
from django.utils.translation.template import templatize

from tools.terminal import ROOT, main, say

APPS = tuple(sorted(file.parent.name for file in ROOT.glob("*/apps.py")))
MARKS = {"_", "gettext", "gettext_lazy", "gettext_noop"}
CHINESE = re.compile(r"[\u3400-\u9fff]")
CATALOGUE = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"


def texts() -> dict[str, list[str]]:
    """Every marked text, with the files that say it."""
    found: dict[str, list[str]] = {}
    for file in sorted(_files()):
        for text in _marked(file):
            places = found.setdefault(text, [])
            if (place := file.relative_to(ROOT).as_posix()) not in places:
                places.append(place)
    return found


def _files() -> Iterator[Path]:
    for app in APPS:
        yield from (file for file in (ROOT / app).rglob("*.py") if "migrations" not in file.parts)
    yield from (ROOT / "templates").rglob("*.html")
    yield from (ROOT / "templates").rglob("*.txt")


def _marked(file: Path) -> Iterator[str]:
    source = file.read_text(encoding="utf-8")
    if file.suffix == ".py":
        yield from _of_code(source)
        return
    # Django turns a template into lines of calls; what stands between them is not Python.
    for call in re.finditer(r"gettext\((u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"))", templatize(source)):
        yield str(ast.literal_eval(call[1].removeprefix("u")))
    for quoted in re.finditer(r"_\((\"[^\"]*\"|'[^']*')\)", source):
        yield str(ast.literal_eval(quoted[1]))


def _of_code(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS and node.args:
            text = node.args[0]
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                yield text.value


def update(file: Path = CATALOGUE) -> tuple[int, int]:
    """Write the catalogue and its compiled form; how many texts it has, and how many are not translated."""
    old = {entry.msgid: entry.msgstr for entry in polib.pofile(str(file))} if file.exists() else {}
    catalogue = polib.POFile(wrapwidth=110)
    catalogue.metadata = {
        "Language": "en", "MIME-Version": "1.0", "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit", "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }  # fmt: skip
    for text, places in sorted(texts().items()):
        flags = ["python-format"] if "%(" in text else []
        catalogue.append(
            polib.POEntry(
                msgid=text, msgstr=old.get(text, ""), occurrences=[(place, "") for place in places], flags=flags
            )
        )
    file.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(file))
    catalogue.save_as_mofile(str(file.with_suffix(".mo")))
    return len(catalogue), len(catalogue.untranslated_entries())


def messages() -> None:
    count, missing = update()
    say(f"{count} texts, {missing} without English: locale/en/LC_MESSAGES/django.po")


if __name__ == "__main__":
    main(messages)
