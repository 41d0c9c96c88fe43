"""Which library a bot speaks through. Only that one is imported: each takes tens of megabytes."""

from __future__ import annotations

from typing import Literal

from bot.transports.port import OFFICIAL_API, Transport

Library = Literal["aiogram", "ptb"]


def transport_of(name: Library, token: str, api: str = OFFICIAL_API) -> Transport:
    match name:
        case "aiogram":
            from bot.transports.aiogram_transport import AiogramTransport  # noqa: PLC0415 - see the docstring

            return AiogramTransport(token, api)
        case "ptb":
            from bot.transports.ptb_transport import PtbTransport  # noqa: PLC0415 - see the docstring

            return PtbTransport(token, api)
