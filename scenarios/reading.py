"""Reading scenario files: strict YAML in which no key is lost and no amount becomes a binary fraction."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from scenarios.errors import FormatError

SHIPPED = Path(__file__).resolve().parent / "files"
COMPANIONS = ("cast.yaml", "vocabulary.yaml", "vocabulary-more.yaml")


class Loader(yaml.CSafeLoader):
    """The safe loader, but amounts are Decimal and a key written twice is an error."""


def _amount(loader: Loader, node: yaml.ScalarNode) -> Decimal:
    try:
        return Decimal(str(loader.construct_scalar(node)))
    except ArithmeticError:
        raise _problem(node, "is no decimal amount") from None


def _mapping(loader: Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    seen = set()
    for key, _value in node.value:
        if key.value in seen:
            raise _problem(key, "is written twice")
        seen.add(key.value)
    return loader.construct_mapping(node, deep=True)


def _problem(node: yaml.Node, what: str) -> yaml.MarkedYAMLError:
    return yaml.constructor.ConstructorError(None, None, f"{node.value} {what}", node.start_mark)


Loader.add_constructor("tag:yaml.org,2002:float", _amount)
Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


def documents(path: Path) -> list[Any]:
    """The YAML documents of a file."""
    try:
        return list(yaml.load_all(path.read_text("utf-8"), Loader))
    except (yaml.YAMLError, OSError, ValueError, TypeError, AttributeError) as error:
        # An impossible date, a number of thousands of digits or a list as a key is no YAMLError to PyYAML.
        raise FormatError(" ".join(str(error).split())[:300]) from None


# Bounded: every upload is read in a folder of its own, that nobody asks for again.
@lru_cache(maxsize=64)
def companion(name: str, *, beside: Path | None = None) -> dict[str, Any]:
    """`cast.yaml` or `vocabulary.yaml`: in the folder `beside` or the nearest parent, else the shipped copy."""
    folders = [beside, *beside.parents] if beside else []
    path = next((folder / name for folder in folders if (folder / name).is_file()), SHIPPED / name)
    read: dict[str, Any] = documents(path)[0]
    return read


def scenario_files(paths: Iterable[Path]) -> Iterator[Path]:
    """The scenario files among `paths` and below the folders among them, each once and in order."""
    seen = set()
    for path in paths:
        for file in sorted(path.rglob("*.yaml")) if path.is_dir() else [path]:
            if file.name not in COMPANIONS and file.resolve() not in seen:
                seen.add(file.resolve())
                yield file
