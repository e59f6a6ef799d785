"""One page to be looked at, by whom, and what is done on it before the picture."""

from dataclasses import dataclass

from tools.shots.camera import PHONE, SCREEN

BOTH = (SCREEN, PHONE)
Steps = tuple[tuple[str, ...], ...]
# The first row's link in a list of the admin, or in a table of acts.
FIRST = "#result_list tbody th a, table tbody tr th a, .act-table tbody a"


@dataclass(frozen=True)
class Place:
    """One page. `steps` are ("click", selector), ("fill", selector, text), ("see", selector), ("key", name)."""

    name: str
    who: str
    path: str
    steps: Steps = ()
    sizes: tuple[str, ...] = BOTH
