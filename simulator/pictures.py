"""What can be told of a picture from its first bytes."""

import struct

UNKNOWN_SIZE = (1280, 960)
STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"RIFF", b"BM")


def is_picture(data: bytes) -> bool:
    return data.startswith(STARTS)


def picture_size(data: bytes) -> tuple[int, int]:
    """Width and height; a usual size where they cannot be read."""
    if data.startswith(b"\x89PNG") and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return int(width), int(height)
    if data.startswith(b"\xff\xd8"):
        return _jpeg_size(data)
    return UNKNOWN_SIZE


def _jpeg_size(data: bytes) -> tuple[int, int]:
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        # The frame header holds the size; 0xC4, 0xC8 and 0xCC are other things among them.
        if 0xC0 <= data[at + 1] <= 0xCF and data[at + 1] not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return int(width), int(height)
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return UNKNOWN_SIZE
