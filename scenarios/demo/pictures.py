"""Photographs of the demo: a hall with a machine, drawn by name; the same name is the same picture."""

from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from scenarios.demo.dice import Dice

SIZE = (480, 360)
WALLS = ("#c9ced6", "#d6d2c6", "#c4cfc8")
BODIES = ("#2f6f8f", "#4a7c59", "#7d6b4f", "#56607a")
FLOOR, DARK, OIL, LAMP = "#8b8f94", "#2b3036", "#3a3226", "#c62828"


def photo(name: str) -> list["ContentFile[bytes]"]:
    """One picture, as an upload form hands it over."""
    dice = Dice(f"photo {name}")
    image = Image.new("RGB", SIZE, dice.one(WALLS))
    draw = ImageDraw.Draw(image)
    left, wide = int(dice.between(60, 130)), int(dice.between(200, 270))
    draw.rectangle((0, 250, *SIZE), FLOOR)
    draw.rectangle((left, 90, left + wide, 290), dice.one(BODIES), DARK, 3)
    draw.rectangle((left + 24, 120, left + wide // 2, 200), DARK)
    draw.rectangle((left + wide - 60, 110, left + wide - 20, 180), "#e8e8e8", DARK)
    draw.ellipse((left + wide - 48, 190, left + wide - 32, 206), LAMP)
    draw.ellipse((left + 40, 286, left + 40 + dice.between(80, 160), 318), OIL)
    kept = BytesIO()
    image.save(kept, "PNG")
    return [ContentFile(kept.getvalue(), name="现场照片.png")]
