"""What becomes of a form that somebody filled in who asks for help, by its id."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from conversations.answered import answers_of
from conversations.page import Page
from handlers import help_asking, help_survey
from handlers.filling import Filling
from storage.sessions import Place

Send = Callable[[Filling, Page], Awaitable[None]]


async def _survey(filling: Filling, page: Page) -> None:
    """The marks are kept, and nothing that leads from them to the chat."""
    chat, turn = filling.chat, page.turn
    answers = answers_of(filling.form, turn.live.submission(turn.context))
    chat.session.place, chat.session.draft_id, chat.session.draft = Place.MENU, None, None
    await chat.store.drafts.forget(filling.draft.id)
    await chat.store.typed.forget_chat(chat.session.who)
    await help_survey.take(chat, answers)


SENDS: Mapping[str, Send] = {
    help_asking.FORM: help_asking.send,
    help_survey.FORM: _survey,
}


async def send(filling: Filling, page: Page) -> None:
    """The form is complete: what it asks for is done, in the transaction of the tap."""
    await SENDS[filling.form.id](filling, page)
