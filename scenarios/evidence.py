"""Files for acts that ask for some: tiny, real pictures, as an upload form hands them over."""

from django.core.files.base import ContentFile

# The smallest picture that every decoder takes.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)


def papers(count: int) -> list["ContentFile[bytes]"]:
    """`count` pictures."""
    return [ContentFile(PIXEL, name=f"证明{number}.png") for number in range(1, count + 1)]
