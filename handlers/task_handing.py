"""Handing a task to another agent of the unit; or, with the client whom it is about, by the form for that."""

from __future__ import annotations

from conversations.meaning import Meaning
from domain.messages import Button
from domain.people import Person
from domain.presses import Do, Press, number_of
from domain.tasks import What
from handlers.beginning import begin_form
from handlers.chat import Chat, rows
from handlers.task_acts import CHANGED, act_now, aside, found, is_for_agents, name_of, show_card
from handlers.task_words import with_lateness
from handlers.tasks import show_tasks
from storage.drafts import Begun
from storage.tasks import Listed

HAND_OVER = "serah_terima"  # the form that hands a client to another agent, and their tasks with them


async def ask_to_whom(chat: Chat, press: Press) -> None:
    """To another agent of the unit. A task about a client goes with the client: only their agent may record them."""
    listed = await found(chat, press)
    if listed is None:
        return
    heading = f"<b>{with_lateness(chat, listed)}</b>"
    back = (chat.button("‹ Kembali", Do.TASK, listed.task.id),)
    if listed.code:
        _offer_client(chat, listed, heading, back)
        return
    takers = await _takers(chat, listed)
    asks = chat.voice.say("Kepada siapa?") if takers else chat.voice.say("Belum ada agen lain di unit ini.")
    buttons = [_taker(chat, listed, taker) for taker in takers]
    aside(chat, f"{heading}\n{asks}", (*rows(*buttons), back))


def _offer_client(chat: Chat, listed: Listed, heading: str, back: tuple[Button, ...]) -> None:
    form = chat.kit.library.offers(HAND_OVER, chat.person.role)
    said = chat.voice.say("Tugas tentang klien ikut kliennya: hanya agennya yang boleh mencatat.")
    button = [chat.labelled(form.title, Do.TASK_HAND_TO, listed.task.id)] if form is not None else []
    aside(chat, f"{heading}\n{said}", (*rows(*button), back))


def _taker(chat: Chat, listed: Listed, taker: Person) -> Button:
    return chat.labelled(taker.name, Do.TASK_HAND_TO, listed.task.id, number_of(taker.code))


async def _takers(chat: Chat, listed: Listed) -> list[Person]:
    agents = await chat.store.people.agents_in(chat.person, listed.task.unit)
    return [agent for agent in agents if agent.id not in {listed.task.person, chat.person.id}]


async def hand_over(chat: Chat, press: Press) -> None:
    listed = await found(chat, press)
    if listed is None:
        return
    form = chat.kit.library.offers(HAND_OVER, chat.person.role)
    if not listed.code:
        await _hand(chat, listed, press.choice)
    elif form is not None:
        await begin_form(chat, form, Begun(client=listed.task.client), {Meaning.CLIENT: listed.code})
    else:
        show_card(chat, listed)


async def _hand(chat: Chat, listed: Listed, choice: int) -> None:
    takers = await _takers(chat, listed) if is_for_agents(chat, listed) else []
    taker = next((each for each in takers if number_of(each.code) == choice), None)
    if taker is None:
        show_card(chat, listed)
        return
    handed = await chat.store.tasks.hand_to(listed.task, taker.id, act_now(chat, What.HANDED, taker.code))
    said = chat.voice.say("Diserahkan kepada {name}: {task}.", name=taker.name, task=name_of(chat, listed))
    await show_tasks(chat, said if handed else chat.voice.say(CHANGED))
