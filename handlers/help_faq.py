"""/tanya: questions that families ask, and their answers; looked for by typing."""

from __future__ import annotations

from collections.abc import Sequence

from domain.faq import Topic
from domain.finding import find
from domain.messages import Button, Message, Rows, Wrote
from domain.presses import Do, Press
from domain.voice import escaped
from handlers import help_front, help_notes
from handlers.chat import Chat
from handlers.leaves import leaf, turning
from storage.sessions import Place

A_PAGE = 8
WIDE = 16  # letters of a label that fits beside another


async def show(chat: Chat, press: Press | None = None) -> None:
    """The topics; a text now is looked for among them."""
    topics = chat.kit.faq.topics
    open_ = leaf(press.choice if press is not None else 0, len(topics), A_PAGE)
    lines = [
        f"<b>{chat.voice.say('Tanya jawab')}</b>",
        chat.voice.say("Pilih pertanyaannya, atau ketik yang Anda cari."),
    ]
    shown = topics[open_.first : open_.first + open_.size]
    turned = turning(chat, open_, Do.HELP_FAQ)
    _show(chat, Message("\n".join(lines), (*_buttons(chat, shown), *turned, *_below(chat))))


def is_searching(chat: Chat) -> bool:
    """Whether the topics, or one of them, are what the person has before them."""
    return chat.session.place is Place.ASIDE and help_notes.get(chat, help_notes.TOPICS) == chat.session.card


def leave(chat: Chat) -> None:
    """Something else is shown from now on, perhaps on the same card: a text there is looked for nowhere."""
    help_notes.drop(chat, help_notes.TOPICS)


async def search(chat: Chat, wrote: Wrote) -> None:
    """Topics that fit what was typed; what fits none is kept, and offered to a human."""
    found = find(wrote.text, chat.kit.faq.topics, chat.voice.language)
    if found:
        text = chat.voice.say("Mungkin ini yang Anda cari:")
        _show(chat, Message(text, (*_buttons(chat, found), (_to_all(chat),), *_below(chat))))
    else:
        help_front.keep(chat, wrote)
        await help_front.offer(chat, chat.voice.say("Belum ada jawaban untuk itu di sini."))


async def answer(chat: Chat, press: Press) -> None:
    """One question with its answer, where it is from, and when that was looked at last."""
    topic = chat.kit.faq.by_key(press.subject)
    if topic is None:
        await show(chat)
        return
    language = chat.voice.language
    source = chat.voice.say(
        "Sumber: {source}. Dicek {day}.", source=topic.source, day=chat.voice.dated(topic.checked_on)
    )
    lines = [
        f"<b>{escaped(topic.question[language])}</b>",
        "",
        escaped(topic.answer[language]),
        "",
        f"<i>{source}</i>",
    ]
    _show(chat, Message("\n".join(lines), ((_to_all(chat),), *_below(chat))))


def _show(chat: Chat, message: Message) -> None:
    chat.session.place = Place.ASIDE
    chat.show(message)
    help_notes.put(chat, help_notes.TOPICS, chat.session.card)


def _buttons(chat: Chat, topics: Sequence[Topic]) -> Rows:
    """Short labels two in a row."""
    placed: list[tuple[Button, ...]] = []
    for topic in topics:
        button = chat.labelled(topic.label[chat.voice.language], Do.HELP_TOPIC, topic.key)
        fits = placed and len(placed[-1]) == 1 and max(len(button.label), len(placed[-1][0].label)) <= WIDE
        if fits:
            placed[-1] = (*placed[-1], button)
        else:
            placed.append((button,))
    return tuple(placed)


def _to_all(chat: Chat) -> Button:
    return chat.button("Semua pertanyaan", Do.HELP_FAQ)


def _below(chat: Chat) -> Rows:
    return ((chat.button("Minta bantuan", Do.HELP_ASK), chat.button("‹ Kembali", Do.HELP_HOME)),)
