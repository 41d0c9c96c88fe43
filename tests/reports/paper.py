"""A PDF as people meet it: read, looked at, and its code scanned with a phone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pypdfium2
import zxingcpp

MM = 72 / 25.4
A4_ACROSS = 1240  # pixels


@dataclass(frozen=True)
class Paper:
    """One sheet: its measures in millimetres, what stands on it, what it looks like, and what its codes hold."""

    width: int
    height: int
    text: str
    picture: Any
    codes: list[str]


def printed(pdf: bytes) -> Paper:
    """The only page of a PDF."""
    document = pypdfium2.PdfDocument(pdf)
    (page,) = document
    picture = page.render(scale=A4_ACROSS / page.get_width()).to_pil()
    text = " ".join(page.get_textpage().get_text_range().split())
    codes = [code.text for code in zxingcpp.read_barcodes(picture)]
    return Paper(round(page.get_width() / MM), round(page.get_height() / MM), text, picture, codes)
