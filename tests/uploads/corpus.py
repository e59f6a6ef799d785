"""Hostile files, made by code: what people with bad intentions, and honest phones, send instead of a photo or a PDF."""

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass
from functools import cache
from typing import Any

from PIL import Image

MARK = b"alert(document.domain)"
SCRIPT = b"<script>" + MARK + b"</script>"
HTML = b"<!doctype html><html><body onload='" + MARK + b"'>" + SCRIPT + b"</body></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="' + MARK + b'">' + SCRIPT + b"</svg>"
# What becomes of one: refused, kept as a picture encoded anew, or as a PDF that is only handed out to be saved.
REFUSED, PICTURE, PAPER = "refused", "picture", "paper"


@dataclass(frozen=True)
class Hostile:
    """One file as it is sent, and what has to come of it; `says` is part of the refusal."""

    name: str
    content_type: str
    content: bytes
    fate: str = REFUSED
    says: str = ""


def picture(format_: str = "JPEG", size: tuple[int, int] = (64, 48), **options: Any) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 80).convert("RGB").save(out, format_, **options)
    return out.getvalue()


def with_metadata() -> bytes:
    """EXIF with time, place, a maker's note with a thumbnail; XMP and a colour profile with scripts; a comment."""
    exif = Image.Exif()
    exif[0x010E] = SCRIPT.decode()
    details = exif.get_ifd(0x8769)
    details[0x9003] = "2026:03:02 19:58:00"
    details[0x927C] = b"\xff\xd8\xff\xe0thumb" + SCRIPT
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (29.0, 33.0, 46.8), "E", (106.0, 33.0, 3.6)
    return picture(exif=exif, icc_profile=b"profile" + SCRIPT, xmp=b"<x:xmpmeta>" + SCRIPT, comment=SCRIPT)


def bomb() -> bytes:
    """A few bytes that claim to be 2,500 million pixels."""
    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    lines = zlib.compress(bytes(150_001))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def animated() -> bytes:
    out = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue", "green")]
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    return out.getvalue()


def several() -> bytes:
    """Two pictures in one JPEG, as many phones write it."""
    out = io.BytesIO()
    Image.new("RGB", (20, 20), "red").save(out, "MPO", save_all=True, append_images=[Image.new("RGB", (20, 20))])
    return out.getvalue()


def pdf(extra: bytes, *, trailer: bytes = b"") -> bytes:
    return (
        b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R " + extra + b" >>\nendobj\n"
        b"2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\ntrailer\n<< /Root 1 0 R " + trailer + b">>\n%%EOF\n"
    )


def packed(objects: bytes, filter_: bytes = b"/FlateDecode", body: bytes | None = None) -> bytes:
    """A PDF whose objects stand in a packed stream."""
    stream = zlib.compress(b"7 0 " + objects) if body is None else body
    return pdf(b"/OpenAction 7 0 R") + (
        b"9 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter " + filter_ + b" /Length "
        + str(len(stream)).encode() + b" >>\nstream\n" + stream + b"\nendstream\nendobj\n"
    )  # fmt: skip


JS = b"<< /S /JavaScript /JS (app." + MARK + b") >>"
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(64)
MP4 = b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41" + bytes(64)
NAMES = (
    "../../etc/passwd.jpg", "..\\..\\boot.jpg", "a\0b.jpg", "photo\u202egpj.exe", "长" * 300 + ".jpg", ".jpg",
    "a.jpg\r\nX: 1", "con.jpg", "<img src=x onerror=" + MARK.decode() + ">.jpg",
)  # fmt: skip


