"""A version as a file to be changed and uploaded again."""

import re
from typing import Any

import yaml

from rulebook.schema.document import Document

ORDER = [field.alias or name for name, field in Document.model_fields.items()]
BY_CLAUSE = ("clauses", "coverage")
WIDTH = 120


class Dumper(yaml.SafeDumper):
    """Without aliases: a book that holds one is refused."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def as_yaml(document: dict[str, Any]) -> str:
    """The document as YAML, sections in the order of the manual, clauses by their numbers.

    The database may have forgotten the order in which it was written.
    """
    known = {name: document[name] for name in ORDER if name in document}
    whole = {**known, **document}
    for name in BY_CLAUSE:
        if isinstance(whole.get(name), dict):
            whole[name] = dict(sorted(whole[name].items(), key=lambda pair: _place(pair[0])))
    text: str = yaml.dump(whole, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=WIDTH)
    return text


def _place(number: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", number)]
