"""Telegram's client libraries, each behind the same small port."""

from bot.transports.choose import prepare as prepare
from bot.transports.choose import transport_of as transport_of