@cache
def corpus() -> tuple[Hostile, ...]:
    """Every hostile file."""
    jpeg = "image/jpeg"
    return (
        Hostile("a.svg", "image/svg+xml", SVG, says="SVG"), Hostile("svg.jpg", jpeg, SVG, says="SVG"),
        Hostile("a.html", "text/html", HTML, says="网页"), Hostile("A.JPG.html", jpeg, HTML, says="网页"),
        Hostile("a.xml", "text/xml", b"<?xml version='1.0'?>" + SVG, says="SVG"),
        Hostile("bom.png", "image/png", b"\xef\xbb\xbf\n" + HTML, says="网页"),
        Hostile("html.pdf", "application/pdf", HTML, says="网页"),
        Hostile("a.gif", "image/gif", picture("GIF"), says="另存为 JPG"),
        Hostile("gifjs.gif", "image/gif", b"GIF89a=1;" + MARK, says="另存为 JPG"),
        Hostile("a.bmp", "image/bmp", picture("BMP"), says="另存为 JPG"),
        Hostile("a.tiff", "image/tiff", picture("TIFF"), says="另存为 JPG"),
        Hostile("IMG_0001.HEIC", "image/heic", HEIC, says="兼容性最佳"), Hostile("a.jpg", jpeg, MP4, says="视频"),
        Hostile("virus.jpg", jpeg, b"MZ\x90\0" + bytes(128), says="程序"),
        Hostile("elf.png", "image/png", b"\x7fELF" + bytes(128), says="程序"),
        Hostile("half.jpg", jpeg, picture(size=(400, 300))[:9000], says="没有传完"),
        Hostile("empty.jpg", jpeg, b"", says="空"), Hostile("random.jpg", jpeg, bytes(range(256)) * 4, says="JPG"),
        Hostile("bomb.png", "image/png", bomb(), says="4000 万像素"),
        Hostile("large.jpg", jpeg, picture() + bytes(11 * 1024 * 1024), says="10 MB"),
        Hostile("large.pdf", "application/pdf", pdf(b"") + bytes(11 * 1024 * 1024), says="10 MB"),
        Hostile("bomb.docx", "application/vnd.ms-word", zipped(**{"word/document.xml": bytes(30_000_000)}), says="PDF"),
        Hostile("page.zip", jpeg, zipped(**{"index.html": HTML}), says="PDF"),
        Hostile("script.jpg", jpeg, b"\xff\xd8\xff" + HTML, says="损坏"),
        Hostile("png.png", "image/png", b"\x89PNG\r\n\x1a\n" + HTML, says="损坏"),
        # pictures with something behind, before or inside
        Hostile("polyglot.jpg", jpeg, picture() + HTML, PICTURE),
        Hostile("comment.jpg", jpeg, picture(comment=b"*/=1;" + MARK + b"/*" + HTML), PICTURE),
        Hostile("zip.jpg", jpeg, picture() + zipped(**{"index.html": HTML}), PICTURE),
        Hostile("text.png", "image/png", _with_text(picture("PNG")), PICTURE),
        Hostile("told.jpg", jpeg, with_metadata(), PICTURE), Hostile("moving.webp", "image/webp", animated(), PICTURE),
        Hostile("phone.jpg", jpeg, several(), PICTURE), Hostile("lie.html", "text/html", picture("PNG"), PICTURE),
        *(Hostile(name, jpeg, picture(), PICTURE) for name in NAMES),
        # PDFs
        Hostile("js.pdf", "application/pdf", pdf(b"/OpenAction " + JS), says="打印为 PDF"),
        Hostile("js.jpg", jpeg, pdf(b"/OpenAction " + JS), says="PDF"),
        Hostile("escaped.pdf", "application/pdf", pdf(b"/AA << /O << /S /J#61va#53cript /JS (1) >> >>"), says="PDF"),
        Hostile("packed.pdf", "application/pdf", packed(JS), says="打印为 PDF"),
        Hostile("remark.pdf", "application/pdf", packed(b"", body=zlib.compress(b"%x\n7 0 " + JS)), says="PDF"),
        Hostile("lzw.pdf", "application/pdf", packed(b"", b"/LZWDecode", b"\x80\x0b\x60\x50"), says="PDF"),
        Hostile("burst.pdf", "application/pdf", packed(b"", body=zlib.compress(b"7 0 " + bytes(10**7))), says="PDF"),
        Hostile("launch.pdf", "application/pdf", pdf(b"/OpenAction << /S /Launch /F (cmd.exe) >>"), says="PDF"),
        Hostile("inside.pdf", "application/pdf", pdf(b"/Names << /EmbeddedFiles 5 0 R >>"), says="附件"),
        Hostile("form.pdf", "application/pdf", pdf(b"/AcroForm << /XFA 5 0 R >>"), says="PDF"),
        Hostile("send.pdf", "application/pdf", pdf(b"/OpenAction << /S /SubmitForm /F (http://x) >>"), says="PDF"),
        Hostile("locked.pdf", "application/pdf", pdf(b"", trailer=b"/Encrypt 8 0 R "), says="密码"),
        Hostile("polyglot.pdf", "application/pdf", pdf(b"") + HTML, PAPER),
        Hostile("paper.html", "text/html", pdf(b"/OpenAction [3 0 R /Fit]"), PAPER),
        Hostile("scan.pdf", "application/pdf", picture("PDF"), PAPER),
    )  # fmt: skip


def _with_text(png: bytes) -> bytes:
    return png[:-12] + chunk(b"tEXt", b"Comment\0" + SCRIPT) + png[-12:]
