"""The words of scenario/1: verbs with their labels and fields, checks with theirs, and the closed lists of values.

Our own words for other trades are laid over the public ones, which stay as they are published.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from scenarios.reading import companion


@dataclass(frozen=True)
class Label:
    """A noun under which a verb expects a label; `binds` says that the verb creates the object."""

    nouns: tuple[str, ...]
    binds: bool

    @classmethod
    def read(cls, text: str) -> "Label":
        return cls(tuple(text.lstrip("+").split("/")), text.startswith("+"))


@dataclass(frozen=True)
class VerbWords:
    labels: tuple[Label, ...]
    required: frozenset[str]
    optional: frozenset[str]

    @property
    def fields(self) -> frozenset[str]:
        return self.required | self.optional


@dataclass(frozen=True)
class Vocabulary:
    """`vocabulary.yaml`, parsed."""

    verbs: Mapping[str, VerbWords]
    texts: frozenset[str]
    values: Mapping[str, tuple[str, ...]]
    refusals: tuple[Any, ...]
    checks: Mapping[str, frozenset[str]]
    penalty: frozenset[str]
    kinds: frozenset[str]
    states: frozenset[str]

    @property
    def nouns(self) -> frozenset[str]:
        return frozenset(noun for words in self.verbs.values() for label in words.labels for noun in label.nouns)


@cache
def vocabulary() -> Vocabulary:
    """The shipped vocabulary, with our own words."""
    raw = merged(companion("vocabulary.yaml"), companion("vocabulary-more.yaml"))
    return Vocabulary(
        verbs={name: _verb(*rows) for name, rows in raw["verbs"].items()},
        texts=frozenset(raw["texts"]),
        values={name: tuple(values) for name, values in raw["values"].items()},
        refusals=tuple(raw["refusals"]),
        checks={name: frozenset(fields) for name, fields in raw["checks"].items()},
        penalty=frozenset(raw["penalty"]),
        kinds=frozenset(raw["deadlines"]["kinds"]),
        states=frozenset(raw["deadlines"]["states"]),
    )


def merged(words: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    """`words` with `more` on top: a verb is replaced as a whole, lists of fields, kinds and values grow."""
    result = dict(words)
    for key, added in more.items():
        known = result.get(key)
        if key == "verbs":
            result[key] = {**words[key], **added}
        elif isinstance(added, dict):
            result[key] = merged(known or {}, added)
        else:
            result[key] = [*(known or []), *added]
    return result


def _verb(labels: list[str], required: list[str], optional: list[str]) -> VerbWords:
    return VerbWords(tuple(map(Label.read, labels)), frozenset(required), frozenset(optional))
