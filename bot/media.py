"""What a file really is, by its content: names and declared types are not believed."""

from __future__ import annotations

from dataclasses import dataclass

import filetype

from bot import pictures, recordings
from bot.pictures import NotThis
from domain.files import LARGEST, Unfit, Wanted

# Programs of Windows, Linux, macOS and Android, scripts, shortcuts, packages. `filetype` knows only some of them.
_PROGRAMS = (
    *(b"MZ", b"\x7fELF", b"#!", b"dex\n", b"!<arch>\n", b"\xed\xab\xee\xdb", b"Cr24", b"FWS", b"CWS", b"ZWS"),
    *(b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe"),
    *(b"\x00asm", b"L\x00\x00\x00\x01\x14\x02\x00"),
)
_INSIDE_PROGRAMS = (b"AndroidManifest.xml", b"META-INF/MANIFEST.MF")  # apk and jar are archives otherwise


@dataclass(frozen=True, slots=True)
class Media:
    """What is kept of a file."""

    mime: str
    extension: str
    content: bytes


def examined(wanted: Wanted, content: bytes, *, bare: bool = False) -> Media:
    """What a question that wants this takes of the file. Raises `NotThis`.

    With `bare` only that is taken of which nothing but the picture or the voice is left.
    """
    if not content:
        raise NotThis(Unfit.BROKEN)
    if len(content) > LARGEST:
        raise NotThis(Unfit.TOO_LARGE)
    mime, extension = _kind_of(content)
    if _is_program(content):
        raise NotThis(Unfit.PROGRAM if wanted is Wanted.ANY else Unfit.KIND)
    if wanted is not Wanted.ANY and not mime.startswith(f"{wanted.value}/"):
        raise NotThis(Unfit.KIND)
    if mime.startswith("image/"):  # also where any file would do: it may say where it was taken
        return Media(mime.replace("apng", "png"), extension.replace("apng", "png"), pictures.cleaned(content, mime))
    if recordings.is_opus(content):
        return Media(mime, extension, recordings.cleaned(content))
    if bare:
        raise NotThis(Unfit.FORMAT)
    return Media(mime, extension, content)


def _kind_of(content: bytes) -> tuple[str, str]:
    found = filetype.guess(content)
    if found is not None:
        return found.mime, found.extension
    try:
        content.decode()
    except ValueError:
        return "application/octet-stream", "bin"
    return "text/plain", "txt"


def _is_program(content: bytes) -> bool:
    archive = content.startswith(b"PK")
    return content.startswith(_PROGRAMS) or (archive and any(name in content for name in _INSIDE_PROGRAMS))
