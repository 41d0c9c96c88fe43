"""What a petugas does in the chat: inviting agents into the units of their satker."""

from __future__ import annotations

from domain.messages import Button, Message
from domain.people import Invitation, Role, Unit
from domain.presses import Do
from handlers.chat import Chat, rows
from handlers.invitations import VALID, invite, link
from handlers.kit import STAFF
from handlers.menu import show_menu
from handlers.unit_keys import unit_of_key


async def choose_unit(chat: Chat) -> None:
    """Into which unit?"""
    units = await chat.store.places.units_of(chat.person.satker or "") if _may_invite(chat) else []
    if not units:
        await show_menu(chat, chat.voice.say("Belum ada unit di satker Anda."))
        return
    buttons = [chat.labelled(unit.name, Do.INVITE_UNIT, choice=number) for number, unit in enumerate(units)]
    chat.show(Message(chat.voice.say("Agen untuk unit mana?"), (*rows(*buttons), (chat.button("Menu", Do.MENU),))))


async def make_invitation(chat: Chat, choice: int) -> None:
    """A link to hand on. It stays in the chat; the menu comes below it."""
    units = await chat.store.places.units_of(chat.person.satker or "") if _may_invite(chat) else []
    if not 0 <= choice < len(units):
        await show_menu(chat)
        return
    await _invite_into(chat, units[choice])


async def invite_into(chat: Chat, key: int) -> None:
    """The same for a unit that is on the card."""
    unit = await chat.store.places.unit_for(chat.person, unit_of_key(key)) if _may_invite(chat) else None
    await (_invite_into(chat, unit) if unit is not None else show_menu(chat))


async def _invite_into(chat: Chat, unit: Unit) -> None:
    token = chat.kit.token()
    await invite(chat.store, token, Invitation(Role.AGEN, unit=unit.code), chat.person.id, chat.now)
    text = chat.voice.say(
        "Undangan untuk satu Agen Pemulihan di Unit {unit}:\n{link}\nTeruskan kepada orangnya saja. "
        "Berlaku satu kali, sampai {until}.",
        unit=unit.name,
        link=link(chat.kit.bots.get(STAFF, ""), token),
        until=chat.voice.day((chat.local + VALID).date()),
    )
    copy = Button(chat.voice.say("Salin tautan"), copy=link(chat.kit.bots.get(STAFF, ""), token))
    chat.show(Message(text, ((copy,), (chat.button("Menu", Do.MENU),))))
    chat.let_go()


def _may_invite(chat: Chat) -> bool:
    return chat.person.role is Role.PETUGAS
