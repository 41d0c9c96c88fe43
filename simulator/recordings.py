"""Voice messages as phones record them, but of silence: OGG with Opus, see RFC 3533 and RFC 7845."""

import struct
from collections.abc import Iterable, Iterator

RATE = 48_000
FRAMES_A_SECOND = 50
SILENT_FRAME = b"\xf8\xff\xfe"  # 20 ms
MOST_SEGMENTS = 255
SEGMENT = 255
CONTINUED, FIRST, LAST = 1, 2, 4
NOTHING_ENDS_HERE = 2**64 - 1


def is_recording(data: bytes) -> bool:
    return data.startswith(b"OggS") and b"OpusHead" in data[:64]


def silence(seconds: int = 3, vendor: str = "", comments: Iterable[str] = (), serial: int = 1) -> bytes:
    """So many seconds of nothing, with what a recorder notes beside it, such as "ARTIST=…"."""
    head = struct.pack("<8sBBHIhB", b"OpusHead", 1, 1, 0, RATE, 0, 0)
    pages = [(FIRST, 0, [head]), *((0, 0, [part]) for part in [_tags(vendor, list(comments))])]
    pages += [(0, RATE * (second + 1), [SILENT_FRAME] * FRAMES_A_SECOND) for second in range(seconds)]
    flags, end, packets = pages[-1]
    pages[-1] = (flags | LAST, end, packets)
    written = (page for one in pages for page in _written(*one))
    return b"".join(_numbered(page, serial, number) for number, page in enumerate(written))


def seconds_of(data: bytes) -> int:
    """How long a recording is: its last page says it. 0 where nothing can be told."""
    last = data.rfind(b"OggS")
    if last < 0 or len(data) < last + 14:
        return 0
    samples: int = struct.unpack_from("<Q", data, last + 6)[0]
    return 0 if samples == NOTHING_ENDS_HERE else -(-samples // RATE)


def _tags(vendor: str, comments: list[str]) -> bytes:
    words = [vendor.encode(), *(comment.encode() for comment in comments)]
    counted = [struct.pack("<I", len(one)) + one for one in words]
    return b"OpusTags" + counted[0] + struct.pack("<I", len(comments)) + b"".join(counted[1:])


def _written(flags: int, end: int, packets: list[bytes]) -> Iterator[bytearray]:
    """The pages that these packets fill, still without number and checksum."""
    segments = [segment for packet in packets for segment in _segments(packet)]
    for start in range(0, len(segments), MOST_SEGMENTS):
        piece = segments[start : start + MOST_SEGMENTS]
        goes_on = start + MOST_SEGMENTS < len(segments)
        continued = CONTINUED if start and len(segments[start - 1]) == SEGMENT else 0
        until = NOTHING_ENDS_HERE if goes_on else end
        head = struct.pack("<4sBBQIIIB", b"OggS", 0, flags | continued, until, 0, 0, 0, len(piece))
        yield bytearray(head + bytes(len(segment) for segment in piece) + b"".join(piece))


def _segments(packet: bytes) -> list[bytes]:
    """A packet in pieces of 255 bytes; a shorter one, or an empty one, ends it."""
    return [packet[at : at + SEGMENT] for at in range(0, len(packet) + 1, SEGMENT)]


def _numbered(page: bytearray, serial: int, number: int) -> bytes:
    struct.pack_into("<II", page, 14, serial, number)
    struct.pack_into("<I", page, 22, checksum(page))
    return bytes(page)


def checksum(page: bytes | bytearray) -> int:
    """The checksum of a page whose own field for it is 0, bit by bit as RFC 3533 tells it."""
    rest = 0
    for byte in page:
        rest ^= byte << 24
        for _ in range(8):
            rest = (rest << 1) ^ 0x04C11DB7 if rest & 0x80000000 else rest << 1
    return rest & 0xFFFFFFFF
