"""Who handles what in the help bot: the only list."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from domain.messages import Attached, Edited, Located, Pressed, Wrote
from domain.presses import OF_FORMS, Do, Press, unpack
from handlers import answering, attaching, editing, help_front, pressing
from handlers.chat import Chat
from storage.sessions import Place


async def route(chat: Chat) -> None:
    """Handle one message of somebody who asks for help. Who they are is known to nobody here."""
    event = chat.incoming.event
    if isinstance(event, Wrote | Attached | Located):
        await chat.store.traces.note(chat.session, event.message_id)
    if isinstance(event, Wrote):
        await _wrote(chat, event)
    elif isinstance(event, Edited):
        await editing.take_edit(chat, event)
    elif isinstance(event, Pressed):
        await _pressed(chat, event)
    elif isinstance(event, Located):
        await attaching.take_place(chat, event)
    elif isinstance(event, Attached):
        await attaching.take_file(chat, event)


async def _wrote(chat: Chat, wrote: Wrote) -> None:
    if wrote.text.startswith("/"):
        help_front.show(chat)
    elif chat.session.place is Place.FORM:
        await answering.take_text(chat, wrote)
    else:
        help_front.show(chat)


async def _pressed(chat: Chat, event: Pressed) -> None:
    press = unpack(event.data, chat.session.who, chat.kit.press_key)
    act = _BUTTONS.get(press.do) if press is not None else None
    if act is not None and press is not None:
        await act(chat, press)
    elif press is not None and press.do in OF_FORMS:
        await pressing.take_press(chat, press)
    else:
        help_front.show(chat, chat.voice.say("Tombol itu sudah tidak berlaku."))


async def _home(chat: Chat, _press: Press) -> None:
    help_front.show(chat)


_BUTTONS: dict[Do, Callable[[Chat, Press], Awaitable[None]]] = {
    Do.HELP_HOME: _home,
    Do.MENU: _home,
}
