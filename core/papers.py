"""Papers as PDF: a layout in templates/papers fed with plain data; what people typed is data, never layout.

Fonts come from a package of ours, because the typesetter prints empty boxes where it finds no Chinese font and says
nothing about it.
"""

import json
import shutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import segno
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder

LAYOUTS = Path(settings.BASE_DIR) / "templates" / "papers"
CHARACTERS_OF_HASH = 16


def pdf(layout: str, data: Mapping[str, Any], pictures: Mapping[str, bytes] | None = None) -> bytes:
    """The A4 pages of `layout` ("claim" for claim.typ); equal data gives equal bytes. Takes about 0.1 s a page.

    `pictures` by the names under which `data` speaks of them.
    """
    if not pictures:
        return _set(LAYOUTS, layout, data)
    with TemporaryDirectory(prefix="paper-") as name:
        # The typesetter reads nothing outside its root.
        root = Path(shutil.copytree(LAYOUTS, Path(name) / "papers"))
        for file_name, content in pictures.items():
            (root / file_name).write_bytes(content)
        return _set(root, layout, data)


def _set(root: Path, layout: str, data: Mapping[str, Any]) -> bytes:
    # Slow to load and needed by few requests.
    import typst

    told = json.dumps(dict(data), cls=DjangoJSONEncoder, ensure_ascii=False)
    done: bytes = typst.compile(
        str(root / f"{layout}.typ"), root=str(root), font_paths=[str(font_folder())], ignore_system_fonts=True,
        sys_inputs={"data": told}, format="pdf", timestamp=0,
    )  # fmt: skip
    return done


@cache
def font_folder() -> Path:
    """Where the Chinese fonts lie; FileNotFoundError where the package that brings them is broken."""
    import pylopdf_fonts_zh_cn

    path = Path(str(pylopdf_fonts_zh_cn.sans_path()))
    if not path.is_file():
        raise FileNotFoundError(f"no Chinese font at {path}")
    return path.parent


def code(address: str) -> str:
    """A QR code of `address` as SVG text, for a layout's `code`."""
    told: str = segno.make(address, error="m", micro=False).svg_inline(border=0)
    return told


def short(digest: str) -> str:
    """A hash as it is printed: its beginning in groups of four, enough to compare by eye."""
    head = digest[:CHARACTERS_OF_HASH].upper()
    return " ".join(head[start : start + 4] for start in range(0, len(head), 4))
