"""The stories that fit a book: those that the product brings along, and uploaded ones, read before they are played."""

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml
from django.utils.translation import gettext as _

from core.errors import OutOfRange
from rulebook.reader import LOADER, too_deep
from rulebook.schema.base import CLAUSE, clause_numbers
from scenarios.errors import FormatError
from scenarios.format import Scenario, read
from scenarios.reading import COMPANIONS, SHIPPED, scenario_files
from scenarios.validation import validate

MOST_FILES, LARGEST, MOST_STORIES = 10, 300_000, 300
# Bytes of a file's name; file systems take 255.
LONGEST_NAME = 200


class UnreadableStories(OutOfRange):
    """Uploaded stories that cannot be played; `details["stories"]` holds one sentence a fault."""


@cache
def shipped(slug: str) -> tuple[Scenario, ...]:
    """The stories of the book `slug` that the product brings along."""
    found = (story for file in scenario_files([SHIPPED]) for story in read(file))
    return tuple(story for story in found if story.document and story.rulebook == slug)


def concerning(stories: Collection[Scenario], clauses: Collection[str]) -> list[Scenario]:
    """Those that tell of one of `clauses`; of all where none is named. A chapter holds its clauses, and they it."""
    return [story for story in stories if not clauses or _touches(story.clause, clauses)]


def _touches(cited: str, clauses: Collection[str]) -> bool:
    numbers = [number for number in clause_numbers(cited) if CLAUSE.fullmatch(number)]
    return any(a == b or a.startswith(f"{b}.") or b.startswith(f"{a}.") for a in numbers for b in clauses)


def checked_uploads(files: Mapping[str, bytes], *, slug: str) -> tuple[dict[str, str], int]:
    """The texts of uploaded files and how many stories they hold; UnreadableStories with every fault."""
    texts = {_plain(name): _text(name, content) for name, content in files.items()}
    if len(texts) > MOST_FILES:
        raise _refusal([_("一次最多上传 %(count)d 个文件") % {"count": MOST_FILES}])
    with TemporaryDirectory() as folder:
        put(Path(folder), texts)
        stories = [story for file in scenario_files([Path(folder)]) for story in read(file)]
        if faults := [text for story in stories for text in _faults(story, slug)]:
            raise _refusal(faults)
    if len(stories) > MOST_STORIES:
        raise _refusal([_("一次最多上传 %(count)d 个案例") % {"count": MOST_STORIES}])
    return texts, len(stories)


def put(folder: Path, texts: Mapping[str, str]) -> None:
    """Write files into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")


def _faults(story: Scenario, slug: str) -> Iterator[str]:
    where = f"{story.file.name} · {story.document.get('scenario', '')}".rstrip(" ·")
    try:
        validate(story)
    except FormatError as problem:
        step = _("第 %(step)d 步：") % {"step": problem.step} if problem.step else ""
        yield f"{where}：{step}{problem}"
        return
    if story.rulebook != slug:
        yield _("%(where)s：案例属于制度“%(slug)s”") % {"where": where, "slug": story.rulebook}


def _plain(name: str) -> str:
    """A file name without folders; one that is no YAML is refused."""
    plain = Path(name.replace("\\", "/")).name
    if not plain.endswith(".yaml") or plain in COMPANIONS[1:]:
        raise _refusal([_("%(name)s：只能上传 .yaml 案例文件") % {"name": plain}])
    if len(plain.encode()) > LONGEST_NAME:
        raise _refusal([_("%(name)s：文件名太长，请改短") % {"name": plain[:20]}])
    return plain


def _text(name: str, content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _refusal([_("%(name)s：不是 UTF-8 编码的文本") % {"name": name}]) from None
    if len(content) > LARGEST or too_deep(text) or _refers(text):
        raise _refusal([_("%(name)s：文件过大、嵌套过深或用了别名（&、*）") % {"name": name}])
    return text


def _refers(text: str) -> bool:
    try:
        return any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=LOADER))
    except yaml.YAMLError:
        # The reader of stories says where.
        return False


def _refusal(faults: list[str]) -> UnreadableStories:
    return UnreadableStories("；".join(faults[:3]), details={"stories": faults})
