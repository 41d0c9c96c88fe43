"""What reports change in the lives of clients: opened, handed over, ended; and what they agreed to."""

from __future__ import annotations

from dataclasses import replace

from domain.access import Action
from domain.clients import PRESENT, Change, Event, Status
from domain.people import Person
from domain.presses import Do
from domain.words import word_for
from handlers import thread_acts
from handlers.ahead import go_on_again, hand_over_tasks, stop_tasks
from handlers.audited import handed_over
from handlers.chat import rows
from handlers.filed import Filed

TAKEN_BACK = ""  # what an event says that a correction has undone
WITHDRAWN = "ditarik"


# --- Status --------------------------------------------------------------------------------------


async def change_status(filed: Filed) -> None:
    await _note_status(filed, filed.answers["status"])


async def refer(filed: Filed) -> None:
    await _note_status(filed, Status.REFERRED)


async def go_on_with(filed: Filed) -> None:
    """The client goes on in aftercare."""
    await _note_status(filed, Status.AFTERCARE)


async def _note_status(filed: Filed, status: str) -> None:
    client = filed.subject.client
    if client is None:
        return
    for other in await others_before(filed, Change.STATUS):
        await _stands_as(filed, other, await note(filed, Change.STATUS, other, TAKEN_BACK))
    held = await note(filed, Change.STATUS, client.id, status)
    await _stands_as(filed, client.id, held)
    filed.concerns(replace(client, status=Status(held)))


async def _stands_as(filed: Filed, client: int, status: str) -> None:
    """How a client stands now. For whom is no longer accompanied there is nothing left to do."""
    await filed.chat.store.clients.change(client, status=status)
    if status in PRESENT:
        await go_on_again(filed, client)
    else:
        await stop_tasks(filed, client)


# --- Who accompanies them ------------------------------------------------------------------------


async def hand_over(filed: Filed) -> None:
    """The client has another agent, and that one another word. The last day of a handing over counts."""
    client = filed.subject.client
    if client is None:
        return
    for other in await others_before(filed, Change.AGENT):
        await _is_with(filed, other, await note(filed, Change.AGENT, other, TAKEN_BACK))
    agent = await _is_with(filed, client.id, await note(filed, Change.AGENT, client.id, filed.answers["agen"]))
    if agent is not None:
        filed.concerns(replace(client, agent=agent.id))
        told = filed.chat.voice.say("{client} sekarang didampingi {agent}.", client=client.code, agent=agent.name)
        filed.told.append(told)


async def _is_with(filed: Filed, key: int, code: str) -> Person | None:
    store = filed.chat.store
    client = await store.clients.find(filed.chat.person, key)
    agent = await store.people.agent_for(filed.chat.person, code)
    if client is None or agent is None or agent.unit is None or agent.id == client.agent:
        return agent
    word = word_for(await store.clients.words_of(agent.id), filed.chat.kit.chance())
    await store.clients.change(client.id, agent=agent.id, unit=agent.unit.code, word=word)
    await hand_over_tasks(filed, client.id, agent.id)
    handed_over(filed.chat, client)
    return agent


async def let_agent_go(filed: Filed) -> None:
    """An agent's work here ends. Their clients stay with their name until a petugas has handed them over."""
    chat, store = filed.chat, filed.chat.store
    agent = await store.people.agent_for(chat.person, filed.answers["agen"], Action.CHANGE)
    before = filed.before["agen"] if filed.before is not None else ""
    if before and before != filed.answers["agen"]:
        stays = await store.people.agent_for(chat.person, before, Action.CHANGE)
        if stays is not None:
            await store.people.leaves(stays.id, None)
    if agent is None or (agent.is_active and before == filed.answers["agen"]):
        return  # who has come back since stays, whatever is corrected
    await store.people.leaves(agent.id, filed.subject.day)
    await thread_acts.take_back_from(chat, agent.id)
    waiting = await store.clients.count_of(chat.person, agent.id)
    if waiting:
        told = chat.voice.say(
            "{agent} masih tercatat mendampingi {n} klien. Serahkan kepada agen lain.", agent=agent.name, n=waiting
        )
        filed.told.append(told)
        filed.offered.append(rows(chat.button("Klien", Do.CLIENTS)))


# --- Taking consent back -------------------------------------------------------------------------


async def withdraw(filed: Filed) -> None:
    """Nothing more is recorded, and nothing more is due."""
    client = filed.subject.client
    if client is None:
        return
    consents = filed.chat.store.consents
    for other in await others_before(filed, Change.CONSENT):
        await note(filed, Change.CONSENT, other, TAKEN_BACK)
        await consents.withdraw(other, None)
        await go_on_again(filed, other)
    await note(filed, Change.CONSENT, client.id, WITHDRAWN)
    await consents.withdraw(client.id, filed.subject.day)
    await stop_tasks(filed, client.id)
    name = client.label(filed.chat.person.id)
    filed.told.append(filed.chat.voice.say("Semua tentang {client} dihentikan. Bantuan tetap terbuka.", client=name))


# --- What a report has noted ---------------------------------------------------------------------


async def note(filed: Filed, what: Change, client: int, after: str) -> str:
    """Note what this report says of a client. Gives what holds now."""
    event = Event(0, filed.sent.number, filed.subject.day, after)
    return await filed.chat.store.client_events.note(client, what, event, filed.chat.person.id, filed.chat.now)


async def others_before(filed: Filed, what: Change) -> set[int]:
    """The clients of whom an earlier version of this report spoke, where it now speaks of another."""
    if not filed.is_correction or filed.subject.client is None:
        return set()
    return await filed.chat.store.client_events.clients_of(filed.sent.number, what) - {filed.subject.client.id}
