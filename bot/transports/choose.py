"""Which library a bot speaks through. Only that one is imported: each takes tens of megabytes."""

from __future__ import annotations

from importlib import import_module
from typing import Literal

from bot.transports.port import OFFICIAL_API, Transport

Library = Literal["aiogram", "ptb"]


def prepare(name: Library) -> None:
    """Import the library. It takes seconds, so a start does it beside other work."""
    import_module(f"bot.transports.{name}_transport")


def transport_of(name: Library, token: str, api: str = OFFICIAL_API) -> Transport:
    match name:
        case "aiogram":
            from bot.transports.aiogram_transport import AiogramTransport  # noqa: PLC0415 - see the docstring

            return AiogramTransport(token, api)
        case "ptb":
            from bot.transports.ptb_transport import PtbTransport  # noqa: PLC0415 - see the docstring

            return PtbTransport(token, api)
