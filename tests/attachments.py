"""Things that people attach: pictures that tell more than they show, recordings, and what only looks so."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from simulator import forwards
from simulator.recordings import silence

CANARIES = ("Kenaripemotret", "Kenarixmp", "Kenarikomentar", "Kenariekor", "Kenarikamera", "Kenariperekam")
BORN_AT = "2026:11:21 07:13:59"


# Who never talked with us: whom a forward is from, and who is in somebody's address book.
STRANGERS = ("Kenaripengirim", "Kenarikontak", "+62 811 555 0199")
ORIGIN = forwards.person(STRANGERS[0])
CONTACT = (STRANGERS[2], STRANGERS[1])


def picture(size: tuple[int, int] = (40, 20)) -> Image.Image:
    """Red on the left, blue on the right: one sees whether it was turned."""
    made = Image.new("RGB", size, "blue")
    made.paste("red", (0, 0, size[0] // 2, size[1]))
    return made


def exif(orientation: int = 6) -> Image.Exif:
    """Where, when, with what and by whom, as phones note it."""
    said = Image.Exif()
    said[0x010F], said[0x013B], said[0x0132], said[0x0112] = "Kenarikamera", "Kenaripemotret", BORN_AT, orientation
    said.get_ifd(0x8825).update({1: "S", 2: degrees(2, 7, 48), 3: "E", 4: degrees(106, 6, 36)})
    return said


def degrees(whole: int, minutes: int, seconds: int) -> tuple[IFDRational, ...]:
    return tuple(IFDRational(each) for each in (whole, minutes, seconds))


def photo(kind: str = "JPEG", orientation: int = 6) -> bytes:
    """A photo that is 20 wide and 40 high once it is turned, full of canaries."""
    written = io.BytesIO()
    told = {"exif": exif(orientation), "xmp": b"<x:xmpmeta>Kenarixmp</x:xmpmeta>"}
    picture().save(written, kind, **told, **({"comment": "Kenarikomentar"} if kind == "JPEG" else {}))
    return written.getvalue() + b"Kenariekor"


def plain_photo() -> bytes:
    written = io.BytesIO()
    picture((20, 40)).save(written, "JPEG")
    return written.getvalue()


def bomb(width: int = 30_000, height: int = 30_000) -> bytes:
    """A small file that says it is a picture of 900 million pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    blank = zlib.compress(bytes(1_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", blank) + chunk(b"IEND", b"")


def archive(*names: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return written.getvalue()


def voice(seconds: int = 2) -> bytes:
    """A recording with all that a recorder may note: who, what, where, and a picture of many pages."""
    told = ("ARTIST=Kenaripemotret", "LOCATION=Kenarikomentar", "METADATA_BLOCK_PICTURE=" + "Kenarikamera" * 12_000)
    return silence(seconds, "Kenariperekam", told, serial=19_112_026) + b"Kenariekor"


VOICE = silence(2)  # it tells nothing, so it is kept as it is
VIDEO = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(40)
SONG = b"ID3\x04\x00\x00\x00\x00\x00\x00" + bytes(40)
LETTER = b"%PDF-1.7\nsurat tugas\n%%EOF"
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00" + bytes(60) + b"This program cannot be run in DOS mode."
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(40)
