"""Conditions: comparisons of facts, all of which must hold; `any` for alternatives. No expressions, no code."""

from typing import Any

from pydantic import Field, model_validator

from rulebook.schema.base import Block, Path, wrong

Scalar = str | int | float | bool | None


class Test(Block):
    """What one fact must be; several comparisons must all hold."""

    __test__ = False  # not a test class, whatever pytest thinks of its name

    eq: Scalar = None
    ne: Scalar = None
    among: tuple[Scalar, ...] | None = Field(None, alias="in")
    lt: Scalar = None
    le: Scalar = None
    gt: Scalar = None
    ge: Scalar = None
    present: bool | None = None

    @model_validator(mode="after")
    def _compares(self) -> "Test":
        if not self.model_fields_set:
            raise wrong("条件缺少比较：eq、ne、in、lt、le、gt、ge 或 present")
        return self

    def comparisons(self) -> tuple[tuple[str, Any], ...]:
        """Each written comparison with its value; `among` is the book's `in`."""
        return tuple((name, getattr(self, name)) for name in sorted(self.model_fields_set))


class Condition(Block):
    """`{path: {eq: …}, path: {…}, any: [{…}, {…}]}`."""

    tests: dict[Path, Test] = {}
    either: tuple["Condition", ...] = Field((), alias="any")

    @model_validator(mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        if not value:
            raise wrong("条件不能为空")
        tests = {key: test for key, test in value.items() if key != "any"}
        return {"tests": tests} | ({"any": value["any"]} if "any" in value else {})

    def paths(self) -> frozenset[str]:
        """Every fact that it looks at."""
        return frozenset(self.tests).union(*(branch.paths() for branch in self.either))

    def each(self) -> tuple[tuple[str, Test], ...]:
        """Every comparison with its path, alternatives included."""
        return (*self.tests.items(), *(pair for branch in self.either for pair in branch.each()))
