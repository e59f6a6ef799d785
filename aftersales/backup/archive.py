"""The file itself: a tar of parts, then the manifest with the hash of each, then the seal of the manifest."""

import hashlib
import json
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO, Any

from aftersales.backup.errors import BackupError

FORMAT = 1
MANIFEST, SEAL = "manifest.json", "seal"
MEDIA = "media/"
BLOCK = 1024 * 1024


class _Hashing:
    """Reads `source` and hashes what passes."""

    def __init__(self, source: IO[bytes]) -> None:
        self.source, self.digest = source, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        content = self.source.read(size)
        self.digest.update(content)
        return content


@dataclass
class Writing:
    """An archive that is being written; `parts` is what the manifest will say of each part."""

    tar: tarfile.TarFile
    parts: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, name: str, file: Path) -> None:
        with file.open("rb") as source:
            info = self.tar.gettarinfo(arcname=name, fileobj=source)
            info.uid = info.gid = 0
            info.uname = info.gname = ""
            hashing = _Hashing(source)
            self.tar.addfile(info, hashing)
        self.parts[name] = {"size": info.size, "sha256": hashing.digest.hexdigest()}

    def close(self, told: dict[str, Any]) -> str:
        """Write the manifest and its seal; the seal, for whoever keeps it elsewhere."""
        manifest = json.dumps({"format": FORMAT, **told, "parts": self.parts}, ensure_ascii=False, indent=1).encode()
        seal = hashlib.sha256(manifest).hexdigest()
        self._text(MANIFEST, manifest)
        self._text(SEAL, seal.encode())
        return seal

    def _text(self, name: str, content: bytes) -> None:
        info = tarfile.TarInfo(name)
        info.size = len(content)
        self.tar.addfile(info, BytesIO(content))


@dataclass(frozen=True)
class Checked:
    """An archive whose every byte is what its manifest says."""

    file: Path
    manifest: dict[str, Any]
    seal: str

    def extract(self, name: str, target: Path) -> None:
        with tarfile.open(self.file, "r:") as tar:
            _write(tar, tar.getmember(name), target)

    def extract_media(self, folder: Path) -> int:
        """Every upload under `folder`, each at once or not at all; what else lies there stays."""
        count = 0
        with tarfile.open(self.file, "r:") as tar:
            for member in tar:
                if member.name.startswith(MEDIA):
                    _write(tar, member, folder / member.name.removeprefix(MEDIA))
                    count += 1
        return count


def check(file: Path, seal: str = "") -> Checked:
    """Read everything once; BackupError names the first thing that is not as it was written."""
    try:
        with tarfile.open(file, "r:") as tar:
            texts, found = {}, {}
            for member in tar:
                if member.name in (MANIFEST, SEAL):
                    texts[member.name] = _source(tar, member).read()
                else:
                    found[_safe(member)] = {"size": member.size, "sha256": _hash(_source(tar, member))}
    except (OSError, tarfile.TarError) as error:
        raise BackupError(f"{file} is no backup that can be read: {error}") from None
    return Checked(file, *_proved(file, texts, found, seal))


def _proved(
    file: Path, texts: dict[str, bytes], found: dict[str, dict[str, Any]], seal: str
) -> tuple[dict[str, Any], str]:
    if set(texts) != {MANIFEST, SEAL}:
        raise BackupError(f"{file} has no manifest: it is no backup of this product, or was cut off.")
    real = hashlib.sha256(texts[MANIFEST]).hexdigest()
    if real != texts[SEAL].decode(errors="replace") or seal not in ("", real):
        raise BackupError(f"The manifest of {file} was changed: its seal is {real}.")
    manifest = json.loads(texts[MANIFEST])
    if manifest["format"] != FORMAT:
        raise BackupError(f"{file} has format {manifest['format']}; this version reads format {FORMAT}.")
    told = manifest["parts"]
    if changed := {name for name in found.keys() | told.keys() if found.get(name) != told.get(name)}:
        raise BackupError(f"{file} was changed after it was made: {', '.join(sorted(changed)[:5])}.")
    return manifest, real


def _safe(member: tarfile.TarInfo) -> str:
    path = PurePosixPath(member.name)
    if not member.isfile() or path.is_absolute() or ".." in path.parts:
        raise BackupError(f"{member.name!r} has no place in a backup.")
    return member.name


def _source(tar: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    source = tar.extractfile(member)
    if source is None:
        raise BackupError(f"{member.name!r} has no place in a backup.")
    return source


def _hash(source: IO[bytes]) -> str:
    digest = hashlib.sha256()
    for block in _blocks(source):
        digest.update(block)
    return digest.hexdigest()


def _write(tar: tarfile.TarFile, member: tarfile.TarInfo, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(target.name + ".draft")
    with draft.open("wb") as out:
        for block in _blocks(_source(tar, member)):
            out.write(block)
    draft.replace(target)


def _blocks(source: IO[bytes]) -> Iterator[bytes]:
    while block := source.read(BLOCK):
        yield block
