"""What becomes of a form that somebody filled in who asks for help, by its id."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from conversations.page import Page
from handlers import help_asking
from handlers.filling import Filling

Send = Callable[[Filling, Page], Awaitable[None]]

SENDS: Mapping[str, Send] = {
    help_asking.FORM: help_asking.send,
}


async def send(filling: Filling, page: Page) -> None:
    """The form is complete: what it asks for is done, in the transaction of the tap."""
    await SENDS[filling.form.id](filling, page)
