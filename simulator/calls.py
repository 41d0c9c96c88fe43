"""What bots have called, kept so that tests can search all that bots said."""

from typing import Any, NamedTuple

from .bots import Bot


class Call(NamedTuple):
    """One call of a bot, with its parameters as the simulator read them."""

    bot: Bot
    method: str
    params: dict[str, Any]
