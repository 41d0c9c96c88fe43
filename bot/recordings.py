"""Voice messages without anything but the voice: no title, no artist, no picture, no device, no programme.

A voice message is OGG with Opus, see RFC 3533 and RFC 7845. The sound is taken over as it is, page by page; all
that stands around it is written anew, so that nothing else that lay in the file is left, known or not. What is put
together in any other way is refused: nobody could say what it holds.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from bot.pictures import NotThis
from domain.files import Unfit

SERIAL = 1  # a phone takes one by chance: with a fixed one, two recordings have nothing in common
NO_TAGS = b"OpusTags" + bytes(8)  # nobody made it, and it says nothing

_PAGE = struct.Struct("<4sBBqIIIB")  # OggS, version, flags, samples until here, serial, number, checksum, segments
_HEAD = struct.Struct("<8sBBHIhB")  # OpusHead, version, channels, samples to skip, rate, gain, mapping
_RATE = 48_000
_CONTINUED, _FIRST, _LAST = 1, 2, 4

_TURNED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


@dataclass(frozen=True, slots=True)
class _Page:
    flags: int
    until: int
    serial: int
    segments: bytes
    body: bytes

    @property
    def ends_a_packet(self) -> bool:
        return bool(self.segments) and self.segments[-1] < 255

    @property
    def packets(self) -> int:
        """How many end on this page."""
        return sum(length < 255 for length in self.segments)


def is_opus(content: bytes) -> bool:
    return content.startswith(b"OggS") and content[28:36] == b"OpusHead"


def cleaned(content: bytes) -> bytes:
    """The voice alone. Raises `NotThis`."""
    if not is_opus(content):
        raise NotThis(Unfit.FORMAT)
    pages = list(_pages(content))
    head, sound = _head_of(pages[0]), pages[_after_tags(pages) :]
    if not any(page.body for page in sound):
        raise NotThis(Unfit.BROKEN)
    told = (_Page(_FIRST, 0, 0, bytes([len(head)]), head), _Page(0, 0, 0, bytes([len(NO_TAGS)]), NO_TAGS))
    return b"".join(_written(page, number, is_last=page is sound[-1]) for number, page in enumerate((*told, *sound)))


# --- Reading -------------------------------------------------------------------------------------


def _pages(content: bytes) -> Iterator[_Page]:
    """The pages of the one recording in the file, up to its last one. What lies behind it is left out."""
    at, serial = 0, None
    while at < len(content):
        page, at = _page(content, at)
        if serial is None:
            serial = page.serial
        elif page.serial != serial or page.flags & _FIRST:
            raise NotThis(Unfit.FORMAT)  # several recordings, one in or after the other
        yield page
        if page.flags & _LAST:
            return


def _page(content: bytes, start: int) -> tuple[_Page, int]:
    """The page that begins there, and where it ends."""
    try:
        mark, version, flags, until, serial, _, checksum, count = _PAGE.unpack_from(content, start)
    except struct.error:
        raise NotThis(Unfit.BROKEN) from None
    middle = start + _PAGE.size + count
    segments = content[start + _PAGE.size : middle]
    end = middle + sum(segments)
    if (mark, version) != (b"OggS", 0) or len(segments) < count or end > len(content):
        raise NotThis(Unfit.BROKEN)
    if _checksum(content[start : start + 22] + bytes(4) + content[start + 26 : end]) != checksum:
        raise NotThis(Unfit.BROKEN)
    return _Page(flags, until, serial, segments, content[middle:end]), end


def _head_of(page: _Page) -> bytes:
    """How the sound is to be played; of what phones note there, only that."""
    if len(page.body) != _HEAD.size or page.packets != 1:
        raise NotThis(Unfit.FORMAT)
    mark, version, channels, skipped, _, gain, mapping = _HEAD.unpack(page.body)
    if version > 15 or channels not in (1, 2) or mapping:
        raise NotThis(Unfit.FORMAT)
    return _HEAD.pack(mark, 1, channels, skipped, _RATE, gain, 0)


def _after_tags(pages: list[_Page]) -> int:
    """Where the sound begins. The tags are one packet, which may go over many pages and ends with one."""
    for number, page in enumerate(pages[1:], 1):
        if number == 1 and not page.body.startswith(b"OpusTags"):
            break
        if page.packets:
            if page.packets > 1 or not page.ends_a_packet:
                break  # something else begins on the same page
            return number + 1
    raise NotThis(Unfit.BROKEN)


# --- Writing -------------------------------------------------------------------------------------


def _written(page: _Page, number: int, is_last: bool) -> bytes:
    flags = page.flags & (_CONTINUED | _FIRST) | (_LAST if is_last else 0)

    def whole(checksum: int) -> bytes:
        head = _PAGE.pack(b"OggS", 0, flags, page.until, SERIAL, number, checksum, len(page.segments))
        return head + page.segments + page.body

    return whole(_checksum(whole(0)))


def _checksum(page: bytes) -> int:
    """OGG's checksum is zlib's with every bit turned round, and without the inversions before and after."""
    turned = zlib.crc32(page.translate(_TURNED), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int.from_bytes(turned.to_bytes(4, "little").translate(_TURNED), "big")
