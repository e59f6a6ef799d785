"""What can be wrong with a scenario, besides the product."""


class FormatError(Exception):
    """The file says something that scenario/1 does not know; an error of that scenario, never ignored."""

    def __init__(self, message: str, *, step: int | None = None) -> None:
        super().__init__(message)
        self.step = step


class Unexpected(Exception):
    """An act or a check answered otherwise than the scenario expects."""
