"""Whether a PDF does anything but be read: scripts, commands, forms that send, files inside, passwords.

No parser of ours could follow every reader's; so the names that make a PDF act are looked for everywhere that readers
take names from: in the file as it is, with its escapes written out, and in its packed object streams. Besides, PDFs
are only ever handed out as attachments.
"""

import re
import zlib
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from core.errors import FileRefused

MAGIC = b"%PDF-"
ACTS = re.compile(
    rb"/(?:JavaScript|Launch|EmbeddedFiles?|FileAttachment|RichMedia|XFA|Rendition|SubmitForm|ImportData|GoToE|GoToR)"
    rb"(?![A-Za-z0-9])"
)
LOCKED = re.compile(rb"/Encrypt(?![A-Za-z0-9])")
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
STREAM = re.compile(rb"(?<!end)stream\r?\n")
# Objects that are packed begin with pairs of whole numbers, perhaps behind remarks.
PACKED = re.compile(rb"(?:\s|%[^\r\n]*[\r\n])*\d+\s+\d+\s")
NAMED_PACKED = re.compile(rb"/(?:ObjStm|First)(?![A-Za-z0-9])")
MOST_STREAMS = 20_000
MOST_PACKED = 32 * 1024 * 1024
HEAD, DICTIONARY = 4096, 2048

ACTIVE = _("这个 PDF 带有脚本、命令或附件，不能上传。请打开后用“打印为 PDF”重新生成，或改为拍照上传")
ENCRYPTED = _("这个 PDF 设有密码或加密，无法查看内容。请去掉密码后重新保存，或改为拍照上传")
UNREADABLE = _("这个 PDF 的结构过于复杂，无法检查。请打开后用“打印为 PDF”重新生成，或改为拍照上传")


def check(content: bytes) -> None:
    """Raise FileRefused, saying how to mend it, for a PDF that would do something or cannot be looked into."""
    plain = _written_out(content)
    if LOCKED.search(plain):
        raise FileRefused(ENCRYPTED)
    if ACTS.search(plain) or any(ACTS.search(_written_out(packed)) for packed in _packed(content)):
        raise FileRefused(ACTIVE)


def _written_out(content: bytes) -> bytes:
    """`/J#61vaScript` is `/JavaScript` to every reader."""
    return ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), content) if b"#" in content else content


def _packed(content: bytes) -> Iterator[bytes]:
    """The content of every stream that may hold objects."""
    for number, found in enumerate(STREAM.finditer(content)):
        if number == MOST_STREAMS:
            raise FileRefused(UNREADABLE)
        named = NAMED_PACKED.search(_written_out(content[max(0, found.start() - DICTIONARY) : found.start()]))
        unpacked = _inflated(content, found.end())
        if unpacked is not None:
            yield unpacked
        elif named and not PACKED.match(content, found.end()) and not _is_deflated(content, found.end()):
            # Packed in a way that is not looked into.
            raise FileRefused(UNREADABLE)


def _is_deflated(content: bytes, start: int) -> bool:
    try:
        return bool(zlib.decompressobj().decompress(content[start : start + HEAD], HEAD))
    except zlib.error:
        return False


def _inflated(content: bytes, start: int) -> bytes | None:
    """The unpacked stream at `start`; None for one that is not deflated or whose content cannot be objects."""
    reader = zlib.decompressobj()
    try:
        head = reader.decompress(content[start : start + HEAD], HEAD)
        if not PACKED.match(head):
            return None
        end = content.find(b"endstream", start)
        rest = content[start + HEAD : end if end > start + HEAD else start + HEAD]
        tail = reader.decompress(reader.unconsumed_tail + rest, MOST_PACKED)
    except zlib.error:
        return None
    if reader.unconsumed_tail:
        raise FileRefused(UNREADABLE)
    return head + tail
