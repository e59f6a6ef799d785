"""Pictures: decoded and encoded anew, so that nothing survives but what one sees; and what they claim before that."""

import warnings
from collections.abc import Collection
from datetime import datetime
from io import BytesIO
from typing import Any

from django.utils.translation import gettext_lazy as _
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from core.clock import zone
from core.errors import FileRefused

MOST_PIXELS = 40_000_000
PICTURES = {"JPEG": ("image/jpeg", ".jpg"), "PNG": ("image/png", ".png"), "WEBP": ("image/webp", ".webp")}
# Several pictures in one file, as many phones write them; the first is the photo.
SEVERAL = {"MPO": "JPEG"}
# What of a photo's own words may be kept as a claim.
TAKEN_AT, PLACE = "taken_at", "place"
SECONDS = (1, 60, 3600)

BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
BAD = (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, *BOMBS)
TOO_MANY_PIXELS = _("图片过大：最多 4000 万像素。请在手机相机里调低分辨率后重拍")
BROKEN = _("图片已损坏或没有传完，请重新选择，或重新拍一张")
SAVE_AS = _("这种图片格式不能上传，请另存为 JPG 或 PNG 后再选")
HEIC = _("HEIC 图片不能上传：请在手机“设置 › 相机 › 格式”中选“兼容性最佳”后重拍，或截屏后上传")
MOVIE = _("视频不能上传，请改为拍照")
OFFICE = _("Word、Excel 和压缩包不能上传，请另存为 PDF 后再选")
SVG = _("SVG 和网页文件不能上传，请截屏后上传图片")
PROGRAM = _("这是程序文件，不能上传")
# How other files begin, and what their owner can do about it.
OTHERS = (
    (b"GIF8", SAVE_AS), (b"BM", SAVE_AS), (b"II*\0", SAVE_AS), (b"MM\0*", SAVE_AS), (b"PK", OFFICE),
    (b"\xd0\xcf\x11\xe0", OFFICE), (b"MZ", PROGRAM), (b"\x7fELF", PROGRAM), (b"\x1aE\xdf\xa3", MOVIE),
    (b"\xff\xd8\xff", BROKEN), (b"\x89PNG", BROKEN), (b"RIFF", BROKEN),
)  # fmt: skip
HEIF = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim", b"avif")


def clean_picture(content: bytes) -> tuple[bytes, str, str]:
    """The picture alone, upright: encoded anew, its content type and suffix; FileRefused for anything else."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(BytesIO(content), formats=list(PICTURES))
            # The header is enough to refuse a bomb; nothing has been decoded yet.
            if picture.width * picture.height > MOST_PIXELS:
                raise FileRefused(TOO_MANY_PIXELS)
            format_ = SEVERAL.get(str(picture.format), str(picture.format))
            # A damaged picture may open and only fail while it is written again.
            encoded = _encoded(ImageOps.exif_transpose(picture), format_)
    except BOMBS:
        raise FileRefused(TOO_MANY_PIXELS) from None
    except BAD:
        raise FileRefused(_why(content)) from None
    return encoded, *PICTURES[format_]


def _encoded(picture: Image.Image, format_: str) -> bytes:
    out = BytesIO()
    plain = picture.convert("RGB" if format_ == "JPEG" else "RGBA")
    # Only the pixels are taken over: info holds EXIF, comments and colour profiles.
    plain.info = {}
    plain.save(out, format_, **({"quality": 88} if format_ != "PNG" else {"optimize": False}))
    return out.getvalue()


def _why(content: bytes) -> Any:
    """The sentence that says how to mend it; None for what nobody can tell."""
    if content[4:8] == b"ftyp":
        return HEIC if content[8:12] in HEIF else MOVIE
    start = content[:512].lstrip(b"\xef\xbb\xbf\t\r\n ").lower()
    if start.startswith(b"<"):
        return SVG
    return next((why for magic, why in OTHERS if content.startswith(magic)), None)


def claims_of(content: bytes, wanted: Collection[str]) -> dict[str, Any]:
    """What a photo says about itself, of what is wanted: {"taken_at": ISO 8601, "latitude": …, "longitude": …}.

    Anybody can write anything there: claims, never facts. What cannot be read says nothing.
    """
    try:
        exif = Image.open(BytesIO(content), formats=list(PICTURES)).getexif() if wanted else Image.Exif()
        taken = _taken_at(exif.get_ifd(ExifTags.IFD.Exif)) if TAKEN_AT in wanted else {}
        return {**taken, **(_place(exif.get_ifd(ExifTags.IFD.GPSInfo)) if PLACE in wanted else {})}
    except (*BAD, ArithmeticError, TypeError, KeyError, IndexError, AttributeError):
        return {}


def _taken_at(told: Any) -> dict[str, Any]:
    written = str(told.get(ExifTags.Base.DateTimeOriginal, ""))
    offset = str(told.get(ExifTags.Base.OffsetTimeOriginal, ""))
    try:
        at = datetime.strptime(f"{written}{offset}", "%Y:%m:%d %H:%M:%S" + ("%z" if offset else ""))
    except ValueError:
        return {}
    # A camera that tells no offset shows the local time.
    return {TAKEN_AT: (at if at.tzinfo else at.replace(tzinfo=zone())).isoformat()}


def _place(told: Any) -> dict[str, Any]:
    north, east = _degrees(told.get(2), told.get(1), "S", 90), _degrees(told.get(4), told.get(3), "W", 180)
    return {} if north is None or east is None else {"latitude": north, "longitude": east}


def _degrees(parts: Any, side: Any, minus: str, most: float) -> float | None:
    if parts is None:
        return None
    value = sum(float(part) / size for part, size in zip(parts, SECONDS, strict=True))
    return round(-value if side == minus else value, 6) if 0 <= value <= most else None
