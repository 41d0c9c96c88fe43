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


def with_traces(jpeg: bytes) -> bytes:
    """The picture with what phones write beside it: who, with what, when, and where."""
    said = b"MM\0*\0\0\0\x08" + _directory(8, _TRACES)
    said += _directory(len(said), _PLACE)
    exif = b"Exif\0\0" + said
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + jpeg[2:]


TEXT, NUMBER, FRACTION = 2, 4, 5
_TRACES = (
    (0x010F, TEXT, b"Kamera Simulasi\0"),
    (0x0132, TEXT, b"2026:11:21 07:13:59\0"),
    (0x013B, TEXT, b"Pemotret Simulasi\0"),
    (0x8825, NUMBER, b""),  # where the place stands: behind this directory
)
_PLACE = (
    (1, TEXT, b"S\0"),
    (2, FRACTION, struct.pack(">6I", 2, 1, 7, 1, 48, 1)),
    (3, TEXT, b"E\0"),
    (4, FRACTION, struct.pack(">6I", 106, 1, 6, 1, 36, 1)),
)


def _directory(start: int, entries: tuple[tuple[int, int, bytes], ...]) -> bytes:
    """One list of EXIF's, which begins `start` bytes into it. What does not fit into four bytes stands behind it."""
    behind = start + 2 + 12 * len(entries) + 4
    end = behind + sum(len(value) for _, _, value in entries if len(value) > 4)
    lines, values = b"", b""
    for tag, kind, value in entries:
        count = len(value) // 8 if kind == FRACTION else len(value) or 1
        held = struct.pack(">I", end if kind == NUMBER else behind + len(values))
        lines += struct.pack(">HHI", tag, kind, count) + (
            held if len(value) > 4 or kind == NUMBER else value.ljust(4, b"\0")
        )
        values += value if len(value) > 4 else b""
    return struct.pack(">H", len(entries)) + lines + bytes(4) + values


def _jpeg_size(data: bytes) -> tuple[int, int]:
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        # The frame header holds the size; 0xC4, 0xC8 and 0xCC are other things among them.
        if 0xC0 <= data[at + 1] <= 0xCF and data[at + 1] not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return int(width), int(height)
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return UNKNOWN_SIZE
