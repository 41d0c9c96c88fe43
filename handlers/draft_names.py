"""What drafts are called in lists and reminders: their form, and the client whom they are about."""

from __future__ import annotations

from collections.abc import Sequence

from conversations.meaning import Meaning
from domain.clients import Client
from domain.territory import zone_name
from domain.voice import escaped
from handlers.beginning import answered
from handlers.chat import Chat
from storage.drafts import Draft


async def names_of(chat: Chat, drafts: Sequence[Draft]) -> list[str]:
    """Pemantauan · Teratai, 24 Nov."""
    clients = await clients_of(chat, drafts)
    return [_name(chat, draft, clients.get(draft.id)) for draft in drafts]


async def clients_of(chat: Chat, drafts: Sequence[Draft]) -> dict[int, Client]:
    """The clients whom drafts are about, as far as the person may see them. The answer counts: it can be changed."""
    codes = {draft.id: answered(chat, draft, Meaning.CLIENT) for draft in drafts}
    known = await chat.store.clients.labels(chat.person, set(filter(None, codes.values())))
    return {draft: known[code] for draft, code in codes.items() if code in known}


def _name(chat: Chat, draft: Draft, client: Client | None) -> str:
    title = escaped(chat.kit.library.find(draft.form, draft.version).title)
    touched = draft.touched_at.astimezone(chat.zone)
    if client is None:
        return f"{title}, {chat.voice.moment(touched, zone_name(chat.zone))}"
    day = chat.voice.short_day(touched.date(), chat.local.date())
    return f"{title} · {escaped(client.short(chat.person.id))}, {day}"
